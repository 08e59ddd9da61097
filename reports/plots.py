"""What each chart draws, and the same in words for those who cannot see it."""

from datetime import date
from decimal import Decimal
from typing import Any

from reports.chart import draw, specified
from reports.formats import visible
from reports.pages import LEAST_POINTS, MOST_DAYS, Pages

Row = dict[str, Any]
LABEL_CHARACTERS = 24
LABEL_ROOM = 13  # labels of the height of the chart that fit above one another


class Plots:
    """The charts of one report's pages: each gives (asset, alternative text, notes), or None where there is too little to draw.

    Notes are what people have written of days that the chart shows: a thin rule in it, and a line beside it and in its alternative text.
    """

    def __init__(self, pages: Pages) -> None:
        self.pages, self.formats, self.words = pages, pages.formats, pages.words
        self.drawn: dict[str, dict[str, Any]] = {}  # asset -> its specification, for pages on which it comes alive

    def _draw(
        self, name: str, rows: list[Row], unit: str, told: str, notes: list[Row], height: int | None = None
    ) -> tuple[str, str, list[str]]:
        """The asset, what it shows in words, which is its title too, and the notes it draws."""
        lines = [self.words("{day}: {text}", day=self._days(note), text=visible(note["text"])) for note in notes]
        told = "; ".join([told, *lines])
        picture = self.pages.keep(draw(name, rows, self.pages.brand, self.formats, unit, told, height), "svg")
        self.drawn[picture] = specified(name, rows, self.pages.brand, unit, height)
        return picture, told, lines

    def _days(self, note: Row) -> str:
        first, last = note["day"], note["until"]
        return self.formats.days(first, last) if last else self.formats.short_day(first)

    def _notes(self, metric: str, first_day: str, last_day: str) -> list[Row]:
        """What people have written of these days that touches the metric."""
        return [
            note for note in self.pages.annotations
            if (not note["metrics"] or metric in note["metrics"])
            and note["day"] <= last_day and (note["until"] or note["day"]) >= first_day
        ]  # fmt: skip

    def _is_now(self, row: Row) -> bool:
        return row["period"] == self.pages.period["label"]

    def spark(self, rows: list[Row], breaks: list[Row], metric: str) -> tuple[str, str, list[str]] | None:
        """One figure's periods as a line without axes; a period not yet whole is an open point on a dashed line.

        The line stops where one of `breaks`, changes of what the metric means, falls, at a dashed rule.
        """
        known = [row for row in rows if row["value"] is not None]
        if len(known) < LEAST_POINTS:
            return None
        tail = known[-2:] if not _is_whole(known[-1]) else []
        drawn = [one for one in breaks if rows[0]["first_day"] < one["changed_on"]]
        points = [
            {"first_day": row["first_day"], "value": _decimal(row["value"]), "is_now": self._is_now(row),
             "is_whole": _is_whole(row), "is_tail": row in tail,
             "segment": sum(one["first_day"] <= row["first_day"] for one in drawn)} for row in rows
        ]  # fmt: skip
        points += [{"break_day": one["changed_on"]} for one in drawn]
        notes = self._notes(metric, rows[0]["first_day"], self.pages.period["last_day"])
        points += [{"note_day": max(note["day"], rows[0]["first_day"])} for note in notes]
        told = self._range([row for row in known if _is_whole(row)] or known)
        told = ". ".join([told, *map(self.pages.broken, drawn)])
        return self._draw("spark", points, rows[0]["unit"], told, notes)

    def _range(self, rows: list[Row]) -> str:
        low, high = (pick(rows, key=lambda row: Decimal(row["value"])) for pick in (min, max))
        return self.words(
            "Last {count} {periods}: lowest {low} ({low_day}), highest {high} ({high_day})",
            count=len(rows), periods=self.pages.periods, low=self.pages.figure(low), high=self.pages.figure(high),
            low_day=self.formats.short_day(low["first_day"]), high_day=self.formats.short_day(high["first_day"]),
        )  # fmt: skip

    def spend(self, rows: list[Row], top: list[str]) -> tuple[str, str, list[str]] | None:
        """Spend of the channels named, a line each with its name and last figure at the end."""
        known = [row for row in rows if row["value"] is not None and row["channel"] in top]
        if len({row["period"] for row in known}) < LEAST_POINTS:
            return None
        told = {
            row["channel"]: f"{_short(visible(row['channel']))} {self.formats.metric(row['value'], 'currency', 0)}"
            for row in known
            if self._is_now(row)
        }
        points = [
            {"channel": row["channel"], "told": told.get(row["channel"]), "first_day": row["first_day"], "value": Decimal(row["value"]),
             "is_now": self._is_now(row)} for row in sorted(known, key=lambda row: (top.index(row["channel"]), row["first_day"]))
        ]  # fmt: skip
        _part_labels(
            [point for point in points if point["is_now"]], max(point["value"] for point in points) / LABEL_ROOM
        )
        first_day = min(row["first_day"] for row in known)
        notes = self._notes("spend", first_day, self.pages.period["last_day"])
        points += [{"note_day": max(note["day"], first_day)} for note in notes]
        return self._draw("spend", points, "currency", "; ".join(told.values()), notes)

    def daily(self, rows: list[Row], metric: str, unit: str = "count") -> tuple[str, str, list[str]] | None:
        """Each day as a bar, the same day of the period before as a mark."""
        if not any(row["value"] is not None for row in rows) or len(rows) > MOST_DAYS:
            return None
        points = [
            {
                "day": str(date.fromisoformat(row["date"]).day),
                "value": _decimal(row["value"]),
                "previous": _decimal(row["previous"]),
            }
            for row in rows
        ]
        told = (
            f"{self.formats.short_day(row['date'])} {self.pages.count(row['value'])} ({self.pages.count(row['previous'])})"
            for row in rows
        )
        days = [row["date"] for row in rows]
        notes = self._notes(metric, days[0], days[-1])
        points += [{"note_day": str(date.fromisoformat(max(note["day"], days[0])).day)} for note in notes]
        return self._draw("daily", points, unit, ", ".join(told), notes)


def _short(name: str) -> str:
    return name if len(name) <= LABEL_CHARACTERS else name[: LABEL_CHARACTERS - 1] + "…"


def _is_whole(row: Row) -> bool:
    return row["days_covered"] == row["days"]


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _part_labels(points: list[Row], least: Decimal) -> None:
    """Give each point a height for its label, from the lowest up, at least `least` above the one below."""
    floor = None
    for point in sorted(points, key=lambda point: point["value"]):
        point["label_at"] = floor = point["value"] if floor is None else max(point["value"], floor + least)
