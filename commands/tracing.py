"""`handshake trace`: from a printed number to its model, the landed files, and the rows in them, whose sum is the number."""

import difflib
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb

from clients.period import Period
from platforms.landing import Export, landed_exports
from reports.editions import Edition, find
from reports.references import Number, numbers, parse_reference
from reports.sentence import formats_of
from sql.lineage import Cell, Part, lineage, model_of, parts_of, staging_of
from store import Store

Say = Callable[[str], None]
SHOWN = 20
_FIELDS = set(Cell.__dataclass_fields__)


class TraceError(ValueError):
    """What was asked for is not in the edition; the message says what is."""


@dataclass(frozen=True)
class Asked:
    """What a person names: a metric with what narrows it, or a table's reference."""

    what: str
    channel: str | None = None
    campaign: str | None = None
    platform: str | None = None


@dataclass(frozen=True)
class Sum:
    """One measure of a number with what each landed row gave to it."""

    measure: str
    parts: list[Part]
    is_people: bool

    @property
    def total(self) -> Decimal:
        """The rows' sum; people are counted once, in the row that was exported of them."""
        amounts = [part.amount for part in self.parts]
        return max(amounts, default=Decimal()) if self.is_people else sum(amounts, Decimal())


@dataclass(frozen=True)
class Traced:
    """A number with the sums it is made of; `scale` as the catalogue has it."""

    number: Number
    sums: list[Sum]
    scale: int

    @property
    def reached(self) -> Decimal | None:
        """What the rows come to, reckoned as the number is."""
        above = self.sums[0].total * self.scale
        if len(self.sums) == 1:
            return above
        below = self.sums[1].total
        return (above / below).quantize(Decimal(1).scaleb(-12), ROUND_HALF_UP) if below else None

    @property
    def is_equal(self) -> bool:
        return self.reached == Decimal(self.number.value)


def trace(store: Store, slug: str, period: Period, asked: Asked, edition: int | None, rebuilt: Callable[[Edition], bytes],
          say: Say, *, as_json: bool = False) -> int:  # fmt: skip
    """Say where a number comes from; 0 where its rows come to it, else 1. Raises TraceError, and LineageError for old editions."""
    found = find(store, slug, period.label, edition)
    if found is None:
        raise TraceError(_no_edition(store, slug, period.label, edition))
    report = json.loads(store.read(f"{found.folder}/report.json"))
    known = {export.export_id: export for export in landed_exports(store, slug)}
    with _opened(store, found, rebuilt) as warehouse:
        told = [_traced(warehouse, number) for number in _named(warehouse, report, asked)]
    if as_json:
        say(json.dumps([_plain(one, report, found, known) for one in told], indent=1, ensure_ascii=False))
    elif len(told) == 1:
        _tell(told[0], report, found, known, store, say)
    else:
        _list(told, report, say)
    return 0 if all(one.is_equal for one in told) else 1


def _opened(store: Store, found: Edition, rebuilt: Callable[[Edition], bytes]) -> Any:
    """The edition's own warehouse; where it is gone, one built again of what had landed by then."""
    name = f"{found.folder}/warehouse.duckdb"
    return lineage(store.read(name) if store.exists(name) else rebuilt(found))


def _no_edition(store: Store, slug: str, period: str, edition: int | None) -> str:
    known = [name.rpartition("/")[2] for name in store.names(f"editions/{slug}")]
    what = f"edition {edition} of {period}" if edition else f"edition of {period}"
    if known:
        return f"{slug}: no {what} in {store.root}; there are editions of {', '.join(known)}."
    clients = [name.rpartition("/")[2] for name in store.names("editions")]
    there = f"there are editions of {', '.join(clients)}" if clients else "make one with handshake report"
    return f"{slug}: no edition in {store.root}; {there}."


def _named(warehouse: duckdb.DuckDBPyConnection, report: dict, asked: Asked) -> list[Number]:
    reference = parse_reference(asked.what)
    if reference is None:
        return [_figure(warehouse, report, asked)]
    table, place = reference
    every = list(numbers(report))
    found = [one for one in every if one.reference.partition(".")[0] == table]
    if not found:
        tables = dict.fromkeys(one.reference.partition(".")[0] for one in every)
        raise TraceError(f"{asked.what}: no such table of traced numbers in this edition; there are {', '.join(tables)}.")
    if place is not None and not 1 <= place <= len(found):
        raise TraceError(f"{asked.what}: {table} has {len(found)} numbers; handshake trace with {table} alone lists them.")
    return found if place is None else [found[place - 1]]


_FIGURES = """
    select
        figures.metric, figures.label, figures.value, figures.unit, figures.decimals, figures.reason, figures.platform, figures.channel,
        figures.campaign_name
    from marts.metric_period as figures
    where
        figures.period = $period and figures.metric = $metric and figures.level = $level
        and coalesce(figures.platform = $platform, $platform is null)
        and coalesce(figures.channel = $channel, $channel is null)
        and coalesce(figures.campaign_name = $campaign, $campaign is null)
    order by all
"""


def _figure(warehouse: duckdb.DuckDBPyConnection, report: dict, asked: Asked) -> Number:
    """A metric of the catalogue, narrowed to what was named."""
    known = [row[0] for row in warehouse.execute("select metric from marts.metrics order by place").fetchall()]
    if asked.what not in known:
        near = difflib.get_close_matches(asked.what.lower().replace(" ", "_").replace("-", "_"), known, 3, 0.4)
        raise TraceError(f"{asked.what}: no such metric; {'did you mean ' + ', '.join(near) + '?' if near else 'docs/metrics.md lists them.'}")
    level = "campaign" if asked.campaign else "channel" if asked.channel else "platform" if asked.platform else "total"
    narrowed = {"platform": asked.platform, "channel": asked.channel, "campaign": asked.campaign}
    if level == "channel":
        narrowed["platform"] = None
    rows = warehouse.execute(
        _FIGURES, {"period": report["period"]["label"], "metric": asked.what, "level": level, **narrowed}
    ).fetchall()
    if len(rows) != 1:
        raise TraceError(_not_one(warehouse, report, asked, level, rows))
    metric, label, value, unit, decimals, reason, *about = rows[0]
    if value is None:
        raise TraceError(f"{label} is not measured in {report['period']['label']} ({reason}): there is no number to trace.")
    place = dict(zip(("platform", "channel", "campaign_name"), about, strict=True))
    named = ", ".join(filter(None, [label, *(one for one in about if one)]))
    return Number("", named, format(value, "f"), unit, decimals, "figure", metric, {"period": report["period"]["label"], **place})


def _not_one(warehouse: duckdb.DuckDBPyConnection, report: dict, asked: Asked, level: str, rows: list) -> str:
    column = {"campaign": "campaign_name"}.get(level, level)
    named = getattr(asked, level, None)
    if rows:
        where = "; ".join(", ".join(filter(None, row[6:8])) for row in rows)
        return f"{level} {named!r}: {len(rows)} have this name ({where}): add --platform and --channel."
    known = [row[0] for row in warehouse.execute(
        f"select distinct {column} from marts.metric_period where period = $1 and level = $2 order by 1",
        [report["period"]["label"], level],
    ).fetchall()]  # fmt: skip
    near = difflib.get_close_matches(str(named), known, 3, 0.4) or known[:5]
    return f"{level} {named!r}: none has {asked.what} in {report['period']['label']}; did you mean {', '.join(map(repr, near))}?"


def _traced(warehouse: duckdb.DuckDBPyConnection, number: Number) -> Traced:
    about = {name: value for name, value in number.about.items() if name in _FIELDS}
    measures, scale = [about.pop("measure", None)], 1
    if number.metric:
        above, below, scale = warehouse.execute(
            "select numerator, denominator, scale from marts.metrics where metric = $1", [number.metric]
        ).fetchone()
        measures = [above, below] if below else [above]
    if about.get("platform"):
        about["platform"] = warehouse.execute(
            "select min(platform) from client.platforms where name = $1 or platform = $1", [about["platform"]]
        ).fetchone()[0]
    people = {row[0] for row in warehouse.execute("select measure from marts.additivity").fetchall()}
    sums = [
        Sum(measure, _in_order(warehouse, Cell(number.kind, **about, measure=measure)), measure in people)
        for measure in measures
    ]
    return Traced(number, sums, scale)


def _in_order(warehouse: duckdb.DuckDBPyConnection, cell: Cell) -> list[Part]:
    """The parts as a reader looks them up: file by file, row by row."""
    return sorted(parts_of(warehouse, cell), key=lambda part: [(export, report, _order(row)) for export, report, row in part.rows])


def _order(row: str) -> tuple[int, str]:
    return (int(row), "") if row.isdecimal() else (0, row)


def _printed(number: Number, report: dict) -> str:
    formats = formats_of(report)
    shown = formats.metric(number.value, number.unit, number.decimals)
    exact = f" (exactly {_text(Decimal(number.value))})" if Decimal(number.value) != Decimal(number.value).to_integral_value() else ""
    return shown + exact


def _text(amount: Decimal) -> str:
    """An amount without its trailing zeros."""
    told = format(amount, "f")
    return told.rstrip("0").rstrip(".") if "." in told else told


def _tell(one: Traced, report: dict, found: Edition, known: dict[str, Export], store: Store, say: Say) -> None:
    number, period = one.number, report["period"]
    days = formats_of(report).days(period["first_day"], period["last_day"])
    reference = f", {number.reference}" if number.reference else ""
    say(f"{number.label}: {_printed(number, report)}   {number.about['period']}; edition {found.number} of {period['label']}, {days}{reference}")
    for each in one.sums:
        role = "" if len(one.sums) == 1 else f"  {each.measure}: {_text(each.total)}"
        say(f"{role}\n  model  {_path(number.kind, each.parts, known)}" if role else f"  model  {_path(number.kind, each.parts, known)}")
        _tell_files(each, known, store, say)
    say(f"  {_verdict(one)}")


def _path(kind: str, parts: list[Part], known: dict[str, Export]) -> str:
    reports = {(known[export].platform, report) for part in parts for export, report, _ in part.rows if export in known}
    staged = dict.fromkeys(path for platform, report in sorted(reports) for path in staging_of(platform, report))
    return " <- ".join([model_of(kind), *([", ".join(staged)] if staged else [])])


def _tell_files(each: Sum, known: dict[str, Export], store: Store, say: Say) -> None:
    files: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for part in each.parts:
        files[part.rows[0][:2]].append(part)
    left = SHOWN
    for (export_id, report), parts in files.items():
        rows = sum(len(part.rows) for part in parts)
        say(f"  file   {_file(export_id, report, known, store)}, {rows} row{'s' * (rows != 1)}")
        for part in parts[:left]:
            say(f"    {_rows(part, export_id):<28} {_text(part.amount):>16}")
        if parts[left:]:
            say(f"    ... and {len(parts) - left} more; --json has them all")
        left = max(0, left - len(parts))
    mixed = "the largest (people are never added)" if each.is_people else "sum"
    say(f"  {len(each.parts)} part{'s' * (len(each.parts) != 1)}, {mixed} {_text(each.total)}")


def _file(export_id: str, report: str, known: dict[str, Export], store: Store) -> str:
    if export_id not in known:
        return f"{export_id} by hand ({report})" if export_id == "correction" else f"{export_id}: no longer landed"
    export = known[export_id]
    name = f"{export.original_name}{f': {export.entry}' if export.entry else ''}"
    return (
        f"{name} ({report}), landed {export.landed_at:%Y-%m-%d %H:%M} UTC, exported {export.exported_at:%Y-%m-%d %H:%M} UTC, "
        f"sha256 {export_id}, {store.locate(export.name)}"
    )


def _rows(part: Part, export_id: str) -> str:
    """`row 12`, `rows 12-14, 19`; rows of another file after the start of its sha256."""
    own = [row for export, _, row in part.rows if export == export_id]
    others = [f"{row} of {export}" for export, _, row in part.rows if export != export_id]
    told = [*_ranges(own), *others]
    return f"row{'s' * (len(part.rows) != 1)} {', '.join(told)}"


def _ranges(rows: list[str]) -> list[str]:
    if not all(row.isdecimal() for row in rows):
        return rows
    runs: list[list[int]] = []
    for row in sorted(map(int, set(rows))):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return [str(first) if first == last else f"{first}-{last}" for first, last in runs]


def _verdict(one: Traced) -> str:
    if one.is_equal:
        return "equals the printed number"
    reached = "nothing" if one.reached is None else _text(one.reached)
    apart = "" if one.reached is None else f"; {_text(Decimal(one.number.value) - one.reached)} of it is missing"
    return f"the rows come to {reached}, the printed number is {one.number.value}{apart}: tell whoever looks after Handshake"


def _list(told: list[Traced], report: dict, say: Say) -> None:
    """A table's numbers, a line each: name one with its own reference to see its rows."""
    for one in told:
        rows = sum(len(part.rows) for each in one.sums for part in each.parts)
        state = "equal" if one.is_equal else "DIFFERS"
        say(f"{one.number.reference:<8} {one.number.label:<60} {_printed(one.number, report):>24}  {rows} rows, {state}")


def _plain(one: Traced, report: dict, found: Edition, known: dict[str, Export]) -> dict[str, Any]:
    exports = dict.fromkeys(export for each in one.sums for part in each.parts for export, _, _ in part.rows)
    return {
        "reference": one.number.reference or None,
        "label": one.number.label,
        "value": one.number.value,
        "unit": one.number.unit,
        "period": one.number.about["period"],
        "edition": found.number,
        "is_equal": one.is_equal,
        "files": [
            {
                "export": export, "sha256": known[export].sha256, "original_name": known[export].original_name,
                "entry": known[export].entry, "landed": known[export].name, "landed_at": known[export].landed_at.isoformat(),
                "exported_at": known[export].exported_at.isoformat(),
            }
            for export in exports if export in known
        ],
        "sums": [
            {
                "measure": each.measure,
                "sum": _text(each.total),
                "models": _path(one.number.kind, each.parts, known).split(" <- "),
                "parts": [
                    {
                        "amount": _text(part.amount),
                        "rows": [{"export": export, "report": report, "row": row} for export, report, row in part.rows],
                    }
                    for part in each.parts
                ],
            }
            for each in one.sums
        ],
    }  # fmt: skip


def rebuild(folder: Path, slug: str, store: Store) -> Callable[[Edition], bytes]:
    """What builds an edition's warehouse again, where it is gone: from what had landed and was decided by its instant."""

    def again(found: Edition) -> bytes:
        from clients.client import load_client
        from pipeline import warehouse_of

        return warehouse_of(load_client(folder / slug), Period.parse(found.manifest["period"]), store, found.manifest)

    return again
