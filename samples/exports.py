"""Writes the example exports, quirks included, each file with the time it would have been downloaded."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from samples import formats, people_formats
from samples.facts import (
    EXAMPLES,
    FIRST_DAY,
    HISTORY_EXPORT,
    LAST_DAY,
    SEARCH_DELAY_DAYS,
    WEEKLY_EXPORTS,
    Example,
    held_days,
)
from samples.people import PRACTICES

Days = list[date]
PLAIN_EXPORTS = (HISTORY_EXPORT, *WEEKLY_EXPORTS[-2:])  # one file that is added to: older ones are of no use to anybody


def write_samples(out: Path) -> list[Path]:
    """Write every example client's exports below `out`, one folder per client; return the paths."""
    return [path for example in EXAMPLES for path in _write_client(example, out / example.slug)]


def _write_client(example: Example, folder: Path) -> list[Path]:
    files: list[tuple[str, bytes, date]] = []
    for made in (HISTORY_EXPORT, *WEEKLY_EXPORTS):
        files += [(name, content, made) for name, content in _downloads(example, made)]
    if example.slug == "teatro-aurora":
        files += [
            (f"google-ads/{made}/Relatório de campanha.csv", formats.google_campaigns_pt(example, made), made)
            for made in _mondays()
        ]
    return [_put(folder / name, content, made) for name, content, made in files]


def _put(path: Path, content: bytes, made: date) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    instant = datetime(made.year, made.month, made.day, 9, tzinfo=UTC).timestamp()
    os.utime(path, (instant, instant))
    return path


def _mondays() -> Days:
    return [FIRST_DAY + timedelta(weeks=week) for week in range(1, (LAST_DAY - FIRST_DAY).days // 7 + 2)]


def _downloads(example: Example, made: date) -> list[tuple[str, bytes]]:
    """What the account manager of this client downloads on a Monday."""
    days, is_history = held_days(made), made == HISTORY_EXPORT
    files = [(f"ga4/{made}/Traffic_acquisition.csv", formats.ga4_sources(example, days))]
    search = formats.search_console(example, held_days(made, SEARCH_DELAY_DAYS))
    if example.slug == "northlight-coffee":
        files += [(f"search-console/{made}/{name}", content) for name, content in search.items()]
    else:
        files.append(
            (f"search-console/{example.property_name}-Performance-on-Search-{made}.zip", formats.zipped(search, made))
        )
    if not is_history:
        week = days[-7:]
        files.append((f"ga4/{made}/Reports_snapshot.csv", formats.ga4_snapshot(example, week)))
        files.append((f"ga4/{made}/Pages_and_screens.csv", formats.ga4_pages(example, week)))
    if example.slug == "harbor-dental":
        files += _harbor_ads(example, days, made, is_history)
    if example.slug == "northlight-coffee":
        files.append((f"google-ads/{made}/Campaign report.csv", formats.google_campaigns(example, days, made)))
        files.append((f"meta-ads/{made}/Northlight-Ads.csv", formats.meta_csv(example, days, made)))
    return files + _people(example.slug, days, made)


def _people(slug: str, days: Days, made: date) -> list[tuple[str, bytes]]:
    """Calls and orders as their systems export them, and the plain files that somebody adds to and sends whole."""
    practice = PRACTICES.get(slug)
    if practice is None:
        return []
    files = [(f"callrail/{made}/calls.csv", people_formats.callrail(practice, days, made))]
    if practice.takes_bookings:
        files.append((f"shopify/{made}/orders_export.csv", people_formats.shopify(practice, days, made)))
    if made not in PLAIN_EXPORTS:
        return files
    files.append((f"threads/{made}/threads.csv", people_formats.threads(practice, made)))
    if practice.takes_bookings:
        files += [
            (f"bookings/{made}/bookings.csv", people_formats.booking_list(practice, made)),
            (f"touchpoints/{made}/touchpoints.csv", people_formats.touchpoints(practice, made)),
            (f"email-events/{made}/email_events.csv", people_formats.email_events(practice, made)),
        ]
    return files


def _harbor_ads(example: Example, days: Days, made: date, is_history: bool) -> list[tuple[str, bytes]]:
    """Both spellings of Google's download, reports that overlap, and a workbook from Meta whose first row is the total."""
    campaigns = formats.google_campaigns(example, days, made)
    if is_history:
        return [
            (f"google-ads/{made}/Campaign report.csv", formats.excel_csv(campaigns)),
            (f"meta-ads/{made}/Harbor-Ads.xlsx", formats.meta_xlsx(example, days, made)),
        ]
    files = [
        (f"google-ads/{made}/Campaign report.csv", campaigns),
        (f"meta-ads/{made}/Harbor-Ads.xlsx", formats.meta_xlsx(example, days, made)),
    ]
    if made == WEEKLY_EXPORTS[-1]:
        week = days[-7:]
        files.append(
            (
                f"google-ads/{made}/Search keyword report.csv",
                formats.excel_csv(formats.google_keywords(example, week, made)),
            )
        )
        files.append((f"google-ads/{made}/Time_series.csv", formats.google_time_series(example, week)))
    return files
