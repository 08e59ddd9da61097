"""The agency's board over editions that `produce_edition` made: what each report says, on its client's card, and what needs a hand on top."""

import json
import re
import shutil
import threading
from datetime import timedelta

import pytest
import worked_example
from made_edition import NOW, Edition

from clients.client import Agency
from pipeline import Outcome
from reports.board import BOARD, board, write_board

AGENCY = Agency(name="Whitfield & Okafor", time_zone="America/New_York")
VISITS = {"ga4/Traffic_acquisition.csv": worked_example.ga4}
TALKS = VISITS | {"threads/threads.csv": worked_example.threads}
MEETING = """
starts_at = 2026-11-24T10:00:00-05:00
form = "in_person"
required = ["priya", "tom"]
[confirmations.priya]
form = "phone"
[confirmations.tom]
form = "in_person"
"""
CONTACTS = """
contacts = [{ id = "priya", name = "Priya", side = "client" }, { id = "tom", name = "Tom", side = "client" }]
"""
GOALS = '[[goals]]\nmetric = "engagement_rate"\ncadence = "week"\ntarget = 0.9\nfrom = 2026-01-01\n'
NOTES = '+++\nauthor = "mia"\nat = 2026-11-16T08:40:00-05:00\n+++\n# verdict: off\nNobody was called back.\n'


@pytest.fixture(scope="module")
def edition(tmp_path_factory) -> Edition:
    """A week with a bad verdict, people who wait, a goal that is missed and a meeting that two expect differently."""
    folder = tmp_path_factory.mktemp("board")
    texts = {
        "contacts.toml": CONTACTS,
        "meetings/2026-11-24.toml": MEETING,
        "goals.toml": GOALS,
        "notes/2026-W46.md": NOTES,
    }
    for name, text in texts.items():
        (folder / "clients/harbor-dental" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "clients/harbor-dental" / name).write_text(text)
    return Edition(folder, TALKS)


def cards(html: str) -> dict[str, str]:
    """Client -> what its card says."""
    found = re.findall(r'<article id="([^"]+)">(.*?)</article>', html, re.DOTALL)
    return {slug: " ".join(re.sub(r"<[^>]+>", " ", body).split()) for slug, body in found}


def shown(edition: Edition, clients: dict[str, str], *outcomes: Outcome) -> str:
    write_board(edition.store, AGENCY, clients, outcomes, NOW)
    return edition.store.read(BOARD).decode()


def test_C04_what_a_report_says_stands_on_its_clients_card(edition) -> None:
    card = cards(shown(edition, {"harbor-dental": "Harbor Dental"}))["harbor-dental"]
    waiting = edition.rows["waiting"]
    longest = max(row["age_hours"] for row in waiting) // 24
    told = [
        "2026-W46 Off", "A draft: nobody has signed it.", "not agreed: Priya says call, Tom says in person",
        f"{len(waiting)} wait for an answer, the longest {longest} days", "Share that stayed: will be missed",
    ]  # fmt: skip
    assert [one for one in told if one not in card] == []


def test_C04_the_board_is_the_union_of_what_the_clients_reports_say(edition) -> None:
    alone = cards(shown(edition, {"harbor-dental": "Harbor Dental"}))
    both = cards(shown(edition, {"harbor-dental": "Harbor Dental", "new": "New & Co"}))
    assert both == alone | {"new": "New &amp; Co No report yet."}


def test_C04_a_withheld_client_stands_first_with_its_reason(edition) -> None:
    why = "zoo 2026-W46: withheld: the ledger does not balance"
    held = Outcome("zoo", "2026-W46", "withheld", why=why)
    told = cards(shown(edition, {"harbor-dental": "Harbor Dental", "zoo": "Zoo"}, held))
    assert next(iter(told.items())) == ("zoo", f"Zoo {why}")
    again = Outcome("zoo", "2026-W46", "made", pdf="report.pdf")
    assert "withheld" not in shown(edition, {"zoo": "Zoo"}, again)


def test_C04_its_links_lead_to_the_files_of_the_edition(edition) -> None:
    links = re.findall(r'href="\.\./([^"]+)"', shown(edition, {"harbor-dental": "Harbor Dental"}))
    assert len(links) >= 2 and all(edition.store.exists(link) for link in links)


def test_a_period_that_has_not_begun_is_no_trouble_for_the_rest_of_the_year(edition) -> None:
    typed = Outcome("harbor-dental", "2027-W40", "config", why="harbor-dental 2027-W40: it has not begun")
    assert "it has not begun" not in shown(edition, {"harbor-dental": "Harbor Dental"}, typed)


def test_a_sentence_in_the_clients_language_says_so(edition) -> None:
    assert '<span lang="en-US" dir="ltr">' in shown(edition, {"harbor-dental": "Harbor Dental"})


def test_C04_who_opens_it_while_it_is_rebuilt_sees_a_whole_page(edition) -> None:
    shown(edition, {})
    seen, done = [], threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append(edition.store.read(BOARD))

    reader = threading.Thread(target=read)
    reader.start()
    written = {edition.store.read(BOARD)}
    for name in ("Harbor Dental", "H" * 4_000) * 20:
        written.add(shown(edition, {"harbor-dental": name}).encode())
    done.set()
    reader.join()
    assert len(seen) > 1 and set(seen) <= written


def test_a_damaged_edition_is_said_and_hides_no_other_client(edition, tmp_path) -> None:
    folder = tmp_path / "store"
    shutil.copytree(edition.store.root, folder)
    manifest = folder / "editions/harbor-dental/2026-W46/1/manifest.json"
    manifest.chmod(0o644)
    manifest.write_text("{")
    told = cards(board(type(edition.store)(folder), AGENCY, {"harbor-dental": "Harbor Dental", "new": "New"}, NOW))
    assert "harbor-dental: its editions cannot be read" in told["harbor-dental"] and told["new"] == "New No report yet."


def test_a_hostile_name_is_text_on_the_board(edition) -> None:
    assert "<script" not in shown(edition, {"x": "<script>alert(1)</script>"})


def test_an_earlier_period_is_folded_away_and_a_newer_one_takes_its_place(edition) -> None:
    edition.make(NOW - timedelta(minutes=1), "2026-W45")
    card = shown(edition, {"harbor-dental": "Harbor Dental"})
    assert "<summary>1 earlier" in card and card.index("2026-W46") < card.index("2026-W45")
    assert json.loads(edition.store.read("editions/harbor-dental/2026-W45/1/manifest.json"))[
        "sentence"
    ] in card.replace("&#39;", "'")


@pytest.mark.slow
@pytest.mark.needs("chromium")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_C04_it_can_be_read_on_a_phone_and_by_everybody(edition, tmp_path, scheme) -> None:
    from axe_core_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    path = tmp_path / "index.html"
    path.write_text(shown(edition, {"harbor-dental": "Harbor Dental", "new": "New"}), encoding="utf-8")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme).new_page()
        page.goto(path.as_uri())
        found = [one["id"] for one in Axe().run(page)["violations"]]
        assert (page.evaluate("document.documentElement.scrollWidth"), found) == (360, [])
