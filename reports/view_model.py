"""Finished marts to the view-model: what a reader will be told, typed and unrounded, as report.json. No HTML, no database past here.

Section queries select from marts and from what the warehouse knows of the client; the tables of sources come from the reader.
"""

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import duckdb

from clients.client import Client, agency_of
from clients.people import NOBODY, People
from clients.period import Period
from reports.citing import Cells
from reports.commentary import QUERY, build_commentary
from reports.prose import plain
from reports.said import NONE, Commentary

SECTIONS = Path(__file__).parent / "sections"
Rows = list[dict[str, Any]]


class _Landed(Protocol):
    landed_at: datetime


@dataclass(frozen=True)
class SourceNote:
    """One table of one export as the data notes tell of it. Rows obey landed = loaded + aside + quarantined.

    `time_zone` is whose clock cuts its days: an IANA zone, the account's or the property's own, or one that each moment states.
    `is_public`: it is nobody's own, as rates of exchange are, and cuts nobody's days.
    `hold` is the code of why it is not used; `why_not` the sentence, for the agency's eyes: it may name another client.
    """

    export_id: str
    platform: str | None
    report: str | None
    report_name: str
    account_id: str | None
    time_zone: str | None
    original_name: str
    entry: str | None
    landed: int
    loaded: int
    aside: int
    quarantined: int
    first_day: date | None
    last_day: date | None
    evidence: str | None
    control: dict[str, str]
    hold: str | None
    why_not: str | None
    problems: Rows
    warnings: list[str]
    is_known: bool
    is_public: bool = False
    exported_at: datetime | None = None


@dataclass(frozen=True)
class Section:
    """One section: its queries' rows by name, in the order and under the title its file states; on paper too, or on the web alone."""

    name: str
    title: str
    order: int
    rows: dict[str, Rows]
    is_printed: bool = True


@dataclass(frozen=True)
class ClientReport:
    """Everything a report says. `as_of` is the newest landing instant of the exports it is made from, else the period's end (UTC)."""

    client: dict[str, str]
    agency: str
    period: Period
    as_of: datetime
    sentence: dict[str, Any]
    sections: list[Section]
    rows: dict[str, int]
    warnings: list[str]
    commentary: Commentary = NONE
    annotations: tuple[dict[str, Any], ...] = ()
    # the edition before this one of the same period, and which figures are other ones now
    replaces: dict[str, Any] | None = None
    lacks: str | None = None  # what its page 1 is without, for who makes it: no part of what it says

    def to_dict(self) -> dict[str, Any]:
        """Plain values: decimals as exact text, days and instants as ISO."""
        last_year = self.period.last_year
        told = {
            "client": self.client,
            "agency": self.agency,
            "period": _told_period(self.period),
            "previous": _told_period(self.period.previous),
            "last_year": _told_period(last_year) if last_year else None,
            "as_of": self.as_of,
            "sentence": self.sentence,
            "replaces": self.replaces,
            "annotations": self.annotations,
            "commentary": asdict(self.commentary, dict_factory=plain),
            "sections": [
                {"name": one.name, "title": one.title, "is_printed": one.is_printed, "rows": one.rows}
                for one in self.sections
            ],
        }
        return json.loads(json.dumps(told, default=_plain, ensure_ascii=False))

    def to_json(self) -> str:
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n"


def _told_period(period: Period) -> dict[str, str]:
    return {
        "label": period.label,
        "cadence": period.cadence,
        "first_day": str(period.first_day),
        "last_day": str(period.last_day),
    }


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        text = format(value, "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text in ("-0", "") else text
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not belong in a report: {value!r}")


@dataclass(frozen=True)
class _SectionFile:
    """A section's query: `every_week` where even a week prints it, `news` the rows that make a week print it."""

    name: str
    title: str
    order: int
    every_week: bool
    news: tuple[str, ...]
    queries: dict[str, str]


@cache
def section_files() -> tuple[_SectionFile, ...]:
    """Every section in the folder, by the order its query states."""
    return tuple(
        sorted((_section_file(path) for path in SECTIONS.glob("*.sql")), key=lambda one: (one.order, one.name))
    )


def _section_file(path: Path) -> _SectionFile:
    head, *queries = re.split(r"^-- rows: (\w+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    said = dict(re.findall(r"^-- (title|order|print|news): (.+)$", head, re.MULTILINE))
    news = tuple(said.get("news", "").split())
    rows = dict(zip(queries[::2], queries[1::2], strict=True))
    return _SectionFile(path.stem, said["title"], int(said["order"]), said.get("print") == "every week", news, rows)


def build_report(
    warehouse: duckdb.DuckDBPyConnection,
    client: Client,
    period: Period,
    notes: list[SourceNote],
    exports: list[_Landed],
    people: People = NOBODY,
) -> ClientReport:
    """Select what the report says of one period. `notes` has one entry per table of every landed export; `people` say the rest."""
    warehouse.execute("set variable period = $1", [period.label])
    warehouse.execute("set variable kpis = $1::varchar[]", [list(client.kpis)])
    sections = [
        _section(warehouse, file, client, period)
        for file in section_files()
        if not client.sections or file.name in client.sections
    ]
    for section in sections:
        if section.name == "notes":
            section.rows.update(note_rows(notes, section.rows.pop("owners"), client, period))
    as_of = max((export.landed_at for export in exports), default=_end(period))
    who = {
        "slug": client.slug,
        "name": client.name,
        "locale": client.locale,
        "currency": client.currency,
        "time_zone": client.time_zone,
        "paper": client.paper,
    }
    rows = {section.name: section.rows for section in sections}
    totals = _sums([asdict(note) for note in notes])
    cells = Cells(_rows(warehouse, QUERY), rows)
    commentary, typed = build_commentary(cells, client, period, people)
    return ClientReport(
        who, agency_of(client.folder.parent).name, period, as_of, _sentence(warehouse), sections, totals, [*_warnings(warehouse, notes), *typed],
        commentary, tuple(one.model_dump() for one in sorted(people.annotations, key=lambda one: (one.day, one.text))),
        lacks=_lacking(client, period, commentary, rows),
    )  # fmt: skip


def _warnings(warehouse: duckdb.DuckDBPyConnection, notes: list[SourceNote]) -> list[str]:
    """What the person who runs the report should know, a sentence each, without repeating itself."""
    unseen = [
        f"{platform} {account}: not measured in this period ({reason})"
        for platform, account, reason in warehouse.execute(_UNSEEN).fetchall()
    ]
    stopped = [f"{note.original_name}: {_why(note)}" for note in notes if note.hold]
    cut = [
        f"{note.original_name}: {note.quarantined} rows quarantined"
        for note in notes
        if note.quarantined and not note.hold
    ]
    unpriced = [
        f"{platform} {account}: money in {currency} is left out: {_UNPRICED[has_days]}"
        for platform, account, currency, has_days in warehouse.execute(_FOREIGN).fetchall()
    ]
    return list(dict.fromkeys(unseen + unpriced + stopped + cut))


_WORDS = {"the verdict", "what went wrong", "the ask"}


def _lacking(client: Client, period: Period, said: Commentary, rows: dict[str, dict[str, Rows]]) -> str | None:
    """Which of its six parts page 1 lacks, and how to write them, in a sentence."""
    if "summary" not in rows:
        return None
    front = rows["summary"]
    shows_people = any(row["shows_people"] for row in front["people"])
    chosen = front["headline"] if shows_people else [*front["lead"], *front["headline"]]
    numbers = len({row["metric"] for row in chosen if row["value"] is not None}) + shows_people
    parts = {
        "the verdict": said.verdict, "three numbers": numbers >= 3, "three callouts": len(said.callouts) >= 3,
        "what went wrong": said.wrong, "the ask": said.ask, "the next meeting": front["meeting"],
    }  # fmt: skip
    missing = [name for name, found in parts.items() if not found]
    how = f"; handshake notes {client.slug} {period} drafts the words" if _WORDS & set(missing) else ""
    return f"page 1 lacks {', '.join(missing)}{how}" if missing else None


_UNSEEN = """
    select platform, account_id, reason from marts.coverage_period
    where period = getvariable('period') and status = 'not_measured' order by all
"""


_FOREIGN = """
    select distinct platform, account_id, currency_code, unpriced is not null from marts.money_period
    where period = getvariable('period') and (unpriced is not null or has_long_rows) order by all
"""
_UNPRICED = {
    True: "no rate of its days has landed: drop the European Central Bank's eurofxref-hist.csv in the inbox (docs/exports/ecb_rates.md)",
    False: "its rows speak for several days, which have no one rate: export it with a row per day",
}


def _why(note: SourceNote) -> str:
    return note.why_not if note.hold in _SAID_WHOLE else f"{note.hold}: {note.why_not}"


def _end(period: Period) -> datetime:
    """The instant a period is over, UTC: what a report without any export is as of."""
    return datetime.combine(period.following.first_day, time(), UTC)


def _section(warehouse: duckdb.DuckDBPyConnection, file: _SectionFile, client: Client, period: Period) -> Section:
    """A section with its rows. A week prints a few, those with news and those the client asks for; months and quarters print all."""
    rows = {name: _rows(warehouse, query) for name, query in file.queries.items()}
    is_asked = file.name in client.printed or period.cadence != "week"
    return Section(
        file.name, file.title, file.order, rows, file.every_week or is_asked or any(rows[name] for name in file.news)
    )


def _rows(warehouse: duckdb.DuckDBPyConnection, query: str) -> Rows:
    answer = warehouse.execute(query)
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def note_rows(notes: list[SourceNote], owners: Rows, client: Client, period: Period) -> dict[str, Rows]:
    """The data notes' tables: the files that answer for this period, how much else is kept, and what could not be used."""
    answering = {(owner["export_id"], owner["report_name"]) for owner in owners}
    used = [note for note in notes if note.is_known and not note.hold]
    mine = [note for note in used if (note.export_id, note.report_name) in answering]
    files: dict[tuple[str, str, str | None], list[SourceNote]] = {}
    for note in mine:
        files.setdefault((note.platform, note.original_name, note.account_id), []).append(note)
    sources = [
        _file_row(files[key]) | _clock(files[key][0], client) for key in sorted(files, key=lambda key: (key[0], key[1]))
    ]
    return {
        "sources": sources,
        "clocks": _clocks(sources, period),
        "earlier": [{"tables": len(used) - len(mine), **_sums([asdict(note) for note in used])}],
        "problems": [
            {"file": note.original_name, "entry": note.entry, **problem}
            for note in notes
            if not note.hold
            for problem in note.problems
        ],
        "held": list({tuple(row.items()): row for row in map(_held_row, notes) if row["hold"]}.values()),
    }


def _clock(note: SourceNote, client: Client) -> dict[str, str | None]:
    """The zone that cuts a source's days, and who says so: its platform, the client, or nobody, so that the client's own is assumed."""
    if note.is_public:
        return {"zone": note.time_zone, "zone_from": "public"}
    if note.time_zone == "stated":
        return {"zone": None, "zone_from": "stated"}
    if note.time_zone not in ("account", "property"):
        return {"zone": note.time_zone, "zone_from": "platform"}
    if note.account_id in client.zones:
        return {"zone": client.zones[note.account_id], "zone_from": "client"}
    return {"zone": client.time_zone, "zone_from": "assumed"}


def _clocks(sources: Rows, period: Period) -> Rows:
    """The zones that the sources' days are cut by, where on some day of the period not all of them begin it at one instant."""
    platforms: dict[str, list[str]] = {}
    for source in sources:
        if source["zone"] and source["zone_from"] != "public":
            platforms.setdefault(source["zone"], []).append(source["platform"])
    ends = [datetime.combine(day, time()) for day in (period.first_day, period.following.first_day)]
    offsets = {tuple(end.replace(tzinfo=ZoneInfo(zone)).utcoffset() for end in ends) for zone in platforms}
    if len(offsets) < 2:
        return []
    return [{"zone": zone, "platforms": list(dict.fromkeys(platforms[zone]))} for zone in sorted(platforms)]


_SAID_WHOLE = ("not_recognised", "gate")  # holds whose sentence is about the file alone
_ANOTHERS = ("wrong_account", "looks_like")  # holds of files whose very name may be another client's


def _held_row(note: SourceNote) -> dict[str, Any]:
    """A file that was not used, without a word that may be another client's."""
    return {
        "file": None if note.hold in _ANOTHERS else note.original_name,
        "entry": None if note.hold in _ANOTHERS else note.entry,
        "hold": note.hold,
        "reason": note.why_not if note.hold in _SAID_WHOLE else None,
    }


_WORST_CONTROL = ("none", "equal", "rounding", "differs")
_WORST_EVIDENCE = ("bytes", "documented", "assumed")


def _file_row(notes: list[SourceNote]) -> dict[str, Any]:
    """One file's line, its tables (or a zip's entries) taken together."""
    first = notes[0]
    days = [day for note in notes for day in (note.first_day, note.last_day) if day]
    return {
        "platform": first.platform,
        "report_names": sorted({note.report_name.partition("__")[2] for note in notes}),
        "exported_at": max(note.exported_at for note in notes),
        "reports": list(dict.fromkeys(note.report for note in notes)),
        "account_id": first.account_id,
        "original_name": first.original_name,
        **_sums([asdict(note) for note in notes]),
        "first_day": min(days, default=None),
        "last_day": max(days, default=None),
        "evidence": max((note.evidence for note in notes), key=_WORST_EVIDENCE.index),
        "control": max((note.control for note in notes), key=lambda control: _WORST_CONTROL.index(control["kind"])),
        "warnings": list(dict.fromkeys(warning for note in notes for warning in note.warnings)),
    }


def _sums(rows: Rows) -> dict[str, int]:
    return {key: sum(row[key] for row in rows) for key in ("landed", "loaded", "aside", "quarantined")}


def _sentence(warehouse: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """The largest complete change among the client's key figures, whether it could be chance, or what there is instead.

    A count's change that is clear leads; a decided one (money) leads only where no count changed clearly; then chance, then nothing.
    """
    rows = _rows(warehouse, (SECTIONS.parent / "sentence.sql").read_text(encoding="utf-8"))
    return rows[0] if rows else {"kind": "nothing"}
