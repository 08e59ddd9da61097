"""The body of the mail: page 1 on a phone, in any mail client, in the figures of the report it comes with."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports.email import render_email
from reports.render import render_html

GOLDEN = Path(__file__).parent / "golden"
each_client = pytest.mark.parametrize("slug", ["harbor-dental", "teatro-aurora"])


def report_of(slug: str) -> dict:
    return json.loads((GOLDEN / f"{slug}-2026-W46/report.json").read_text(encoding="utf-8"))


def brand_of(slug: str) -> str:
    return (Path("clients") / slug / "brand.css").read_text(encoding="utf-8")


def mail(slug: str) -> str:
    return render_email(report_of(slug), brand_css=brand_of(slug))


def words(html: str) -> str:
    """What a reader reads of it."""
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL).split())


@pytest.fixture(scope="module")
def browser() -> Iterator:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        yield driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])


@each_client
def test_R09_every_number_of_page_1_is_in_the_mail_and_no_other(slug) -> None:
    page, _ = render_html(report_of(slug), brand_css=brand_of(slug), logo=None, logo_type=None)
    front = re.search(r'<section class="section" id="summary">(.*?)</section>', page, re.DOTALL)[1]
    figures = [set(re.findall(r"\d[\d.,]*\d%?|\d%?", words(html))) for html in (front, mail(slug))]
    day_of_the_head = set(re.findall(r"\d+", words(re.search(r'<p class="who">.*?</p>', mail(slug))[0])))
    assert figures[0] <= figures[1] and figures[1] - figures[0] <= day_of_the_head


@each_client
def test_R09_it_is_small_and_fetches_nothing(slug) -> None:
    html = mail(slug)
    assert len(html.encode()) < 100_000
    assert re.findall(r"<(?:img|script|link|iframe|object)|url\(|https?:|src=", html) == []


def test_R09_an_open_disagreement_about_the_meeting_is_in_the_mail() -> None:
    report = report_of("harbor-dental")
    rows = next(one["rows"] for one in report["sections"] if one["name"] == "summary")
    rows["meeting"][0]["state"] = "not agreed"
    rows["confirmations"][1] |= {"form": "phone", "differs": "form", "says": "other"}
    told = words(render_email(report, brand_css=""))
    assert "Tomas Lind says call" in told and "agreed ✓" not in told


def test_a_hostile_name_is_text_in_the_mail() -> None:
    report = report_of("harbor-dental")
    report["client"]["name"] = "<script>alert(1)</script>"
    assert "<script" not in render_email(report, brand_css="")


@pytest.mark.slow
@pytest.mark.needs("chromium")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@each_client
def test_R09_a_phone_never_scrolls_sideways_and_axe_finds_nothing(browser, tmp_path, slug, scheme) -> None:
    from axe_core_python.sync_playwright import Axe

    path = tmp_path / "email.html"
    path.write_text(mail(slug), encoding="utf-8")
    page = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme).new_page()
    page.goto(path.as_uri())
    violations = [one["id"] for one in Axe().run(page)["violations"]]
    assert (page.evaluate("document.documentElement.scrollWidth"), violations) == (360, [])


def test_an_edition_told_before_these_words_were_can_still_be_read() -> None:
    report = report_of("harbor-dental")
    del report["replaces"], report["annotations"]
    assert "More people came to look" in render_email(report, brand_css="")
