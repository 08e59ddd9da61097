"""Each model's promises, one YAML file a model: given these rows, expect those.

A given cell is cast to the type the real relation gives its column; a column that a row leaves out is null. Only the columns that `expect`
names are compared, in any order of rows; `null` names a column that no row fills. `where` says which of the model's rows it is about.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import yaml

from clients.client import load_client
from clients.people import People
from pipeline import platform_facts
from platforms.catalogue import load_platforms
from sql.inputs import load_inputs
from sql.people import load_people
from sql.sent import load_sent
from sql.warehouse import build_models, load_models, open_warehouse

FOLDER = Path(__file__).parent / "sql"
MODELS = {model.name: model for model in load_models()}
Rows = list[dict[str, str | None]]


def cases() -> Iterator:
    for path in sorted(FOLDER.glob("*.yml")):
        # BaseLoader leaves every scalar the text it is: money never passes through a float.
        for case in yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader):
            yield pytest.param(path.stem, case, id=f"{path.stem}: {case['case']}")


@pytest.fixture(scope="module")
def empty() -> duckdb.DuckDBPyConnection:
    """Every relation of the warehouse with its own columns and types, and no row."""
    warehouse = open_warehouse()
    facts = [platform_facts(platform) for platform in load_platforms().values()]
    load_inputs(warehouse, load_client(Path("clients/harbor-dental")), [], facts, [])
    load_people(warehouse, load_client(Path("clients/harbor-dental")), People(), {})
    load_sent(warehouse, None)
    build_models(warehouse)
    for (relation,) in warehouse.execute("select schema_name || '.' || table_name from duckdb_tables()").fetchall():
        warehouse.execute(f"delete from {relation}")
    return warehouse


@pytest.fixture
def warehouse(empty: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    empty.begin()
    yield empty
    empty.rollback()


def insert(warehouse: duckdb.DuckDBPyConnection, relation: str, rows: Rows) -> None:
    for row in rows:
        places = ", ".join("?" * len(row))
        warehouse.execute(f"insert into {relation} ({', '.join(row)}) values ({places})", list(row.values()))


def found(warehouse: duckdb.DuckDBPyConnection, query: str, where: str) -> Rows:
    answer = warehouse.execute(f"select columns(*)::varchar from ({query}) where {where}")
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def alike(rows: Rows, columns: list[str]) -> Rows:
    """The rows in one order and one way of writing: 5.50 is 5.5, and every other digit counts."""
    return sorted(({column: plain(row[column]) for column in columns} for row in rows), key=repr)


def plain(cell: str | None) -> str | None:
    if cell is None or cell == "null":
        return None
    return cell.rstrip("0").rstrip(".") if "." in cell else cell


@pytest.mark.parametrize(("name", "case"), list(cases()))
def test_a_model_keeps_its_promise(warehouse: duckdb.DuckDBPyConnection, name: str, case: dict) -> None:
    for relation, rows in case.get("given", {}).items():
        insert(warehouse, relation, rows)
    columns = sorted({column for row in case["expect"] for column in row})
    expected = [dict.fromkeys(columns) | row for row in case["expect"]]
    rows = found(warehouse, MODELS[name].query, case.get("where", "true"))
    assert alike(rows, columns) == alike(expected, columns)


def test_every_model_has_a_case() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yml")) == sorted(MODELS)


def test_every_staged_column_is_named_further_on(empty: duckdb.DuckDBPyConnection) -> None:
    """The union by name would turn a misspelt column into nulls without a word."""
    named = set(re.findall(r"\w+", " ".join(model.query for model in MODELS.values() if model.schema != "staging")))
    staged = empty.execute("select column_name from duckdb_columns() where schema_name = 'staging'").fetchall()
    assert {column for (column,) in staged} - named == set()
