"""What `handshake trace` says of a number: for a person, the first rows of each file; for a program, all of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from platforms.landing import Export
from reports.editions import Edition
from reports.references import Number
from reports.sentence import formats_of
from sql.lineage import CORRECTION, Part, model_of, staging_of
from store import Store

Say = Callable[[str], None]
SHOWN = 20
_HELD = Decimal(1).scaleb(-12)  # figures are held to twelve decimals (sql/marts/metric_period.sql)


@dataclass(frozen=True)
class Sum:
    """One measure of a number with what each landed row gave to it."""

    measure: str
    parts: list[Part]
    is_people: bool

    @property
    def total(self) -> Decimal:
        """The rows' sum; people are counted once, in the row that was exported of them."""
        amounts = [part.amount for part in self.parts]
        return max(amounts, default=Decimal()) if self.is_people else sum(amounts, Decimal())


@dataclass(frozen=True)
class Traced:
    """A number with the sums it is made of; `scale` as the catalogue has it."""

    number: Number
    sums: list[Sum]
    scale: int

    @property
    def reached(self) -> Decimal | None:
        """What the rows come to, reckoned and rounded as the number is; null where there is nothing to divide by."""
        above, below = self.sums[0].total * self.scale, self.sums[1].total if len(self.sums) > 1 else Decimal(1)
        return (above / below).quantize(_HELD, ROUND_HALF_UP) if below else None

    @property
    def is_equal(self) -> bool:
        return self.reached == Decimal(self.number.value)


def _printed(number: Number, report: dict) -> str:
    formats = formats_of(report)
    shown = formats.metric(number.value, number.unit, number.decimals)
    exact = (
        f" (exactly {_text(Decimal(number.value))})"
        if Decimal(number.value) != Decimal(number.value).to_integral_value()
        else ""
    )
    return shown + exact


def _text(amount: Decimal) -> str:
    """An amount without its trailing zeros."""
    told = format(amount, "f")
    return told.rstrip("0").rstrip(".") if "." in told else told


def tell(one: Traced, report: dict, found: Edition, known: dict[str, Export], store: Store, say: Say) -> None:
    """One number in lines for a person: as printed, its model, each file with its rows, and whether they come to it."""
    number, period = one.number, report["period"]
    days = formats_of(report).days(period["first_day"], period["last_day"])
    reference = f", {number.reference}" if number.reference else ""
    say(
        f"{number.label}: {_printed(number, report)}   {number.about['period']}; edition {found.number} of {period['label']}, {days}{reference}"
    )
    for each in one.sums:
        if len(one.sums) > 1:
            say(f"  {each.measure}: {_text(each.total)}")
        say(f"  model  {_path(number.kind, each.parts, known)}")
        _tell_files(each, known, store, say)
    say(f"  {_verdict(one)}")


def _path(kind: str, parts: list[Part], known: dict[str, Export]) -> str:
    reports = {(known[export].platform, report) for part in parts for export, report, _ in part.rows if export in known}
    staged = dict.fromkeys(path for platform, report in sorted(reports) for path in staging_of(platform, report))
    return " <- ".join([model_of(kind), *([", ".join(staged)] if staged else [])])


def _tell_files(each: Sum, known: dict[str, Export], store: Store, say: Say) -> None:
    files: dict[tuple[str, str], list[Part]] = defaultdict(list)
    for part in each.parts:
        files[part.rows[0][:2]].append(part)
    left = SHOWN
    for (export_id, report), parts in files.items():
        say(
            f"  file   {_file(export_id, report, known)}, {_rows([row for part in parts for row in part.rows], export_id)}"
        )
        if export_id in known:
            export = known[export_id]
            say(
                f"         landed {export.landed_at:%Y-%m-%d %H:%M} UTC, exported {export.exported_at:%Y-%m-%d %H:%M} UTC, sha256 {export_id}"
            )
            say(f"         {store.locate(export.name)}")
        for part in parts[:left]:
            say(f"    {_rows(part.rows, export_id):<28} {_text(part.amount):>16}")
        if parts[left:]:
            say(f"    ... and {len(parts) - left} more; --json has them all")
        left = max(0, left - len(parts))
    mixed = "the largest (people are never added)" if each.is_people else "sum"
    say(f"  {len(each.parts)} part{'s' * (len(each.parts) != 1)}, {mixed} {_text(each.total)}")


def _file(export_id: str, report: str, known: dict[str, Export]) -> str:
    if export_id not in known:
        return "what was corrected by hand" if export_id == CORRECTION else f"{export_id}, which is no longer landed"
    export = known[export_id]
    return f"{export.original_name}{f': {export.entry}' if export.entry else ''} ({report})"


def _rows(rows: Iterable[tuple[str, str, str]], export_id: str) -> str:
    """`row 12`, `rows 12-14, 19`; rows of another file after the start of its sha256."""
    rows = list(dict.fromkeys(rows))
    own = _ranges([row for export, _, row in rows if export == export_id])
    others = [f"{row} of {export}" for export, _, row in rows if export != export_id]
    return f"row{'s' * (len(rows) != 1)} {', '.join([*own, *others])}"


def _ranges(rows: list[str]) -> list[str]:
    if not all(row.isdecimal() for row in rows):
        return rows
    runs: list[list[int]] = []
    for row in sorted(map(int, set(rows))):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return [str(first) if first == last else f"{first}-{last}" for first, last in runs]


def _verdict(one: Traced) -> str:
    if one.is_equal:
        return "equals the printed number"
    reached = "nothing" if one.reached is None else _text(one.reached)
    apart = "" if one.reached is None else f"; {_text(Decimal(one.number.value) - one.reached)} of it is missing"
    return f"the rows come to {reached}, the printed number is {one.number.value}{apart}: tell whoever looks after Handshake"


def tell_table(told: list[Traced], report: dict, say: Say) -> None:
    """A table's numbers, a line each: name one with its own reference to see its rows."""
    for one in told:
        rows = sum(len(part.rows) for each in one.sums for part in each.parts)
        state = "equal" if one.is_equal else "DIFFERS"
        say(
            f"{one.number.reference:<8} {one.number.label:<60} {_printed(one.number, report):>24}  {rows} rows, {state}"
        )


def plain(one: Traced, report: dict, found: Edition, known: dict[str, Export]) -> dict[str, Any]:
    """A number with every row, for a program."""
    exports = dict.fromkeys(export for each in one.sums for part in each.parts for export, _, _ in part.rows)
    return {
        "reference": one.number.reference or None,
        "label": one.number.label,
        "value": one.number.value,
        "unit": one.number.unit,
        "period": one.number.about["period"],
        "edition": found.number,
        "is_equal": one.is_equal,
        "files": [
            {
                "export": export, "sha256": known[export].sha256, "original_name": known[export].original_name,
                "entry": known[export].entry, "landed": known[export].name, "landed_at": known[export].landed_at.isoformat(),
                "exported_at": known[export].exported_at.isoformat(),
            }
            for export in exports if export in known
        ],
        "sums": [
            {
                "measure": each.measure,
                "sum": _text(each.total),
                "models": _path(one.number.kind, each.parts, known).split(" <- "),
                "parts": [
                    {
                        "amount": _text(part.amount),
                        "rows": [{"export": export, "report": report, "row": row} for export, report, row in part.rows],
                    }
                    for part in each.parts
                ],
            }
            for each in one.sums
        ],
    }  # fmt: skip
