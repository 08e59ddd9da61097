"""The report in other languages: complete catalogues, what each locale writes by CLDR, and a script that runs from right to left."""

import io
import json
import re
from datetime import datetime
from pathlib import Path

import pikepdf
import pytest
import worked_example
from made_edition import KEYS, NOW, Edition

from clients.period import Period
from pipeline import produce_edition
from reports.formats import Formats
from reports.render import render_html, render_pdf
from reports.web import render_web
from reports.words import catalogue

GOLDEN = Path(__file__).parent / "golden"


def report_in(locale: str, slug: str = "harbor-dental") -> dict:
    report = json.loads((GOLDEN / f"{slug}-2026-W46/report.json").read_text(encoding="utf-8"))
    report["client"]["locale"] = locale
    return report


def drawn(locale: str, slug: str = "harbor-dental") -> tuple[str, bytes]:
    """(HTML, PDF) of the example week in a locale."""
    report, brand = report_in(locale, slug), (Path("clients") / slug / "brand.css").read_text(encoding="utf-8")
    logo = next((Path("clients") / slug).glob("logo.*"))
    html, assets = render_html(report, brand_css=brand, logo=logo.read_bytes(), logo_type=logo.suffix[1:])
    return html, render_pdf(html, assets, identifier="ab" * 32, created=datetime.fromisoformat(report["as_of"]))


def test_R08_every_complete_catalogue_has_the_same_messages() -> None:
    assert catalogue("de-DE").keys() == catalogue("pt-BR").keys()


# By CLDR 46: the separators, where the sign of per cent and the currency stand, how a week is written.
WRITTEN = {
    "de-DE": ("EUR", "1.234,5", "57,8\xa0%", "1.234,50\xa0€", "9.–15. Nov. 2026"),
    "fr-FR": ("EUR", "1\u202f234,5", "57,8\xa0%", "1\u202f234,50\xa0€", "9–15 nov. 2026"),
    "pt-BR": ("BRL", "1.234,5", "57,8%", "R$\xa01.234,50", "9\u2009–\u200915 de nov. de 2026"),
    "ja-JP": ("JPY", "1,234.5", "57.8%", "￥1,235", "2026年11月9日～15日"),
    "en-GB": ("GBP", "1,234.5", "57.8%", "£1,234.50", "9–15 Nov 2026"),
    "ar": ("USD", "1,234.5", "57.8%", "\u200f1,234.50\xa0US$", "9–15 نوفمبر 2026"),
}


@pytest.mark.parametrize("locale", WRITTEN)
def test_R08_numbers_shares_money_and_days_are_written_as_the_locale_writes_them(locale) -> None:
    currency, *expected = WRITTEN[locale]
    formats = Formats(locale, currency, "UTC")
    found = [
        formats.metric("1234.5", "count", 0), formats.metric("0.578", "percent", 1), formats.metric("1234.5", "currency", 2),
        formats.days("2026-11-09", "2026-11-15"),
    ]  # fmt: skip
    assert [re.sub(r"[\u2009 ]*–[\u2009 ]*", "–", one) for one in found] == [
        re.sub(r"[\u2009 ]*–[\u2009 ]*", "–", one) for one in expected
    ]


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["fr-FR", "ja-JP", "en-GB"])
def test_R08_a_language_without_a_catalogue_has_english_words_and_its_own_numbers(locale) -> None:
    html, pdf = drawn(locale)
    assert "What went wrong" in html and Formats(locale, "USD", "UTC").metric("5719", "count", 0) in html
    assert pdf.startswith(b"%PDF")


def test_R08_a_report_in_german_has_no_english_words_of_ours() -> None:
    html, _ = render_html(report_in("de-DE"), brand_css="", logo=None, logo_type=None)
    text = " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL).split())
    ours = {message for message in catalogue("de-DE") if len(message) > 24 and "{" not in message}
    assert [message for message in ours if message in text and catalogue("de-DE")[message] != message] == []


def places(pdf: bytes, page: int) -> dict[str, float]:
    """Word -> how far from the left it stands on a page, in points."""
    import subprocess

    told = subprocess.run(
        ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    return {word: float(left) for left, word in re.findall(r'xMin="([\d.]+)"[^>]*>([^<]+)</word>', told)}


@pytest.mark.slow
@pytest.mark.needs("pdftotext")
def test_R08_arabic_runs_from_right_to_left() -> None:
    html, pdf = drawn("ar")
    _, english = drawn("en-US")
    assert '<html lang="ar" dir="rtl"' in html
    first, last = "Campaign", "Impressions"
    assert places(english, 3)[first] < places(english, 3)[last]
    page = next(page for page in range(1, 9) if {first, last} <= places(pdf, page).keys())
    assert places(pdf, page)[first] > places(pdf, page)[last]


def test_R08_the_web_edition_says_which_way_it_runs() -> None:
    told = [render_web(report_in(locale), brand_css="", logo=None, logo_type=None) for locale in ("ar", "de-DE")]
    assert ['dir="rtl"' in one[:200] for one in told] == [True, False]


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["en-US", "de-DE", "pt-BR"])
@pytest.mark.parametrize("slug", ["harbor-dental", "teatro-aurora"])
def test_R01_page_1_fits_one_page(locale, slug) -> None:
    _, pdf = drawn(locale, slug)
    with pikepdf.open(io.BytesIO(pdf)) as made, made.open_outline() as outline:
        starts = [made.pages.index(pikepdf.Page(one.destination[0])) for one in outline.root]
    assert starts[:2] == [0, 1]


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["en-US", "de-DE"])
def test_the_weekly_report_is_four_pages(locale) -> None:
    with pikepdf.open(io.BytesIO(drawn(locale)[1])) as made:
        assert len(made.pages) == 4


PLAN = 'starts_at = 2026-11-24T10:00:00-05:00\nform = "phone"\nrequired = ["priya"]\n'
NOTES = """+++
author = "mia"
at = 2026-11-16T08:40:00-05:00
+++
# verdict: watch
More people came.
# wrong: nothing failed
# ask: nothing this time
"""


def test_R01_what_page_1_lacks_is_named_when_it_is_made(tmp_path) -> None:
    edition = Edition(tmp_path, {"ga4/Traffic_acquisition.csv": worked_example.ga4})

    def lacks() -> str:
        return produce_edition(
            edition.client, Period.parse("2026-W46"), store=edition.store, inbox=edition.inbox, now=NOW, keys=KEYS
        ).lacks

    everything = "the verdict, three numbers, three callouts, what went wrong, the ask, the next meeting"
    assert lacks() == f"page 1 lacks {everything}; handshake notes harbor-dental 2026-W46 drafts the words"
    for name, text in {"notes/2026-W46.md": NOTES, "meetings/2026-11-24.toml": PLAN}.items():
        path = edition.client.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    assert lacks() == "page 1 lacks three numbers, three callouts"
