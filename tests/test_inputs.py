"""Which export answers for a day or a stated period: the newest that covers it, wholly."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from clients.client import load_client
from pipeline import platform_facts
from platforms.catalogue import load_platforms
from sql.inputs import LandedTable, load_inputs
from sql.warehouse import open_warehouse

Periods = dict[tuple[int, int], str]


def export(
    name: str, sent: int, stated: tuple[int, int], clicks: Periods, report: str = "google_ads.campaign"
) -> LandedTable:
    """An export sent on a day of November, for the days it states; `clicks` by first and last day of each of its rows."""
    platform, _, table = report.partition(".")
    measure = "search_clicks" if platform == "search_console" else "clicks"
    rows = {
        "period_start": [f"2026-11-{first:02}" for first, _ in clicks],
        "period_end": [f"2026-11-{last:02}" for _, last in clicks],
        measure: list(clicks.values()),
    }
    is_daily = all(first == last for first, last in clicks)
    days = [date(2026, 11, day) for day in stated]
    return LandedTable(name, platform, table, "a", datetime(2026, 11, sent, tzinfo=UTC), *days, is_daily, rows)


def loaded(*exports: LandedTable) -> duckdb.DuckDBPyConnection:
    warehouse = open_warehouse()
    facts = [platform_facts(platform) for platform in load_platforms().values()]
    load_inputs(warehouse, load_client(Path("clients/harbor-dental")), [], facts, list(exports))
    return warehouse


def owners(warehouse: duckdb.DuckDBPyConnection) -> dict[int, str]:
    return dict(warehouse.execute("select day(day), export_id from client.covered_day order by day").fetchall())


def landed(warehouse: duckdb.DuckDBPyConnection) -> list[tuple[int, int, str]]:
    rows = "select day(period_start::date), day(period_end::date), clicks from landed.google_ads__campaign"
    return warehouse.execute(f"{rows} order by all").fetchall()


def test_the_newest_export_owns_its_days_even_where_it_has_no_row() -> None:
    older = export("older", 11, (9, 10), {(9, 9): "5", (10, 10): "6"})
    newer = export("newer", 12, (10, 11), {(11, 11): "7"})
    warehouse = loaded(newer, older)
    assert owners(warehouse) == {9: "older", 10: "newer", 11: "newer"}
    assert landed(warehouse) == [(9, 9, "5"), (11, 11, "7")]


def test_where_an_absent_day_is_unknown_only_listed_days_are_covered() -> None:
    chart = export("chart", 12, (9, 11), {(9, 9): "3", (11, 11): "0"}, "search_console.chart")
    assert owners(loaded(chart)) == {9: "chart", 11: "chart"}


def test_a_stated_period_belongs_to_the_newest_export_of_exactly_that_period() -> None:
    older = export("older", 21, (9, 20), {(9, 15): "30", (9, 20): "44"})
    newer = export("newer", 22, (9, 15), {(9, 15): "31"})
    assert landed(loaded(newer, older)) == [(9, 15, "31"), (9, 20, "44")]


def test_an_export_answers_for_the_measures_whose_columns_it_has(tmp_path: Path) -> None:
    whole = export("whole", 11, (9, 9), {(9, 9): "5"})
    lacking = replace(export("lacking", 12, (10, 10), {(10, 10): "5"}), reported=("clicks",))
    rows = "select measure, list(day(day) order by day) from client.covered_measure where measure in ('clicks', 'conversions') group by 1"
    assert dict(loaded(whole, lacking).execute(rows).fetchall()) == {"clicks": [9, 10], "conversions": [9]}


def test_figures_up_to_the_export_are_those_of_each_days_newest_export_and_say_when_it_was_made() -> None:
    rows = {
        "period_start": [None, None],
        "period_end": [None, None],
        "content_id": ["a", "b"],
        "content_views": ["5", "6"],
    }
    older = LandedTable(
        "older", "youtube", "by_content", "a", datetime(2026, 11, 9, 8, tzinfo=UTC), None, None, True, rows
    )
    newer = replace(older, export_id="newer", exported_at=datetime(2026, 11, 16, 8, tzinfo=UTC),
                    rows={name: cells[:1] for name, cells in rows.items()} | {"content_views": ["9"]})  # fmt: skip
    other = replace(older, export_id="other", account_id="b")
    # in New York 23:30 on the 8th, then 00:30 on the 9th, the day on which `older` was made later
    evening = replace(newer, export_id="evening", exported_at=datetime(2026, 11, 9, 4, 30, tzinfo=UTC))
    superseded = replace(newer, export_id="superseded", exported_at=datetime(2026, 11, 9, 5, 30, tzinfo=UTC))
    warehouse = loaded(newer, older, other, superseded, evening)
    found = warehouse.execute(
        "select export_id, exported_at::varchar, content_id, content_views from landed.youtube__by_content order by all"
    ).fetchall()
    assert found == [
        ("evening", "2026-11-09 04:30:00+00", "a", "9"),
        ("newer", "2026-11-16 08:00:00+00", "a", "9"),
        ("older", "2026-11-09 08:00:00+00", "a", "5"),
        ("older", "2026-11-09 08:00:00+00", "b", "6"),
        ("other", "2026-11-09 08:00:00+00", "a", "5"),
        ("other", "2026-11-09 08:00:00+00", "b", "6"),
    ]
    assert warehouse.execute("select count(*) from client.landed_sums").fetchall() == [(0,)]


def test_rows_without_days_that_do_not_run_up_to_the_export_are_the_newest_exports_alone() -> None:
    rows = {"period_start": [None], "period_end": [None], "store_code": ["1"], "directions": ["5"]}
    older = LandedTable(
        "older",
        "google_business_profile",
        "locations",
        "a",
        datetime(2026, 11, 9, 8, tzinfo=UTC),
        None,
        None,
        True,
        rows,
    )
    newer = replace(older, export_id="newer", exported_at=datetime(2026, 11, 16, 8, tzinfo=UTC))
    found = loaded(newer, older).execute("select export_id from landed.google_business_profile__locations").fetchall()
    assert found == [("newer",)]


def series(name: str, sent: int, figures: dict[int, str], surface: str) -> LandedTable:
    """A series of visits by day of November, of one surface of the account."""
    days = [f"2026-11-{day:02}" for day in figures]
    rows = {"period_start": days, "period_end": days, "visits": list(figures.values())}
    first, last = (date(2026, 11, day) for day in (min(figures), max(figures)))
    sent_at = datetime(2026, 11, sent, 8, tzinfo=UTC)
    return LandedTable(name, "meta_business_suite", "visits", "a", sent_at, first, last, True, rows, surface=surface)


def visits(warehouse: duckdb.DuckDBPyConnection) -> list[tuple[int, str, str]]:
    rows = "select day(period_start::date), surface, visits from landed.meta_business_suite__visits order by all"
    return warehouse.execute(rows).fetchall()


def test_an_export_of_one_surface_supersedes_that_surface_alone() -> None:
    page = series("page", 11, {9: "5", 10: "6"}, "")
    instagram = series("instagram", 12, {9: "70", 10: "80"}, "Instagram")
    again = series("again", 13, {9: "7", 10: "8"}, "")
    assert visits(loaded(page, instagram, again)) == [
        (9, "", "7"),
        (9, "Instagram", "70"),
        (10, "", "8"),
        (10, "Instagram", "80"),
    ]


def test_a_day_that_one_surface_lacks_though_exported_after_it_is_nobodys() -> None:
    page = series("page", 16, {8: "4", 9: "5", 10: "6", 11: "7", 12: "9"}, "")
    instagram = series("instagram", 12, {9: "70", 11: "0"}, "Instagram")
    warehouse = loaded(page, instagram)
    # of the 10th Instagram's figure is unknown; the 8th is before its series, the 12th was not over when it was exported
    assert sorted({day for day, _, _ in visits(warehouse)}) == [8, 9, 11, 12]
    assert sorted(owners(warehouse)) == [8, 9, 11, 12]


def test_two_blocks_of_one_file_cover_the_days_of_each() -> None:
    page = series("both", 12, {9: "5", 10: "6", 11: "7"}, "")
    instagram = series("both", 12, {9: "70", 11: "80"}, "Instagram")
    assert visits(loaded(page, instagram)) == [
        (9, "", "5"),
        (9, "Instagram", "70"),
        (11, "", "7"),
        (11, "Instagram", "80"),
    ]
