"""Page 1: three numbers, what stands beside each of them, and the few that are left in one line."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from reports.pages import Pages
from reports.plots import Plots

Row = dict[str, Any]
LISTED_REPLACED = 3
NUMBERS = 3
_BEFORE = {
    "chance": "{previous} {before}; could be chance",
    "clear": "{previous} {before}; more than chance",
    None: "{previous} {before}",
}
_GOALS = {
    "week": "of {target} planned",
    "month": "{actual} of {target} in the month",
    "quarter": "{actual} of {target} in the quarter",
}


class Front:
    """One period's page 1 for the templates."""

    def __init__(self, pages: Pages, plots: Plots, rows: dict[str, list[Row]]) -> None:
        self.pages, self.plots, self.words, self.rows = pages, plots, pages.words, rows
        self.people = rows["people"][0]

    @property
    def numbers(self) -> list[Row]:
        """The three numbers, people first where a source shows them: label, value, what stands beside and below, a line of its past."""
        people = [self._people()] if self.people["shows_people"] else []
        return people + [self._figure(row) for row in self._leading()]

    @property
    def replaces(self) -> str:
        """Which edition this one replaces, and which figures are other ones now."""
        number, figures = self.pages.replaced["edition"], self.pages.replaced["figures"]
        if not figures:
            return self.words("This replaces edition {number}: its words or its data notes, no figure.", number=number)
        told = ", ".join(
            self.words(
                "{label} {value} (was {was})",
                label=self._named(row), value=self.pages.figure(row), was=self.pages.figure(row, "was"),
            )
            for row in figures[:LISTED_REPLACED]
        )  # fmt: skip
        more = len(figures) - LISTED_REPLACED
        told += self.words(" and {count} more", count=more) if more > 0 else ""
        return self.words("This replaces edition {number}: {told}.", number=number, told=told)

    def _named(self, row: Row) -> str:
        label = self.words(row["label"])
        return f"{label}, {self.pages.visible(row['where'])}" if row["where"] else label

    @property
    def others(self) -> list[Row]:
        """The client's key figures that are not among the three."""
        leading = [row["metric"] for row in self._leading()]
        return [row for row in self.rows["headline"] if row["metric"] not in leading and row["value"] is not None]

    def _leading(self) -> list[Row]:
        chosen = self.rows["headline"] if self.people["shows_people"] else [*self.rows["lead"], *self.rows["headline"]]
        once: dict[str, Row] = {}
        for row in self.pages.measured(chosen):
            once.setdefault(row["metric"], row)
        return list(once.values())[: NUMBERS - bool(self.people["shows_people"])]

    def _people(self) -> Row:
        row, count = self.people, self.pages.count
        least = row["genuine_least"] != row["genuine"] and self.words(
            "at least {count}", count=count(row["genuine_least"])
        )
        return {
            "label": self.words("Talked to you, booked or came in"),
            "value": count(row["genuine"]),
            "beside": least or None,
            "figure": None,
            "lines": [self._before(count(row["previous"]), row["chance"])] if row["previous"] is not None else [],
            "honest": self.pages.so_far(row),
            "spark": self.plots.spark(
                [row | {"value": row["genuine"]} for row in self.rows["people_trend"]], [], "genuine"
            ),
            "href": "#ledger",
        }

    def _before(self, previous: str, chance: str | None) -> str:
        return self.words(_BEFORE[chance], previous=previous, before=self.pages.previous)

    def _figure(self, row: Row) -> Row:
        trend = [one for one in self.rows["trend"] if one["metric"] == row["metric"]]
        breaks = [one for one in self.rows["breaks"] if one["metric"] == row["metric"]]
        return {
            "label": self.words(row["label"]),
            "value": self.pages.value(row),
            "beside": None,
            "figure": row,
            "lines": list(self._beside(row)),
            "honest": None,
            "spark": self.plots.spark(trend, breaks, row["metric"]) if trend else None,
            "href": None,
        }

    def _beside(self, row: Row) -> Iterator[str]:
        """A figure's target, what it may still come to, and what was spent for each of the people."""
        for goal in (one for one in self.rows["goals"] if one["metric"] == row["metric"]):
            yield self.words(
                _GOALS[goal["cadence"]], **{key: self.pages.figure(goal, key) for key in ("actual", "target")}
            )
        for late in (one for one in self.rows["maturity"] if one["metric"] == row["metric"] and one["platforms"] == 1):
            if Decimal(row["value"]) == Decimal(late["seen"]):
                yield self.words(
                    "about {expected} when late ones arrive",
                    expected=self.pages.count(round(Decimal(late["expected"]))),
                )
        for one in (one for one in self.rows["breaks"] if one["metric"] == row["metric"]):
            yield self.pages.broken(one) + "."
        if row["metric"] == "spend" and self.people["cost"] is not None:
            cost = self.pages.formats.metric(self.people["cost"], "currency", 2)
            yield self.words(
                "{cost} for each of the {count}", cost=cost, count=self.pages.count(self.people["genuine"])
            )
