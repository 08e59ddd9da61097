"""The example agency through the whole pipeline, every figure of every period against the generator's own truth."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

import judging
import pipeline
from clients.client import load_client
from clients.period import Period
from platforms import landing
from platforms.reader import read_file
from platforms.transports import from_folder
from samples import truth, write_samples, write_templates
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


def built(inbox: Path, slug: str, cadence: str, tmp_path: Path):
    """One build of the client's whole history."""
    client, store = load_client(Path("clients") / slug), Store(tmp_path)
    landing.land(store, slug, from_folder(inbox / slug), NOW)
    exports = landing.landed_exports(store, slug)
    sources = judging.judged(store, client, exports, {}, set())
    return pipeline.build_warehouse(client, Period.parse(LAST[cadence]), sources)


def figures(inbox: Path, slug: str, cadence: str, tmp_path: Path) -> dict[tuple, tuple[Decimal, int]]:
    """(period, level, name, measure) -> (amount, days covered) from one build of the client's whole history."""
    warehouse = built(inbox, slug, cadence, tmp_path)
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


def compare(inbox: Path, told: dict, slug: str, cadence: str, mark: str, tmp_path: Path) -> tuple[dict, dict]:
    """What the pipeline said and what is true, wherever the truth has a figure."""
    found, true = figures(inbox, slug, cadence, tmp_path), expected(told, slug, mark)
    said = {key: found.get(key, (None, 0))[0] for key in true}
    return {key: said[key] for key in true if said[key] != true[key]}, {
        key: true[key] for key in true if said[key] != true[key]
    }


@pytest.mark.parametrize("slug", CLIENTS)
def test_every_weekly_figure_equals_the_truth(inbox: Path, told: dict, slug: str, tmp_path: Path) -> None:
    said, true = compare(inbox, told, slug, "week", "-W", tmp_path)
    assert said == true


def test_a_week_that_is_not_all_in_says_how_many_days_are(inbox: Path, told: dict, tmp_path: Path) -> None:
    found = figures(inbox, "harbor-dental", "week", tmp_path)
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


def test_every_weeks_ratios_and_sources_equal_the_truth(inbox: Path, told: dict, tmp_path: Path) -> None:
    warehouse = built(inbox, "northlight-coffee", "week", tmp_path)
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
def test_every_weeks_pages_queries_and_claims_equal_the_truth(
    inbox: Path, told: dict, slug: str, tmp_path: Path
) -> None:
    warehouse = built(inbox, slug, "week", tmp_path)
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
def test_every_quarterly_figure_equals_the_truth(inbox: Path, told: dict, slug: str, tmp_path: Path) -> None:
    said, true = compare(inbox, told, slug, "quarter", "-Q", tmp_path)
    assert said == true


def test_the_truth_has_every_week_of_every_client(told: dict) -> None:
    assert {slug: sum("-W" in label for label in told[slug]) for slug in told} == dict.fromkeys(CLIENTS, 60)


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    first, second = (write_samples(tmp_path / name) for name in ("one", "two"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_every_template_is_read_whole_as_the_plain_file_it_is_for(tmp_path: Path) -> None:
    read = [(path.stem, read_file(path.read_bytes())) for path in write_templates(tmp_path)]
    assert len(read) == 4 and [(name, one.platform) for name, one in read] == [(name, name) for name, _ in read]
    assert [(table.loaded, table.landed) for _, one in read for table in one.tables] == [(2, 2)] * 4
