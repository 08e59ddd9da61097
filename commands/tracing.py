"""`handshake trace`: from a printed number to its model, the landed files, and the rows in them, whose sum is the number."""

import difflib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from clients.period import Period
from commands.telling import Sum, Traced, plain, tell, tell_table
from platforms.landing import landed_exports
from reports.editions import Edition, find
from reports.references import Number, numbers, parse_reference
from sql.lineage import Cell, Part, lineage, parts_of
from store import Store

Say = Callable[[str], None]
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


def trace(store: Store, slug: str, period: Period, asked: Asked, edition: int | None, rebuilt: Callable[[Edition], bytes],
          say: Say, *, as_json: bool = False) -> int:  # fmt: skip
    """Say where a number comes from; 0 where its rows come to it, else 1. Raises TraceError, and LineageError for old editions."""
    found = find(store, slug, period.label, edition)
    if found is None:
        raise TraceError(_no_edition(store, slug, period.label, edition))
    report = json.loads(store.read(f"{found.folder}/report.json"))
    known = {export.export_id: export for export in landed_exports(store, slug)}
    with _opened(store, found, rebuilt) as warehouse:
        told = [traced_number(warehouse, number) for number in _named(warehouse, report, asked)]
    if as_json:
        say(json.dumps([plain(one, report, found, known) for one in told], indent=1, ensure_ascii=False))
    elif len(told) == 1:
        tell(told[0], report, found, known, store, say)
    else:
        tell_table(told, report, say)
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
        raise TraceError(
            f"{asked.what}: no such table of traced numbers in this edition; there are {', '.join(tables)}."
        )
    if place is not None and not 1 <= place <= len(found):
        raise TraceError(
            f"{asked.what}: {table} has {len(found)} numbers; handshake trace with {table} alone lists them."
        )
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
        raise TraceError(
            f"{asked.what}: no such metric; {'did you mean ' + ', '.join(near) + '?' if near else 'docs/metrics.md lists them.'}"
        )
    level = "campaign" if asked.campaign else "channel" if asked.channel else "platform" if asked.platform else "total"
    narrowed = {"platform": asked.platform, "channel": asked.channel, "campaign": asked.campaign}
    if level == "channel" and asked.platform:
        raise TraceError(
            f"channel {asked.channel!r}: its figures are of all its platforms together: leave --platform out, or add --campaign."
        )
    rows = warehouse.execute(
        _FIGURES, {"period": report["period"]["label"], "metric": asked.what, "level": level, **narrowed}
    ).fetchall()
    if len(rows) != 1:
        raise TraceError(_not_one(warehouse, report, asked, level, rows))
    metric, label, value, unit, decimals, reason, *about = rows[0]
    if value is None:
        raise TraceError(
            f"{label} is not measured in {report['period']['label']} ({reason}): there is no number to trace."
        )
    place = dict(zip(("platform", "channel", "campaign_name"), about, strict=True))
    named = ", ".join(filter(None, [label, *(one for one in about if one)]))
    return Number(
        "",
        named,
        format(value.normalize(), "f"),
        unit,
        decimals,
        "figure",
        metric,
        {"period": report["period"]["label"], **place},
    )


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


def traced_number(warehouse: duckdb.DuckDBPyConnection, number: Number) -> Traced:
    """A number with its rows."""
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
    return sorted(
        parts_of(warehouse, cell), key=lambda part: [(export, report, _order(row)) for export, report, row in part.rows]
    )


def _order(row: str) -> tuple[int, str]:
    return (int(row), "") if row.isdecimal() else (0, row)


def rebuild(folder: Path, slug: str, store: Store) -> Callable[[Edition], bytes]:
    """What builds an edition's warehouse again, where it is gone: from what had landed and was decided by its instant."""

    def again(found: Edition) -> bytes:
        from clients.client import load_client
        from pipeline import warehouse_of

        return warehouse_of(load_client(folder / slug), Period.parse(found.manifest["period"]), store, found.manifest)

    return again
