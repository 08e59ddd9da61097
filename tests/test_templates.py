"""One template for all clients: what is changed in it reaches each, what a client has of its own stays, and is listed."""

import json
import re
from pathlib import Path

import jinja2
import pytest
import worked_example
from made_edition import Edition

from clients.client import load_client
from commands.drift import drift
from reports.render import render_html
from reports.templates import FOLDER, environment

GOLDEN = Path(__file__).parent / "golden"
HEAD = 'name = "Harbor Dental"\ncurrency = "USD"\ntime_zone = "America/New_York"\n'


def html(slug: str) -> str:
    report = json.loads((GOLDEN / f"{slug}-2026-W46/report.json").read_text(encoding="utf-8"))
    return render_html(report, brand_css=(Path("clients") / slug / "brand.css").read_text(), logo=None, logo_type=None)[
        0
    ]


@pytest.fixture
def changed_template(monkeypatch) -> None:
    """The number of page 1 with a class of its own, for all who use the template."""
    name = "components/number.html"
    text = (
        (FOLDER / name).read_text(encoding="utf-8").replace('<div class="number">', '<div class="number number--new">')
    )
    own = environment().overlay(loader=jinja2.ChoiceLoader([jinja2.DictLoader({name: text}), environment().loader]))
    monkeypatch.setattr("reports.templates.environment", lambda: own)


def test_C01_a_change_of_the_template_reaches_all_clients_and_a_clients_own_survives_it(changed_template) -> None:
    told = {slug: html(slug) for slug in ("harbor-dental", "teatro-aurora")}
    assert all("number--new" in one for one in told.values())
    brands = [
        re.search(r"--brand: (#\w+); --accent: (#\w+)", one.rpartition("@layer client")[2]).groups()
        for one in told.values()
    ]
    assert brands == [("#0b5563", "#c4411a"), ("#7a1f3d", "#a25c00")]


def test_C01_a_client_without_a_section_stays_without_it(tmp_path) -> None:
    toml = worked_example.TOML + 'sections = ["summary", "ledger"]\n'
    edition = Edition(tmp_path, toml=toml)
    assert [section["name"] for section in edition.report["sections"]] == ["summary", "ledger"]


def test_C02_a_client_that_differs_from_what_is_usual_is_listed_with_the_differences(tmp_path) -> None:
    usual, own = tmp_path / "usual", tmp_path / "own"
    for folder, more in (
        (usual, ""),
        (own, 'kpis = ["spend"]\nprinted = ["claims"]\n[thresholds]\ncall_seconds = 30\n'),
    ):
        folder.mkdir()
        (folder / "client.toml").write_text(HEAD + 'accounts = { ga4 = ["harbordental.example"] }\n' + more)
    assert list(drift(load_client(usual))) == []
    assert list(drift(load_client(own))) == [
        "own: kpis: spend; usually spend, conversions, sessions, search_clicks",
        "own: printed: claims; usually those of every week",
        "own: thresholds: call_seconds 30; usually the usual ones",
    ]


@pytest.mark.slow
def test_D08_a_source_that_is_gone_is_not_measured_and_lowers_coverage(tmp_path) -> None:
    both = Edition(tmp_path / "both")
    files = {
        name: made for name, made in worked_example.FILES.items() if not name.startswith(("google-ads", "meta-ads"))
    }
    gone = Edition(tmp_path / "gone", files)
    spend = [edition.figure("spend") for edition in (both, gone)]
    covered = [
        sum(row["status"] == "measured" for row in edition.section("notes")["coverage"]) for edition in (both, gone)
    ]
    assert (spend[0]["value"], spend[1]["value"], spend[1]["reason"]) == ("2480", None, "no_source")
    assert covered[1] == covered[0] - 2 and "Google Ads: not measured" in gone.html
