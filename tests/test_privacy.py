"""People: what the project keeps of them, and where nothing of them is found."""

import re
import shutil
import subprocess
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow.parquet as pq
import pytest

from clients.client import ClientConfigError, load_client
from clients.keys import load_secret, make_secret
from clients.period import Period
from pipeline import produce_edition
from platforms.grammar import CellError
from platforms.inspection import inspect_file
from platforms.parties import PartyKeys
from platforms.reader import read_file
from samples import write_samples
from store import Store

EXPORTS = Path(__file__).parent / "exports"
WEEK = Period.parse("2026-W45")
HUBSPOT = 'accounts = { hubspot = ["main"], google_ads = ["1"] }\nkpis = ["spend"]\n'
OF_PEOPLE = (
    "hubspot", "calendly", "callrail", "calendar", "shopify", "mailchimp", "email_events", "threads", "touchpoints",
    "linkedin_page", "meta_business_suite", "google_ads",
)  # fmt: skip
EVERYWHERE = "\n".join(
    ['kpis = ["spend"]', "[accounts]", 'meta_ads = ["act_1"]', *(f'{one} = ["main"]' for one in OF_PEOPLE), ""]
)
FIRST, LAST = ("Ada", "Bela", "Ciro", "Dina", "Egon"), ("Quillfeather", "Rumbelow", "Sandringden", "Thistlewood")


class Person(NamedTuple):
    first: str
    last: str
    email: str
    phone: str
    note: str

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


def planted() -> list[Person]:
    """Fifty people nobody else is called like, and what somebody wrote of each. Two hundred and fifty values."""
    return [
        Person(
            f"{FIRST[n % 5]}zq{n}", f"{LAST[n % 4]}zq{n}", f"person{n}@quillzq{n}.example", f"+1 212 555 {n:04}",
            f"asked twice about the crown of zq{n}",
        )
        for n in range(50)
    ]  # fmt: skip


def contacts(people: list[Person]) -> str:
    """A HubSpot export of contacts; every seventh row has an address or a number that is none."""
    rows = ["Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Create Date"]
    for n, (first, last, email, phone, _) in enumerate(people):
        email, phone = (
            (email.replace("@", " at "), phone)
            if n % 7 == 3
            else (email, phone + "0000000")
            if n % 7 == 5
            else (email, phone)
        )
        rows.append(f"{9000 + n},{first},{last},{email},{phone},New,2026-11-0{2 + n % 7} 09:{n:02}")
    return "\n".join(rows) + "\n"


def table(header: str, *rows: str) -> str:
    """A CSV file."""
    return "\n".join([header, *rows, ""])


def calendar(people: list[Person], *lines: str) -> str:
    """A calendar with an entry for each: invited, inviting, at home, described."""
    entries = [
        f"BEGIN:VEVENT\nUID:entry-{n}\nDTSTAMP:20261109T080000Z\nDTSTART:2026110{2 + n}T140000Z\nDTEND:2026110{2 + n}T150000Z\n"
        f"SUMMARY:{one.name}\nDESCRIPTION:{one.note}\nCOMMENT:{one.phone}\nLOCATION:At {one.name}'s\\, {one.phone}\n"
        f"ORGANIZER;CN={one.name}:mailto:{one.email}\nATTENDEE;CN={one.name}:mailto:{one.email}\nCONTACT:{one.email}\nEND:VEVENT"
        for n, one in enumerate(people)
    ]
    return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", *entries, *lines, "END:VCALENDAR", ""])


def everywhere(people: list[Person]) -> dict[str, str]:
    """A file of every kind that people stand in: whole rows, broken ones, cells that have slipped, columns we do not list, files we do not take.

    Each person stands in one of them alone, so that what is found says where it came from.
    """
    rest = iter(people)

    def some(count: int) -> list[Person]:
        return list(islice(rest, count))

    def slipped(one: Person) -> str:
        return f"{one.last}, {one.first}"  # a comma without quotes: every cell after it stands one place to the right

    of = {
        name: some(count)
        for name, count in {
            "contacts": 8, "deals": 3, "meetings": 3, "calls": 3, "calendly": 4, "callrail": 3, "calendar": 3, "damaged": 1, "cut": 1,
            "shopify": 3, "activity": 3, "email_events": 3, "threads": 3, "touchpoints": 3, "linkedin": 1, "meta": 1, "elsewhere": 1, "bookings": 2, "unknown": 1,
        }.items()
    }  # fmt: skip
    slip, late = of["calendly"][2:]
    who = "2026-11-10 11:00 am,2026-11-10 12:00 pm"
    lines = "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem name,Billing Name,Billing Street,Billing Phone,Notes,Id,Phone"
    return {
        "contacts.csv": contacts(of["contacts"]) + "".join(
            f"{9900 + n},{slipped(one)},{one.email},{one.phone},2026-11-03 09:00\n{9910 + n},{one.note},,,,{one.name},{one.phone}\n"
            for n, one in enumerate(of["contacts"][:2])
        ),
        "deals.csv": table(
            "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Is Closed Won,Deal owner,Description",
            *(f"{88 + n},{one.name},Closed won,Sales,{one.phone if n else 12},2026-11-0{3 + n} 10:00,true,{one.email},{one.note}"
              for n, one in enumerate(of["deals"])),
        ),
        "meetings.csv": table(
            "Record ID,Meeting name,Meeting start time,Meeting end time,Meeting outcome,Location,Internal notes,Attendees",
            *(f"{77 + n},With {one.name},{one.email if n == 2 else f'2026-11-0{3 + n} 10:00'},,Completed,Call {one.phone},{one.note},{one.email}"
              for n, one in enumerate(of["meetings"])),
        ),
        "calls.csv": table(
            "Record ID,Call Title,Activity date,Call duration (HH:mm:ss),Call outcome,Call direction,Call notes,Number,Contact",
            *(f"{66 + n},{one.name},2026-11-0{3 + n} 10:00,{one.note if n == 2 else '00:01:00'},Connected,Inbound,{one.note},{one.phone},{one.email}"
              for n, one in enumerate(of["calls"])),
        ),
        "calendly.csv": table(
            "Invitee Name,Invitee Email,Text Reminder Number,Start Date & Time,End Date & Time,Location,Canceled,Response 1,Event UUID,Invitee UUID",
            *(f"{one.name},{one.email},{one.phone},{who},{one.phone},false,{one.note},e{n},i{n}" for n, one in enumerate(of["calendly"][:2])),
            f"{slipped(slip)},{slip.email},{slip.phone},{who},{slip.note},false,e8,i8",
            f"{late.name},{late.email},{late.phone},{late.note},{late.name},{late.name},true,{late.note},e9,i9",
        ),
        "callrail.csv": table(
            "Call ID,Start Time,Duration (seconds),Answered,First-Time Caller,Phone Number,Source,Direction,Caller Name,Note,Email",
            *(f"c{n},{one.name if n == 2 else f'2026-11-0{3 + n} 08:05'},{one.phone if n == 1 else 18},Yes,Yes,{one.phone},Direct,Inbound,{one.name},{one.note},{one.email}"
              for n, one in enumerate(of["callrail"])),
        ),
        "calendar.ics": calendar(of["calendar"]),
        "damaged.ics": calendar(of["damaged"], "BEGIN:VEVENT", f"DTSTART:{of['damaged'][0].name}", "END:VEVENT"),
        "cut.ics": calendar(of["cut"]).replace("END:VCALENDAR", ""),
        "shopify.csv": table(
            lines,
            *(f"#{n},{one.email},paid,USD,{one.last if n == 1 else 8},1,0,9,{one.note if n == 2 else '2026-11-03 10:00:00 -0500'},Beans,{one.name},"
              f"{one.last} Street 1,{one.phone},{one.note},55{n},{one.phone}"
              for n, one in enumerate(of["shopify"])),
        ),
        "activity.csv": table(
            "Email Address,First Name,Last Name,Phone,Opens,Clicks,NOTES",
            *(f"{one.email},{one.first},{one.last},{one.phone},{one.name if n == 2 else 3},1,{one.note}" for n, one in enumerate(of["activity"])),
        ),
        "email_events.csv": table(
            "event_at,event,message,email,link",
            *(f"{one.note if n == 2 else '2026-11-03T09:46:03-05:00'},clicked,n-{n},{one.name if n == 1 else one.email},https://x.example/?to={one.email}&tel={one.phone}"
              for n, one in enumerate(of["email_events"])),
        ),
        "threads.csv": table(
            "thread,channel,at,direction,author",
            *(f"t-{n},e-mail,{one.phone if n == 2 else '2026-11-03T09:46:03-05:00'},in,{(one.email, one.name, one.note)[n]}" for n, one in enumerate(of["threads"])),
        ),
        "touchpoints.csv": table(
            "start,end,form,place,party,status",
            *(f"{one.name if n == 2 else f'2026-11-03 1{n}:00'},,in person,At {one.name}'s {one.phone},{one.phone if n == 1 else one.email},held"
              for n, one in enumerate(of["touchpoints"])),
        ),
        "posts.csv": table(
            "Post title,Post link,Posted by,Comment author,Comment,Created date,Impressions,Likes,Comments,Reposts",
            *(f"We are hiring,https://l.example/urn:li:activity:7260000000000000001,{one.name},{one.email},{one.note},11/03/2026,12,many,1,1" for one in of["linkedin"]),
        ),
        "comments.csv": table(
            "Post ID,Page ID,Page name,Title,Publish time,Reactions,Comments,Shares,Comment author,Comment text,Author contact",
            *(f"612000000000017101,1044,Harbor Dental,Teeth,11/03/2026 09:00,1,1,1,{one.name},{one.note},{one.email} {one.phone}" for one in of["meta"]),
        ),
        "leads.csv": table(
            "Day,Account ID,Campaign name,Amount spent (USD),Impressions,Link clicks,Reporting starts,Reporting ends,Lead,Lead email,Lead phone,Remark",
            *(f"2026-11-03,act_999,Brand,1.00,10,1,2026-11-03,2026-11-03,{one.name},{one.email},{one.phone},{one.note}" for one in of["elsewhere"]),
        ),
        "bookings.csv": table(
            "date,source,new_or_returning,party,phone",
            *(f"{one.name if n else '2026-11-03'},Telephone,new,{one.email},{one.phone}" for n, one in enumerate(of["bookings"])),
        ),
        "guests.csv": table("Guest,Mail,Mobile,Remark", *(f"{one.name},{one.email},{one.phone},{one.note}" for one in of["unknown"])),
        "campaign-by-day.csv": (EXPORTS / "google_ads/campaign-by-day.csv").read_text(encoding="utf-8"),
    }  # fmt: skip


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HANDSHAKE_KEYS", str(tmp_path / "keys"))
    make_secret("harbor-dental")
    return tmp_path / "keys"


def inbox(tmp_path: Path, files: str | dict[str, str]) -> Path:
    """A folder with these files; a text alone is a file of contacts."""
    (tmp_path / "inbox").mkdir()
    for name, text in ({"contacts.csv": files} if isinstance(files, str) else files).items():
        (tmp_path / "inbox" / name).write_text(text)
    return tmp_path / "inbox"


def spellings(people: list[Person]) -> dict[str, str]:
    """Each value, and a number also without its punctuation and its country, as they are looked for."""
    values = [value.casefold() for one in people for value in one]
    return {value: value for value in values} | {
        digits: one.phone
        for one in people
        for digits in (re.sub(r"\D", "", one.phone), re.sub(r"\D", "", one.phone)[1:])
    }


def found(people: list[Person], told: dict[str, bytes]) -> list[tuple[str, str]]:
    """(where, what) of every planted value in these bytes, as UTF-8 and as UTF-16, in any case."""
    wanted = spellings(people)
    any_of = re.compile("|".join(map(re.escape, sorted(wanted, key=len, reverse=True))))
    readings = {
        where: [
            part.decode(codec, "replace").casefold()
            for part, codec in ((data, "utf-8"), (data, "utf-16-le"), (data[1:], "utf-16-le"))
        ]
        for where, data in told.items()
    }
    return sorted({(where, hit) for where, texts in readings.items() for text in texts for hit in any_of.findall(text)})


def kept(store: Path) -> dict[str, bytes]:
    """Everything in a store but the landed bytes themselves, with what stands packed in it spelt out."""
    files = [path for path in store.rglob("*") if path.is_file()]
    landed = [path for path in files if store / "landed" in path.parents and path.suffix != ".json"]
    told = {str(path.relative_to(store)): path.read_bytes() for path in files if path not in landed}
    told |= {
        f"{path} (rows)": repr(pq.read_table(path).to_pydict()).encode() for path in files if path.suffix == ".parquet"
    }
    told |= {f"{path} (cells)": everything(path) for path in files if path.suffix == ".duckdb"}
    told |= {f"{path} (words)": words(path) for path in files if path.suffix == ".pdf"}
    return told | {"names": "\n".join(map(str, files)).encode()}


def everything(warehouse: Path) -> bytes:
    """Every cell of every table of a kept warehouse, as text."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        tables = connection.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
        return repr([connection.execute(f"select * from {table}").fetchall() for (table,) in tables]).encode()


def words(pdf: Path) -> bytes:
    """The words of a printed page, where the program that reads them is installed; it is made from report.html and nothing else."""
    if not shutil.which("pdftotext"):
        return b""
    return subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout


def test_of_two_hundred_personal_values_none_is_found_outside_the_landed_bytes(
    make_client, tmp_path: Path, keys: Path, now, capfd, caplog
) -> None:
    caplog.set_level("DEBUG")  # shown only where it fails
    people, store = planted(), tmp_path / "store"
    files = everywhere(people)
    outcome = produce_edition(make_client(EVERYWHERE), WEEK, store=Store(store), inbox=inbox(tmp_path, files), now=now)
    assert outcome.status == "made", outcome.why
    landed = [path.read_bytes() for path in (store / "landed").rglob("*") if path.suffix in (".csv", ".ics")]
    assert len(landed) == len(files) and len({hit for _, hit in found(people, {"": b"".join(landed)})}) >= 200
    said = {
        "outcome": repr(outcome).encode(),
        "logs": caplog.text.encode(),
        "printed": "".join(capfd.readouterr()).encode(),
    }
    assert found(people, kept(store) | said) == []


@pytest.mark.slow
def test_prefect_is_told_none_of_them_in_logs_artifacts_or_its_own_database(
    prefect, tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect.client.orchestration import get_client
    from prefect.settings import PREFECT_HOME

    from flows.weekly_reports import weekly_reports

    people, store = planted(), tmp_path / "store"
    inbox(tmp_path, everywhere(people)).rename(tmp_path / "harbor-dental")
    monkeypatch.setenv("HANDSHAKE_INBOX", str(tmp_path))
    monkeypatch.setenv("HANDSHAKE_STORE", str(store))
    state = weekly_reports(clients=["harbor-dental"], first_day=date(2026, 11, 2), return_state=True)
    with get_client(sync_client=True) as client:
        told = {"logs": repr(client.read_logs()), "artifacts": repr(client.read_artifacts()), "state": repr(state)}
    assert state.is_completed() and "rows quarantined" in told["artifacts"]
    homes = {str(path): path.read_bytes() for path in PREFECT_HOME.value().rglob("*") if path.is_file()}
    assert found(people, kept(store) | homes | {where: text.encode() for where, text in told.items()}) == []


@pytest.mark.parametrize(
    ("name", "quarantined"),
    [("contacts.csv", 6), ("deals.csv", 2), ("meetings.csv", 1), ("calls.csv", 1), ("calendly.csv", 2), ("callrail.csv", 2), ("shopify.csv", 2),
     ("activity.csv", 1), ("email_events.csv", 2), ("threads.csv", 2), ("touchpoints.csv", 2), ("posts.csv", 1), ("bookings.csv", 1)],
)  # fmt: skip
def test_a_broken_row_of_people_is_told_by_line_and_column_alone(name: str, quarantined: int) -> None:
    people = planted()
    (table,) = read_file(everywhere(people)[name].encode(), keys=PartyKeys(region="US")).tables
    assert table.quarantined == quarantined
    assert found(people, {"problems": repr(table.problems).encode()}) == []


def test_one_person_has_one_key_however_the_address_or_number_is_written() -> None:
    keys = PartyKeys(lambda: b"s" * 32, "US")
    assert keys.email("Ada@Example.org ") == keys.email("ada@example.org")
    assert keys.phone("(212) 555-0101") == keys.phone("+1 212 555 0101") != keys.phone("+44 20 7946 0018")


def test_two_clients_have_different_keys_for_one_person() -> None:
    ours, theirs = (PartyKeys(lambda secret=secret: secret, "US") for secret in (b"a" * 32, b"b" * 32))
    assert ours.email("ada@example.org") != theirs.email("ada@example.org")


@pytest.mark.parametrize(
    ("place", "form"),
    [
        ("https://zoom.example/j/88?pwd=ada", "video"),
        ("Google Meet", "video"),
        ("+1 (212) 555-0101", "phone"),
        ("Call Ada on her mobile", "phone"),
        ("At Ada's, 12 Quay Street", "in_person"),
    ],
)
def test_of_a_place_only_its_form_is_kept(place: str, form: str) -> None:
    told = table("start,end,form,place,party,status", f'2026-11-03 10:00,,lunch,"{place}",,held')
    assert read_file(told.encode()).tables[0].rows["event_place"] == [form]


def test_a_clicked_link_is_kept_as_a_key() -> None:
    row = "2026-11-03T09:46:03-05:00,clicked,n-1,ada@example.org,https://x.example/?to=ada@example.org"
    (read,) = read_file(table("event_at,event,message,email,link", row, row).encode()).tables
    assert len(set(read.rows["link_key"])) == 1 and "example" not in repr(read.rows)


def test_a_cell_that_is_no_address_is_refused_without_being_quoted() -> None:
    with pytest.raises(CellError):
        PartyKeys().email("Ada, front desk")
    (table,) = read_file(contacts(planted()).encode()).tables
    assert {problem.value for problem in table.problems} == {None}
    assert "quillzq" not in repr(table.problems)


def test_what_inspect_says_of_people_cannot_be_matched_with_what_is_kept(tmp_path: Path) -> None:
    people = planted()
    told = {path.name: repr(inspect_file(path)).encode() for path in inbox(tmp_path, everywhere(people)).iterdir()}
    assert len(told) == 20 and found(people, told) == []


def edition(store: Path, folder: Path, secret: bytes) -> dict[str, bytes]:
    """The files of an example client's edition, the warehouse aside, its people keyed with this secret."""
    keys, now = PartyKeys(lambda: secret, "US"), datetime.fromisoformat("2026-11-16T06:00-05:00")
    client, period = load_client(Path("clients/harbor-dental")), Period.parse("2026-W46")
    outcome = produce_edition(client, period, store=Store(store), inbox=folder / client.slug, now=now, keys=keys)
    made = Path(outcome.pdf).parent
    files = [path for path in made.rglob("*") if path.is_file() and path.suffix != ".duckdb"]
    return {str(path.relative_to(made)): path.read_bytes() for path in files}


@pytest.mark.slow
def test_two_secrets_give_the_same_edition_to_the_byte_so_no_order_depends_on_a_key(tmp_path: Path) -> None:
    write_samples(tmp_path / "inbox")
    ours, theirs = (edition(tmp_path / mark, tmp_path / "inbox", mark.encode() * 32) for mark in "ab")
    assert len(ours) > 30 and ours == theirs


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
