"""The figures of a report that words may cite, by cell: `sessions`, `clicks@google_ads`, `clicks@Paid search`, `genuine`, `waiting`.

After a cell a full stop and one of its figures: `{sessions.previous}`, `{spend.month_goal}`; without one, its value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reports.prose import Figure

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]
OF_METRICS = ("value", "previous", "change", "last_year", "expected", "label")
OF_GOALS = tuple(
    f"{cadence}_{name}" for cadence in ("week", "month", "quarter") for name in ("goal", "so_far", "projected")
)
OF_LEDGER = {
    "genuine": ("value", "previous", "low", "high", "least", "label"),
    "waiting": ("value", "label"),
}
LABELS = {"genuine": "People who talked to you, booked or came in", "waiting": "Who waits for an answer"}


class Unknown(LookupError):
    """Words cite what the report does not show; the message says what it does."""


@dataclass(frozen=True)
class Cell:
    """One row of the report with its figures; null is not measured."""

    name: str
    metric: str
    label: str
    where: str | None
    unit: str
    decimals: int
    figures: Mapping[str, Decimal | None]
    is_flagged: bool = False

    def figure(self, field: str) -> Figure:
        """One of its figures; what is only estimated of a count is told to the whole."""
        is_guess = self.unit == "count" and field.endswith(("expected", "projected"))
        unit = field if field in ("change", "label") else "number" if is_guess else self.unit
        return Figure(self.name, field, self.label, self.where, self.figures.get(field), unit, self.decimals)


def named(placeholder: str) -> tuple[str, str]:
    """(cell, field) of a placeholder."""
    cell, dot, field = placeholder.rpartition(".")
    return (cell, field) if dot and field in {*OF_METRICS, *OF_GOALS, *OF_LEDGER["genuine"]} else (placeholder, "value")


def misnamed(placeholder: str, metrics: Iterable[str]) -> str | None:
    """What is wrong with a placeholder whatever the period; `metrics` is the catalogue."""
    cell, field = named(placeholder)
    metric, _, where = cell.partition("@")
    if metric in OF_LEDGER and not where:
        return None if field in OF_LEDGER[metric] else f"{metric} has no {field}; it has {', '.join(OF_LEDGER[metric])}"
    if metric not in metrics:
        return f"no metric {metric!r}; docs/metrics.md lists them"
    fields = OF_METRICS if where else (*OF_METRICS, *OF_GOALS)
    return None if field in fields else f"{cell} has no {field}; it has {', '.join(fields)}"


class Cells:
    """What one report shows, by cell."""

    def __init__(self, rows: list[Row], sections: Mapping[str, Rows]) -> None:
        """`rows` is what commentary.sql finds, `sections` the report's own: what is on no page cannot be cited."""
        shown = {
            row["metric"]
            for tables in sections.values()
            for table in tables.values()
            for row in table
            if "metric" in row
        }
        goals = sections.get("goals", {}).get("goals", [])
        found = [_cell(row, goals) for row in rows if row["metric"] in shown]
        self.by_name: dict[str, Cell] = {}
        for cell in [*found, *_ledger(sections.get("ledger", {}))]:
            self.by_name.setdefault(cell.name, cell)  # a platform before a channel of the same name
        self.labels = {row["metric"]: row["label"] for row in rows}
        self.flagged = [cell for cell in found if cell.is_flagged]

    @property
    def printed(self) -> list[Figure]:
        """Every figure that words may cite."""
        return [cell.figure(field) for cell in self.by_name.values() for field in cell.figures]

    def cell(self, name: str) -> Cell:
        if name not in self.by_name:
            whole = ", ".join(sorted(one for one in self.by_name if "@" not in one)) or "nothing"
            raise Unknown(f"{name!r} is on no page of this report; what is: {whole}")
        return self.by_name[name]

    def figure(self, placeholder: str) -> Figure:
        name, field = named(placeholder)
        cell = self.cell(name)
        if field not in cell.figures and field != "label":
            raise Unknown(f"{name} has no {field} here; it has {', '.join(cell.figures)}")
        return cell.figure(field)


def _cell(row: Row, goals: list[Row]) -> Cell:
    at = row["platform"] if row["level"] == "platform" else row["channel"] if row["level"] == "channel" else None
    figures = {field: row[field] for field in OF_METRICS if field != "label"}
    if at is None:
        for goal in (one for one in goals if one["metric"] == row["metric"]):
            said = (goal["target"], goal["actual"], goal["projected"])
            figures |= {
                f"{goal['cadence']}_{name}": one
                for name, one in zip(("goal", "so_far", "projected"), said, strict=True)
            }
    return Cell(
        f"{row['metric']}@{at}" if at else row["metric"], row["metric"], row["label"], row["platform_name"] or row["channel"],
        row["unit"], row["decimals"], figures, row["is_flagged"],
    )  # fmt: skip


def _ledger(rows: Rows) -> list[Cell]:
    """People and who waits, where the ledger is a page of this report."""
    people = next((row for row in rows.get("people", []) if row["setting"] == "default"), None)
    cells = []
    if people:
        said = (people["genuine"], people["previous"], people["low"], people["high"], people["genuine_least"])
        whole = [None if one is None or not people["shows_people"] else round(Decimal(one)) for one in said]
        figures = {
            field: None if one is None else Decimal(one)
            for field, one in zip(OF_LEDGER["genuine"], whole, strict=False)
        }
        cells.append(Cell("genuine", "genuine", LABELS["genuine"], None, "count", 0, figures))
    if "waiting" in rows:
        waiting = {"value": Decimal(len(rows["waiting"]))}
        cells.append(Cell("waiting", "waiting", LABELS["waiting"], None, "count", 0, waiting))
    return cells
