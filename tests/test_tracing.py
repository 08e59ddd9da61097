"""From a printed number to its rows and back: every additive number of the example agency, what verify sees, an edition drawn again."""

import csv
import json
import os
import re
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import made_edition
import pytest
from made_edition import Edition
from typer.testing import CliRunner

import handshake
from clients.client import load_client
from clients.period import Period
from commands.tracing import Asked, trace, traced_number
from pipeline import produce_edition
from platforms.parties import PartyKeys
from reports.references import numbers, parse_reference
from samples import write_samples
from sql.lineage import lineage, tagged
from sql.warehouse import load_models
from store import Store

WEEK = Period.parse("2026-W46")
SLUGS = ("harbor-dental", "northlight-coffee", "teatro-aurora")
HEAD = 'Campaign report\n"November 9, 2026 - November 15, 2026"\nCampaign,Campaign ID,Day,Currency code,Impr.,Clicks,Conversions,Cost\n'
TOML = 'accounts = { google_ads = ["1"] }\nkpis = ["spend", "cpc"]\n'


@pytest.fixture(scope="session")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The example agency's last week, made as `make report` makes it."""
    folder = tmp_path_factory.mktemp("agency")
    write_samples(folder / "inbox")
    store = Store(folder / "store")
    for slug in SLUGS:
        client, keys = load_client(Path("clients") / slug), PartyKeys(lambda: b"k" * 32, "US")
        now = datetime(2026, 11, 16, 11, tzinfo=UTC)
        outcome = produce_edition(client, WEEK, store=store, inbox=folder / "inbox" / slug, now=now, keys=keys)
        assert outcome.status == "made", outcome.why
    return store


def campaigns() -> str:
    """Two campaigns of a week, a row each day: spend 30.00 and 5.50 a day, 10 and 2 clicks."""
    rows = [
        (name, day, clicks, cost)
        for day in range(9, 16)
        for name, clicks, cost in (("Crowns", 10, "30.00"), ("Smiles", 2, "5.50"))
    ]
    return HEAD + "".join(
        f"{name},1,2026-11-{day:02},USD,100,{clicks},1.00,{cost}\n" for name, day, clicks, cost in rows
    )


@pytest.fixture
def week(tmp_path: Path) -> Edition:
    """One edition of one export, whose rows a person can count: lines 4 to 17 of the file."""
    return Edition(tmp_path, {"google-ads/Campaigns.csv": campaigns}, TOML)


def traced(store: Store, slug: str, what: str, **narrowed: str | None) -> list[dict]:
    said: list[str] = []
    trace(store, slug, WEEK, Asked(what, **narrowed), None, rebuilt=lambda edition: b"", say=said.append, as_json=True)
    return json.loads(said[0])


def told(store: Store, slug: str) -> dict:
    return json.loads(store.read(f"editions/{slug}/2026-W46/1/report.json"))


@pytest.mark.parametrize("slug", SLUGS)
def test_D15_the_rows_of_every_additive_number_of_every_page_sum_to_it(agency, slug) -> None:
    printed = [
        one for one in numbers(told(agency, slug)) if one.about["period"] == WEEK.label
    ]  # the others are a chart's points
    with lineage(agency.read(f"editions/{slug}/2026-W46/1/warehouse.duckdb")) as warehouse:
        apart = [one.label for one in printed if not traced_number(warehouse, one).is_equal]
    assert apart == [] and len(printed) > 200


def test_D15_the_rows_a_number_names_hold_it_in_the_landed_file(agency) -> None:
    """Independent of the warehouse: the named lines of the landed file itself, read as text, sum to the number."""
    one = traced(agency, "harbor-dental", "spend", platform="google_ads")[0]
    landed = {file["export"]: agency.read(file["landed"]).decode("utf-8-sig").splitlines() for file in one["files"]}
    summed = Decimal()
    for part in one["sums"][0]["parts"]:
        for row in part["rows"]:
            lines = landed[row["export"]]
            head = next(line for line in lines if "Cost" in line).split(",")
            summed += Decimal(next(csv.reader([lines[int(row["row"]) - 1]]))[head.index("Cost")].replace(",", ""))
    assert summed == Decimal(one["value"]) > 0


def test_D15_a_week_of_known_rows_is_traced_to_exactly_these(week) -> None:
    one = traced(week.store, "harbor-dental", "spend", campaign="Crowns")[0]
    rows = {row["row"]: part["amount"] for part in one["sums"][0]["parts"] for row in part["rows"]}
    assert rows == {str(row): "30" for row in range(4, 18, 2)}


def test_a_ratio_lists_what_is_divided_and_by_what(week) -> None:
    one = traced(week.store, "harbor-dental", "cpc")[0]
    assert {each["measure"]: each["sum"] for each in one["sums"]} == {"spend": "248.5", "clicks": "84"}


def test_the_number_stands_first_as_printed_and_the_verdict_last(week) -> None:
    said: list[str] = []
    code = trace(week.store, "harbor-dental", WEEK, Asked("spend"), None, rebuilt=lambda edition: b"", say=said.append)
    assert (code, said[0].partition("   ")[0], said[-1].strip()) == (
        0,
        "Ad spend: $249 (exactly 248.5)",
        "equals the printed number",
    )


def test_a_number_whose_rows_do_not_come_to_it_is_said_to_differ(week, tmp_path) -> None:
    spoilt = week.copied()
    spoilt.execute("delete from landed.google_ads__campaign where source_row = 4")
    path = tmp_path / "spoilt.duckdb"
    spoilt.execute(f"attach '{path}' as spoilt")
    spoilt.execute("copy from database memory to spoilt")
    spoilt.execute("detach spoilt")
    os.replace(path, week.path)
    said: list[str] = []
    code = trace(week.store, "harbor-dental", WEEK, Asked("spend"), None, rebuilt=lambda edition: b"", say=said.append)
    assert code == 1 and "the rows come to 218.5, the printed number is 248.5" in said[-1]


def test_without_its_warehouse_an_edition_is_traced_by_building_it_again(week, monkeypatch) -> None:
    from commands.tracing import rebuild

    monkeypatch.setattr("pipeline.client_keys", lambda client: made_edition.KEYS)
    week.path.unlink()
    said: list[str] = []
    again = rebuild(week.client.folder.parent, "harbor-dental", week.store)
    assert trace(week.store, "harbor-dental", WEEK, Asked("spend"), None, again, said.append) == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["spent"], "spent: no such metric; did you mean spend"),
        (["spend", "--channel", "Gogle Ads"], "did you mean 'Google Ads'?"),
        (["sessions"], "is not measured in 2026-W46 (no_source)"),
        (["S77"], "S77: no such table of traced numbers in this edition; there are S1"),
        (["S1.99"], "S1 has"),
    ],
)
def test_what_cannot_be_traced_is_one_sentence_with_what_can(week, arguments, sentence) -> None:
    run = CliRunner().invoke(
        handshake.app, ["trace", "harbor-dental", "2026-W46", *arguments, "--store", str(week.store.root)]
    )
    assert (run.exit_code, len(run.output.strip().splitlines())) == (2, 1) and sentence in run.output


@pytest.mark.parametrize("text", ["p4-S3", "S3", "s3", "p12-s3"])
def test_a_reference_is_taken_as_it_is_printed(text) -> None:
    assert parse_reference(text) == ("S3", None)


def test_every_printed_table_of_traced_numbers_carries_its_reference(agency) -> None:
    html = agency.read("editions/harbor-dental/2026-W46/1/report.html").decode()
    carried = set(re.findall(r'data-ref="(S\d+[a-z]?)"', html))
    known = {one.reference.partition(".")[0] for one in numbers(told(agency, "harbor-dental"))}
    assert len(carried) >= 8 and carried <= known


def test_every_staging_model_can_be_read_row_by_row() -> None:
    assert [model.name for model in load_models() if model.schema == "staging" and not tagged(model)] == []


def test_R13_an_edition_drawn_again_from_its_own_files_is_the_same_bytes(agency, tmp_path) -> None:
    run = CliRunner().invoke(
        handshake.app,
        ["render", "harbor-dental/2026-W46/1", "--out", str(tmp_path / "again"), "--store", str(agency.root)],
    )
    drawn = [(tmp_path / "again" / name).read_bytes() for name in ("report.pdf", "report.html")]
    kept = [agency.read(f"editions/harbor-dental/2026-W46/1/{name}") for name in ("report.pdf", "report.html")]
    assert run.exit_code == 0 and drawn == kept


def test_verify_says_one_quiet_line_a_client(agency) -> None:
    run = CliRunner().invoke(handshake.app, ["verify", "--store", str(agency.root)])
    assert run.exit_code == 0 and Counter(line.partition(":")[0] for line in run.output.splitlines()) == Counter(SLUGS)


@pytest.mark.parametrize(
    "name", ["editions/harbor-dental/2026-W46/1/report.pdf", "landed/harbor-dental/google_ads/*.csv"]
)
@pytest.mark.parametrize("is_gone", [True, False])
def test_verify_names_a_file_that_is_gone_or_another_and_what_to_do(week, name, is_gone) -> None:
    path = next(Path(week.store.root).glob(name))
    path.unlink()
    if not is_gone:
        path.write_bytes(b"something else")
    run = CliRunner().invoke(handshake.app, ["verify", "--store", str(week.store.root)])
    lines = run.output.splitlines()
    assert (run.exit_code, len(lines)) == (1, 1) and str(path) in lines[0] and "restore it from a backup" in lines[0]
