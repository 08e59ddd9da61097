"""The example agency through the whole pipeline, every figure of every period against the generator's own truth."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb
import pytest

import judging
import pipeline
from clients.client import load_client
from clients.period import Period
from people import contact_keys, known_people
from platforms import landing
from platforms.parties import PartyKeys
from platforms.reader import read_file
from platforms.transports import from_folder
from samples import left_hanging, truth, write_samples, write_templates
from store import Store

NOW = datetime(2026, 11, 16, 11, tzinfo=UTC)
CLIENTS = ("harbor-dental", "northlight-coffee", "teatro-aurora")
LAST = {"week": "2026-W46", "month": "2026-10", "quarter": "2026-Q3"}


@pytest.fixture(scope="session")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inbox")
    write_samples(folder)
    return folder


@pytest.fixture(scope="session")
def told() -> dict:
    return truth()


@pytest.fixture(scope="session")
def built(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], duckdb.DuckDBPyConnection]:
    """A client's whole history by slug and cadence; its exports are landed and judged once, and each history is built once."""
    store = Store(tmp_path_factory.mktemp("store"))

    @cache
    def sources(slug: str) -> tuple:
        client = load_client(Path("clients") / slug)
        keys = PartyKeys(lambda: b"k" * 32, client.locale.rpartition("-")[2])
        landing.land(store, slug, from_folder(inbox / slug), NOW, keys)
        exports = landing.landed_exports(store, slug)
        known = known_people(store, client, NOW, None)
        return client, judging.judged(store, client, exports, {}, set(), keys), known, contact_keys(client, known, keys)

    @cache
    def build(slug: str, cadence: str) -> duckdb.DuckDBPyConnection:
        client, judged, known, keys = sources(slug)
        return pipeline.build_warehouse(client, Period.parse(LAST[cadence]), judged, known, keys)

    return build


def figures(warehouse: duckdb.DuckDBPyConnection) -> dict[tuple, tuple[Decimal, int]]:
    """(period, level, name, measure) -> (amount, days covered) from one build of the client's whole history."""
    rows = warehouse.execute(
        "select period, level, platform, channel, campaign_name, measure, amount, days_covered from marts.measure_total"
    )
    found = {}
    for period, level, platform, channel, campaign, measure, amount, covered in rows.fetchall():
        name = {"total": "", "platform": platform, "channel": channel, "campaign": campaign}[level]
        found[period, level, name, measure] = amount, covered
    for period, measure, amount in warehouse.execute(
        "select period, measure, sum(amount) from marts.excluded_period group by all"
    ).fetchall():
        found[period, "excluded", "", measure] = amount, 0
    return found


def expected(told: dict, slug: str, mark: str) -> dict[tuple, Decimal]:
    """The truth in the same shape, for the periods whose label has the mark."""
    figures = {}
    for period, truth_of in told[slug].items():
        if mark in period:
            figures |= {
                (period, level, "", measure): Decimal(value)
                for level in ("total", "excluded")
                for measure, value in truth_of[level].items()
            }
            figures |= {
                (period, level, name, measure): Decimal(value)
                for level in ("platform", "channel", "campaign")
                for name, measures in truth_of[level].items()
                for measure, value in measures.items()
            }
    return figures


def compare(warehouse: duckdb.DuckDBPyConnection, told: dict, slug: str, mark: str) -> tuple[dict, dict]:
    """What the pipeline said and what is true, wherever the truth has a figure."""
    found, true = figures(warehouse), expected(told, slug, mark)
    said = {key: found.get(key, (None, 0))[0] for key in true}
    return {key: said[key] for key in true if said[key] != true[key]}, {
        key: true[key] for key in true if said[key] != true[key]
    }


@pytest.mark.parametrize("slug", CLIENTS)
@pytest.mark.slow
def test_every_weekly_figure_equals_the_truth(built, told: dict, slug: str) -> None:
    said, true = compare(built(slug, "week"), told, slug, "-W")
    assert said == true


def test_a_week_that_is_not_all_in_says_how_many_days_are(built, told: dict) -> None:
    found = figures(built("harbor-dental", "week"))
    said = {
        period: found[period, "total", "", "search_clicks"][1] for period in told["harbor-dental"] if "-W" in period
    }
    assert said == {period: true["search_days"] for period, true in told["harbor-dental"].items() if "-W" in period}
    assert said["2026-W46"] == 5


RATIOS = {
    "cost_per_conversion": ("spend", "conversions"),
    "roas": ("conversions_value", "spend"),
    "ctr": ("clicks", "impressions"),
    "engagement_rate": ("engaged_sessions", "sessions"),
    "search_ctr": ("search_clicks", "search_impressions"),
    "position": ("position", "search_impressions"),
}


def test_every_weeks_ratios_and_sources_equal_the_truth(built, told: dict) -> None:
    warehouse = built("northlight-coffee", "week")
    weeks = {period: true for period, true in told["northlight-coffee"].items() if "-W" in period}
    ratios = warehouse.execute("select period, metric, value from marts.metric_period where level = 'total'").fetchall()
    said = {(period, metric): value for period, metric, value in ratios if metric in RATIOS}
    true = {
        (period, metric): round(float(week["total"][above]) / float(week["total"][below]), 12)
        for period, week in weeks.items()
        for metric, (above, below) in RATIOS.items()
    }
    assert {key: float(said[key]) for key in true} == pytest.approx(true, abs=1e-11)
    sources = warehouse.execute(
        "select period, session_source_medium, sessions, engaged_sessions, key_events from marts.source_period"
    ).fetchall()
    assert {(period, name): figures for period, name, *figures in sources} == {
        (period, name): [int(source[key]) for key in ("sessions", "engaged_sessions", "key_events")]
        for period, week in weeks.items()
        for name, source in week["source"].items()
    }


FROM_ADS = {
    "google_ads": ("google / cpc",),
    "meta_ads": ("facebook / paid", "instagram / paid", "facebook / paid_social", "instagram / paid_social"),
}


@pytest.mark.parametrize("slug", CLIENTS)
def test_every_weeks_pages_queries_and_claims_equal_the_truth(built, told: dict, slug: str) -> None:
    warehouse = built(slug, "week")
    weeks = {period: true for period, true in told[slug].items() if "-W" in period}
    lists = {"page": ("views", "key_events"), "query": ("search_clicks", "search_impressions", "position")}
    said = {
        (kind, period, name): [Decimal(figure) for figure in figures]
        for kind, measures in lists.items()
        for period, name, *figures in warehouse.execute(
            f"select period, {kind}, {', '.join(measures)} from marts.{kind}_period"
        ).fetchall()
    }
    assert said == {
        (kind, period, name): [Decimal(figures[measure]) for measure in measures]
        for kind, measures in lists.items()
        for period, week in weeks.items()
        for name, figures in week.get(kind, {}).items()
    }
    claims = warehouse.execute("select period, platform, conversions, key_events from marts.claim_period").fetchall()
    assert {(period, platform): (claimed, seen) for period, platform, claimed, seen in claims} == {
        (period, platform): (
            Decimal(figures["conversions"]),
            sum(int(source["key_events"]) for name, source in week["source"].items() if name in FROM_ADS[platform]),
        )
        for period, week in weeks.items()
        for platform, figures in week["platform"].items()
    }


@pytest.mark.slow
@pytest.mark.parametrize("slug", CLIENTS)
def test_every_quarterly_figure_equals_the_truth(built, told: dict, slug: str) -> None:
    said, true = compare(built(slug, "quarter"), told, slug, "-Q")
    assert said == true


# Weeks are compared in the quick tests; months and quarters, each a build of its own, in the slow ones.
CADENCES = ["week", *(pytest.param(name, marks=pytest.mark.slow) for name in ("month", "quarter"))]


def of_rhythm(told: dict, slug: str, cadence: str) -> dict[str, dict]:
    """The truth of every period of the rhythm."""
    return {label: true for label, true in told[slug].items() if Period.parse(label).cadence == cadence}


@pytest.mark.parametrize("slug", CLIENTS)
@pytest.mark.parametrize("cadence", CADENCES)
def test_every_cell_of_the_ledger_is_the_truth(built, told: dict, slug: str, cadence: str) -> None:
    rows = built(slug, cadence).execute(
        "select period, rung || ' ' || platform || ' ' || measure || ' ' || class || ': ' || reason, count from marts.connection_ledger"
    )
    true = of_rhythm(told, slug, cadence)
    said = {(period, cell): int(count) for period, cell, count in rows.fetchall() if period in true}
    assert said == {(period, cell): count for period, one in true.items() for cell, count in one["ledger"].items()}


PARTIES = ("genuine", "genuine_least", "again", "again_of", "first_conversation", "first_commitment", "first_presence")


@pytest.mark.parametrize("slug", CLIENTS)
@pytest.mark.parametrize("cadence", CADENCES)
def test_everyone_who_talked_booked_or_came_is_counted_once(built, told: dict, slug: str, cadence: str) -> None:
    rows = built(slug, cadence).execute(
        f"select period, setting, {', '.join(PARTIES)} from marts.connection_period where shows_people"
    )
    true = of_rhythm(told, slug, cadence)
    said = {
        (period, setting): dict(zip(PARTIES, counts, strict=True))
        for period, setting, *counts in rows.fetchall()
        if period in true
    }
    assert said == {
        (period, setting): counts for period, one in true.items() for setting, counts in one["parties"].items()
    }


@pytest.mark.parametrize("slug", CLIENTS)
def test_who_waits_for_an_answer_is_listed(built, slug: str) -> None:
    waiting = built(slug, "week").execute("select event_id from marts.left_hanging order by event_id").fetchall()
    assert [event for (event,) in waiting] == left_hanging()[slug]


@pytest.mark.parametrize("slug", CLIENTS)
@pytest.mark.parametrize("cadence", CADENCES)
def test_client_and_agency_met_and_answered_as_the_truth_says(built, told: dict, slug: str, cadence: str) -> None:
    true = of_rhythm(told, slug, cadence)
    names = list(next(iter(true.values()))["relationship"])
    rows = built(slug, cadence).execute(f"select period, {', '.join(names)} from marts.relationship_period").fetchall()
    said = {period: dict(zip(names, figures, strict=True)) for period, *figures in rows if period in true}
    assert said == {period: one["relationship"] for period, one in true.items()}


@pytest.mark.parametrize("slug", CLIENTS)
@pytest.mark.parametrize("cadence", CADENCES)
def test_the_ledger_of_every_period_balances(built, slug: str, cadence: str) -> None:
    (broken,) = (
        built(slug, cadence).execute("select count(*) from marts.ledger_balance where remainder <> 0").fetchone()
    )
    assert broken == 0


@pytest.mark.parametrize(("slug", "tier"), [("harbor-dental", "C"), ("northlight-coffee", "B"), ("teatro-aurora", "A")])
def test_what_a_clients_sources_allow_is_its_tier(built, slug: str, tier: str) -> None:
    tiers = built(slug, "week").execute("select tier, count(*) from marts.tier_period group by tier").fetchall()
    assert tiers == [(tier, 60)]


def test_the_next_meeting_is_one_of_which_two_people_expect_different_forms(built) -> None:
    said = built("northlight-coffee", "week").execute(
        "select attendees.contact, attendees.form from client.attendees as attendees "
        "inner join client.meetings as meetings on attendees.meeting = meetings.meeting "
        "where meetings.outcome is null and attendees.form is not null order by all"
    )
    assert said.fetchall() == [("gwen-hale", "phone"), ("sol-adeyemi", "in_person")]


def test_the_truth_has_every_week_of_every_client(told: dict) -> None:
    assert {slug: sum("-W" in label for label in told[slug]) for slug in told} == dict.fromkeys(CLIENTS, 60)


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    first, second = (write_samples(tmp_path / name) for name in ("one", "two"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_every_template_is_read_whole_as_the_plain_file_it_is_for(tmp_path: Path) -> None:
    read = [(path.stem, read_file(path.read_bytes())) for path in write_templates(tmp_path)]
    assert len(read) == 4 and [(name, one.platform) for name, one in read] == [(name, name) for name, _ in read]
    assert [(table.loaded, table.landed) for _, one in read for table in one.tables] == [(2, 2), (2, 2), (3, 3), (2, 2)]
