"""From a printed number back to landed rows, with an edition's own warehouse: the models run once more, each landed row apart.

A row's tag (account, export, row) goes through staging beside the model's own columns and then stands in for the account, so that
every sum stays a sum of single rows. No model knows of it, and an edition costs nothing for it but the rows' numbers.
"""

import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb

from sql.warehouse import FOLDER, Model, load_models, name_staging, open_warehouse

LINEAGE = FOLDER / "lineage"
APART = "\x1f"
CORRECTION = "correction"  # what stands for an export in the tag of what a person has corrected
_REPEATED = ("int_campaign", "int_site", "int_search", "int_content", "int_email", "int_order", "int_party_event",
             "int_thread", "int_content_gain", "int_correction", "int_measure", "int_group_class", "int_conversion")  # fmt: skip
_PLATFORM = re.compile(r"('\w+' as platform,)")
_TRUE = """
    delete from intermediate.int_measure as mine
    where not exists (
        select 1 from kept.intermediate.int_measure as whole
        where
            whole.platform = mine.platform and whole.report = mine.report
            and whole.account_id = split_part(mine.account_id, chr(31), 1) and whole.measure = mine.measure
            and whole.period_start = mine.period_start and whole.period_end = mine.period_end and whole.amount is not null
    )
"""
_TRACED = {"fact": "int_measure", "site": "int_site", "search": "int_search", "group_class": "int_group_class",
           "conversion": "int_conversion"}  # fmt: skip


class LineageError(ValueError):
    """This number cannot be traced; the message says why and what can be done."""


@dataclass(frozen=True)
class Cell:
    """One printed number in the terms of the models: which of `sql/lineage/*.sql` tells of it, and for what."""

    kind: str
    period: str
    measure: str | None = None
    side: str = "this"
    platform: str | None = None
    channel: str | None = None
    campaign_name: str | None = None
    label: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    source_medium: str | None = None
    page: str | None = None
    query: str | None = None
    rung: int | None = None
    unit: str | None = None
    entry_class: str | None = None
    reason: str | None = None
    setting: str | None = None
    conversion_type: str | None = None
    attribution: str | None = None


_KINDS = {"first_day": "date", "last_day": "date", "rung": "integer"}
_COLUMNS = ", ".join(f"{one.name} {_KINDS.get(one.name, 'varchar')}" for one in fields(Cell))


@dataclass(frozen=True)
class Part:
    """What some landed rows gave to a number: rows by export and number; `amount` in the measure's own unit."""

    amount: Decimal
    rows: tuple[tuple[str, str, str], ...]


@contextmanager
def lineage(warehouse: bytes) -> Iterator[duckdb.DuckDBPyConnection]:
    """An edition's warehouse, its sums taken apart into landed rows. Raises LineageError for one without row numbers."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        path.write_bytes(warehouse)
        connection = open_warehouse()
        connection.execute(f"attach '{path}' as kept (read_only)")
        try:
            _take_apart(connection)
            yield connection
        finally:
            connection.close()


def _take_apart(connection: duckdb.DuckDBPyConnection) -> None:
    name_staging(connection)
    connection.execute("create schema traced")
    kept = connection.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = 'kept' order by all"
    ).fetchall()
    for schema, name in kept:
        if schema in ("client", "marts") or name == "int_rate":
            connection.execute(f"create view {schema}.{name} as from kept.{schema}.{name}")
        if schema == "landed":
            _tag(connection, name)
    connection.execute("create table traced.member (tag varchar, one varchar)")
    for model in load_models():
        if model.schema == "staging":
            _stage(connection, model)
        elif model.name in _REPEATED:
            own = LINEAGE / f"{model.name}.sql"
            query = own.read_text(encoding="utf-8") if own.exists() else model.query
            connection.execute(f"create table {model.relation} as {query}")
            if model.name == "int_measure":
                connection.execute(_TRUE)
    for name, model in _TRACED.items():
        connection.execute(
            f"create table traced.{name} as select * replace (split_part(account_id, chr(31), 1) as account_id), "
            f"account_id as tag from intermediate.{model}"
        )
    connection.execute(f"create table traced.event as {_query('event')}")


def _tag(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    columns = {row[0] for row in connection.execute(f"describe kept.landed.{name}").fetchall()}
    if "source_row" not in columns:
        raise LineageError(
            "the edition's warehouse.duckdb holds no row numbers, an earlier Handshake made it: move it away, and trace builds it again."
        )
    tag = "concat_ws(chr(31), coalesce(account_id, ''), export_id, report, source_row)"
    connection.execute(f"create view landed.{name} as select *, {tag} as row_tag from kept.landed.{name}")


def tagged(model: Model) -> str:
    """A staging model's query with the tag of the row beside its own columns."""
    query, found = _PLATFORM.subn(r"\1 row_tag,", model.query)
    return query if found == 1 else ""


def _stage(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    entity = model.name.partition("__")[2]
    if entity == "rate":
        return
    query = tagged(model)
    if entity != "party_event":
        connection.execute(
            f"create table {model.relation} as select * exclude (row_tag) replace (row_tag as account_id) from ({query})"
        )
        return
    connection.execute(f"create table traced.staged as {query}")
    ours = {row[0] for row in connection.execute("describe traced.staged").fetchall()} - {"row_tag", "platform"}
    alike = ", ".join(sorted(ours & {"report", "account_id", "kind", "event_id"}))
    apart = ", ".join(f"if(kind = 'email', {name}::varchar, null)" for name in sorted(ours))
    connection.execute(
        f"create table traced.one as select *, min(row_tag) over (partition by {alike}, {apart}) as tag from traced.staged"
    )
    connection.execute("insert into traced.member select distinct tag, row_tag from traced.one")
    connection.execute(
        f"create table {model.relation} as select distinct * exclude (row_tag, tag) replace (tag as account_id) from traced.one"
    )
    connection.execute("drop table traced.staged")
    connection.execute("drop table traced.one")


def _query(kind: str) -> str:
    return (LINEAGE / f"{kind}.sql").read_text(encoding="utf-8")


def parts_of(connection: duckdb.DuckDBPyConnection, cell: Cell) -> list[Part]:
    """What the landed rows gave to a number, a part for each row, or for rows that are one event or one person together."""
    connection.execute(f"set variable cell = $1::struct({_COLUMNS})", [vars(cell)])
    connection.execute(f"create or replace table traced.spans as {_query('spans')}")
    answer = connection.execute(
        f"select told.unit, told.amount, coalesce(member.one, told.tag) from ({_query(cell.kind)}) as told "
        "left join traced.member as member on told.tag = member.tag order by all"
    )
    groups: dict[str, list] = defaultdict(list)
    for unit, amount, tag in answer.fetchall():
        _, export_id, report, row = tag.split(APART)
        groups[unit].append((amount, (export_id, report, row)))
    return [Part(group[0][0], tuple(row for _, row in group)) for group in groups.values()]


def model_of(kind: str) -> str:
    """The model a kind of number is taken from, as a path in the project."""
    return re.search(r"^-- model: (.+)$", _query(kind), re.MULTILINE)[1]


def staging_of(platform: str, report: str) -> list[str]:
    """The staging models that read a report's landed rows, as paths in the project."""
    relation = re.compile(rf"\blanded\.{platform}__{report}\b")
    return [
        str(model.path.relative_to(FOLDER.parent))
        for model in load_models()
        if model.schema == "staging" and relation.search(model.query)
    ]
