"""What an edition says of time: late figures, seasons, flags, goals, changes of meaning; each promise by its id, on what `produce_edition` makes."""

import math
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from made_edition import NOW, Edition

from sql.flags import write_flags
from sql.maturity import write_maturity

TOML = 'accounts = { ga4 = ["harbordental.example"] }\nkpis = ["sessions", "engaged_sessions"]\n'
LAST_SUNDAY = date(2026, 11, 15)
Visits = Callable[[date], list[tuple[str, int, int]]]


def visits(first: date, of_day: Visits, last: date = LAST_SUNDAY) -> Callable[[], str]:
    """GA4's acquisition by source and day: (source / medium, sessions, engaged sessions) of each day."""
    head = f"""\
# ----------------------------------------
# Traffic acquisition: Session source / medium
# Account: Harbor Dental
# Property: harbordental.example
# ----------------------------------------
#
# All Users
# Start date: {first:%Y%m%d}
# End date: {last:%Y%m%d}
Session source / medium,Date,Sessions,Engaged sessions
"""
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    return lambda: (
        head
        + "".join(f"{source},{day:%Y%m%d},{count},{stayed}\n" for day in days for source, count, stayed in of_day(day))
    )


def written(path: Path, content: str, made: datetime) -> None:
    """An export as it was made at that instant."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    os.utime(path, (made.timestamp(), made.timestamp()))


def test_D03_two_types_with_windows_of_7_and_30_days_keep_separate_totals(tmp_path) -> None:
    head = "Reporting starts,Reporting ends,Campaign name,Attribution setting,Results,Result indicator,Amount spent (USD),Impressions\n"
    rows = "".join(
        f"2026-11-{day:02},2026-11-{day:02},{name},{window},{results},{kind},10.00,100\n"
        for day in range(9, 16)
        for name, window, results, kind in (
            ("Smiles", "7-day click", 2, "actions:lead"),
            ("Crowns", "30-day click", 1, "actions:offsite_conversion.fb_pixel_purchase"),
            ("Stories", "7-day click", 90, "actions:post_engagement"),
        )
    )
    toml = 'accounts = { meta_ads = ["2"] }\nkpis = ["conversions", "spend"]\n'
    edition = Edition(tmp_path, {"meta-ads/Campaigns.csv": lambda: head + rows}, toml)
    told = {
        (row["conversion_type"], row["attribution"]): row["conversions"] for row in edition.section("claims")["types"]
    }
    assert told == {
        ("actions:lead", "7-day click"): "14",
        ("actions:offsite_conversion.fb_pixel_purchase", "30-day click"): "7",
    }


@pytest.mark.slow
def test_D04_a_conversion_of_day_0_added_on_day_12_appears_once(tmp_path) -> None:
    def campaigns(first_day_conversions: int) -> str:
        rows = [
            f"Crowns,1,{date(2026, 11, day)},USD,100,10,{first_day_conversions if day == 9 else 2}.00,30.00"
            for day in range(9, 16)
        ]
        head = 'Campaign report\n"November 9, 2026 - November 15, 2026"\nCampaign,Campaign ID,Day,Currency code,Impr.,Clicks,Conversions,Cost\n'
        return head + "\n".join(rows) + "\n"

    toml = 'accounts = { google_ads = ["1"] }\nkpis = ["conversions", "spend"]\n'
    edition = Edition(tmp_path, {"google-ads/Campaign report.csv": lambda: campaigns(3)}, toml)
    before = edition.figure("conversions")["value"]
    written(edition.inbox / "google-ads/Campaign report (1).csv", campaigns(4), NOW + timedelta(days=12))
    edition.make(NOW + timedelta(days=12, hours=1))
    assert (before, edition.figure("conversions")["value"], edition.figure("spend")["value"]) == ("15", "16", "210")


CORRECTION = """
[[corrections]]
id = "paid-twice"
platform = "meta_ads"
campaign = "Book a check-up"
measure = "spend"
day = 2026-11-09
add = -12.50
why = "Meta has credited a double charge that its export still shows."
who = "Mia"
on = 2026-11-20
"""


@pytest.mark.slow
def test_a_correction_by_hand_is_a_layer_of_its_own_and_the_next_edition_says_so(tmp_path) -> None:
    edition = Edition(tmp_path)
    (edition.client.folder / "corrections.toml").write_text(CORRECTION)
    edition.make(NOW + timedelta(days=7), "2026-W47")
    (told,) = (row for row in edition.section("changes")["restated"] if row["metric"] == "spend")
    assert (told["told"], told["value"], told["why"]) == ("2480", "2467.5", "correction")
    assert "we corrected it by hand" in edition.html and "Meta has credited a double charge" in edition.html
    landed, unified = edition.warehouse.execute(
        "select sum(landed), sum(unified) from marts.reconciliation where measure = 'spend'"
    ).fetchone()
    assert landed == unified == 2480


def late(share_by_then: dict[int, int], total: int) -> Callable[[int], int]:
    """Conversions of a day as an export of that age has them: in hundredths of the final by the age in days."""
    return lambda age: total * max(share for at, share in share_by_then.items() if at <= age) // 100


def test_D06_late_conversions_are_printed_with_what_they_may_come_to(tmp_path) -> None:
    # A week's conversions are 81 % there the day after its end, and all there from the second week on.
    come = late({-40: 81, 8: 100}, 6)
    weeks = [date(2026, 9, 7) + timedelta(weeks=week) for week in range(10)]

    def campaigns(made: date) -> str:
        rows = []
        for day in (weeks[0] + timedelta(days=place) for place in range((made - weeks[0]).days)):
            monday = day - timedelta(days=day.weekday())
            rows.append(f"Crowns,1,{day},USD,100,10,{1 + come((made - monday).days - 6)}.00,30.00")
        last = made - timedelta(days=1)
        head = f'Campaign report\n"{weeks[0]:%B %-d, %Y} - {last:%B %-d, %Y}"\nCampaign,Campaign ID,Day,Currency code,Impr.,Clicks,Conversions,Cost\n'
        return head + "\n".join(rows) + "\n"

    toml = 'accounts = { google_ads = ["1"] }\nkpis = ["conversions"]\n'
    inbox = tmp_path / "inbox/google-ads"
    for week in weeks:
        made = datetime.combine(week + timedelta(days=7), datetime.min.time(), UTC) + timedelta(hours=12)
        written(inbox / f"Campaign report {week}.csv", campaigns(made.date()), made)
    edition = Edition(tmp_path, {}, toml)
    (row,) = edition.section("claims")["maturity"]
    # So far 7 x (1 + 4); final weeks have 7 x (1 + 6): m = 35/49.
    assert (row["seen"], Decimal(row["expected"])) == ("35", Decimal(49))
    assert "35 so far, about 49 expected (" in edition.html


@pytest.mark.slow
def test_D06_the_interval_of_late_figures_holds_the_final_in_19_of_20_simulated_lags(tmp_path) -> None:
    warehouse = Edition(tmp_path).warehouse
    warehouse.execute(
        "drop table marts.maturity; delete from client.seen_amount; delete from client.feeds; delete from client.periods"
    )
    noise, first, cohorts, runs = np.random.default_rng(6), date(2026, 1, 5), 20, 1_000
    share = 1 - np.exp(-(np.arange(28) + 1) / 6)
    weeks = [first + timedelta(weeks=week) for week in range(cohorts)]
    warehouse.executemany(
        "insert into client.periods (period, first_day, last_day) values ($1, $2, $3)",
        [(str(week), week, week + timedelta(days=6)) for week in weeks],
    )
    seen, finals = [], {}
    for run in range(runs):
        for place, week in enumerate(weeks):
            final = noise.poisson(60)
            arrived = np.sort(noise.choice(28, size=final, p=np.diff(share, prepend=0) / share[-1]))
            newest = place == cohorts - 1
            if newest:
                finals[f"p{run:04d}"] = final
            for age in [3] if newest else [3, 28]:
                at = datetime.combine(week + timedelta(days=6 + age), datetime.min.time(), UTC)
                seen.append(
                    (
                        f"p{run:04d}",
                        "days",
                        "1",
                        "conversions",
                        at,
                        week,
                        week + timedelta(days=6),
                        week,
                        int((arrived <= age).sum()),
                    )
                )
    names = ("platform", "report", "account_id", "measure", "exported_at", "first_day", "last_day", "day", "amount")
    warehouse.register("seen", pa.table(dict(zip(names, zip(*seen, strict=True), strict=True))))
    warehouse.execute("insert into client.seen_amount by name select * from seen")
    warehouse.execute("insert into client.feeds select distinct platform, 'conversions', 'days', 0 from seen")
    write_maturity(warehouse)
    limits = warehouse.execute("select platform, low, high from marts.maturity").fetchall()
    covered = sum(low <= finals[run] <= high for run, low, high in limits) / runs
    print(f"maturity: {covered:.1%} of {runs} finals covered")
    assert len(limits) == runs and 0.93 <= covered <= 0.97


YOUTUBE = 'accounts = { youtube = ["channel-1"] }\nkpis = ["content_views", "watch_time_hours"]\n'


def videos(first: date, last: date) -> Callable[[], str]:
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    rows = [f"{day},{100 + day.weekday()},{10 + day.weekday()}.5" for day in days]
    return lambda: "Date,Views,Watch time (hours)\n" + "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def across_the_shorts_change(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    files = {"youtube/by-date.csv": videos(date(2024, 4, 1), date(2025, 5, 11))}
    return Edition(tmp_path_factory.mktemp("shorts"), files, YOUTUBE, datetime(2025, 5, 12, 14, tzinfo=UTC), "2025-W19")


def test_D12_no_year_is_compared_across_the_change_of_shorts_views(across_the_shorts_change) -> None:
    views, hours = (across_the_shorts_change.figure(metric) for metric in ("content_views", "watch_time_hours"))
    assert (views["last_year"], views["year_change"]) == (None, None)
    assert Decimal(hours["last_year"]) > 0


def test_D12_the_change_is_drawn_and_said(across_the_shorts_change) -> None:
    said = "From Mar 31 on YouTube counts otherwise: views of Shorts count every start or replay"
    assert across_the_shorts_change.html.count(said) == 2  # of the picture, and beside it
    assets = (across_the_shorts_change.path.parent / "assets").glob("*.svg")
    assert (
        sum('stroke-dasharray="3,2"' in picture.read_text() for picture in assets) == 1
    )  # a rule at the day, in one figure alone


def four_sources(shares: tuple[float, ...], counts: tuple[int, ...]) -> Visits:
    """Sources with so many visits a day, of which that share stays."""

    def of_day(day: date) -> list[tuple[str, int, int]]:
        place = day.toordinal()
        stayed = [
            int(share * count * (place + 1)) - int(share * count * place)
            for share, count in zip(shares, counts, strict=True)
        ]
        return [(f"source-{at}.example / referral", *one) for at, one in enumerate(zip(counts, stayed, strict=True))]

    return of_day


def test_L09_sources_that_do_not_differ_are_not_ranked(tmp_path) -> None:
    edition = Edition(
        tmp_path, {"ga4/a.csv": visits(date(2026, 11, 9), four_sources((0.5,) * 4, (40, 10, 30, 20)))}, TOML
    )
    assert "No evidence that these differ: 4 sources" in edition.html
    assert {row["place_first"] for row in edition.section("changes")["league"]} == {None}


def test_L09_no_order_is_claimed_of_two_that_chance_could_swap(tmp_path) -> None:
    edition = Edition(
        tmp_path, {"ga4/a.csv": visits(date(2026, 11, 9), four_sources((0.2, 0.21, 0.7, 0.7), (90, 90, 90, 2)))}, TOML
    )
    league = {
        row["segment"][7]: (row["place_first"], row["place_last"]) for row in edition.section("changes")["league"]
    }
    assert league["0"] == league["1"] == (3, 4)  # twins behind
    assert league["3"][0] < league["3"][1]  # 14 visits prove little, whatever their share


def yearly(lift: float) -> Visits:
    """A pure yearly cycle about 300 visits a day, one source; the newest week is lifted."""

    def of_day(day: date) -> list[tuple[str, int, int]]:
        week = (day - date(2024, 1, 1)).days // 7
        count = round(300 * (1 + 0.4 * math.sin(2 * math.pi * week / 52)) * (lift if day > date(2026, 11, 8) else 1))
        return [("google / organic", count, count // 2)]

    return of_day


def judged(folder: Path, lift: float) -> tuple[Edition, set[str]]:
    edition = Edition(folder, {"ga4/a.csv": visits(date(2024, 1, 1), yearly(lift))}, TOML)
    return edition, {row["metric"] for row in edition.section("changes")["flagged"]}


@pytest.mark.slow
def test_L10_a_pure_yearly_cycle_gives_no_flags_and_a_lift_of_30_percent_is_found(tmp_path) -> None:
    quiet, none = judged(tmp_path / "quiet", 1.0)
    _, found = judged(tmp_path / "lifted", 1.3)
    assert (none, found) == (set(), {"sessions", "engaged_sessions"})
    methods = {row[0] for row in quiet.warehouse.execute("select method from marts.flag").fetchall()}
    assert methods == {"stl"}


def test_L11_the_page_prints_how_many_were_tested_together(tmp_path) -> None:
    edition, flagged = judged(tmp_path, 1.3)
    (count,) = edition.warehouse.execute("select count(*) from marts.flag").fetchone()
    assert count > len(flagged) == 2
    assert f"2 of {count} figures moved more than they usually do." in edition.html


@pytest.mark.slow
@pytest.mark.parametrize("phi", [1, 3])
def test_L11_reports_without_news_give_at_most_12_percent_false_discoveries(tmp_path, phi) -> None:
    warehouse = Edition(tmp_path, {"ga4/a.csv": visits(date(2026, 3, 2), yearly(1.0))}, TOML).warehouse
    weeks, noise, false = 36, np.random.default_rng(11 + phi), 0
    periods = [
        row[0]
        for row in warehouse.execute(
            "select period from client.periods order by first_day desc limit $1", [weeks]
        ).fetchall()
    ]
    names = [
        row[0]
        for row in warehouse.execute(
            "select metric from marts.metrics where denominator is null and unit = 'count' and numerator <> 'position'"
        ).fetchall()
    ][:30]
    warehouse.execute("create table blank as select * from marts.metric_period limit 0; drop table marts.metric_period")
    for _ in range(1_000):
        means = noise.uniform(2, 400, len(names))
        drawn = np.round(phi * noise.poisson(means / phi, (weeks, len(names))))
        cells = pa.table({
            "period": np.repeat(periods, len(names)), "metric": np.tile(names, weeks), "value": drawn.ravel(),
            "level": ["total"] * drawn.size, "unit": ["count"] * drawn.size, "days": [7] * drawn.size, "days_covered": [7] * drawn.size,
        })  # fmt: skip
        warehouse.register("cells", cells)
        warehouse.execute("create or replace table marts.metric_period as from blank union all by name from cells")
        warehouse.execute("drop table marts.flag")
        write_flags(warehouse)
        false += warehouse.execute("select bool_or(is_flagged) from marts.flag").fetchone()[0] is True
    print(f"phi {phi}: a false discovery in {false} of 1,000 reports of {len(names)} figures")
    assert false <= 120


def bunched(seed: int) -> Visits:
    """Visits of a client with weekdays and a level of its own each week, more uneven than chance."""
    noise = np.random.default_rng(seed)
    level = {}

    def of_day(day: date) -> list[tuple[str, int, int]]:
        week = (day - date(2025, 1, 6)).days // 7
        level.setdefault(week, noise.gamma(50, 1 / 50))
        count = int(noise.poisson(level[week] * (60 if day.weekday() < 5 else 25)))
        return [("google / organic", count, int(noise.binomial(count, 0.6)))]

    return of_day


GOALS = "".join(
    f'[[goals]]\nmetric = "{metric}"\ncadence = "month"\ntarget = 1500\nfrom = 2025-01-01\n'
    for metric in ("sessions", "engaged_sessions")
)
_HELD_OUT = """
    select interval.low, interval.high, sum(days.amount)::double
    from marts.goal_interval as interval
    inner join marts.goal_period as goals using (period, metric, cadence)
    inner join marts.measure_day as days on goals.metric = days.measure and days.day between goals.goal_first_day and goals.goal_last_day
    where interval.low is not null and goals.goal_last_day <= date '2026-10-31' and goals.days_known < goals.goal_days
    group by all
"""


@pytest.mark.slow
def test_L17_the_end_of_a_month_lies_in_its_interval_in_held_out_weeks(tmp_path) -> None:
    covered = []
    for seed in range(3):
        folder = tmp_path / str(seed)
        (folder / "clients/harbor-dental").mkdir(parents=True)
        (folder / "clients/harbor-dental/goals.toml").write_text(GOALS)
        edition = Edition(folder, {"ga4/a.csv": visits(date(2025, 1, 6), bunched(seed))}, TOML)
        covered += [low <= final <= high for low, high, final in edition.warehouse.execute(_HELD_OUT).fetchall()]
    print(f"month's end: {np.mean(covered):.1%} of {len(covered)} held-out weeks covered")
    assert len(covered) > 200 and 0.90 <= np.mean(covered) <= 0.98
