"""Pull, gate, build, render: one client, one period, one edition. The only module that imports all four stages.

`produce_edition` never raises: what went wrong is part of its answer, so that one client's failure cannot stop another's report.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal
from zoneinfo import ZoneInfo

import duckdb
from jinja2 import TemplateError

from clients.client import Client, ClientConfigError
from clients.keys import load_secret
from clients.people import NOBODY, People
from clients.period import Period, periods_back
from expectations.gate import GateError, Verdict, judge, suite_path
from judging import Source, judged
from people import contact_keys, known_people
from platforms import landing, ownership
from platforms.catalogue import Platform, PlatformTableError, landed_columns, load_platforms
from platforms.columns import COLUMNS
from platforms.grammar import Days
from platforms.inspection import agreement
from platforms.landing import Export
from platforms.parties import PartyKeys
from platforms.resemblance import Alike
from platforms.tables import Table
from platforms.transports import Delivery, from_folder, loose_files
from records import accepted
from reports import editions
from reports.view_model import SourceNote, build_report
from sql.certainty import write_certainty
from sql.flags import write_flags
from sql.goals import write_goals
from sql.inputs import LandedTable, PlatformFacts, load_inputs
from sql.intervals import write_intervals
from sql.league import write_league
from sql.maturity import write_maturity
from sql.people import load_people
from sql.sent import SentEdition, load_sent
from sql.warehouse import ModelError, build_models, open_warehouse, saved
from store import Store

Status = Literal["made", "unchanged", "withheld", "failed", "config"]
EXIT_CODES: dict[Status, int] = {"made": 0, "unchanged": 0, "withheld": 5, "failed": 1, "config": 2}
HISTORY_DAYS_LIMIT = 1200


@dataclass(frozen=True)
class Outcome:
    """What became of one client's report; plain values only, so that it crosses a process boundary."""

    client: str
    period: str
    status: Status
    pdf: str | None = None
    edition: int | None = None
    sentence: str | None = None
    rows: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    why: str | None = None
    lacks: str | None = None  # what page 1 is without, and who can write it

    @property
    def exit_code(self) -> int:
        return EXIT_CODES[self.status]


class Withheld(Exception):
    """A promise about the finished figures is broken: the report is not made. Carries the sentence that says which."""


def produce_edition(
    client: Client,
    period: Period,
    *,
    store: Store,
    now: datetime,
    inbox: Path | None = None,
    as_of: datetime | None = None,
    progress: Callable[[str], None] = lambda stage: None,
    keys: PartyKeys | None = None,
    shared: Path | None = None,
) -> Outcome:
    """Make the client's report for a period from `inbox` and what is landed; with `as_of`, only from what had landed by then.

    Of the loose files in `shared`, an inbox of all clients, those that are clearly this client's are taken too.

    People in its exports become keys made with the client's own secret, unless other `keys` are given.
    """
    now = now.astimezone(UTC)  # the same instant gives the same bytes, however it was written
    today = now.astimezone(client.zone).date()
    if period.first_day > today:
        why = f"{client.slug} {period}: it has not begun on {today}; ask for {Period.last_complete(today)} or earlier."
        return Outcome(client.slug, period.label, "config", why=why)
    try:
        return _produce(client, period, store, now, inbox, as_of, progress, keys or client_keys(client), shared)
    except Withheld as why:
        return Outcome(client.slug, period.label, "withheld", why=f"{client.slug} {period}: withheld: {why}")
    except (ClientConfigError, PlatformTableError) as error:
        return Outcome(client.slug, period.label, "config", why=str(error))
    except (
        ModelError,
        GateError,
        duckdb.Error,
        TemplateError,
        OSError,
        ValueError,
        RuntimeError,
        ArithmeticError,
        LookupError,
        TypeError,
    ) as error:
        return Outcome(
            client.slug, period.label, "failed", why=f"{client.slug} {period}: {type(error).__name__}: {error}"
        )


def _produce(
    client: Client,
    period: Period,
    store: Store,
    now: datetime,
    inbox: Path | None,
    as_of: datetime | None,
    progress: Callable[[str], None],
    keys: PartyKeys,
    shared: Path | None,
) -> Outcome:
    progress("pull")
    store.clear_aside()
    delivered = _delivered(store, client, inbox, shared, now) if inbox and as_of is None else []
    pulled = landing.land(store, client.slug, delivered, now, keys) if delivered else []
    exports = _known_by(landing.landed_exports(store, client.slug), as_of or now, pulled)
    spared = accepted(store, client.slug, as_of or now)
    alike = _alike(store, client, exports, spared, as_of or now)
    people = known_people(store, client, now, as_of)
    told = editions.newest(store, client, period.previous)
    decided = [*sorted(alike.items()), *sorted(spared), people, told and told.manifest["files"]["report.json"]]
    inputs = editions.inputs_digest(client, exports, decided)
    if latest := editions.unchanged(store, client, period, inputs):
        return _outcome(client, period, "unchanged", store, latest)
    progress("gate")
    sources = judged(store, client, exports, alike, spared, keys)
    notes = [_note(source, client.zone) for source in sources]
    _keep_quarantine(store, client, sources, notes)
    progress("build")
    warehouse = build_warehouse(client, period, sources, people, contact_keys(client, people, keys), _sent(store, told))
    _gate_marts(warehouse, period)
    progress("render")
    report = build_report(warehouse, client, period, notes, exports, people)
    edition = editions.write(store, client, period, report, inputs, lambda: saved(warehouse), as_of or now)
    return _outcome(client, period, "made" if edition.is_new else "unchanged", store, edition)


def warehouse_of(client: Client, period: Period, store: Store, manifest: dict[str, Any]) -> bytes:
    """An edition's warehouse built again, where the file is gone: of what had landed and was decided by its instant."""
    instant = datetime.fromisoformat(manifest.get("known_at", manifest["as_of"]))
    keys, people = client_keys(client), known_people(store, client, instant, instant)
    exports, spared = landing.landed_exports(store, client.slug, instant), accepted(store, client.slug, instant)
    sources = judged(store, client, exports, _alike(store, client, exports, spared, instant), spared, keys)
    told = editions.newest(store, client, period.previous)
    return saved(
        build_warehouse(client, period, sources, people, contact_keys(client, people, keys), _sent(store, told))
    )


def _alike(store: Store, client: Client, exports: list[Export], spared: set[str], until: datetime) -> dict[str, Alike]:
    """The exports that resemble another client's, but for those a person has accepted."""
    found = ownership.lookalikes(store, client.slug, exports, until)
    return {export_id: other for export_id, other in found.items() if export_id not in spared}


def _sent(store: Store, told: editions.Edition | None) -> SentEdition | None:
    """The last edition of the period before, as the warehouse takes it in."""
    if told is None:
        return None
    return SentEdition(told.manifest["period"], told.number, store.read(f"{told.folder}/warehouse.duckdb"))


def _delivered(store: Store, client: Client, inbox: Path, shared: Path | None, now: datetime) -> list[Delivery]:
    """What lies in the client's own inbox, and what is clearly its own among the loose files of a shared one."""
    loose = loose_files(shared) if shared else []
    return from_folder(inbox) + ownership.claimed(store, client, loose, now)


def _known_by(exports: list[Export], instant: datetime, pulled: list[Export]) -> list[Export]:
    """What had landed by then, and what this pull found: another run may have landed it a moment later than our clock says."""
    found = {export.sha256 for export in pulled}
    return [export for export in exports if export.landed_at <= instant or export.sha256 in found]


def _outcome(client: Client, period: Period, status: Status, store: Store, edition: editions.Edition) -> Outcome:
    said = edition.manifest
    pdf = store.locate(f"{edition.folder}/report.pdf")
    return Outcome(
        client.slug,
        period.label,
        status,
        pdf,
        edition.number,
        said["sentence"],
        said["rows"],
        said["warnings"],
        lacks=said["lacks"],
    )


def client_keys(client: Client) -> PartyKeys:
    """What makes the client's people into keys; its secret is read when the first person is met."""
    return PartyKeys(lambda: load_secret(client.slug), client.locale.rpartition("-")[2])


def _keep_quarantine(store: Store, client: Client, sources: list[Source], notes: list[SourceNote]) -> None:
    """Write down what may not go on and why, once for each table and reason: rows by number, never by value."""
    for source, note in zip(sources, notes, strict=True):
        if note.hold or note.quarantined:
            told = {
                "file": note.original_name,
                "entry": note.entry,
                "hold": note.hold,
                "why": note.why_not,
                "rows": [one for one in note.problems if one["row"]],
            }
            content = (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()
            digest = hashlib.sha256(content).hexdigest()[:12]
            store.put(f"quarantine/{client.slug}/{note.export_id}__{source.number}__{digest}.json", content)


def _passed(source: Source) -> tuple[dict[str, list[str | None]], Sequence[int]]:
    """The rows that the gate let through, and their numbers in the file."""
    stopped, numbers = source.verdict.rows, source.table.row_numbers
    if not stopped:
        return source.table.rows, numbers
    rows = {
        name: [cell for place, cell in enumerate(cells) if place not in stopped]
        for name, cells in source.table.rows.items()
    }
    return rows, [number for place, number in enumerate(numbers) if place not in stopped]


def _covered(source: Source, zone: ZoneInfo) -> Days | None:
    """The days a table answers for: what it states or shows; of a snapshot, its first day to the day before it was made."""
    table, days = source.table, source.table.days
    if not days or not table.report or not load_platforms()[table.platform].reports[table.report].snapshot:
        return days
    return days[0], source.export.exported_at.astimezone(zone).date() - timedelta(days=1)


def _landed(source: Source, zone: ZoneInfo) -> LandedTable:
    table, export = source.table, source.export
    first, last = _covered(source, zone) or (None, None)
    rows, row_numbers = _passed(source)
    rows = rows | {"account_id": [source.account_id] * len(rows["period_start"])}
    return LandedTable(
        export.export_id,
        table.platform,
        table.report,
        source.account_id,
        export.exported_at,
        first,
        last,
        table.is_daily,
        rows,
        _reported(table, rows),
        table.surface,
        row_numbers,
    )


def _reported(table: Table, rows: dict[str, list[str | None]]) -> tuple[str, ...]:
    """The measures this table can answer for: a column that is blank in every row reports nothing, one without rows reports none of it.

    A measure that no column of the platform carries is counted from rows.
    """
    platform = load_platforms()[table.platform]
    carried = {*platform.columns, *(name for report in platform.reports.values() for name in report.rename.values())}
    sources = {measure: platform.made_from.get(measure, measure) for measure in platform.feeds}
    is_empty = not rows["period_start"]
    return tuple(
        measure
        for measure, source in sources.items()
        if source not in carried or (source in rows and (is_empty or any(cell is not None for cell in rows[source])))
    )


def platform_facts(platform: Platform) -> PlatformFacts:
    """What the models need of a platform's table."""
    columns = landed_columns(platform)
    return PlatformFacts(
        platform.slug, platform.name, "spend" in platform.feeds, platform.absent_day, platform.feeds, columns,
        tuple(platform.reports), tuple(name for name in columns if COLUMNS[name].is_additive), platform.seen_as, platform.copies,
        tuple(name for name, report in platform.reports.items() if report.lifetime),
        tuple((change.measure, change.on, change.what) for change in platform.changes),
    )  # fmt: skip


def build_warehouse(
    client: Client,
    period: Period,
    sources: list[Source],
    people: People = NOBODY,
    keys: Mapping[str, list[str]] = MappingProxyType({}),
    sent: SentEdition | None = None,
) -> duckdb.DuckDBPyConnection:
    """One client's whole history in one in-memory database, its marts holding every period up to the one asked for."""
    used = [_landed(source, client.zone) for source in sources if source.table.report and not source.hold]
    warehouse = open_warehouse()
    load_history(warehouse, client, period, used)
    load_people(warehouse, client, people, keys)
    load_sent(warehouse, sent)
    build_models(warehouse)
    write_statistics(warehouse)
    return warehouse


def load_history(
    warehouse: duckdb.DuckDBPyConnection, client: Client, period: Period, tables: list[LandedTable]
) -> None:
    """Put the client's settings, every period from its first day on record, and the landed rows into an empty warehouse."""
    periods = periods_back(period, _earliest(tables, period, client.zone))
    load_inputs(warehouse, client, periods, [platform_facts(one) for one in load_platforms().values()], tables)


def write_statistics(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Write what is uncertain of finished marts: each part reads marts, and what those before it wrote."""
    for write in (write_intervals, write_certainty, write_league, write_flags, write_maturity, write_goals):
        write(warehouse)


def _earliest(used: list[LandedTable], period: Period, zone: ZoneInfo) -> date:
    """The first day of history, no more than HISTORY_DAYS_LIMIT back: older days cannot be compared with anything."""
    own = [table for table in used if not load_platforms()[table.platform].is_public]
    days = [table.first_day or table.exported_at.astimezone(zone).date() for table in own]
    limit = date.fromordinal(period.first_day.toordinal() - HISTORY_DAYS_LIMIT)
    return max(min([*days, period.first_day]), limit)


_MARTS_JUDGED = ("reconciliation", "metric_period", "coverage_period", "ledger_balance")


def _gate_marts(warehouse: duckdb.DuckDBPyConnection, period: Period) -> None:
    """Judge the finished marts; raise Withheld where a critical promise is broken."""
    for name in _MARTS_JUDGED:
        relation = warehouse.table(f"marts.{name}")
        if "period" in relation.columns:
            relation = relation.filter(f"period = '{period.label}'")
        columns = {
            column: [_text(cell) for cell in cells] for column, cells in relation.to_arrow_table().to_pydict().items()
        }
        verdict = judge(columns, suite_path("marts", name))
        if verdict.table or verdict.rows:
            raise Withheld(f"{_broken(columns, verdict)} (marts.{name}; see docs/runbook.md, a failed gate)")


def _broken(columns: dict[str, list[str | None]], verdict: Verdict) -> str:
    """The promise that is broken, and the first row that breaks it, column by column."""
    if not verdict.rows:
        return verdict.table
    row, why = next(iter(verdict.rows.items()))
    told = ", ".join(f"{name} {cells[row]}" for name, cells in columns.items() if cells[row] is not None)
    more = f", and {len(verdict.rows) - 1} more" if len(verdict.rows) > 1 else ""
    return f"{why} First: {told}{more}"


def _text(cell: object) -> str | None:
    return None if cell is None else format(cell.normalize(), "f") if hasattr(cell, "normalize") else str(cell)


def _note(source: Source, zone: ZoneInfo) -> SourceNote:
    table, export = source.table, source.export
    platform = load_platforms().get(export.platform)
    first, last = _covered(source, zone) or (None, None)
    stopped = [
        {"row": table.row_numbers[place], "column": None, "reason": why}
        for place, why in sorted(source.verdict.rows.items())
    ]
    read = [{"row": one.row, "column": one.column, "reason": one.reason} for one in table.problems]
    return SourceNote(
        export_id=export.export_id,
        platform=platform.name if platform else None,
        report=platform.reports[table.report].label if platform and table.report else None,
        report_name=f"{export.platform}__{table.report}",
        account_id=source.account_id,
        time_zone=platform.time_zone if platform else None,
        original_name=export.original_name,
        entry=export.entry,
        landed=table.landed,
        loaded=0 if source.hold else table.loaded - len(stopped),
        aside=table.aside,
        quarantined=table.quarantined + (table.loaded if source.hold else len(stopped)),
        first_day=first,
        last_day=last,
        evidence=table.evidence,
        control=agreement([table]),
        hold=source.hold and source.hold.code,
        why_not=source.hold and source.hold.why,
        problems=read + stopped,
        warnings=list(source.verdict.warnings),
        is_known=table.report is not None,
        is_public=bool(platform and platform.is_public),
        exported_at=export.exported_at,
    )


def utc_now() -> datetime:
    """The one clock, when no --now is given."""
    return datetime.now(UTC).replace(microsecond=0)
