"""From a printed number to its rows and back: every additive number of the example agency, what verify sees, an edition drawn again."""

import csv
import json
import os
import re
import shutil
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
from commands.tracing import Asked, rebuild, trace, traced_number
from pipeline import produce_edition
from platforms.parties import PartyKeys
from reports.references import numbers, parse_reference
from samples import write_samples
from sql.lineage import lineage, tagged
from sql.warehouse import load_models
from store import Store

pytestmark = pytest.mark.slow

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


CORRECTION = """
[[corrections]]
id = "credit"
platform = "google_ads"
measure = "spend"
day = 2026-11-10
add = -12.5
why = "A double charge was credited"
who = "Wren Abara"
on = 2026-11-14
"""
POSTS = (
    '"Post ID","Account ID","Account username","Account name",Description,"Duration (sec)","Publish time",Permalink,"Post type",'
    '"Data comment",Date,Views,Reach,Likes,Shares,Comments,Saves,Follows\n'
    '17900000000000411,17841400000000077,harbor.dental,"Harbor Dental",A smile,0'
)


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


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """One edition of one export, whose rows a person can count: lines 4 to 17 of the file."""
    return Edition(tmp_path_factory.mktemp("week"), {"google-ads/Campaigns.csv": campaigns}, TOML)


@pytest.fixture
def spoilt(week: Edition, tmp_path: Path) -> Path:
    """A copy of that week's store, to be spoilt."""
    return Path(shutil.copytree(week.store.root, tmp_path / "store"))


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


WAREHOUSE = "editions/harbor-dental/2026-W46/1/warehouse.duckdb"


def test_a_number_whose_rows_do_not_come_to_it_is_said_to_differ(week, spoilt) -> None:
    warehouse = week.copied()
    warehouse.execute("delete from landed.google_ads__campaign where source_row = 4")
    (spoilt / WAREHOUSE).unlink()
    warehouse.execute(f"attach '{spoilt / WAREHOUSE}' as spoilt")
    warehouse.execute("copy from database memory to spoilt")
    warehouse.execute("detach spoilt")
    said: list[str] = []
    code = trace(
        Store(spoilt), "harbor-dental", WEEK, Asked("spend"), None, rebuilt=lambda edition: b"", say=said.append
    )
    assert code == 1 and "the rows come to 218.5, the printed number is 248.5" in said[-1]


def test_without_its_warehouse_an_edition_is_traced_by_building_it_again(week, spoilt, monkeypatch) -> None:
    monkeypatch.setattr("pipeline.client_keys", lambda client: made_edition.KEYS)
    (spoilt / WAREHOUSE).unlink()
    again = rebuild(week.client.folder.parent, "harbor-dental", Store(spoilt))
    assert trace(Store(spoilt), "harbor-dental", WEEK, Asked("spend"), None, again, lambda line: None) == 0


def test_what_was_corrected_by_hand_stands_among_the_rows(tmp_path) -> None:
    folder = tmp_path / "clients/harbor-dental"
    folder.mkdir(parents=True)
    (folder / "corrections.toml").write_text(CORRECTION)
    edition = Edition(tmp_path, {"google-ads/Campaigns.csv": campaigns}, TOML)
    one = traced(edition.store, "harbor-dental", "spend")[0]
    rows = {row["row"]: part["amount"] for part in one["sums"][0]["parts"] for row in part["rows"]}
    assert one["is_equal"] and rows["credit"] == "-12.5"


def test_what_posts_gained_is_the_later_exports_rows_less_the_earlier_ones(tmp_path) -> None:
    inbox = tmp_path / "inbox/meta"
    inbox.mkdir(parents=True)
    for day, likes in ((9, 10), (16, 34)):
        path, made = inbox / f"posts-{day}.csv", datetime(2026, 11, day, 12, tzinfo=UTC).timestamp()
        path.write_text(
            POSTS
            + f',"11/02/2026 07:30",https://www.instagram.example/p/aa/,"IG image",,Lifetime,931,702,{likes},9,12,21,3\n'
        )
        os.utime(path, (made, made))
    toml = 'accounts = { meta_business_suite = ["17841400000000077"] }\nkpis = ["likes"]\n'
    edition = Edition(tmp_path, {}, toml)
    one = traced(edition.store, "harbor-dental", "likes")[0]
    assert sorted(part["amount"] for part in one["sums"][0]["parts"]) == ["-10", "34"] and one["value"] == "24"


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
def test_verify_names_a_file_that_is_gone_or_another_and_what_to_do(spoilt, name, is_gone) -> None:
    path = next(spoilt.glob(name))
    path.unlink()
    if not is_gone:
        path.write_bytes(b"something else")
    run = CliRunner().invoke(handshake.app, ["verify", "--store", str(spoilt)])
    lines = run.output.splitlines()
    assert (run.exit_code, len(lines)) == (1, 1) and str(path) in lines[0] and "restore it from a backup" in lines[0]
