"""A first platform from a file nobody knows: it loads, it reads its own fixture, and nothing of the people in the file is in it."""

import csv
import io
import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

import platforms.reader
import platforms.recognise
from commands.drafting import write_draft
from platforms.catalogue import load_platform, load_platforms
from platforms.reader import read_file
from tests.test_command_line import handshake

UNKNOWN = (
    "Booking ledger of Ana Souza\n\n"
    "Date,Guest name,E-mail,Phone,Room,Nights stayed,Impressions,Amount spent (USD),Paid,Share\n"
    '2026-11-02,"Souza, Ana",ana@hotel.example,+351 912 345 678,Sea view,3,"1,204",182.40,US$99.50,12.5%\n'
    "2026-11-03,Bo Li,bo@mail.example,(415) 555-2671,Attic,1,0,0.00,US$10.00,--\n"
    '2026-11-03,"Souza, Ana",ana@hotel.example,+351 912 345 678,Attic,2,33,7.25,US$12.25,3.1%\n'
)
TEXTS = ("Souza", "Ana", "ana@", "Bo Li", "bo@", "912", "555-2671", "Sea view", "Attic", "182.40", "1,204", "99.50")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    (tmp_path / "Bookings ledger.csv").write_text(UNKNOWN)
    write_draft(tmp_path / "Bookings ledger.csv", tmp_path / "draft", date(2026, 11, 16), lambda sentence: None)
    return tmp_path / "draft"


def test_a_draft_is_a_table_a_model_a_suite_and_a_fixture(draft: Path) -> None:
    names = {path.name for path in draft.iterdir()}
    assert {"bookings_ledger.toml", "bookings_ledger__report.yml", "bookings_ledger.csv"} < names
    assert [name for name in names if name.startswith("stg_bookings_ledger__")] and len(names) == 4


def test_a_draft_loads_as_a_platform_with_the_columns_that_others_know(draft: Path) -> None:
    platform = load_platform(draft / "bookings_ledger.toml")
    wanted = {"day": ("Date",), "impressions": ("Impressions",), "spend": ("Amount spent ({currency})",)}
    assert wanted.items() <= {name: heads["en"] for name, heads in platform.columns.items()}.items()
    assert (platform.checked, platform.nulls, platform.feeds["spend"]) == ("2026-11-16", ("--",), ("report",))


def test_what_no_platform_knows_is_a_comment_with_the_kind_its_cells_have(draft: Path) -> None:
    text = (draft / "bookings_ledger.toml").read_text()
    assert '# nights_stayed = { en = ["Nights stayed"] }    # count' in text
    assert '# paid = { en = ["Paid"] }    # money' in text
    assert "nights_stayed" not in tomllib.loads(text)["columns"]


def test_no_text_cell_of_the_file_is_in_the_draft(draft: Path) -> None:
    said = "".join(path.read_text() for path in draft.iterdir())
    assert [text for text in TEXTS if text in said] == []


def test_the_fixture_keeps_shapes_and_who_is_who(draft: Path) -> None:
    first, second, third = list(csv.DictReader(io.StringIO((draft / "bookings_ledger.csv").read_text())))
    assert first["Guest name"] == third["Guest name"] != second["Guest name"]
    assert (second["Impressions"], second["Share"], len(first["Impressions"])) == ("0", "--", len("1,204"))
    assert first["E-mail"].endswith("@example.com") and first["Paid"].startswith("US$")


def test_a_draft_reads_its_own_fixture(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = load_platforms() | {"bookings_ledger": load_platform(draft / "bookings_ledger.toml")}
    for module in (platforms.reader, platforms.recognise):
        monkeypatch.setattr(module, "load_platforms", lambda: known)
    (table,) = read_file((draft / "bookings_ledger.csv").read_bytes()).tables
    assert (table.platform, table.currency_code, table.loaded, table.quarantined) == ("bookings_ledger", "USD", 3, 0)


def test_drafting_leaves_the_answer_and_the_exit_code_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text(UNKNOWN)
    done = handshake(
        "inspect", path, "--json", "--draft", "--out", tmp_path / "d", "--now", "2026-11-16T06:00Z", cwd=tmp_path
    )
    assert (done.returncode, len(json.loads(done.stdout))) == (3, 1)
    assert 'checked = "2026-11-16"' in (tmp_path / "d/ledger.toml").read_text()


def test_a_file_that_is_known_gets_no_draft(exports: Path, tmp_path: Path) -> None:
    done = handshake("inspect", exports / "search_console/Chart.csv", "--draft", "--out", tmp_path / "d")
    assert done.returncode == 0 and not (tmp_path / "d").exists()
