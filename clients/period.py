"""The only calendar arithmetic in Python: ISO weeks, months and quarters, and the days they hold.

A period is a run of whole days in the client's own time zone. This module knows nothing of instants.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Cadence = Literal["week", "month", "quarter"]
CADENCES: tuple[Cadence, ...] = (
    "week",
    "month",
    "quarter",
)  # what a schedule can follow; a range is only ever stated by a file

_LABEL = re.compile(r"(\d{4})-(?:W(\d{2})|Q([1-4])|(\d{2}))")


class PeriodError(ValueError):
    """A period's label or range cannot be read; the message says what was expected."""


@dataclass(frozen=True, order=True)
class Period:
    """One reporting period. `first_day` and `last_day` are both inside it."""

    first_day: date
    last_day: date
    cadence: Cadence | Literal["range"]

    @classmethod
    def parse(cls, label: str) -> "Period":
        """Read `2026-W06`, `2026-02` or `2026-Q1`; raise PeriodError for anything else."""
        found = _LABEL.fullmatch(label.strip())
        if not found:
            raise PeriodError(
                f"{label!r} is not a period: write a week as 2026-W06, a month as 2026-02 or a quarter as 2026-Q1."
            )
        year, week, quarter, month = (int(part) if part else None for part in found.groups())
        try:
            if week is not None:
                return cls.of(date.fromisocalendar(year, week, 1), "week")
            if quarter is not None:
                return cls.of(date(year, 3 * quarter - 2, 1), "quarter")
            return cls.of(date(year, month, 1), "month")
        except ValueError as error:
            raise PeriodError(f"{label!r} is not a period: {error}.") from error

    @classmethod
    def of(cls, day: date, cadence: Cadence) -> "Period":
        """The period of that rhythm which holds the day."""
        if cadence == "week":
            first = day - timedelta(days=day.weekday())
            return cls(first, first + timedelta(days=6), cadence)
        months = 1 if cadence == "month" else 3
        first = date(day.year, (day.month - 1) // months * months + 1, 1)
        following = first.month + months
        after = date(first.year + (following > 12), (following - 1) % 12 + 1, 1)
        return cls(first, after - timedelta(days=1), cadence)

    @classmethod
    def between(cls, first_day: date, last_day: date) -> "Period":
        """Exactly these days: the week, month or quarter they are, else a range of its own."""
        named = (cls.of(first_day, cadence) for cadence in CADENCES)
        return next(
            (period for period in named if period.last_day == last_day and period.first_day == first_day),
            cls(first_day, last_day, "range"),
        )

    @classmethod
    def last_complete(cls, today: date, cadence: Cadence = "week") -> "Period":
        """The newest period that ended before `today`."""
        return cls.of(today, cadence).previous

    @property
    def label(self) -> str:
        if self.cadence == "range":
            return f"{self.first_day}_{self.last_day}"
        if self.cadence == "week":
            year, week, _ = self.first_day.isocalendar()
            return f"{year}-W{week:02}"
        if self.cadence == "quarter":
            return f"{self.first_day.year}-Q{(self.first_day.month + 2) // 3}"
        return f"{self.first_day.year}-{self.first_day.month:02}"

    def __str__(self) -> str:
        return self.label

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    @property
    def previous(self) -> "Period":
        if self.cadence == "range":
            return Period(self.first_day - timedelta(days=self.days), self.first_day - timedelta(days=1), "range")
        return Period.of(self.first_day - timedelta(days=1), self.cadence)

    @property
    def following(self) -> "Period":
        if self.cadence == "range":
            return Period(self.last_day + timedelta(days=1), self.last_day + timedelta(days=self.days), "range")
        return Period.of(self.last_day + timedelta(days=1), self.cadence)

    @property
    def last_year(self) -> "Period | None":
        """The same week number, month or quarter a year before; None for a week 53 the year before did not have."""
        if self.cadence == "range":
            return None
        if self.cadence != "week":
            return Period.of(date(self.first_day.year - 1, self.first_day.month, 1), self.cadence)
        year, week, _ = self.first_day.isocalendar()
        try:
            return Period.of(date.fromisocalendar(year - 1, week, 1), "week")
        except ValueError:
            return None


def parse_periods(text: str) -> list[Period]:
    """Read one period, or a range `A..B` of one rhythm, both ends included."""
    first, dots, last = text.partition("..")
    start = Period.parse(first)
    stop = Period.parse(last) if dots else start
    if start.cadence != stop.cadence:
        raise PeriodError(f"{text!r} mixes a {start.cadence} with a {stop.cadence}: use two of the same kind.")
    if stop < start:
        raise PeriodError(f"{text!r} runs backwards: write {stop}..{start}.")
    periods = [start]
    while periods[-1] != stop:
        periods.append(periods[-1].following)
    return periods


def periods_back(period: Period, earliest: date) -> list[Period]:
    """The period and every one before it that ends on or after `earliest`, oldest first."""
    periods = [period]
    while periods[-1].first_day > earliest:
        periods.append(periods[-1].previous)
    return periods[::-1]
