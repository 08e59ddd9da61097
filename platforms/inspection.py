"""What is this file, and what did we read in it: the answer of `handshake inspect`, as plain values for JSON."""

from decimal import Decimal
from pathlib import Path

from platforms.catalogue import load_platforms
from platforms.decode import unpack
from platforms.reader import read_file, refused
from platforms.records import SnapshotError
from platforms.tables import Control, FileRead, Problem, Table
from platforms.transports import from_file

READ, NOT_RECOGNISED, REFUSED = 0, 3, 4


def inspect_file(path: Path) -> tuple[list[dict], int]:
    """One object per file, or per entry of a zip, and the highest exit code among them."""
    content = from_file(path).content
    try:
        entries = unpack(content)
    except SnapshotError as error:
        return [_told(path, None, refused(content, error))], REFUSED
    reads = [(entry.name, read_file(entry.content)) for entry in entries]
    return [_told(path, name, read) for name, read in reads], max(exit_code(read) for _, read in reads)


def exit_code(read: FileRead) -> int:
    if read.is_refused:
        return REFUSED
    return READ if read.platform else NOT_RECOGNISED


def _told(path: Path, entry: str | None, read: FileRead) -> dict:
    told = {
        "file": str(path),
        "entry": entry,
        "sha256": read.sha256,
        "tables": [_table(table) for table in read.tables],
    }
    return told | ({"reason": read.reason} if read.reason else {})


def plain(value: Decimal | None) -> str | None:
    """An exact decimal as plain text: no exponent, no trailing zeros."""
    if value is None:
        return None
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _table(table: Table) -> dict:
    first, last = table.days or (None, None)
    return {
        "platform": table.platform,
        "report": table.report,
        "title": table.title,
        "language": table.language,
        "evidence": table.evidence,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "account": table.account,
        "currency_code": table.currency_code,
        "first_day": first and first.isoformat(),
        "last_day": last and last.isoformat(),
        "grain": table.grain,
        "rows": {
            "landed": table.landed,
            "loaded": table.loaded,
            "aside": table.aside,
            "quarantined": table.quarantined,
        },
        "sums": {name: plain(value) for name, value in table.sums.items()},
        "control": [_control(control) for control in table.controls],
        "columns": table.columns,
        "ignored": table.ignored,
        "end": "verified" if table.is_verified else "not verifiable",
        "problems": [_problem(problem) for problem in table.problems],
    }


def _control(control: Control) -> dict:
    exact = {key: plain(getattr(control, key)) for key in ("printed", "summed", "difference")}
    return {"label": control.label, "measure": control.measure, **exact}


def _problem(problem: Problem) -> dict:
    return {"row": problem.row, "column": problem.column, "reason": problem.reason, "value": problem.value}


def agreement(tables: list[Table]) -> dict[str, str]:
    """How the rows stand against the platform's own printed totals: kind none, equal, rounding or differs, and the widest difference."""
    scoped = [control for table in tables for control in table.controls if control.is_held]
    off = [control for control in scoped if control.difference]
    if not off:
        return {"kind": "equal" if scoped else "none"}
    worst = max(off, key=lambda control: abs(control.difference))
    is_rounding = all(table.is_verified for table in tables if any(one.is_held for one in table.controls))
    figures = {"printed": plain(worst.printed), "summed": plain(worst.summed)}
    return {"kind": "rounding" if is_rounding else "differs", "label": worst.label, "measure": worst.measure, **figures}


_AGREEMENT = {
    "none": "no total printed",
    "equal": "equals the platform's own printed total to the cent",
    "rounding": "{label!r} prints {printed} {measure}, the rows sum to {summed}: within the export's own rounding",
    "differs": "{label!r} prints {printed} {measure}, but the rows sum to {summed}",
}


def agreement_sentence(tables: list[Table]) -> str:
    """The same in words."""
    said = agreement(tables)
    return _AGREEMENT[said["kind"]].format(**said)


def names(table: Table) -> str:
    """`Google Ads, Campaign report` for people."""
    platform = load_platforms()[table.platform]
    return (
        f"{platform.name}, {platform.reports[table.report].label}"
        if table.report
        else f"{platform.name}, a table we do not know"
    )


def sentences(told: dict) -> list[str]:
    """An answer of `inspect` in lines for a person."""
    called = told["file"] if told["entry"] is None else f"{told['file']}: {told['entry']}"
    if reason := told.get("reason"):
        return [f"{called}", f"  {reason}"]
    return [called, *(line for table in told["tables"] for line in _lines(table))]


def _lines(table: dict) -> list[str]:
    platform = load_platforms()[table["platform"]]
    rows = table["rows"]
    counted = ", ".join(f"{rows[key]:,} {key}" for key in ("landed", "loaded", "aside", "quarantined"))
    if table["report"] is None:
        return [f"  {platform.name}, a table we do not know ({', '.join(table['ignored'][:4])} ...): {counted}"]
    days = f"{table['first_day']} to {table['last_day']}" if table["first_day"] else "no days stated"
    lines = [f"  {platform.name}, {platform.reports[table['report']].label}: {days}; {counted}"]
    if table["account"] or table["currency_code"]:
        lines.append(f"    account {table['account'] or 'not named'}, currency {table['currency_code'] or 'not named'}")
    if table["sums"]:
        lines.append("    " + ", ".join(f"{name} {value}" for name, value in table["sums"].items()))
    scoped = [one for one in table["control"] if one["difference"] is not None]
    lines += [
        f"    {one['label']}: {one['measure']} {one['printed']}, the rows {one['summed']}"
        for one in scoped
        if one["difference"] != "0"
    ]
    if scoped:
        lines.append(
            f"    {'agrees' if table['end'] == 'verified' else 'does not agree'} with {len(scoped)} printed totals"
        )
    else:
        lines.append("    end: not verifiable (the file prints no total or row count to hold its rows against)")
    lines += [f"    {_said(problem)}" for problem in table["problems"][:10]]
    if len(table["problems"]) > 10:
        lines.append(f"    and {len(table['problems']) - 10} more problems; --json lists them all")
    return lines


def _said(problem: dict) -> str:
    where = f"row {problem['row']}: " if problem["row"] else ""
    column = f"{problem['column']} " if problem["column"] else ""
    return f"{where}{column}{problem['reason']}"
