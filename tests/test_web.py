"""The web edition in a browser: nothing asked from outside, readable on a phone and in the dark, open to keyboard and screen reader."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports.web import _library, render_web

GOLDEN = Path(__file__).parent / "golden"
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1180, "height": 900}
each_client = pytest.mark.parametrize("slug", ["harbor-dental", "teatro-aurora"])


def web(slug: str) -> str:
    folder = Path("clients") / slug
    report = json.loads((GOLDEN / f"{slug}-2026-W46/report.json").read_text(encoding="utf-8"))
    logo = next(folder.glob("logo.*"))
    brand = (folder / "brand.css").read_text(encoding="utf-8")
    return render_web(report, brand_css=brand, logo=logo.read_bytes(), logo_type=logo.suffix.lstrip("."))


@pytest.fixture(scope="module")
def browser() -> Iterator:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        yield driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])


@pytest.fixture
def shown(browser, tmp_path):
    """Open a client's web edition; what it asked for and complained of is kept beside the page."""

    def show(slug: str, viewport: dict, scheme: str = "light"):
        path = tmp_path / "web.html"
        path.write_text(web(slug), encoding="utf-8")
        page = browser.new_context(viewport=viewport, color_scheme=scheme).new_page()
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(path.as_uri(), wait_until="load")
        page.wait_for_function("document.querySelectorAll('img[data-chart]:not([hidden])').length === 0", timeout=8_000)
        return page

    return show


@each_client
def test_the_same_report_gives_the_same_page_under_400_kb_beside_the_chart_library(slug) -> None:
    once, again = web(slug), web(slug)
    assert once == again and len(once.encode()) - len(_library().encode()) < 400_000


@pytest.mark.slow
@pytest.mark.needs("chromium")
@each_client
def test_it_asks_for_nothing_outside_itself_and_every_chart_comes_alive(shown, slug) -> None:
    page = shown(slug, DESK)
    outside = [url for url in page.asked if not url.startswith(("file:", "data:", "blob:"))]
    charts = page.locator("img[data-chart]").count()
    assert (outside, page.said, page.locator(".live svg").count()) == ([], [], charts) and charts > 4


@pytest.mark.slow
@pytest.mark.needs("chromium")
@each_client
def test_a_phone_of_360_pixels_never_scrolls_sideways(shown, slug) -> None:
    page = shown(slug, PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.slow
@pytest.mark.needs("chromium")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@each_client
def test_axe_finds_nothing_to_complain_of(shown, slug, scheme) -> None:
    from axe_core_python.sync_playwright import Axe

    found = Axe().run(shown(slug, DESK, scheme))["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found] == []


@pytest.mark.slow
@pytest.mark.needs("chromium")
def test_a_figure_opens_what_it_is_made_of_by_keyboard_alone(shown) -> None:
    page = shown("harbor-dental", DESK)
    page.locator("#summary button.figure").first.focus()
    page.keyboard.press("Enter")
    box = page.locator("aside.source:popover-open")
    assert "Traffic_acquisition.csv" in box.inner_text() and "exported" in box.inner_text()
    page.keyboard.press("Escape")
    assert box.count() == 0
