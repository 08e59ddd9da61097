"""People: what the project keeps of them, and where nothing of them is found."""

import re
from pathlib import Path

import duckdb
import pytest

from clients.client import ClientConfigError
from clients.keys import load_secret, make_secret
from clients.period import Period
from pipeline import produce_edition
from platforms.grammar import CellError
from platforms.inspection import inspect_file
from platforms.parties import PartyKeys
from platforms.reader import read_file
from store import Store

WEEK = Period.parse("2026-W45")
HUBSPOT = 'accounts = { hubspot = ["main"], google_ads = ["1"] }\nkpis = ["spend"]\n'
FIRST, LAST = ("Ada", "Bela", "Ciro", "Dina", "Egon"), ("Quillfeather", "Rumbelow", "Sandringden", "Thistlewood")


def planted() -> list[tuple[str, str, str, str]]:
    """Fifty people nobody else is called like: first name, last name, address, telephone. Two hundred values."""
    return [
        (f"{FIRST[n % 5]}zq{n}", f"{LAST[n % 4]}zq{n}", f"person{n}@quillzq{n}.example", f"+1 212 555 {n:04}")
        for n in range(50)
    ]


def contacts(people: list[tuple[str, str, str, str]]) -> str:
    """A HubSpot export of contacts; every seventh row has an address or a number that is none."""
    rows = ["Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Create Date"]
    for n, (first, last, email, phone) in enumerate(people):
        email, phone = (
            (email.replace("@", " at "), phone)
            if n % 7 == 3
            else (email, phone + "0000000")
            if n % 7 == 5
            else (email, phone)
        )
        rows.append(f"{9000 + n},{first},{last},{email},{phone},New,2026-11-0{2 + n % 7} 09:{n:02}")
    return "\n".join(rows) + "\n"


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HANDSHAKE_KEYS", str(tmp_path / "keys"))
    make_secret("harbor-dental")
    return tmp_path / "keys"


def inbox(tmp_path: Path, text: str) -> Path:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "contacts.csv").write_text(text)
    return tmp_path / "inbox"


def test_of_two_hundred_personal_values_none_is_found_outside_the_landed_bytes(
    make_client, tmp_path: Path, keys: Path, now, capfd
) -> None:
    people = planted()
    store = Store(tmp_path / "store")
    outcome = produce_edition(make_client(HUBSPOT), WEEK, store=store, inbox=inbox(tmp_path, contacts(people)), now=now)
    assert outcome.status == "made" and outcome.rows["loaded"] > 30 and outcome.rows["quarantined"] > 10
    (warehouse,) = (tmp_path / "store").rglob("warehouse.duckdb")
    texts = [path.read_bytes() for path in (tmp_path / "store").rglob("*") if path.is_file() and path.suffix != ".csv"]
    texts += [path.read_bytes() for path in (tmp_path / "store").rglob("tables/*.csv")]
    texts += [everything(warehouse), repr(outcome).encode(), *(part.encode() for part in capfd.readouterr())]
    values = [
        part for person in people for value in person for part in (value, re.sub(r"\D", "", value)) if len(part) > 6
    ]
    assert len(values) >= 200
    assert [value for value in values for text in texts if value.encode().lower() in text.lower()] == []


def everything(warehouse: Path) -> bytes:
    """Every cell of every table of a kept warehouse, as text."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        tables = connection.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
        return repr([connection.execute(f"select * from {table}").fetchall() for (table,) in tables]).encode()


def test_one_person_has_one_key_however_the_address_or_number_is_written() -> None:
    keys = PartyKeys(lambda: b"s" * 32, "US")
    assert keys.email("Ada@Example.org ") == keys.email("ada@example.org")
    assert keys.phone("(212) 555-0101") == keys.phone("+1 212 555 0101") != keys.phone("+44 20 7946 0018")


def test_two_clients_have_different_keys_for_one_person() -> None:
    ours, theirs = (PartyKeys(lambda secret=secret: secret, "US") for secret in (b"a" * 32, b"b" * 32))
    assert ours.email("ada@example.org") != theirs.email("ada@example.org")


def test_a_cell_that_is_no_address_is_refused_without_being_quoted() -> None:
    with pytest.raises(CellError):
        PartyKeys().email("Ada, front desk")
    (table,) = read_file(contacts(planted()).encode()).tables
    assert {problem.value for problem in table.problems} == {None}
    assert "quillzq" not in repr(table.problems)


def test_what_inspect_says_of_people_cannot_be_matched_with_what_is_kept(tmp_path: Path) -> None:
    told, _ = inspect_file(inbox(tmp_path, contacts(planted())) / "contacts.csv")
    assert "zq" not in repr({key: value for key, value in told[0].items() if key != "file"})


def test_without_its_key_file_a_client_with_people_is_not_landed(make_client, tmp_path: Path, now, monkeypatch) -> None:
    monkeypatch.setenv("HANDSHAKE_KEYS", str(tmp_path / "none"))
    store = Store(tmp_path / "store")
    outcome = produce_edition(
        make_client(HUBSPOT), WEEK, store=store, inbox=inbox(tmp_path, contacts(planted())), now=now
    )
    assert outcome.status == "config" and "handshake check --init" in outcome.why
    assert store.names("landed/harbor-dental/hubspot") == []


def test_a_key_that_others_may_read_is_refused(keys: Path) -> None:
    (keys / "harbor-dental.key").chmod(0o644)
    with pytest.raises(ClientConfigError, match="chmod 600"):
        load_secret("harbor-dental")


def test_a_key_once_made_is_never_made_again(keys: Path) -> None:
    before = load_secret("harbor-dental")
    assert (make_secret("harbor-dental"), load_secret("harbor-dental")) == (False, before)


@pytest.mark.parametrize(("signed", "held"), [("", ["agreement_missing"]), ("agreement_signed = 2026-10-01\n", [])])
def test_people_of_a_regulated_client_stay_out_until_the_agreement_is_signed(
    make_client, tmp_path: Path, keys: Path, now, signed: str, held: list[str]
) -> None:
    client = make_client(f'regulated = "health"\n{signed}{HUBSPOT}')
    store = Store(tmp_path / "store")
    outcome = produce_edition(client, WEEK, store=store, inbox=inbox(tmp_path, contacts(planted())), now=now)
    assert [
        one.split(": ")[1] for one in outcome.warnings if "contacts.csv" in one and "quarantined" not in one
    ] == held
