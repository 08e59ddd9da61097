"""What a report is on paper: two brands, two papers, every script, tables over pages, tags, grey. Each on HTML of our own styles."""

import copy
import io
import json
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
import weasyprint
from made_edition import KEYS
from PIL import Image

from clients.period import Period
from commands.checking import check_everything
from pipeline import produce_edition
from reports.brand import brand_faults, brand_of, contrast
from reports.chart import as_drawn
from reports.editions import _tables
from reports.fonts import FACES, MEASURED, SAID
from reports.formats import visible
from reports.render import BASE_URL, RenderError, _fetcher, render_html, render_pdf

NOW = datetime(2026, 11, 16, 11, tzinfo=UTC)
NAMES = ("مطعم البحر", "夏のキャンペーン、歯科", "Festa 🎉 ☕️ 👨‍👩‍👧", "می‌خواهم")


@pytest.fixture(scope="module")
def report() -> dict:
    """What an example week says, as it was last reviewed."""
    return json.loads(Path("tests/golden/harbor-dental-2026-W46/report.json").read_text(encoding="utf-8"))


def pages(report: dict, slug: str = "harbor-dental") -> tuple[str, dict[str, bytes]]:
    css = Path(f"clients/{slug}/brand.css").read_text()
    return render_html(report, brand_css=css, logo=Path(f"clients/{slug}/logo.svg").read_bytes(), logo_type="svg")


def printed(html: str, assets: dict[str, bytes]) -> bytes:
    return render_pdf(html, assets, identifier="ab" * 32, created=NOW)


def rows(report: dict, section: str, query: str) -> list[dict]:
    return next(one["rows"] for one in report["sections"] if one["name"] == section)[query]


def text_of(pdf: bytes) -> str:
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return told.stdout.decode()


@pytest.fixture(scope="module")
def named_in_many_scripts(report: dict) -> tuple[str, bytes]:
    """A report whose campaigns are called by NAMES in turn: its HTML and its PDF."""
    changed = copy.deepcopy(report)
    campaigns = rows(changed, "channels", "campaigns")
    known = dict.fromkeys(row["campaign_name"] for row in campaigns)
    renamed = {name: NAMES[place % len(NAMES)] for place, name in enumerate(known)}
    for row in campaigns:
        row["campaign_name"] = renamed[row["campaign_name"]]
    for row in rows(changed, "channels", "channels") + rows(changed, "channels", "spend_trend"):
        row["channel"] = row["channel"] and NAMES[0]
    html, assets = pages(changed)
    return html, printed(html, assets)


def fonts_of(pdf: bytes) -> dict[str, pikepdf.Object]:
    with pikepdf.open(io.BytesIO(pdf)) as file:
        found = [font for page in file.pages for font in page.Resources.get("/Font", {}).values()]
        return {str(font.BaseFont): bytes(font.ToUnicode.read_bytes()) for font in found}


def test_names_in_arabic_japanese_and_emoji_are_drawn_in_fonts_of_their_own(named_in_many_scripts) -> None:
    families = {name.partition("+")[2] for name in fonts_of(named_in_many_scripts[1])}
    assert {"Noto-Sans-Arabic-Semi-Bold", "Noto-Sans-JP", "Noto-Emoji"} <= families
    assert not re.search(r"\\u[0-9a-f]{4}", named_in_many_scripts[0])


@pytest.mark.needs("pdftotext")
def test_no_letter_of_such_a_name_is_tofu(named_in_many_scripts) -> None:
    text = text_of(named_in_many_scripts[1])
    assert "夏のキャンペーン、歯科" in text and "🎉" in text and "مطعم" in text


def test_arabic_on_a_chart_is_joined_and_runs_from_right_to_left_on_paper() -> None:
    # November: noon initial, waw, feh initial, meem medial, beh medial, reh final (Unicode, Arabic Presentation Forms-B), last letter first
    drawn = "\ufeae\ufe92\ufee4\ufed3\ufeee\ufee7"
    assert (
        as_drawn("<svg><title>نوفمبر</title><text>نوفمبر</text></svg>")
        == f"<svg><title>نوفمبر</title><text>{drawn}</text></svg>"
    )


def test_a_face_that_no_letter_needs_is_not_named(report) -> None:
    html, _ = pages(report)
    assert html.count("@font-face") == len(FACES)


def test_a_joiner_is_seen_between_latin_letters_and_joins_the_parts_of_an_emoji() -> None:
    assert visible("a\u200db \u202ec") == "a\\u200db \\u202ec"
    assert visible("👩\u200d👧 ❤\ufe0f می\u200cخواهم") == "👩\u200d👧 ❤\ufe0f می\u200cخواهم"


def test_every_weight_the_styles_use_is_a_face_of_its_own() -> None:
    css = "".join(path.read_text() for path in Path("reports").rglob("*.css"))
    said = set(re.findall(r"font: (\d{3}) [^;]*--font-said", css))
    other = set(re.findall(r"font(?:-weight)?: ?(\d{3})(?![^;]*--font-said)", css)) | {"400"}
    assert said <= {str(face.weight) for face in FACES if face.family == SAID}
    assert other <= {str(face.weight) for face in FACES if face.family == MEASURED}


def test_no_face_is_variable_so_that_a_report_cuts_none(report) -> None:
    from fontTools.ttLib import TTFont

    _, assets = pages(report)
    fonts = [content for name, content in assets.items() if name.startswith("fonts/")]
    assert fonts and not any("fvar" in TTFont(io.BytesIO(content)) for content in fonts)


def test_a_letter_that_only_a_font_of_the_host_has_is_an_error(report) -> None:
    html, assets = pages(report)
    with pytest.raises(RenderError, match="unsupported by fonts"):  # DejaVu, on most machines, has it
        printed(html.replace("</main>", "<p>Հ</p></main>"), assets)


def laid_out(html: str, assets: dict[str, bytes]) -> list:
    """The pages of a report as WeasyPrint lays them out, before they are written."""
    return weasyprint.HTML(string=html, base_url=BASE_URL, url_fetcher=_fetcher(assets)).render().pages


def lines_of(page) -> list[tuple[str, float, float, float]]:
    """(tag and class of the innermost element, left, right, bottom) of each line of text in the page's area, in CSS pixels."""
    found = []
    area = next(box for box in page._page_box.children if box.element_tag == "html")
    for box in area.descendants():
        if hasattr(box, "text") and box.text.strip():
            is_heading = box.element.tag in ("h1", "h2", "h3", "th") or box.element.get("class") == "lead"
            found.append((is_heading, box.position_x, box.position_x + box.width, box.position_y + box.height))
    return found


def test_R04_two_brands_differ_in_colours_and_fonts_of_one_template_and_both_can_be_read(report) -> None:
    assert brand_faults("--brand: #000000;", {SAID, MEASURED}) == []  # the darkest tint there is, under our own colours
    for slug, said in (("harbor-dental", "Fraunces"), ("teatro-aurora", "Inter")):
        css = Path(f"clients/{slug}/brand.css").read_text()
        html, _ = pages(report, slug)
        assert f'--font-said: "{said}"' in html and brand_of(css).brand in html
        assert brand_faults(css, {SAID, MEASURED}) == []


def test_R04_a_pale_colour_is_named_with_the_nearest_that_can_be_read() -> None:
    (fault,) = brand_faults("--brand: #ffd400;", {SAID, MEASURED})
    nearest = re.search(r"it is (#\w{6})", fault)[1]
    assert "1.4:1" in fault and brand_faults(f"--brand: {nearest};", {SAID, MEASURED}) == []
    # WCAG 2.2's own formula: relative luminance of #896c00 worked out by hand is 0.1605
    assert nearest == "#896c00" and round((1 + 0.05) / (0.1605 + 0.05), 2) == round(contrast(nearest, "#ffffff"), 2)


def test_R04_a_brand_with_a_misspelt_property_or_a_font_we_lack_is_told(make_client) -> None:
    client = make_client("")
    (client.folder / "brand.css").write_text(":root { --brnad: #123456; --font-said: 'Georgia'; }")
    (client.folder.parent / "agency.toml").write_text('name = "A"\ntime_zone = "UTC"\n')
    said: list[str] = []
    assert check_everything(client.folder.parent, said.append) == 2
    assert (
        "--brnad is none of" in said[0] and "'Georgia'" not in said[1] and "Georgia is not one of our fonts" in said[1]
    )


def test_R04_the_file_names_the_agency_and_no_vendor(report) -> None:
    content = printed(*pages(report))
    with pikepdf.open(io.BytesIO(content)) as file:
        told = str(dict(file.docinfo)) + file.Root.Metadata.read_bytes().decode()
    assert "Whitfield & Okafor" in told and not re.search("weasyprint|pydyf|vega|producer", told, re.IGNORECASE)


@pytest.mark.parametrize(("locale", "own", "paper"), [
    ("en-US", "", "letter"), ("es-MX", "", "letter"), ("en-CA", "", "letter"), ("en-GB", "", "a4"), ("pt-BR", "", "a4"),
    ("en-US", 'paper = "a4"', "a4"), ("de-DE", 'paper = "letter"', "letter"),
])  # fmt: skip
def test_the_paper_is_the_clients_or_the_usual_one_of_its_country(
    make_client, locale: str, own: str, paper: str
) -> None:
    assert make_client(f'locale = "{locale}"\n{own}\n').paper == paper


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_nothing_stands_outside_the_margins_of_either_paper_and_both_break_alike(report, paper: str) -> None:
    changed = copy.deepcopy(report)
    changed["client"]["paper"] = paper
    long = iter(range(1000))
    for row in rows(changed, "channels", "campaigns"):
        row["campaign_name"] = f"{next(long)} " + "Donaudampfschifffahrtsgesellschaft" * 8
    other = copy.deepcopy(changed) | {"client": changed["client"] | {"paper": "a4"}}
    sheets = laid_out(*pages(changed))
    for sheet in sheets:
        box = sheet._page_box
        left, right = box.margin_left, box.margin_left + box.width
        assert all(left - 1 <= begin and end <= right + 1 and low <= box.margin_top + box.height + 1
                   for _, begin, end, low in lines_of(sheet))  # fmt: skip
    assert [len(lines_of(sheet)) for sheet in sheets] == [len(lines_of(sheet)) for sheet in laid_out(*pages(other))]


@pytest.mark.parametrize(("paper", "points"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_the_sheet_is_the_papers_own_size(report, paper: str, points: tuple[int, int]) -> None:
    html, assets = pages(report | {"client": report["client"] | {"paper": paper}})
    with pikepdf.open(io.BytesIO(printed(only(html, "<p>One page.</p>"), assets))) as file:
        assert tuple(round(float(size)) for size in file.pages[0].MediaBox[2:]) == points


def only(html: str, content: str) -> str:
    """The report's HTML with other content on its pages."""
    head, _, rest = html.partition("<main>")
    return f"{head.partition('<header')[0]}<main>{content}</main>{rest.partition('</main>')[2]}"


def table(rows: int, group: int = 0) -> str:
    body = "".join(
        (
            f'<tr class="group"><th colspan="3" scope="colgroup">Group {row}</th></tr>'
            if group and row % group == 0
            else ""
        )
        + f"<tr><td>Row {row}<span class=under>more of it</span></td><td>{row}</td><td>1,047</td></tr>"
        for row in range(rows)
    )
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Campaign", "Spend", "Clicks"))
    return f'<table class="data-table"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def test_R05_a_200_row_table_continues_over_pages_with_its_head_on_each_and_no_row_cut(report) -> None:
    html, assets = pages(report)
    found = []
    for sheet in laid_out(only(html, f"<h3>All</h3>{table(200)}"), assets):
        words = [box.text for box in sheet._page_box.descendants() if hasattr(box, "text")]
        names = [word for word in words if word.startswith("Row ")]
        assert "Campaign" in words and words.count("more of it") == len(names)
        found += names
    assert found == [f"Row {row}" for row in range(200)]


@pytest.mark.slow
def test_R05_no_heading_is_last_on_a_page_in_50_random_layouts(report) -> None:
    html, assets = pages(report)
    draw = random.Random(5)
    blocks = {
        "section": lambda: '<h2 class="section__title">A title</h2><p class="lead">What the page found, in words.</p>',
        "text": lambda: f"<h3>A heading</h3><p>{'Some words of prose. ' * draw.randint(1, 40)}</p>",
        "table": lambda: f"<h3>A table <small>6</small></h3>{table(draw.randint(1, 30))}",
        "groups": lambda: f"<h3>Groups</h3>{table(draw.randint(4, 30), 4)}",
        "callout": lambda: f'<div class="callout"><h3 class="callout__title">Note</h3><p>{"Words. " * 40}</p></div>',
    }
    for _ in range(50):
        content = "".join(blocks[draw.choice(list(blocks))]() for _ in range(draw.randint(5, 8)))
        for sheet in laid_out(only(html, content + "<p>The end.</p>"), assets):
            is_heading, *_ = max(lines_of(sheet), key=lambda line: line[3])
            assert not is_heading, content


def test_R05_a_printed_table_holds_at_most_200_rows_and_the_rest_is_in_the_editions_tables(report) -> None:
    changed = copy.deepcopy(report)
    campaigns = rows(changed, "channels", "campaigns")
    campaigns += [campaigns[0] | {"campaign_name": f"Campaign {number}"} for number in range(300)]
    html, _ = pages(changed)
    body = next(body for body in re.findall(r"<tbody>.*?</tbody>", html, re.DOTALL) if "Campaign 1<" in body)
    assert body.count("<tr") == 200 and "And 107 more rows; all are in the edition&#39;s tables." in body
    assert len(dict(_tables(changed))["channels.campaigns"].splitlines()) == 1 + len(campaigns)


def test_R05_a_long_name_ends_in_an_ellipsis_on_paper_and_is_whole_in_the_data(report) -> None:
    changed = copy.deepcopy(report)
    rows(changed, "channels", "campaigns")[0]["campaign_name"] = name = "Long " * 100
    html, _ = pages(changed)
    assert name not in html and f"{name[:299]}…" in html
    assert name in dict(_tables(changed))["channels.campaigns"].decode()


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every structure element below one, in reading order."""
    kids = node.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


@pytest.fixture(scope="module")
def tagged(report) -> Iterator[pikepdf.Pdf]:
    """The report with every section on paper, as a month's is."""
    whole = report | {"sections": [section | {"is_printed": True} for section in report["sections"]]}
    with pikepdf.open(io.BytesIO(printed(*pages(whole)))) as file:
        yield file


def tags(file: pikepdf.Pdf, *names: str) -> list[pikepdf.Object]:
    return [one for one in elements(file.Root.StructTreeRoot) if str(one.S) in names]


def test_R06_the_file_says_that_it_is_tagged_its_language_and_its_title(tagged) -> None:
    root = tagged.Root
    assert b'pdfuaid:part="1"' in root.Metadata.read_bytes() and root.MarkInfo.Marked
    assert str(root.Lang) == "en-US" and root.ViewerPreferences.DisplayDocTitle and str(tagged.docinfo.Title)


def test_R06_every_figure_has_its_alternative(tagged) -> None:
    figures = tags(tagged, "/Figure")
    assert len(figures) > 5 and all(str(figure.Alt).strip() for figure in figures)


def test_R06_every_cell_names_its_heads(tagged) -> None:
    ids = {str(head.ID) for head in tags(tagged, "/TH")}
    cells = tags(tagged, "/TD")
    assert len(cells) > 100 and all(set(map(str, cell.A.Headers)) <= ids and len(cell.A.Headers) for cell in cells)


def test_R06_headings_begin_with_the_first_and_skip_no_level(tagged) -> None:
    levels = [int(str(heading.S)[2]) for heading in tags(tagged, *(f"/H{level}" for level in range(1, 7)))]
    assert levels[0] == 1 and all(below - above <= 1 for above, below in pairwise(levels)), levels


def test_R06_every_font_is_embedded_and_its_letters_can_be_read_out(tagged) -> None:
    fonts = [font for page in tagged.pages for font in page.Resources.get("/Font", {}).values()]
    for font in fonts:
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert ("/FontFile2" in descriptor or "/FontFile3" in descriptor) and b"beginbf" in font.ToUnicode.read_bytes()


def test_R06_every_chart_has_a_title_and_the_same_words_beside_it_for_those_who_cannot_see_it(report) -> None:
    html, assets = pages(report)
    charts = re.findall(r'<img[^>]*src="(assets/\w+\.svg)" alt="([^"]+)"', html)
    charts = [(name, alt) for name, alt in charts if b'class="marks"' in assets[name]]
    assert len(charts) > 3
    for name, alt in charts:
        title = re.search(r"<title>(.+?)</title>", assets[name].decode())[1]
        assert unescape(alt).endswith(unescape(title))


def grey(html: str, assets: dict[str, bytes], tmp_path: Path, page: int) -> Image.Image:
    (tmp_path / "grey.pdf").write_bytes(printed(html, assets))
    where = ["-f", str(page), "-l", str(page), "-r", "200", "-gray", "-singlefile"]
    subprocess.run(["pdftoppm", *where, tmp_path / "grey.pdf", tmp_path / "grey"], check=True)
    return Image.open(tmp_path / "grey.pgm")


@pytest.mark.needs("pdftoppm")
def test_R07_what_counts_what_is_left_out_and_what_waits_differ_by_pattern_in_grey(report, tmp_path: Path) -> None:
    html, assets = pages(report)
    bars = "".join(
        f'<div style="position: absolute; left: 0; top: {20 * place}mm; width: 60mm"><span class="ledger-bar">'
        f'<span class="ledger-bar__{name}" style="width: 100%"></span></span></div>'
        for place, name in enumerate(("kept", "hollow", "hanging"))
    )
    paper = grey(only(html, f'<div style="position: relative; height: 60mm">{bars}</div>'), assets, tmp_path, 1)
    bars = [inside(paper, 20 * place) for place in range(3)]
    changes = [max(sum(abs(one - other) > 40 for one, other in pairwise(line)) for line in bar) for bar in bars]
    shades = [sum(map(sum, bar)) / sum(map(len, bar)) for bar in bars]
    assert changes[0] == 0 and min(changes[1:]) > 50, changes  # solid; stripes and dots
    assert shades[0] + 60 < shades[1] and shades[1] + 20 < shades[2], shades


def inside(paper: Image.Image, below: float) -> list[list[int]]:
    """The grey values within a bar that begins `below` mm under the top of the page's area, line by line."""
    dots = 200 / 25.4 * 0.97  # the report is on letter
    top, left = 10.641 + below, 22.288
    across, down = (
        range(round((left + 1) * dots), round((left + 59) * dots)),
        range(round((top + 0.5) * dots), round((top + 3.1) * dots)),
    )
    return [[paper.getpixel((x, y)) for x in across] for y in down]


def test_O04_an_unchanged_client_re_renders_in_under_a_second(make_client, tmp_path, exports, store, now) -> None:
    """Nothing is checked, built or drawn again: what is left is listing files, which takes no second on any machine."""
    client = make_client('kpis = ["spend"]\naccounts = { google_ads = ["123-456-7890"] }')
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    shutil.copy(exports / "google_ads/campaign-by-day.csv", inbox)
    ran: list[str] = []
    for _ in range(2):
        ran.append("again")
        outcome = produce_edition(
            client, Period.parse("2026-W45"), store=store, inbox=inbox, now=now, progress=ran.append, keys=KEYS
        )
    assert outcome.status == "unchanged" and outcome.edition == 1
    assert ran == ["again", "pull", "gate", "build", "render", "again", "pull"]
