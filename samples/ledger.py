"""The truth about the Connection ledger of the example clients: every cell of a period, who was genuine in it, who waits."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from samples.entries import HOLLOW, KEPT, SETTINGS, UNKNOWN, Entry, entries
from samples.facts import Example
from samples.formats import ads, search, site
from samples.people import PRACTICES, told

AGAIN = timedelta(weeks=26)
Cell = tuple[int, str, str, str, str]  # rung, platform, measure, class, reason


def cells(example: Example, days: list[date], has_ads: bool, searched: Iterable[date]) -> dict[str, int]:
    """Every cell of the period's ledger that is not nought, by "rung platform measure class: reason"."""
    found: Counter[Cell] = Counter()
    first, last = days[0], days[-1]
    for one in entries(example.slug):
        if first <= one.day <= last:
            found[(one.rung, one.platform, one.measure, *one.said["default"])] += 1
    if has_ads:
        _count_ads(example, days, found)
    _count_site(example, days, found)
    facts = [search(example)[day] for day in searched]
    found[1, "search_console", "search_impressions", UNKNOWN, "not shown whether it was seen"] += sum(
        one.impressions for one in facts
    )
    found[3, "search_console", "search_clicks", UNKNOWN, "not shown whether the page loaded"] += sum(
        one.clicks for one in facts
    )
    return {f"{rung} {platform} {measure} {kind}: {reason}": count
            for (rung, platform, measure, kind, reason), count in found.items() if count}  # fmt: skip


def _count_ads(example: Example, days: list[date], found: Counter[Cell]) -> None:
    """One client chose the columns of viewability, invalid clicks and landing pages; of the others' ads less is known."""
    shows = example.slug == "harbor-dental"
    for campaign in example.campaigns:
        platform = campaign.platform
        for fact in (ads(example, campaign)[day] for day in days if day in ads(example, campaign)):
            seen = (fact.viewable, fact.non_viewable) if shows and platform == "google_ads" else (0, 0)
            found[1, platform, "impressions", KEPT, "viewable"] += seen[0]
            found[1, platform, "impressions", HOLLOW, "never viewable"] += seen[1]
            found[1, platform, "impressions", UNKNOWN, "not shown whether it could be seen"] += fact.impressions - sum(
                seen
            )
            if platform == "google_ads":
                found[3, platform, "clicks", UNKNOWN, "not shown whether the page loaded"] += fact.clicks
                found[3, platform, "clicks", HOLLOW, "invalid"] += fact.invalid * shows
            elif shows:
                found[3, platform, "link_clicks", KEPT, "page loaded"] += fact.loaded
                found[3, platform, "link_clicks", HOLLOW, "page never loaded"] += fact.clicks - fact.loaded
            else:
                found[3, platform, "link_clicks", UNKNOWN, "not in the export"] += fact.clicks


def _count_site(example: Example, days: list[date], found: Counter[Cell]) -> None:
    spam = [one["label"] for one in told(example.slug, "client.toml").get("exclude", [])]
    for arrival in example.arrivals:
        for fact in (site(example, arrival)[day] for day in days if day in site(example, arrival)):
            if arrival.is_spam:
                found[2, "ga4", "sessions", HOLLOW, f"left out: {spam[0]}"] += fact.sessions
            else:
                found[2, "ga4", "sessions", KEPT, "stayed"] += fact.engaged
                found[2, "ga4", "sessions", HOLLOW, "left within 10 s"] += fact.sessions - fact.engaged


_LATE = datetime.max.replace(tzinfo=UTC)


def parties(slug: str, days: list[date]) -> dict[str, dict[str, int]]:
    """Who talked, booked or came, once each, by setting; nothing where no source shows people."""
    return {setting: _parties(slug, days[0], days[-1], setting) for setting in SETTINGS} if slug in PRACTICES else {}


def _parties(slug: str, first: date, last: date, setting: str) -> dict[str, int]:
    within: dict[str, list[Entry]] = defaultdict(list)
    before: set[str] = set()
    for one in entries(slug):
        if one.is_genuine(setting):
            if first <= one.day <= last:
                within[one.party].append(one)
            elif first - AGAIN <= one.day < first and one.is_named:
                before.add(one.party)
    rungs = Counter(min((one.day, one.at or _LATE, one.rung) for one in mine)[2] for mine in within.values())
    return {
        "genuine": len(within), "genuine_least": sum(mine[0].is_named for mine in within.values()), "again": len(within.keys() & before),
        "again_of": len(before), "first_conversation": rungs[4], "first_commitment": rungs[6], "first_presence": rungs[7],
    }  # fmt: skip


def waiting(slug: str) -> list[str]:
    """Who waits for an answer at the last export: the ids of their calls and conversations."""
    return sorted(one.id for one in entries(slug) if one.is_waiting)
