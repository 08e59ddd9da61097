"""docs/metrics.md, made from the metric catalogue: `python -m sql.dictionary` prints it."""

from functools import cache

import duckdb

from sql.warehouse import load_models

HEAD = """# Metrics

Made from `sql/marts/metrics.sql` by `make golden`; change it there. Every metric is a sum, or a sum over a sum, divided once and last.

| Metric | Label | Sum of | Over | Times | Unit | Decimals | Good when |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""


def _catalogue(columns: str) -> duckdb.DuckDBPyRelation:
    catalogue = next(model for model in load_models() if model.name == "metrics")
    return duckdb.sql(f"select {columns} from ({catalogue.query}) order by place")


@cache
def metrics() -> frozenset[str]:
    """Every metric of the catalogue."""
    return frozenset(metric for (metric,) in _catalogue("metric").fetchall())


def metrics_page() -> str:
    """The page's text: one line a metric, in the catalogue's order."""
    rows = _catalogue("metric, label, numerator, denominator, scale, unit, decimals, better")
    return HEAD + "".join(
        f"| {' | '.join('' if cell is None else str(cell) for cell in row)} |\n" for row in rows.fetchall()
    )


if __name__ == "__main__":
    print(metrics_page(), end="")
