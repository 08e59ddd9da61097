"""People and meetings on what `produce_edition` makes of a client's folder: who has agreed to what, what to talk about, whom to meet, and why."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import vobject
import worked_example
from icalendar import Calendar
from made_edition import KEYS, NOW, Edition

from clients.client import ClientConfigError
from clients.people import people_of, read_folder
from clients.period import Period
from pipeline import produce_edition
from reports.brand import brand_of
from reports.invitation import invitation
from reports.meeting import NextMeeting
from reports.pages import Pages
from reports.view_model import _plain, _rows, section_files
from sql.people import load_people
from sql.warehouse import load_models

VISITS = {"ga4/Traffic_acquisition.csv": worked_example.ga4}
CONTACTS = """
[[contacts]]
id = "priya"
name = "Dr. Priya Raman"
side = "client"
role = "Owner"
prefers = "in_person"
deputy = "tom"
[[contacts]]
id = "tom"
name = "Tomas Lind"
side = "client"
deputy = "priya"
time_zone = "Europe/London"
[[contacts]]
id = "mia"
name = "Mia Okafor"
side = "agency"
"""
PLACE, TEN = 'place = "214 Quay Street"', "starts_at = 2026-11-24T10:00:00-05:00"
IN_PERSON, CALL = f'form = "in_person"\n{PLACE}\n{TEN}', f'form = "phone"\n{TEN}'
PLAN = f'{TEN}\nform = "in_person"\n{PLACE}\npurpose = "The year"\nrequired = ["priya", "tom"]\n'
ARRANGED = "meetings/2026-11-24.toml"


def saying(plan: str = PLAN, **words: str) -> str:
    """The plan, and what contacts say of it."""
    return plan + "".join(f"[confirmations.{who}]\n{word}\n" for who, word in words.items())


def held(day: str, form: str = "in_person", came: str = '["priya", "tom", "mia"]') -> str:
    return f'starts_at = {day}T10:00:00-05:00\nform = "{form}"\nrequired = ["priya"]\noutcome = "held"\ncame = {came}\n'


def put(folder: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        (folder / "clients/harbor-dental" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "clients/harbor-dental" / name).write_text(text)


def week(folder: Path, texts: dict[str, str], files: dict | None = None, toml: str = worked_example.TOML) -> Edition:
    """The worked week of a client whose folder has these files too."""
    put(folder, texts)
    return Edition(folder, VISITS if files is None else files, toml)


@pytest.fixture(scope="module")
def make(tmp_path_factory) -> Callable[..., Edition]:
    return lambda *texts, **more: week(tmp_path_factory.mktemp("week"), *texts, **more)


def box(edition: Edition) -> dict | None:
    """What page 1's box says."""
    return NextMeeting(Pages(edition.report, brand_of("")), edition.section("summary")).box


def text(edition: Edition, section: str) -> str:
    """A section's words as a reader sees them; nothing where it does not stand."""
    found = re.search(rf'<section class="[^"]*" id="{section}">(.*?)</section>', edition.html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()) if found else ""


OF_PEOPLE = (
    "contacts",
    "staff",
    "meetings",
    "attendees",
    "asks",
    "goals",
    "goal_changes",
    "ticks",
    "fees",
    "corrections",
)
ABOUT_PEOPLE = (
    "relationship_period",
    "meeting_confirmation",
    "next_meeting",
    "meeting_due",
    "in_person_rules",
    "in_person_fact",
)


def retold(edition: Edition, folder: Path, texts: dict[str, str], change: str = "") -> NextMeeting:
    """What an edition's section says with other people in its warehouse: the models about them are run once more, and no other."""
    put(folder, texts)
    warehouse = edition.copied()
    warehouse.execute("set TimeZone = 'UTC'; set variable period = '2026-W46';" + change)
    for name in OF_PEOPLE:
        warehouse.execute(f"drop table client.{name}")
    said = {(kind, subject): body for kind, subject, body in read_folder(folder / "clients/harbor-dental")}
    load_people(warehouse, edition.client, people_of(said, {"contacts": [], "goals": []}), {})
    models = {model.name: model for model in load_models()}
    for name in ABOUT_PEOPLE:
        warehouse.execute(f"create or replace table {models[name].relation} as {models[name].query}")
    queries = next(one for one in section_files() if one.name == "meeting").queries
    rows = json.loads(json.dumps({name: _rows(warehouse, query) for name, query in queries.items()}, default=_plain))
    return NextMeeting(Pages(edition.report, brand_of("")), rows)


@pytest.fixture(scope="module")
def agreed(make) -> Edition:
    return make({"contacts.toml": CONTACTS, ARRANGED: saying(priya=IN_PERSON, tom=IN_PERSON)})


@pytest.fixture(scope="module")
def torn(make) -> Edition:
    """One says call, the other in person; nobody stands in for one of them; a meeting of last month has no outcome."""
    past = PLAN.replace("2026-11-24", "2026-11-05").replace("The year", "Stock")
    return make(
        {
            "contacts.toml": CONTACTS.replace('deputy = "priya"\n', ""),
            ARRANGED: saying(priya='form = "phone"', tom=IN_PERSON),
            "meetings/2026-11-05.toml": past,
            "meetings/2026-10-12.toml": held("2026-10-12", came='["priya", "mia"]'),
        }
    )


@pytest.fixture(scope="module")
def bare(make) -> Edition:
    return make({})


def test_P02_a_missing_deputy_and_a_single_live_contact_are_warned_of(torn) -> None:
    found = [(one["warning"], one["name"]) for one in torn.section("people")["warnings"]]
    assert found == [("no deputy", "Tomas Lind"), ("single contact", None)]
    assert "Nobody is named to stand in for Tomas Lind." in text(torn, "people")
    assert "Only one of you is in touch with us" in text(torn, "people")


def test_P02_role_preferred_form_and_deputy_stand_with_each_contact(agreed) -> None:
    assert agreed.section("people")["warnings"] == []
    assert "Dr. Priya Raman Owner In person Tomas Lind" in text(agreed, "people")


def test_P03_one_says_call_and_one_says_in_person_is_not_agreed_on_page_1(torn) -> None:
    assert torn.section("summary")["meeting"][0]["state"] == "not agreed"
    assert box(torn)["state"] == "not agreed: Dr. Priya Raman says call, Tomas Lind says in person"
    assert box(torn)["state"] in text(torn, "meeting") and not box(torn)["is_agreed"]


def test_P03_all_who_must_come_said_the_same_and_it_is_agreed(agreed) -> None:
    assert box(agreed) == {
        "is_agreed": True, "form": "In person", "place": "214 Quay Street", "when": "Tuesday, November 24, 2026, 10:00\u202fAM (New York)",
        "who": "Dr. Priya Raman, Tomas Lind", "state": "agreed ✓✓",
    }  # fmt: skip


def test_P03_each_contact_reads_the_start_by_their_own_clock(agreed) -> None:
    assert "Tomas Lind: 3:00\u202fPM (London)" in agreed.html


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"priya": IN_PERSON}, "not agreed yet: waiting for Tomas Lind"),
        ({"priya": IN_PERSON, "tom": f'form = "in_person"\n{TEN}'}, "not agreed yet: waiting for Tomas Lind"),
        (
            {"priya": IN_PERSON, "tom": IN_PERSON.replace("214 Quay Street", "9 Lantern Row")},
            "not agreed: Dr. Priya Raman says 214 Quay Street, Tomas Lind says 9 Lantern Row",
        ),
        (
            {"priya": IN_PERSON, "tom": IN_PERSON.replace("T10", "T11")},
            "not agreed: Dr. Priya Raman says 10:00\u202fAM, Tomas Lind says 11:00\u202fAM",
        ),
        (
            {"priya": CALL, "tom": CALL},
            "not agreed: Dr. Priya Raman says call, Tomas Lind says call, the plan says in person",
        ),
        ({"priya": CALL}, "not agreed: Dr. Priya Raman says call, the plan says in person; waiting for Tomas Lind"),
    ],
)
def test_P03_form_place_and_time_must_be_the_same(agreed, tmp_path, said: dict[str, str], state: str) -> None:
    assert retold(agreed, tmp_path, {"contacts.toml": CONTACTS, ARRANGED: saying(**said)}).state == state


@pytest.mark.slow
def test_P03_who_changes_their_mind_is_believed_and_the_past_stays_as_it_was_known(tmp_path) -> None:
    edition = week(tmp_path, {"contacts.toml": CONTACTS, ARRANGED: saying(priya=CALL, tom=IN_PERSON)})
    put(tmp_path, {ARRANGED: saying(priya=IN_PERSON, tom=IN_PERSON)})
    edition.make(NOW + timedelta(hours=1))
    assert box(edition)["state"] == "agreed ✓✓"
    then = produce_edition(
        edition.client,
        Period.parse("2026-W46"),
        store=edition.store,
        now=NOW + timedelta(hours=2),
        as_of=NOW,
        keys=KEYS,
    )
    told = (tmp_path / f"store/editions/harbor-dental/2026-W46/{then.edition}/report.html").read_text()
    assert "not agreed: Dr. Priya Raman says call, Tomas Lind says in person" in told


def test_P07_a_meeting_that_is_over_without_an_outcome_is_asked_about(torn) -> None:
    assert [(one["meeting"], one["age_days"]) for one in torn.section("meeting")["due"]] == [("2026-11-05", 10)]
    assert "Our meeting of Nov 5, 2026 (Stock) is over, and nobody has written down what became of it." in text(
        torn, "meeting"
    )


def test_without_people_neither_section_stands(bare) -> None:
    assert box(bare) is None and text(bare, "meeting") == text(bare, "people") == ""


ARRANGED_AS = {
    "in_person": ({}, "214 Quay Street", None, None),
    "phone": ({"form": "phone", "place": None, "join_at": "+44 29 2018 0199"}, None, "tel:+442920180199", "PHONE"),
    "video": ({"form": "video", "place": None, "join_at": "https://meet.example/y"}, None, "https://meet.example/y", ["AUDIO", "VIDEO"]),
}  # fmt: skip


def invited(edition: Edition, **arranged: str | None) -> bytes:
    """The calendar file of an edition's report, had its meeting been arranged otherwise."""
    report = json.loads(json.dumps(edition.report))
    next(one["rows"] for one in report["sections"] if one["name"] == "summary")["meeting"][0].update(arranged)
    return invitation(report)


@pytest.mark.parametrize("form", ARRANGED_AS)
def test_P04_the_calendar_file_says_where_in_person_and_what_to_dial_or_open_otherwise(agreed, form) -> None:
    arranged, place, address, features = ARRANGED_AS[form]
    event = next(iter(Calendar.from_ical(invited(agreed, **arranged)).walk("VEVENT")))
    conference = event.get("conference")
    found = (event.get("location"), conference and str(conference), conference and conference.params["FEATURE"])
    assert (*found, event.decoded("dtstart")) == (place, address, features, datetime(2026, 11, 24, 15, tzinfo=UTC))


@pytest.mark.parametrize("form", ARRANGED_AS)
def test_P04_a_second_reader_of_calendars_reads_the_same(agreed, form) -> None:
    arranged, place, address, _ = ARRANGED_AS[form]
    event = vobject.readOne(invited(agreed, **arranged).decode()).vevent
    told = {name: lines[0].value for name, lines in event.contents.items()}
    found = (told.get("location"), told.get("conference"), event.dtstart.value.astimezone(UTC))
    assert found == (place, address, datetime(2026, 11, 24, 15, tzinfo=UTC))


def test_P04_the_edition_holds_the_calendar_file(agreed) -> None:
    assert agreed.path.with_name("meeting.ics").read_bytes() == invited(agreed)


def test_P04_without_a_meeting_there_is_no_calendar_file(bare) -> None:
    assert not bare.path.with_name("meeting.ics").exists()


# P5: the agenda

ASKS = """
[[asks]]
id = "photos"
side = "client"
text = "Photographs of the team"
asked_on = 2026-10-16
due = 2026-11-10
owner = "priya"
[[asks]]
id = "later"
side = "agency"
text = "Next year's plan"
asked_on = 2026-10-16
due = 2026-12-31
owner = "mia"
"""


def visits() -> str:
    """Twelve weeks of about seventy visits, then a hundred a day."""
    first, last = date(2026, 8, 24), date(2026, 11, 15)
    lines = [
        "# ----------------------------------------", "# Traffic acquisition: Session source / medium", "# Account: Harbor Dental",
        "# Property: harbordental.example", "# ----------------------------------------", "# ", "# All Users",
        f"# Start date: {first:%Y%m%d}", f"# End date: {last:%Y%m%d}", "Session source / medium,Date,Sessions",
    ]  # fmt: skip
    for place in range((last - first).days + 1):
        day = first + timedelta(days=place)
        lines.append(f"google / organic,{day:%Y%m%d},{100 if day > date(2026, 11, 8) else 10 + place // 7 % 3}")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def talk(make) -> Edition:
    files = {**worked_example.FILES, "ga4/Traffic_acquisition.csv": visits}
    toml = worked_example.TOML + 'printed = ["changes"]\n'
    texts = {"contacts.toml": CONTACTS, "asks.toml": ASKS, ARRANGED: saying()}
    return make(texts, files=files, toml=toml)


def test_P05_the_agenda_is_drafted_from_findings_in_order(talk) -> None:
    found = [(one["topic"], one["section"]) for one in talk.section("meeting")["agenda"]]
    assert found == [
        ("flag", "changes"),
        ("hollow", "ledger"),
        ("hanging", "ledger"),
        ("ask", "promises"),
        ("question", None),
    ]


def test_P05_each_topic_is_the_findings_own_words_and_figures(talk) -> None:
    flag, hollow, hanging, ask, _ = talk.section("meeting")["agenda"]
    longest = talk.section("ledger")["waiting"][0]
    assert (flag["metric"], flag["value"]) == ("sessions", "700")
    assert (hollow["reason"], hollow["count"]) == ("never viewable", "166600")
    assert hanging["event_id"] == longest["event_id"] and hanging["age_hours"] == longest["age_hours"]
    assert (ask["owner"], ask["text"], ask["due"]) == ("Dr. Priya Raman", "Photographs of the team", "2026-11-10")


def test_P05_each_topic_leads_to_its_page_and_the_last_has_no_slide(talk) -> None:
    agenda = re.search(r'<ol class="agenda">(.*?)</ol>', talk.html, re.DOTALL)[1]
    pages = [re.findall(r'class="page-of" href="#(\w+)"', one) for one in agenda.split("<li>")[1:]]
    assert pages == [["changes"], ["ledger"], ["ledger"], ["promises"], []]
    assert all(f'id="{page}"' in talk.html for named in pages for page in named)
    assert "What do your customers say to you?" in agenda.split("<li>")[-1]


@pytest.mark.slow
def test_P05_a_finding_that_a_person_dropped_is_not_talked_about(talk) -> None:
    head = '+++\nauthor = "mia"\nat = 2026-11-16T08:40:00-05:00\n+++\n'
    put(talk.folder, {"notes/2026-W46.md": head + "# finding[sessions]: dropped\n"})
    talk.make(NOW + timedelta(hours=1))
    agenda = talk.section("meeting")["agenda"]
    assert [one["metric"] for one in agenda if one["topic"] == "flag" and one["metric"] == "sessions"] == []


# P6: why to meet in person

CALLED = PLAN.replace('form = "in_person"', 'form = "phone"')
RECENT = {"contacts.toml": CONTACTS, ARRANGED: CALLED, "meetings/2026-09-16.toml": held("2026-09-16")}
NOTES = '+++\nauthor = "mia"\nat = 2026-11-16T08:40:00-05:00\n+++\n# verdict: {}\nBookings halved.\n'
GOAL = '[[goals]]\nmetric = "engagement_rate"\ncadence = "month"\ntarget = {}\nfrom = {}\n'
MET = GOAL.format("0.5", "2026-01-01")  # 1,905 of 3,340 visits stayed
TRIGGERS = {
    "long since": ({"meetings/2026-09-16.toml": held("2026-09-15")}, "61 days since we last met in person"),
    "never": (
        {"meetings/2026-09-16.toml": held("2026-09-15", "video")},
        "61 days of meetings, none of them in person",
    ),
    "verdict off": ({"notes/2026-W46.md": NOTES.format("off")}, "the verdict is off"),
    "goal missed": (
        {"goals.toml": GOAL.format("0.9", "2026-01-01").replace("month", "week")},
        "the target of “Share that stayed” will be missed",
    ),
    "goal changed": (
        {"goals.toml": MET + GOAL.format("0.52", "2026-10-11")},
        "the target of “Share that stayed” has changed",
    ),
}


def reasons(edition: Edition) -> list[tuple[str, str]]:
    return [(one["reason"], one["state"]) for one in edition.section("meeting")["in_person"]]


@pytest.fixture(scope="module")
def none(make) -> Edition:
    """Met sixty days ago, the verdict is watch, the target is old and reached, nobody is new."""
    return make(RECENT | {"notes/2026-W46.md": NOTES.format("watch"), "goals.toml": MET})


def test_P06_none_of_the_reasons_yields_no_suggestion(none) -> None:
    assert reasons(none) == [] and "in person:" not in text(none, "meeting")


@pytest.mark.parametrize("reason", TRIGGERS)
def test_P06_each_reason_alone_yields_the_suggestion_with_its_words(make, reason: str) -> None:
    texts, words = TRIGGERS[reason]
    edition = make(RECENT | texts)
    assert reasons(edition) == [(reason, "suggested")]
    assert f"We suggest to meet in person: {words}." in text(edition, "meeting")


def test_P06_a_declined_suggestion_is_kept_with_why(tmp_path) -> None:
    off = {"notes/2026-W46.md": NOTES.format("off"), ARRANGED: CALLED + 'declined_in_person = "Priya is abroad."\n'}
    edition = week(tmp_path, RECENT | off)
    assert reasons(edition) == [("verdict off", "declined")]
    assert "We would suggest to meet in person: the verdict is off. Not this time: Priya is abroad." in text(
        edition, "meeting"
    )
    kept = [path.read_text() for path in (tmp_path / "store/records/harbor-dental/meetings").iterdir()]
    assert any('"declined_in_person": "Priya is abroad."' in one for one in kept)


def test_P06_a_client_may_set_its_own_number_of_days(none, tmp_path) -> None:
    change = "update client.thresholds set in_person_days = 59"
    assert retold(none, tmp_path, RECENT, change).in_person == (
        "We suggest to meet in person: 60 days since we last met in person."
    )


def test_P06_where_the_meeting_is_in_person_already_the_reason_stands_with_it(none, tmp_path) -> None:
    arranged = {ARRANGED: PLAN, "meetings/2026-09-16.toml": held("2026-09-15")}
    assert retold(none, tmp_path, RECENT | arranged).in_person == (
        "In person, as we suggest: 61 days since we last met in person."
    )


def test_P06_without_a_meeting_the_suggestion_stands_alone(none, tmp_path) -> None:
    found = retold(none, tmp_path, {"contacts.toml": CONTACTS, "meetings/2026-08-01.toml": held("2026-08-01")})
    assert found.in_person == "We suggest to meet in person: 106 days since we last met in person."
    assert found.box is None and list(found.agenda) == []


@pytest.mark.slow
def test_P06_a_new_contact_and_a_target_that_was_put_otherwise_yield_it(none) -> None:
    newcomer = '[[contacts]]\nid = "anna"\nname = "Anna Berg"\nside = "client"\n'
    put(none.folder, {"contacts.toml": CONTACTS + newcomer})
    none.make(NOW + timedelta(hours=1))
    assert reasons(none) == [("new contact", "suggested")] and "Anna Berg is new" in text(none, "meeting")
    put(none.folder, {"contacts.toml": CONTACTS, "goals.toml": GOAL.format("0.51", "2026-01-01")})
    none.make(NOW + timedelta(hours=2))
    assert reasons(none) == [("goal changed", "suggested")]


def test_a_contacts_zone_that_is_none_is_refused_by_name(tmp_path) -> None:
    put(tmp_path, {"contacts.toml": CONTACTS.replace("Europe/London", "London time")})
    with pytest.raises(ClientConfigError, match=r"contacts.1.time_zone: .*IANA zone .*'London time'"):
        list(read_folder(tmp_path / "clients/harbor-dental"))
