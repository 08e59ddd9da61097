"""Runs the SQL models in one in-memory DuckDB: landed views, then staging, intermediate and marts, each in dependency order.

It executes the project's own SQL only; clients' names and values enter as rows, never as text of a query.
"""

import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb
import pyarrow as pa

FOLDER = Path(__file__).parent
LAYERS = ("staging", "intermediate", "marts")


class ModelError(RuntimeError):
    """A model failed; the message names its file."""


@dataclass(frozen=True)
class Model:
    """One SQL file: its relation is its folder and stem. `grain` lists the columns that make a row unique."""

    schema: str
    name: str
    path: Path
    query: str
    comment: str
    grain: tuple[str, ...]

    @property
    def relation(self) -> str:
        return f"{self.schema}.{self.name}"


def _model(path: Path, schema: str) -> Model:
    text = path.read_text(encoding="utf-8")
    header = [line[2:].strip() for line in text.splitlines() if line.startswith("--")]
    grain = next((line.partition(":")[2] for line in header if line.startswith("grain:")), "")
    return Model(
        schema,
        path.stem,
        path,
        text,
        " ".join(header),
        tuple(part.strip() for part in grain.split(",") if part.strip()),
    )


@cache
def load_models() -> tuple[Model, ...]:
    """Every model: staging, then the rest, each after the models it reads."""
    return tuple(model for layers in (LAYERS[:1], LAYERS[1:]) for model in _ordered(layers))


def _ordered(layers: tuple[str, ...]) -> list[Model]:
    """The models of these layers in dependency order: a registry among the marts comes before what is judged by it."""
    models = {
        model.relation: model
        for layer in layers
        for model in (_model(path, layer) for path in sorted((FOLDER / layer).rglob("*.sql")))
    }
    reads = {name: sorted(_reads(model) & models.keys() - {name}) for name, model in sorted(models.items())}
    return [models[name] for name in TopologicalSorter(reads).static_order()]


def _reads(model: Model) -> set[str]:
    """The schema-qualified relations a query names."""
    return set(re.findall(rf"\b((?:{'|'.join(LAYERS)})\.\w+)", re.sub(r"--.*", "", model.query)))


def open_warehouse() -> duckdb.DuckDBPyConnection:
    """An empty in-memory database in UTC that can reach nothing outside itself, on one thread: clients are built side by side."""
    connection = duckdb.connect(":memory:")
    for setting in ("TimeZone = 'UTC'", "threads = 1", "memory_limit = '2GB'", "autoinstall_known_extensions = false",
                    "autoload_known_extensions = false", "preserve_insertion_order = true"):  # fmt: skip
        connection.execute(f"set {setting}")
    for schema in ("client", "landed", *LAYERS):
        connection.execute(f"create schema {schema}")
    return connection


def add_table(connection: duckdb.DuckDBPyConnection, relation: str, rows: pa.Table) -> None:
    """Copy an Arrow table in as `schema.name`."""
    connection.register("arriving", rows)
    connection.execute(f"create table {relation} as select * from arriving")
    connection.unregister("arriving")


def add_rows(
    connection: duckdb.DuckDBPyConnection, relation: str, columns: dict[str, pa.DataType], rows: Iterable[tuple]
) -> None:
    """Make `schema.name` of rows given as tuples in the order of the columns."""
    rows = list(rows)
    arrays = [pa.array([row[place] for row in rows], kind) for place, kind in enumerate(columns.values())]
    add_table(connection, relation, pa.table(arrays, names=list(columns)))


def build_models(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Run every model; return rows per relation. Raises ModelError where one fails or its grain is not unique."""
    name_staging(connection)
    check_sums(load_models())
    for model in load_models():
        _run(connection, model)
    counts = (f"select '{model.relation}', count(*) from {model.relation}" for model in load_models())
    return dict(connection.execute(" union all ".join(counts)).fetchall())


def check_sums(models: Iterable[Model]) -> None:
    """Raise ModelError where a model adds up what may not be: people over days or accounts, averages over anything."""
    listed = next(model for model in load_models() if model.name == "additivity")
    kinds = dict(duckdb.sql(f"select measure, kind from ({listed.query})").fetchall())
    for model in models:
        for summed in _summed(re.sub(r"--.*|'[^']*'", "", model.query)):
            if named := kinds.keys() & set(re.findall(r"\w+", summed)):
                name, where = min(named), model.path.relative_to(FOLDER.parent)
                raise ModelError(
                    f"{where}: sums {name}, which is of kind {kinds[name]} (sql/marts/additivity.sql): take it as exported."
                )


def _summed(query: str) -> Iterator[str]:
    """What stands between the brackets of each sum or mean."""
    for found in re.finditer(r"\b(?:sum|avg|mean|median)\s*\(", query, re.IGNORECASE):
        depth, end = 1, found.end()
        while depth and end < len(query):
            depth += {"(": 1, ")": -1}.get(query[end], 0)
            end += 1
        yield query[found.end() : end - 1]


def name_staging(connection: duckdb.DuckDBPyConnection) -> None:
    """`stg_campaign` becomes the list of every platform's `staging.stg_*__campaign`, for query_table()."""
    entities: dict[str, list[str]] = {}
    for model in load_models():
        if model.schema == "staging":
            entities.setdefault(model.name.partition("__")[2], []).append(model.relation)
    for entity, relations in entities.items():
        connection.execute(f"set variable stg_{entity} = {sorted(relations)!r}")


def _run(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    where = model.path.relative_to(FOLDER.parent)
    try:
        connection.execute(f"create table {model.relation} as {model.query}")
        connection.execute(f"comment on table {model.relation} is {_quoted(model.comment)}")
    except duckdb.Error as error:
        raise ModelError(f"{where}: {error}") from error
    if not model.grain:
        return
    columns = ", ".join(model.grain)
    repeated = connection.execute(
        f"select {columns} from {model.relation} group by all having count(*) > 1 limit 1"
    ).fetchone()
    if repeated:
        raise ModelError(f"{where}: its grain ({columns}) is not unique: {repeated} occurs more than once.")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def saved(connection: duckdb.DuckDBPyConnection) -> bytes:
    """The whole warehouse as the bytes of a DuckDB file. Two builds of the same inputs differ in bytes, never in tables."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        connection.execute(f"attach {_quoted(str(path))} as saved (block_size 16384)")
        connection.execute("copy from database memory to saved")
        connection.execute("detach saved")
        return path.read_bytes()
