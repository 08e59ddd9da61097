"""What people say of a week, on what `produce_edition` makes of it: nothing unsigned, nothing stale, no number but the report's own."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from clients.client import ClientConfigError, load_client
from clients.notes import read_notes
from clients.period import Period
from pipeline import Outcome, produce_edition
from platforms.parties import PartyKeys
from reports.commentary import stands_in_the_way
from reports.prose import Figure
from reports.stray import stray_numbers
from store import Store

NOW = datetime(2026, 11, 16, 14, tzinfo=UTC)
KEYS = PartyKeys(lambda: bytes(32), "US")
WEEKS, LAST = 12, date(2026, 11, 15)
TOML = (
    'name = "Harbor Dental"\ncurrency = "USD"\ntime_zone = "America/New_York"\naccounts = { ga4 = ["harbordental.example"] }\n'
    'kpis = ["sessions"]\n'
)
CONTACTS = (
    '[[contacts]]\nid = "mia-okafor"\nname = "Mia Okafor"\nside = "agency"\n\n'
    '[[contacts]]\nid = "priya-raman"\nname = "Dr. Priya Raman"\nside = "client"\n'
)
AUTHOR = 'author = "mia-okafor"\nat = 2026-11-16T08:40:00-05:00\n'
SIGNED = AUTHOR + 'signed_by = "mia-okafor"\nsigned_at = 2026-11-16T09:00:00-05:00\n'
WHOLE = "# verdict: on track\nVisits are up.\n# finding[sessions]: accepted\n# wrong\nThe link was broken.\n# ask: nothing this time\n"


def visits(last_week: int = 700) -> str:
    """Twelve weeks of visits, about seventy a week, the last of them as asked for."""
    first = LAST - timedelta(days=7 * WEEKS - 1)
    lines = [
        "# ----------------------------------------", "# Traffic acquisition: Session source / medium", "# Account: Harbor Dental",
        "# Property: harbordental.example", "# ----------------------------------------", "# ", "# All Users",
        f"# Start date: {first:%Y%m%d}", f"# End date: {LAST:%Y%m%d}", "Session source / medium,Date,Sessions",
    ]  # fmt: skip
    for place in range(7 * WEEKS):
        week, day = divmod(place, 7)
        told = last_week if week == WEEKS - 1 else 70 + week % 3
        lines.append(
            f"google / organic,{first + timedelta(days=place):%Y%m%d},{told * (day + 1) // 7 - told * day // 7}"
        )
    return "\n".join(lines) + "\n"


class Desk:
    """A client's folder, in which a test writes, and what is made of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.store = folder / "clients/harbor-dental", Store(folder / "store")
        self.inbox, self.root, self.clock = folder / "inbox", folder, NOW
        (self.folder / "notes").mkdir(parents=True)
        (self.inbox / "ga4").mkdir(parents=True)
        self.put("client.toml", TOML).put("contacts.toml", CONTACTS)
        self.land(visits())

    def put(self, name: str, text: str) -> "Desk":
        (self.folder / name).write_text(text, encoding="utf-8")
        return self

    def land(self, text: str, name: str = "Traffic.csv") -> "Desk":
        (self.inbox / "ga4" / name).write_text(text, encoding="utf-8")
        return self

    def notes(self, slots: str = WHOLE, head: str = SIGNED, week: str = "2026-W46") -> "Desk":
        return self.put(f"notes/{week}.md", f"+++\n{head}+++\n{slots}")

    def outcome(self, as_of: datetime | None = None) -> Outcome:
        """What becomes of it an hour later than the last time."""
        self.clock += timedelta(hours=1)
        client, week = load_client(self.folder), Period.parse("2026-W46")
        return produce_edition(client, week, store=self.store, inbox=self.inbox, now=self.clock, as_of=as_of, keys=KEYS)

    def made(self, as_of: datetime | None = None) -> "Made":
        outcome = self.outcome(as_of)
        assert outcome.status == "made", outcome.why
        return Made(self.root / f"store/editions/harbor-dental/2026-W46/{outcome.edition}", outcome)


class Made:
    """An edition: its view-model, its page, and what the person who ran it was told."""

    def __init__(self, folder: Path, outcome: Outcome) -> None:
        self.folder, self.warnings = folder, outcome.warnings
        self.report = json.loads((folder / "report.json").read_text())
        self.said = self.report["commentary"]
        self.html = (folder / "report.html").read_text()
        self.hindrances = stands_in_the_way(self.report)

    def finding(self, cell: str = "sessions") -> dict:
        return next(one for one in self.said["findings"] if one["cell"] == cell)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.slow
def plain(words: list[dict]) -> str:
    """Words without their figures' formats: exact values."""
    return " ".join(
        "".join(run["figure"]["value"] if "figure" in run else run["text"] for run in one["runs"]) for one in words
    )


@pytest.mark.slow
def test_signed_notes_with_every_slot_stand_in_nobodys_way(desk) -> None:
    made = desk.notes().made()
    assert (made.said["state"], made.said["signed_by"], made.hindrances) == ("signed", "Mia Okafor", [])


def test_without_notes_the_report_is_made_and_says_that_nobody_wrote(desk) -> None:
    made = desk.put(
        "asks.toml", '[[asks]]\nid = "x"\nside = "client"\ntext = "Photographs"\nasked_on = 2026-11-02\n'
    ).made()
    assert made.said["state"] == "missing" and "Nobody has written about this period yet." in made.html


def test_R03_an_empty_wrong_needs_nothing_failed_by_a_named_person(desk) -> None:
    empty = desk.notes(WHOLE.replace("The link was broken.\n", "")).made()
    ticked = desk.notes(WHOLE.replace("# wrong\nThe link was broken.", "# wrong by Jonas: nothing failed")).made()
    assert empty.said["wrong"] is None and ["wrong" in one for one in empty.hindrances] == [True]
    assert (
        ticked.said["wrong"]["nothing_failed"]
        and ticked.said["wrong"]["said"]["author"] == "Jonas"
        and not ticked.hindrances
    )


@pytest.mark.slow
@pytest.mark.parametrize("slot", ["verdict", "ask"])
def test_a_missing_verdict_or_ask_keeps_the_report_from_release(desk, slot) -> None:
    made = desk.notes(re.sub(rf"# {slot}[^#]*", "", WHOLE)).made()
    assert made.said["lacking"] == [slot]


def test_H01_a_comment_for_a_metric_not_on_the_page_fails(desk) -> None:
    outcome = desk.notes(WHOLE + "# why[email_opens]\nMore letters.\n").outcome()
    assert (
        outcome.status == "config"
        and "2026-W46.md: line 13: why[email_opens]: 'email_opens' is on no page" in outcome.why
    )


def test_H01_a_comment_is_bound_to_its_metric_and_period(desk) -> None:
    made = desk.notes(WHOLE + "# why[sessions] by Jonas\nThe film.\n").made()
    why = made.said["why"][0]
    assert (why["metric"], plain(why["said"]["words"]), why["said"]["author"]) == ("sessions", "The film.", "Jonas")
    assert why["said"]["at"] == "2026-11-16T08:40:00-05:00" and made.report["period"]["label"] == "2026-W46"


@pytest.mark.slow
def test_H02_changing_data_changes_the_sentence(desk) -> None:
    desk.notes(WHOLE + "# done\n- Told of {sessions} visits, {sessions.change} than in the week before\n")
    first, second = desk.made(), desk.land(visits(63), "Later.csv").made()
    assert "Told of 700 visits, 886% more than in the week before" in first.html
    assert "Told of 63 visits, 11% less than in the week before" in second.html


def test_H02_a_typed_stray_number_is_warned_about_by_line(desk) -> None:
    made = desk.notes(WHOLE.replace("Visits are up.", "There were 700 visits.")).made()
    warned = [one for one in made.warnings if "typed" in one]
    assert [one.partition("notes/")[2] for one in warned] == [
        "2026-W46.md: line 8: '700' is typed and will not follow the figure; write {sessions} instead."
    ]


def figure(value: str, unit: str = "count") -> Figure:
    return Figure("sessions", "value", "Visits", None, Decimal(value), unit, 0)


@pytest.mark.parametrize(
    ("typed", "locale", "value", "unit", "stray"),
    [
        ("5,719 visits", "en-US", "5719", "count", ["5,719"]),
        ("some 5,700 visits", "en-US", "5719", "count", ["5,700"]),
        ("some 5,600 visits", "en-US", "5719", "count", []),
        ("5.719 visitas", "pt-BR", "5719", "count", ["5.719"]),
        ("up 28%", "en-US", "5719", "count", ["28%"]),
        ("0,58 a mais", "pt-BR", "0.577", "number", ["0,58"]),
        ("$12 each and 12 $", "en-US", "5719", "count", ["$12", "12 $"]),
        ("R$ 12", "pt-BR", "5719", "count", ["R$ 12"]),
        ("2.5× as many", "en-US", "5719", "count", ["2.5×"]),
        ("on 20 November, at 20:20, from 8 to 20 pm", "en-US", "20", "count", []),
        ("em 20 de novembro às 20h20", "pt-BR", "20", "count", []),
        ("at 20 Pier Street, Floor 20", "en-US", "20", "count", []),
        ("since 2026-11-20, and in 2026", "en-US", "2026", "count", []),
        ("two films, 3 ads, 12 calls, page2", "en-US", "20", "count", []),
        ("20 people came", "en-US", "20", "count", ["20"]),
    ],
)
def test_H02_what_is_a_figure_of_the_report_and_what_is_a_day_a_time_or_an_address(
    typed, locale, value, unit, stray
) -> None:
    currency = "BRL" if locale == "pt-BR" else "USD"
    found = stray_numbers(typed, [figure(value, unit)], locale, currency)
    assert [number for _, number, _ in found] == stray


@pytest.mark.slow
def test_H03_last_weeks_words_never_appear_unless_ticked(desk) -> None:
    desk.notes(WHOLE.replace("The link was broken.", "The form lost seven names."), week="2026-W45")
    copied = desk.notes(WHOLE.replace("The link was broken.", "The form  lost seven names.")).made()
    empty = desk.notes(WHOLE.replace("The link was broken.", "")).made()
    ticked = desk.notes(WHOLE.replace("# wrong\nThe link was broken.", "# wrong: still true")).made()
    assert "seven names" not in json.dumps([copied.report, empty.report]) and "repeated wrong" in copied.said["lacking"]
    assert (
        plain(ticked.said["wrong"]["said"]["words"]) == "The form lost seven names."
        and ticked.said["wrong"]["said"]["still_true"]
    )


def test_H03_a_tick_may_stand_for_a_tick_and_takes_this_weeks_figures(desk) -> None:
    desk.notes("# verdict: watch\nOnly {sessions} came.\n", week="2026-W44")
    desk.notes("# verdict: watch, still true\n", week="2026-W45")
    made = desk.notes(WHOLE.replace("# verdict: on track\nVisits are up.", "# verdict: watch, still true")).made()
    assert plain(made.said["verdict"]["said"]["words"]) == "Only 700 came."


@pytest.mark.slow
def test_H03_a_line_of_the_list_before_stays_away_unless_ticked(desk) -> None:
    line = "- Ask the front desk (mia-okafor, 2026-11-20, sessions)\n"
    desk.notes("# next\n" + line, week="2026-W45")
    copied, ticked = (
        desk.notes(WHOLE + "# next\n" + line).made(),
        desk.notes(WHOLE + "# next\n" + line.replace(")", ", still true)")).made(),
    )
    assert copied.said["next"] == [] and "Ask the front desk" in ticked.html


def test_H04_a_draft_without_signature_cannot_be_released(desk) -> None:
    made = desk.notes(head=AUTHOR).made()
    assert made.said["state"] == "draft" and ["signed" in one for one in made.hindrances] == [True]


def test_H04_a_finding_that_nobody_decided_on_cannot_be_released_though_signed(desk) -> None:
    made = desk.notes(WHOLE.replace("# finding[sessions]: accepted\n", "")).made()
    assert made.said["lacking"] == ["finding sessions"] and [one["is_draft"] for one in made.said["callouts"]] == [True]


def test_H04_every_claim_cites_a_cell_of_the_editions_warehouse(desk) -> None:
    made = desk.made()
    warehouse = duckdb.connect(str(made.folder / "warehouse.duckdb"), read_only=True)
    assert [one["state"] for one in made.said["findings"]] == ["draft"]
    for finding in made.said["findings"]:
        cited = [
            run["figure"]
            for block in finding["words"]
            for run in block["runs"]
            if "figure" in run and run["figure"]["field"] == "value"
        ]
        row = warehouse.execute("select value from marts.metric_period where period = '2026-W46' and level = 'total' and metric = $1",
                                [finding["metric"]]).fetchone()  # fmt: skip
        assert finding["cites"] == ["sessions.value", "sessions.expected"] and [
            Decimal(one["value"]) for one in cited
        ] == [row[0]]


@pytest.mark.slow
@pytest.mark.slow
@pytest.mark.parametrize(
    ("slot", "state"),
    [
        ("# finding[sessions]: accepted\n", "accepted"),
        ("# finding[sessions]: accepted\nTen times as many came.\n", "edited"),
        ("# finding[sessions]: dropped\n", "dropped"),
        ("# finding[sessions]: draft\nTen times as many came.\n", "draft"),
    ],
)
def test_a_drafted_finding_is_accepted_edited_or_dropped(desk, slot, state) -> None:
    assert desk.notes(WHOLE.replace("# finding[sessions]: accepted\n", slot)).made().finding()["state"] == state


@pytest.mark.slow
def test_the_earlier_words_come_back_with_the_earlier_instant(desk) -> None:
    desk.notes().made()
    then = desk.clock
    desk.notes(WHOLE.replace("Visits are up.", "Visits doubled.")).made()
    assert plain(desk.made(as_of=then).said["verdict"]["said"]["words"]) == "Visits are up."


def test_html_in_notes_stays_text(desk) -> None:
    made = desk.notes(
        WHOLE + "# done\n- <script>alert(1)</script> **bold** [x](javascript:y) <img src=x onerror=z>\n"
    ).made()
    assert "<script>alert" not in made.html and "<img src=x" not in made.html and 'href="javascript' not in made.html
    assert "<strong>bold</strong>" in made.html and "&lt;script&gt;alert(1)&lt;/script&gt;" in made.html


ASK = '[[asks]]\nid = "photos"\nside = "client"\ntext = "Photographs of the team"\nasked_on = 2026-10-01\ndue = 2026-10-16\nowner = "priya-raman"\n'


def test_P08_an_overdue_ask_is_on_its_page_until_closed(desk) -> None:
    still = desk.put("asks.toml", ASK).notes(WHOLE.replace("# ask: nothing this time", "# ask[photos]")).made()
    closed = desk.put("asks.toml", ASK + "closed_on = 2026-11-12\n").notes().made()
    assert (
        "Photographs of the team" in still.html
        and "overdue, asked 45 days ago" in still.html
        and "Dr. Priya Raman" in still.html
    )
    assert still.said["ask"]["owner"] == "Dr. Priya Raman" and still.said["ask"]["due"] == "2026-10-16"
    assert "Photographs of the team" not in closed.html


def test_P08_decisions_of_the_weeks_meetings_stand_with_who_and_when(desk) -> None:
    (desk.folder / "meetings").mkdir()
    meeting = 'starts_at = 2026-11-12T10:00:00-05:00\nform = "in_person"\noutcome = "held"\ncame = ["priya-raman"]\ndecisions = ["Less display"]\n'
    made = desk.put("meetings/2026-11-12.toml", meeting).notes().made()
    line = made.said["decisions"][0]
    assert (plain(line["words"]), line["who"], line["day"]) == ("Less display", "Dr. Priya Raman", "2026-11-12")


@pytest.mark.parametrize(
    ("slots", "said"),
    [
        ("# verdikt: watch\nx\n", "line 7: no slot 'verdikt'"),
        ("# why\nx\n", "line 7: why: say what it is about"),
        ("# verdict: good\nx\n", "line 7: verdict: 'good' cannot stand after the colon"),
        ("# verdict\nx\n", "line 7: verdict needs its state"),
        ("# wrong: nothing failed\nBut this.\n", "line 7: wrong says 'nothing failed' and has words"),
        ("Hello\n", "line 7: these words are in no slot"),
        ("# next\n- Something (mia-okafor)\n", "line 8: next: end each line with"),
        ("# wrong\nx\n# wrong\ny\n", "line 9: wrong stands here already"),
    ],
)
def test_a_fault_in_notes_is_named_by_file_and_line(desk, slots, said) -> None:
    with pytest.raises(ClientConfigError, match=re.escape(f"notes/2026-W46.md: {said}")):
        read_notes(desk.notes(slots).folder / "notes/2026-W46.md")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("slots", "said"),
    [
        ("# wrong: still true\n", "line 7: wrong is ticked as still true, but 2026-W45 says nothing there"),
        ("# verdict: watch\nx\n\n{sessoins} came.\n", "line 10: 'sessoins' is on no page"),
        ("# next\n- Something (mia-okafor, 2026-11-20, visitors)\n", "line 8: no metric 'visitors'"),
        ("# ask[photos]\n", "line 7: no ask 'photos'"),
    ],
)
def test_words_about_what_the_report_does_not_show_stop_it_by_file_and_line(desk, slots, said) -> None:
    outcome = desk.notes(slots).outcome()
    assert outcome.status == "config" and f"notes/2026-W46.md: {said}" in outcome.why


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ('author = ""\nat = 2026-11-16T08:40:00-05:00\n', "author"),
        ('author = "mia"\nat = 2026-11-16T08:40:00\n', "at"),
        ('author = "mia"\nat = 2026-11-16T08:40:00Z\nsigned_by = "mia"\n', "a signature needs both"),
    ],
)
def test_notes_need_a_named_author_an_instant_and_a_whole_signature(desk, head, said) -> None:
    with pytest.raises(ClientConfigError, match=f"2026-W46.md: line 2: {said}"):
        read_notes(desk.notes(head=head).folder / "notes/2026-W46.md")


def checked(desk: Desk, say: Callable[[str], None]) -> int:
    from commands.checking import check_everything

    desk.root.joinpath("clients/agency.toml").write_text('name = "A"\ntime_zone = "UTC"\n')
    return check_everything(desk.root / "clients", say)


def test_check_names_unknown_metrics_and_bad_placeholders_by_line(desk) -> None:
    told: list[str] = []
    desk.notes(
        "# verdict: watch\nx\n{sessions.prevoius} {genuine.high} {spend.month_goal}\n# why[visitors]\ny\n# done\n- {clicks@Paid search.change} {a}\n"
    )
    assert checked(desk, told.append) == 3
    assert [re.search(r"line \d+: .*?['.;]", one)[0] for one in told] == [
        "line 9: no metric '",
        "line 10: no metric '",
        "line 13: no metric '",
    ]


@pytest.mark.slow
def test_check_finds_good_notes_right(desk) -> None:
    assert checked(desk.notes(), lambda said: None) == 0


@pytest.mark.slow
def test_the_command_drafts_the_findings_and_never_overwrites(desk) -> None:
    from commands.notes import draft_notes

    client, week, told = load_client(desk.folder), Period.parse("2026-W46"), []
    with pytest.raises(ClientConfigError, match="no edition to comment on"):
        draft_notes(client, week, "mia-okafor", NOW, desk.store, told.append)
    desk.made()
    draft_notes(client, week, "mia-okafor", NOW, desk.store, told.append)
    made = desk.made()
    assert made.said["state"] == "draft" and made.said["author"] == "Mia Okafor" and made.finding()["state"] == "draft"
    with pytest.raises(ClientConfigError, match="is left as it is"):
        draft_notes(client, week, "mia-okafor", NOW, desk.store, told.append)


def test_a_draft_that_is_accepted_as_it_stands_is_accepted(desk) -> None:
    from commands.notes import draft_notes

    desk.made()
    draft_notes(load_client(desk.folder), Period.parse("2026-W46"), "mia-okafor", NOW, desk.store, lambda said: None)
    path = desk.folder / "notes/2026-W46.md"
    path.write_text(path.read_text().replace("# finding[sessions]: draft", "# finding[sessions]: accepted"))
    assert desk.made().finding()["state"] == "accepted"
