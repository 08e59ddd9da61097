"""What a whole table says once every record is posted: its account and currency, and its printed totals beside the sums."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from platforms import grammar
from platforms.columns import COLUMNS
from platforms.tables import ROWS, Control, Problem, exact_sum


@dataclass(frozen=True)
class CellReason:
    """Why a cell's text was refused; kept apart from texts that were accepted."""

    reason: str


class Closing:
    """Closes one table whose records a `Posting` has posted."""

    def __init__(self, posted) -> None:
        self.posted = posted
        self.table, self.values, self.match, self.platform = posted.table, posted.values, posted.match, posted.platform
        self.cells, self.totals = posted.cells, posted.totals

    def close(self) -> None:
        """Fill in what the whole table says of every row, and hold the printed totals against the sums."""
        table, values = self.table, self.values
        table.aside += len(self.totals)
        table.rows = values
        self._say_undated()
        self._say_no_total()
        self._say_account()
        self._say_currency()
        table.controls = list(self._controls())
        scoped = [control for control in table.controls if control.is_held]
        off = [control for control in scoped if abs(control.difference) > self._tolerance(control.measure)]
        table.is_verified = bool(scoped) and not off
        table.problems += [
            Problem(
                None, control.measure, f"{control.label!r} prints {control.printed}, the rows sum to {control.summed}"
            )
            for control in off
        ]

    def _say_undated(self) -> None:
        """Rows that count days from a start which nothing states cannot be dated: one problem for them all."""
        date = self.match.date
        is_said = any(problem.column == "period_start" and problem.row is None for problem in self.table.problems)
        if date and COLUMNS[date].kind in grammar.COUNTED and self.table.stated is None and not is_said:
            header = self.table.columns["period_start"]
            reason = (
                f"{header!r} counts from a start that the file does not state: download it again, comment lines and all"
            )
            self.table.problems.append(Problem(None, "period_start", reason))

    def _say_no_total(self) -> None:
        """A report that ends in totals and has none lost its end, or was downloaded without its summary rows."""
        if self.platform.ends_in_totals and self.match.report.totals_of_rows and not self.totals and self.table.loaded:
            reason = "no total row ends the table: the file may be cut; download it again, summary rows included"
            self.table.problems.append(Problem(None, None, reason))

    def _say_account(self) -> None:
        table, values = self.table, self.values
        column = next((name for name in ("account_id", "account_name") if any(values.get(name, ()))), None)
        if column and not table.account:
            table.account = ", ".join(sorted({text for text in values[column] if text}))
        if column != "account_id":
            values["account_id"] = list(values[column]) if column else [table.account] * len(values["period_start"])

    def _say_currency(self) -> None:
        table, values = self.table, self.values
        stated = self.match.currency_code or grammar.currency_of(self.posted.symbol)
        if "currency_code" not in values:
            values["currency_code"] = [stated] * len(values["period_start"])
        codes = {code for code in values["currency_code"] if code}
        table.currency_code = codes.pop() if len(codes) == 1 else stated

    def _tolerance(self, measure: str) -> Decimal:
        """Each printed row may be half a cent off; counts may not."""
        if measure == ROWS or COLUMNS[measure].kind == "count":
            return Decimal()
        return Decimal("0.005") * max(1, self.table.loaded)

    def _controls(self) -> Iterator[Control]:
        if self.posted.row_count is not None:
            printed, counted = Decimal(self.posted.row_count), Decimal(self.table.landed - self.table.aside)
            yield Control("Rows", ROWS, printed, counted, printed - counted)
        for row, label, cells in self.totals:
            scope = self._of_day(self._scope(label), cells)
            for name in (
                name
                for name in self.cells
                if COLUMNS[name].is_additive and not self.posted.is_null(cells, self.cells[name])
            ):
                parsed = self.posted.parse(name, cells[self.cells[name]].strip())
                if isinstance(parsed, CellReason):
                    self.table.problems.append(
                        Problem(row, name, f"the printed total {parsed.reason}", cells[self.cells[name]])
                    )
                    continue
                printed = Decimal(parsed)
                summed = self._sum(name, scope)
                yield Control(label, name, printed, summed, None if summed is None else printed - summed)

    def _scope(self, label: str) -> Sequence[int] | None:
        """The loaded rows a total speaks for: all of them, those of one campaign type, or (None) more than the file holds."""
        everything = range(len(self.values["period_start"]))
        of_rows = self.match.report.totals_of_rows
        if (of_rows and re.fullmatch(of_rows, label, re.IGNORECASE)) or (
            self.platform.blank_total and label == "Total"
        ):
            return everything
        kinds = self.values.get("campaign_type")
        if not kinds or not self._holds_account():
            return None
        wanted = label.partition(": ")[2].casefold()
        return [row for row in everything if kinds[row] and kinds[row].casefold() == wanted] or None

    def _of_day(self, scope: Sequence[int] | None, cells: list[str]) -> Sequence[int] | None:
        """The rows of the total's own day, where it states one."""
        if scope is None or not self.posted.dating or self.posted.is_null(cells, self.posted.dating[0]):
            return scope
        try:
            days = self.posted.days_of(cells)
        except grammar.CellError:
            return scope  # the label itself stands in the date's cell
        return [row for row in scope if days and self.values["period_start"][row] == days[0].isoformat()]

    def _holds_account(self) -> bool:
        """Totals by type split the account's total, hidden rows and all: they speak for the rows only where those add up to it."""
        for _, label, cells in self.totals:
            if self.platform.account_total and re.fullmatch(self.platform.account_total, label):
                return all(self._agrees(name, cells) for name in self.cells if COLUMNS[name].is_additive)
        return False

    def _agrees(self, name: str, cells: list[str]) -> bool:
        if self.posted.is_null(cells, self.cells[name]):
            return True
        printed = self.posted.parse(name, cells[self.cells[name]].strip())
        whole = self._sum(name, range(len(self.values["period_start"])))
        return isinstance(printed, str) and abs(Decimal(printed) - whole) <= self._tolerance(name)

    def _sum(self, name: str, scope: Sequence[int] | None) -> Decimal | None:
        if scope is None:
            return None
        values = self.values[name]
        return exact_sum(values if len(scope) == len(values) else (values[row] for row in scope))
