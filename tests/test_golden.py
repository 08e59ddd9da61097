"""Two example weeks as they were last reviewed: every value of the report, and how many rows its warehouse holds.

`make golden` rewrites them; the diff is what a change does to a report.
"""

from pathlib import Path

import duckdb
import pytest

FOLDER = Path(__file__).parent / "golden"


def row_counts(warehouse: duckdb.DuckDBPyConnection) -> str:
    """What the client's exports became. Empty relations are left out: a new platform adds some to every warehouse."""
    relations = warehouse.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where schema_name <> 'client' order by all"
    ).fetchall()
    counted = [(name, *warehouse.execute(f"select count(*) from {name}").fetchone()) for (name,) in relations]
    return "relation,rows\n" + "".join(f"{name},{rows}\n" for name, rows in counted if rows)


@pytest.mark.parametrize("name", ["report.json", "row_counts.csv"])
@pytest.mark.parametrize("slug", ["harbor-dental", "teatro-aurora"])
def test_an_example_week_is_as_it_was_reviewed(
    examples: dict, slug: str, name: str, pytestconfig: pytest.Config
) -> None:
    example = examples[slug]
    content = example.report.to_json() if name == "report.json" else row_counts(example.warehouse)
    golden = FOLDER / f"{slug}-2026-W46" / name
    actual = golden.with_name(f"actual-{name}")
    if pytestconfig.getoption("rewrite_golden"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(content, encoding="utf-8")
    is_same = golden.exists() and golden.read_text(encoding="utf-8") == content
    actual.unlink(missing_ok=True) if is_same else actual.write_text(content, encoding="utf-8")
    assert is_same, f"diff {golden} {actual}"
