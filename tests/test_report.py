"""The pages: words complete in each language, numbers as the locale writes them, hostile text as text, a PDF that is one."""

import ast
import copy
import io
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from platforms.catalogue import load_platforms
from reports.brand import brand_css, brand_of, colours_of_logo, contrast
from reports.citing import LABELS
from reports.commentary import DRAFTS
from reports.editions import _safe
from reports.formats import Formats, visible
from reports.front import _BEFORE as _PEOPLE_BEFORE
from reports.front import _GOALS
from reports.ledger import _BEFORE, _COST, _DIGITAL, _MOVED, _NONE_COST, _STEPS, _WON, NAMES
from reports.meeting import FORMS, REASONS, SAYS, STATES, SUGGESTED, TOPICS
from reports.pages import _LATE, _METHODS, _RESTATED, _STATUSES
from reports.render import RenderError, render_html, render_pdf
from reports.saying import STATUS, VERDICTS
from reports.sentence import sentence_text
from reports.view_model import section_files
from reports.web import _CAUSES
from reports.words import catalogue

NOW = datetime(2026, 11, 16, 11, tzinfo=UTC)
IDENTIFIER = "ab" * 32
REPORTS = Path("reports")


@pytest.fixture(scope="session")
def told(examples: dict) -> dict[str, dict]:
    """The view-models of the three example clients' last week, by client."""
    return {slug: example.report.to_dict() for slug, example in examples.items()}


def pages(report: dict, slug: str = "harbor-dental") -> tuple[str, dict[str, bytes]]:
    css = Path(f"clients/{slug}/brand.css").read_text()
    return render_html(report, brand_css=css, logo=Path(f"clients/{slug}/logo.svg").read_bytes(), logo_type="svg")


def section(report: dict, name: str) -> dict:
    return next(one["rows"] for one in report["sections"] if one["name"] == name)


def printed(report: dict, slug: str = "harbor-dental") -> bytes:
    html, assets = pages(report, slug)
    return render_pdf(html, assets, identifier=IDENTIFIER, created=NOW)


def messages() -> set[str]:
    """Every message our templates and modules pass to the translator, and every label the models and tables carry."""
    found = set()
    for path in REPORTS.rglob("*.html"):
        found |= set(re.findall(r"""_\("((?:[^"\\]|\\.)*)\"""", path.read_text()))
    for path in (
        REPORTS / "pages.py",
        REPORTS / "plots.py",
        REPORTS / "sentence.py",
        REPORTS / "ledger.py",
        REPORTS / "saying.py",
        REPORTS / "front.py",
        REPORTS / "meeting.py",
    ):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "attr", "") == "words"
                and isinstance(node.args[0], ast.Constant)
            ):
                found.add(node.args[0].value)
    found |= {section.title for section in section_files()}
    found |= set(re.findall(r"^    \('\w+', '([^']+)'", Path("sql/marts/metrics.sql").read_text(), re.MULTILINE))
    found |= (
        {word for name in NAMES.values() for word in name}
        | set(_BEFORE.values())
        | set(_PEOPLE_BEFORE.values())
        | set(_GOALS.values())
        | set(_CAUSES)
        | set(_METHODS.values())
        | set(_RESTATED.values())
        | set(_LATE.values())
        | set(_STATUSES.values())
        | set(STATUS.values())
        | set(VERDICTS.values())
        | set(DRAFTS.values())
        | set(LABELS.values())
        | {word for words in (_COST, _DIGITAL, _MOVED, _NONE_COST, _STEPS, _WON) for word in words.values()}
        | set(re.findall(r"(?:then|else) '([^']+)'", Path("sql/marts/genuine_connection.sql").read_text()))
        | {word for words in (FORMS, REASONS, SAYS, STATES, SUGGESTED, TOPICS) for word in words.values()}
    )
    rules = [Path(f"sql/marts/{name}.sql").read_text() for name in ("rungs", "reasons")]
    found |= {
        why for text in rules for why in re.findall(r"'(?:kept|hollow|hanging|unknown|withdrawn)', '([^']+)'", text)
    }
    found |= set(re.findall(r"^        \('\w+', -?[1-7], '(\w+)'", rules[0], re.MULTILINE)) | {
        "left out",
        "calls",
        "not in the export",
        "people who came back",
        "corrected by hand",
    }
    found |= {change.what for platform in load_platforms().values() for change in platform.changes}
    found |= {report.label for platform in load_platforms().values() for report in platform.reports.values()}
    found |= {
        why
        for path in Path("expectations/landed").glob("*.yml")
        for why in re.findall(r'why: "([^"]+)"', path.read_text())
    }
    return found


@pytest.mark.parametrize("locale", ["pt-BR", "de-DE"])
def test_every_word_a_reader_sees_is_translated(locale) -> None:
    assert sorted(messages() - catalogue(locale).keys()) == []


@pytest.mark.parametrize("locale", ["pt-BR", "de-DE"])
def test_a_translation_keeps_the_places_of_its_message(locale) -> None:
    for message, translation in catalogue(locale).items():
        assert set(re.findall(r"{\w+}", translation)) == set(re.findall(r"{\w+}", message)), message


@pytest.mark.parametrize(
    ("locale", "currency", "value", "unit", "decimals", "expected"),
    [
        ("en-US", "USD", "2480.5", "currency", 0, "$2,481"),
        ("en-GB", "GBP", "1234.5", "currency", 2, "£1,234.50"),
        ("pt-BR", "BRL", "1468.02", "currency", 2, "R$\xa01.468,02"),
        ("de-DE", "EUR", "1234.5", "currency", 2, "1.234,50\xa0€"),
        ("pt-BR", "BRL", "0.5462", "percent", 1, "54,6%"),
        ("en-US", "USD", "121.5", "count", 0, "121.5"),
        ("en-US", "USD", "4870", "count", 0, "4,870"),
        ("en-US", "USD", "0.125", "number", 2, "0.13"),
    ],
)
def test_numbers_are_written_as_the_locale_writes_them(locale, currency, value, unit, decimals, expected) -> None:
    assert Formats(locale, currency, "UTC").metric(value, unit, decimals) == expected


def said(**changes: object) -> str:
    sentence = {"kind": "change", "metric": "sessions", "label": "Visits", "value": "5719", "previous": "4457", "change": "0.283",
                "unit": "count", "decimals": 0, "better": "higher", "chance": "clear", "days_covered": 7, "days": 7}  # fmt: skip
    client = {"slug": "x", "name": "X", "locale": changes.pop("locale", "en-US"), "currency": "USD", "time_zone": "UTC"}
    return sentence_text({"client": client, "period": {"cadence": "week"}, "sentence": sentence | changes})


def test_the_sentence_says_what_changed_from_what() -> None:
    assert said() == "Visits rose 28% to 5,719, from 4,457 the week before."
    assert said(locale="pt-BR") == "Visitas: alta de 28%, para 5.719; eram 4.457 na semana anterior."


def test_where_it_could_be_chance_the_sentence_claims_no_direction() -> None:
    sentence = said(kind="quiet", chance="chance", value="68", previous="51", change="0.333")
    assert sentence == "No clear change: visits 68, against 51 the week before."


def test_the_example_reports_lead_with_their_planted_change(told) -> None:
    assert sentence_text(told["harbor-dental"]).startswith("Visits rose")
    assert sentence_text(told["teatro-aurora"]).startswith("Visitas: alta de")


# a client whose sources show nobody has half a page less
@pytest.mark.parametrize(("slug", "pages"), [("harbor-dental", 4), ("northlight-coffee", 4), ("teatro-aurora", 3)])
def test_a_week_prints_without_a_warning_on_four_pages(told, slug: str, pages: int) -> None:
    with pikepdf.open(io.BytesIO(printed(told[slug], slug))) as pdf:
        assert len(pdf.pages) == pages


def test_the_pdf_is_tagged_titled_and_says_its_language(told) -> None:
    with pikepdf.open(io.BytesIO(printed(told["teatro-aurora"], "teatro-aurora"))) as pdf:
        metadata = pdf.open_metadata()
        assert str(pdf.Root.Lang) == "pt-BR" and pdf.Root.MarkInfo.Marked and pdf.Root.ViewerPreferences.DisplayDocTitle
        assert metadata["pdfuaid:part"] == "1" and metadata["dc:title"].startswith("Teatro Aurora")
        assert len(pdf.open_outline().root) >= 4
        assert not {"/JavaScript", "/EmbeddedFiles"} & set(pdf.Root.get("/Names", {}).keys())


def figures(element: pikepdf.Object) -> list[pikepdf.Object]:
    """Every Figure of a structure tree."""
    children = element.get("/K", [])
    inside = [
        child
        for child in (children if isinstance(children, pikepdf.Array) else [children])
        if isinstance(child, pikepdf.Dictionary)
    ]
    own = [element] if element.get("/S") == "/Figure" else []
    return own + [figure for child in inside for figure in figures(child)]


def test_every_figure_says_in_words_what_it_shows(told) -> None:
    with pikepdf.open(io.BytesIO(printed(told["harbor-dental"]))) as pdf:
        found = figures(pdf.Root.StructTreeRoot)
        assert found and all(str(figure.get("/Alt", "")) for figure in found)


def test_every_font_is_embedded(told) -> None:
    with pikepdf.open(io.BytesIO(printed(told["harbor-dental"]))) as pdf:
        fonts = [
            obj for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/FontDescriptor"
        ]
        assert fonts and all(any(key in font for key in ("/FontFile2", "/FontFile3")) for font in fonts)


def test_a_hostile_campaign_name_is_text(told) -> None:
    report = copy.deepcopy(told["harbor-dental"])
    for row in section(report, "channels")["campaigns"]:
        row["campaign_name"] = '<script>alert(1)</script>"><img src=x onerror=y>{{7*7}}\u202egpj'
    html, _ = pages(report)
    assert "<script" not in html and "<img src=x" not in html and "{{7*7}}" in html and "\\u202e" in html


def test_a_name_our_fonts_cannot_write_is_shown_as_escapes_and_stops_no_report(told) -> None:
    report = copy.deepcopy(told["harbor-dental"])
    for row in section(report, "channels")["campaigns"]:
        row["campaign_name"] = "ไทย кампания"
    html, assets = pages(report)
    assert "\\u0e44\\u0e17\\u0e22 кампания" in html
    assert render_pdf(html, assets, identifier=IDENTIFIER, created=NOW)


def test_a_client_may_leave_the_data_notes_out(told) -> None:
    report = copy.deepcopy(told["harbor-dental"])
    report["sections"] = [section for section in report["sections"] if section["name"] != "notes"]
    assert printed(report)


@pytest.mark.timeout(120)  # a hang, not a measurement: it took hours before
def test_two_hundred_long_problems_are_printed_in_seconds(told) -> None:
    report = copy.deepcopy(told["harbor-dental"])
    problem = {"file": "x" * 400, "entry": None, "row": 1, "column": "spend", "reason": "not a number: " + "9" * 400}
    next(section for section in report["sections"] if section["name"] == "notes")["rows"]["problems"] = [problem] * 300
    assert printed(report)


def test_nothing_but_the_reports_own_assets_is_fetched(told) -> None:
    html, assets = pages(told["harbor-dental"])
    for url in ("file:///etc/hostname", "http://127.0.0.1:9/x.png", "../../secret.svg"):
        with pytest.raises(RenderError, match="not one of its assets"):
            render_pdf(
                html.replace("</main>", f'<img src="{url}" alt="x"></main>'), assets, identifier=IDENTIFIER, created=NOW
            )


def test_a_warning_of_the_renderer_is_an_error(told) -> None:
    html, assets = pages(told["harbor-dental"])
    with pytest.raises(RenderError, match="WeasyPrint warns"):
        render_pdf(html.replace("</style>", "p { no-such: 1 }</style>"), assets, identifier=IDENTIFIER, created=NOW)


def test_a_brand_sets_colours_and_nothing_else(told) -> None:
    html, _ = render_html(
        told["harbor-dental"],
        brand_css=':root { --brand: #123456; } body { display: none } @import "x";',
        logo=None,
        logo_type=None,
    )
    assert "--brand: #123456" in html and "body { display: none }" not in html and "@import" not in html


def test_two_brands_render_from_one_template(told) -> None:
    one, two = pages(told["harbor-dental"])[0], pages(told["harbor-dental"], "northlight-coffee")[0]
    assert one != two and re.sub(r"<style>.*?</style>|assets/\w+", "", one, flags=re.DOTALL) == re.sub(
        r"<style>.*?</style>|assets/\w+", "", two, flags=re.DOTALL
    )


def test_the_colours_of_a_logo_can_be_read_on_white() -> None:
    logo = b'<svg xmlns="http://www.w3.org/2000/svg"><rect fill="#ffd400"/><rect fill="#ffd400"/><rect fill="#00a0ff"/></svg>'
    brand = brand_of(brand_css(*colours_of_logo(logo)))
    for colour in (brand.brand, brand.accent):
        assert contrast(colour, "#ffffff") >= 4.5


@pytest.mark.parametrize("text", ["=1+1", "+1", "@x", "\t=1", "＝1", "-cmd"])
def test_a_spreadsheet_formula_in_a_name_is_exported_as_text(text: str) -> None:
    assert _safe(text) == f"'{text}"


def test_a_negative_number_stays_a_number() -> None:
    assert _safe("-5.25") == "-5.25"


def test_a_long_name_ends_in_an_ellipsis() -> None:
    assert len(visible("x" * 5000)) == 300 and visible("x" * 5000).endswith("…")


@pytest.mark.needs("pdftotext")
def test_the_text_of_the_pdf_can_be_copied(told, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(printed(told["harbor-dental"]))
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "x.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Harbor Dental" in text and "What we could not see" in text
