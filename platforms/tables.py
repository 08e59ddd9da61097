"""What reading a file yields: tables of canonical text rows, with what was put aside, quarantined and printed as totals."""

from array import array
from collections import Counter
from collections.abc import Iterable, MutableSequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from platforms.columns import ADDITIVE, COLUMNS
from platforms.grammar import Days

ROWS = "rows"  # what a printed count of rows is held against


@dataclass(frozen=True)
class Problem:
    """What is wrong, where: the line, our name of the column and the value, where they are known."""

    row: int | None
    column: str | None
    reason: str
    value: str | None = None


@dataclass(frozen=True)
class Control:
    """A printed total beside the sum of the rows it speaks for; null where the rows carry no such scope."""

    label: str
    measure: str
    printed: Decimal
    summed: Decimal | None
    difference: Decimal | None

    @property
    def is_held(self) -> bool:
        """Whether the two must agree: there are rows to sum, and platforms' own totals of such a measure ever agree with them."""
        return self.summed is not None and (self.measure == ROWS or COLUMNS[self.measure].is_held)


def exact_sum(texts: Iterable[str | None]) -> Decimal:
    """The sum of canonical numbers, blank ones aside; each distinct text is made a number once."""
    counts = Counter(texts)
    return sum((Decimal(text) * count for text, count in counts.items() if text is not None), Decimal())


@dataclass
class Table:
    """One table of a file as we read it. `surface` is the part of the account its title names. `rows` is column -> canonical text, with `row` the line each started on."""

    platform: str | None
    report: str | None
    language: str | None = None
    evidence: str | None = None
    title: str | None = None
    surface: str = ""
    encoding: str | None = None
    delimiter: str | None = None
    account: str | None = None
    account_name: str | None = None
    currency_code: str | None = None
    stated: Days | None = None
    grain: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    rows: dict[str, list[str | None]] = field(default_factory=dict)
    row_numbers: MutableSequence[int] = field(default_factory=lambda: array("q"))
    landed: int = 0
    aside: int = 0
    quarantined: int = 0
    controls: list[Control] = field(default_factory=list)
    is_verified: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def loaded(self) -> int:
        return len(self.row_numbers)

    @property
    def days(self) -> Days | None:
        """The stated period, else the first to the last day seen."""
        if self.stated:
            return self.stated
        seen = [text for name in ("period_start", "period_end") for text in self.rows.get(name, ()) if text]
        return (date.fromisoformat(min(seen)), date.fromisoformat(max(seen))) if seen else None

    @property
    def is_daily(self) -> bool:
        """Whether each row speaks for one day."""
        starts = self.rows.get("period_start", [])
        return starts == self.rows.get("period_end", []) if len(starts) else "period_start" in self.grain

    @property
    def sums(self) -> dict[str, Decimal]:
        """Additive measures over the loaded rows, exactly; a measure that no row reports has no sum."""
        return {
            name: exact_sum(self.rows[name])
            for name in ADDITIVE
            if name in self.rows and any(text is not None for text in self.rows[name])
        }


@dataclass(frozen=True)
class FileRead:
    """What one file (or zip entry) turned out to be. `reason` says why it was not recognised or was refused."""

    sha256: str
    tables: list[Table]
    reason: str | None = None
    is_refused: bool = False

    @property
    def platform(self) -> str | None:
        return next((table.platform for table in self.tables if table.platform), None)
