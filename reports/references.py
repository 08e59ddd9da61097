"""The references that printed tables carry, and the number behind each: all of it follows from report.json and the sections' queries.

A table is `S3`: the third section's first query; `S3b` its second. Its numbers are `S3.1`, `S3.2` and so on. On paper the page stands
before it (`p4-S3`), which says nothing more.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from string import ascii_lowercase
from typing import Any

from clients.period import Period
from reports.view_model import section_files

Row = dict[str, Any]
_PRINTED = re.compile(r"(?:p\d+-)?(S\d+[a-z]?)(?:\.(\d+))?", re.IGNORECASE)
_MONEY = ("spend", "conversions_value")  # of those that stand in a table without a unit
_SIDES = {"previous": "the period before", "last_year": "last year"}
_NAMING = ("label", "setting", "class", "reason", "source_medium", "segment", "page", "query", "platform", "channel", "campaign_name",
           "conversion_type", "attribution", "rung", "unit", "measure", "date", "period")  # fmt: skip
_SAME = {
    "channel": "channel", "campaign_name": "campaign_name", "source_medium": "source_medium", "segment": "source_medium",
    "page": "page", "query": "query", "rung": "rung", "reason": "reason", "setting": "setting", "platform": "platform",
    "conversion_type": "conversion_type", "attribution": "attribution", "class": "entry_class",
}  # fmt: skip


@dataclass(frozen=True)
class Number:
    """One printed number: its reference, what it is in words, its exact value, and what lineage needs to know of it."""

    reference: str
    label: str
    value: str
    unit: str
    decimals: int
    kind: str
    metric: str | None
    about: dict[str, Any]


def table_reference(sections: list[Row], section: str, query: str) -> str:
    """The reference of one query's table."""
    place, rows = next((place, one["rows"]) for place, one in enumerate(sections, 1) if one["name"] == section)
    number = list(rows).index(query)
    return f"S{place}{ascii_lowercase[number] if number else ''}"


def parse_reference(text: str) -> tuple[str, int | None] | None:
    """`p4-S3b.7` as (S3b, 7); None for what is no reference."""
    found = _PRINTED.fullmatch(text.strip())
    return (found[1][0].upper() + found[1][1:].lower(), int(found[2]) if found[2] else None) if found else None


def numbers(report: Row) -> Iterator[Number]:
    """Every number of a report that is made of landed rows, in the order of its sections."""
    files = {file.name: file for file in section_files()}
    for section in report["sections"]:
        for query, rows in section["rows"].items():
            text = files[section["name"]].queries.get(query, "") if section["name"] in files else ""
            specs = [line.split() for line in re.findall(r"^-- trace: (.+)$", text, re.MULTILINE)]
            table = table_reference(report["sections"], section["name"], query)
            told = [one for row in rows for spec in specs for one in _of_row(report, row, spec)]
            for place, number in enumerate(told, 1):
                yield Number(f"{table}.{place}", *number)


def _of_row(report: Row, row: Row, spec: list[str]) -> Iterator[tuple]:
    """The numbers of one row that a section's `-- trace: kind column... key=value...` names."""
    kind, fixed = spec[0], dict(part.split("=") for part in spec[1:] if "=" in part)
    for column in (part for part in spec[1:] if "=" not in part):
        if row.get(column) is None:
            continue
        metric = fixed.get("metric") or (row.get("metric") if kind in ("figure", "day") else None)
        about = _about(report, row, kind, column) | {key: value for key, value in fixed.items() if key != "metric"}
        if metric is None:
            about.setdefault("measure", row.get("measure", column))
        unit = row["unit"] if "decimals" in row else "currency" if metric in _MONEY else "count"
        yield _label(row, metric, column), str(row[column]), unit, row.get("decimals", 0), kind, metric, about


def _about(report: Row, row: Row, kind: str, column: str) -> Row:
    about = {ours: row[key] for key, ours in _SAME.items() if row.get(key) is not None}
    about["period"] = row.get("period") or report["period"]["label"]
    about["side"] = column if column in _SIDES else "this"
    if kind == "figure" and "measure_label" in row:  # what an exclude rule took out
        about["label"] = row["label"]
    if kind == "ledger" and "unit" in row:
        about["unit"] = row["unit"]
    return about | (_days(report, row, column) if kind in ("day", "query") else {})


def _days(report: Row, row: Row, column: str) -> dict[str, date]:
    """The days a number is of: its own, those of its goal so far, or the same day of the period before."""
    if "first_day" in row:
        return {key: date.fromisoformat(row[key]) for key in ("first_day", "last_day")}
    last = date.fromisoformat(report["period"]["last_day"])
    if "goal_first_day" in row:
        return {"first_day": date.fromisoformat(row["goal_first_day"]), "last_day": last}
    day = date.fromisoformat(row["date"])
    if column == "previous":
        period = Period.parse(report["period"]["label"])
        day = period.previous.first_day + (day - period.first_day)
    return {"first_day": day, "last_day": day}


def _label(row: Row, metric: str | None, column: str) -> str:
    """What a number is, in the words of its row."""
    keys = [key for key in _NAMING if row.get(key) is not None and not (key == "unit" and "decimals" in row)]
    words = [f"rung {row[key]}" if key == "rung" else str(row[key]) for key in keys]
    if metric and "label" not in row:
        words.append(metric)
    elif column not in ("value", "previous", "last_year", "count", "amount"):
        words.append(column.replace("_", " "))
    return ", ".join(dict.fromkeys([*words, _SIDES[column]] if column in _SIDES else words))
