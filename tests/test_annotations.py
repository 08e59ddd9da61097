"""Days that people have written something of, on the charts that show them, and nowhere else."""

import re
from datetime import date, timedelta

import pytest
from made_edition import Edition

from commands.checking import check_everything

NOTES = """
annotations = [
  { day = 2026-11-03, until = 2026-11-05, text = "The booking page was down", kind = "outage", metrics = ["sessions", "genuine"] },
  { day = 2026-11-11, text = "Veterans Day <b>", kind = "holiday" },
  { day = 2025-01-01, text = "Long before" },
  { day = 2026-11-12, text = "A new price", kind = "price", metrics = ["orders"] },
]
"""
FIRST, LAST = date(2026, 8, 24), date(2026, 11, 15)


def days() -> list[date]:
    return [FIRST + timedelta(days=place) for place in range((LAST - FIRST).days + 1)]


def visits() -> str:
    head = [
        "# ----------------------------------------", "# Traffic acquisition: Session source / medium", "# Account: Harbor Dental",
        "# Property: harbordental.example", "# ----------------------------------------", "# ", "# All Users",
        f"# Start date: {FIRST:%Y%m%d}", f"# End date: {LAST:%Y%m%d}", "Session source / medium,Date,Sessions",
    ]  # fmt: skip
    return "\n".join([*head, *(f"google / organic,{day:%Y%m%d},{90 + day.day}" for day in days())]) + "\n"


def ads() -> str:
    head = 'Campaign report\n"August 24, 2026 - November 15, 2026"\nCampaign,Day,Currency code,Impr.,Clicks,Cost\n'
    return head + "".join(f"Crowns,{day},USD,900,9,{20 + day.day}.00\n" for day in days())


@pytest.fixture(scope="module")
def edition(tmp_path_factory) -> Edition:
    folder = tmp_path_factory.mktemp("noted")
    (folder / "clients/harbor-dental").mkdir(parents=True)
    (folder / "clients/harbor-dental/annotations.toml").write_text(NOTES)
    toml = 'accounts = { google_ads = ["1"], ga4 = ["harbordental.example"] }\nkpis = ["sessions", "spend"]\nprinted = ["website"]\n'
    return Edition(folder, {"ga4/a.csv": visits, "google-ads/Campaign report.csv": ads}, toml)


def charts(edition: Edition) -> dict[str, str]:
    """What each chart says of itself, by its first words."""
    told = re.findall(r'<img class="(?:number__spark|wide-chart|table-spark)"[^>]*alt="([^"]+)"', edition.html)
    return {one.partition(":")[0]: one for one in told}


def test_D18_a_dated_note_is_on_every_chart_that_it_touches_and_on_no_other(edition) -> None:
    found = {
        name: [
            note for note in ("The booking page was down", "Veterans Day", "Long before", "A new price") if note in told
        ]
        for name, told in charts(edition).items()
    }
    assert found == {
        "Visits": ["The booking page was down", "Veterans Day"],
        "Ad spend": ["Veterans Day"],
        "Ad spend by channel": ["Veterans Day"],
        "Google Ads": ["Veterans Day"],
        "Visits by day": ["Veterans Day"],
    }


def test_D18_it_is_drawn_in_the_chart_at_its_day_and_said_beside_it(edition) -> None:
    names = {alt: name for name, alt in re.findall(r'number__spark" src="(assets/[^"]+)" alt="([^:]+)', edition.html)}
    drawn = {
        alt: edition.path.with_name("assets").joinpath(name.partition("/")[2]).read_text()
        for alt, name in names.items()
    }
    rules = {alt: len(re.findall(r'<line [^>]*stroke="#a84a14"', svg)) for alt, svg in drawn.items()}
    assert rules == {"Visits": 2, "Ad spend": 1} and '<p class="note">Nov 3' in edition.html


def test_a_note_is_text_whatever_it_holds(edition) -> None:
    assert "Veterans Day &lt;b&gt;" in edition.html and "Veterans Day <b>" not in edition.html


def test_a_note_whose_end_is_before_its_beginning_or_whose_metric_is_none_is_refused_by_name(tmp_path) -> None:
    client = tmp_path / "clients/harbor-dental"
    client.mkdir(parents=True)
    (client / "client.toml").write_text(
        'name = "Harbor Dental"\ncurrency = "USD"\ntime_zone = "America/New_York"\naccounts = { ga4 = ["harbordental.example"] }\n'
    )
    told: list[str] = []
    for line in (
        'day = 2026-11-11, until = 2026-11-10, text = "Down"',
        'day = 2026-11-11, text = "Down", metrics = ["vists"]',
    ):
        (client / "annotations.toml").write_text(f"annotations = [{{ {line} }}]\n")
        check_everything(tmp_path / "clients", told.append)
    assert any("until 2026-11-10 is before 2026-11-11" in one for one in told)
    assert any("'Down': no metric 'vists'" in one for one in told)
