"""What we know of each platform's exports, read from the TOML tables in this folder and checked key by key.

A platform is one file, named for it: no list of platforms exists to be edited. Nothing here reads an export.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from platforms.columns import COLUMNS, DATES

FOLDER = Path(__file__).parent
Evidence = Literal["bytes", "documented", "assumed"]
EVIDENCE = ("bytes", "documented", "assumed")


class PlatformTableError(ValueError):
    """A platform's TOML is wrong; the message names file, table and key."""


@dataclass(frozen=True)
class Language:
    """How one interface language of a platform spells numbers and dates."""

    decimal: str = "."
    group: str = ","
    all_time: tuple[str, ...] = ()
    date_order: Literal["mdy", "dmy"] | None = None


@dataclass(frozen=True)
class Report:
    """One kind of table a platform exports. `grain` lists the columns that tell rows apart, dates aside.

    `date` names the moment that dates its rows (an order's, an e-mail's); `rename` gives this report's own meaning to a column;
    `any_of` lists columns of which one must be there, or several such lists;
    the figures of a `lifetime` report run up to its export, whatever date columns it has: a period's is what two exports differ by;
    an `exact` one has no column we do not know.
    A `transposed` one has names on its first line and values on the lines below it, the first cell of which may name the line; it is told by
    its title alone, and each value is a row. The key lists what the title, a line's name, a name and a value become.
    A `snapshot` holds everything up to its export: it covers its first row's day to the day before it was made, and no later one.
    """

    platform: str
    name: str
    entity: str
    label: str
    grain: tuple[str, ...]
    evidence: dict[str, Evidence]
    requires: tuple[str, ...] = ()
    any_of: tuple[tuple[str, ...], ...] = ()
    title: tuple[str, ...] = ()
    transposed: tuple[str, ...] = ()
    totals_of_rows: str | None = None
    date: str | None = None
    lifetime: bool = False
    exact: bool = False
    snapshot: bool = False
    rename: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_of_people(self) -> bool:
        """Whether its rows are single people's: then nothing of a broken one is quoted."""
        return self.entity in ("party_event", "order")


@dataclass(frozen=True)
class Change:
    """The day from which a platform means something else by a measure: figures of either side of it are not compared."""

    measure: str
    on: date
    what: str


@dataclass(frozen=True)
class Unpivot:
    """Columns under these headers are one column that was spread out: each of their cells is a row.

    Its header goes to the column `name`, the cell itself to the column `value`.
    """

    headers: tuple[str, ...]
    name: str
    value: str


@dataclass(frozen=True, eq=False)
class Platform:
    """One platform. `settles_hours` after a day ends its figures are final; `restates_days` back they may still move.

    `stacked`: tables under comment lines; `positions`: what these lines are where none is named; `blocks`: tables under title lines; `by_title`: the title says which report it is;
    `surfaces`: words a title begins with that speaks of another surface of the account than the rest: such series are added, and supersede no other's;
    `footer`: a last line that is no row; `ends_in_totals`: a table without totals has lost its end; `definitions`: the first row may explain the columns; `date_order`: how numeric dates are written;
    `copies`: measures whose rows may be another source's own, copied: such a figure stays out of a total that the other is in;
    `made_from`: the column that a measure of another name is made from; `date_kinds`: what a word above the header makes of the day column;
    `unpivot`: columns that each hold one thing's figures become rows; `is_public`: it belongs to nobody, so any client's inbox may hold it, and no client lists it;
    `unread`: titles of its files that we know and do not read, and what to export instead.
    """

    slug: str
    name: str
    checked: str
    time_zone: str
    restates_days: int
    settles_hours: int
    absent_day: Literal["zero", "unknown"]
    languages: dict[str, Language]
    columns: dict[str, dict[str, tuple[str, ...]]]
    reports: dict[str, Report]
    feeds: dict[str, tuple[str, ...]]
    segments: tuple[str, ...] = ()
    nulls: tuple[str, ...] = ()
    comment: str | None = None
    positions: tuple[str, ...] = ()
    stacked: bool = False
    strict_dimensions: bool = False
    preamble: dict[str, str] | None = None
    totals: str | None = None
    account_total: str | None = None
    blank_total: bool = False
    final_newline: bool = False
    blocks: bool = False
    by_title: bool = False
    surfaces: tuple[str, ...] = ()
    definitions: bool = False
    ends_in_totals: bool = False
    footer: str | None = None
    date_order: Literal["mdy", "dmy"] | None = None
    dated_by: str | None = None
    seen_as: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    made_from: Mapping[str, str] = field(default_factory=dict)
    date_kinds: Mapping[str, str] = field(default_factory=dict)
    export_hint: str = ""
    changes: tuple[Change, ...] = ()
    unpivot: Unpivot | None = None
    is_public: bool = False
    unread: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def dimensions(self) -> frozenset[str]:
        """Every column that tells rows apart in some report: one that a report does not list rules that report out."""
        return frozenset(column for report in self.reports.values() for column in report.grain)

    @cached_property
    def titles(self) -> frozenset[str]:
        """Every title that tells a report, as headers are compared."""
        return frozenset(normal_header(title) for report in self.reports.values() for title in report.title)

    @cached_property
    def headers(self) -> frozenset[str]:
        """Every header it may write, as headers are compared, those that carry a currency aside."""
        return frozenset(self.spellings)

    @cached_property
    def spellings(self) -> dict[str, list[tuple[str, str, int]]]:
        """Normalised header -> (standard name, language, rank), for headers without a currency in them."""
        found: dict[str, list[tuple[str, str, int]]] = {}
        for standard, languages in self.columns.items():
            for language, headers in languages.items():
                for rank, header in enumerate(headers):
                    if "{currency}" not in header:
                        found.setdefault(normal_header(header), []).append((standard, language, rank))
        return found

    @cached_property
    def money_spellings(self) -> list[tuple[re.Pattern, str, str, int]]:
        """Headers that carry their currency, such as `Amount spent (USD)`, as patterns with one group."""
        return [
            (
                re.compile(re.escape(normal_header(header)).replace(re.escape("{currency}"), "([a-z]{3})")),
                standard,
                language,
                rank,
            )
            for standard, languages in self.columns.items()
            for language, headers in languages.items()
            for rank, header in enumerate(headers)
            if "{currency}" in header
        ]


def normal_header(text: str) -> str:
    """A header as it is compared: case, outer blanks, no-break spaces and a stray byte-order mark do not count."""
    return " ".join(text.replace("\ufeff", "").replace("\xa0", " ").split()).casefold()


_PLATFORM_KEYS = {
    "name": str, "checked": str, "time_zone": str, "restates_days": int, "settles_hours": int, "absent_day": str,
    "languages": dict, "columns": dict, "reports": dict, "feeds": dict, "segments": list, "nulls": list, "comment": str, "positions": list,
    "stacked": bool, "strict_dimensions": bool, "preamble": dict, "totals": str, "account_total": str, "blank_total": bool, "final_newline": bool,
    "blocks": bool, "by_title": bool, "surfaces": list, "definitions": bool, "ends_in_totals": bool, "footer": str, "date_order": str,
    "dated_by": str, "seen_as": list, "copies": list, "made_from": dict, "date_kinds": dict, "export_hint": str, "changes": list,
    "unpivot": dict, "is_public": bool, "unread": dict,
}  # fmt: skip
_REPORT_KEYS = {
    "entity": str, "label": str, "grain": list, "evidence": dict, "requires": list, "any_of": list, "title": list, "transposed": list,
    "totals_of_rows": str, "date": str, "rename": dict, "lifetime": bool, "exact": bool,
    "snapshot": bool,
}  # fmt: skip
_PREAMBLE_KEYS = {
    "title",
    "period",
    "first_day",
    "last_day",
    "account",
    "account_name",
    "row_count",
    "warning",
    "date_kind",
}
_REQUIRED = (
    "name",
    "checked",
    "time_zone",
    "restates_days",
    "settles_hours",
    "absent_day",
    "languages",
    "columns",
    "reports",
    "feeds",
)


def _check_keys(table: dict, known: dict[str, type], where: str) -> None:
    for key, value in table.items():
        if key not in known:
            raise PlatformTableError(f"{where}: unknown key {key!r}; it knows {', '.join(sorted(known))}.")
        if not isinstance(value, known[key]):
            raise PlatformTableError(f"{where}: {key} must be {known[key].__name__}, found {value!r}.")


def _known_columns(names: list | tuple, where: str, known: frozenset[str] | dict) -> tuple[str, ...]:
    for name in names:
        if name not in known:
            raise PlatformTableError(f"{where}: {name!r} is not a column of this platform; add it to [columns].")
    return tuple(names)


def _report(slug: str, name: str, table: dict, columns: dict, languages: dict, where: str) -> Report:
    _check_keys(table, _REPORT_KEYS, where)
    for key in ("entity", "label", "grain", "evidence"):
        if key not in table:
            raise PlatformTableError(f"{where}: {key} is missing.")
    for language, evidence in table["evidence"].items():
        if language not in languages or evidence not in EVIDENCE:
            raise PlatformTableError(
                f"{where}: evidence {language} = {evidence!r}: one of {', '.join(EVIDENCE)}, for a language above."
            )
    turned = _transposed(table, where)
    listed = {
        key: _known_columns(table.get(key, []), f"{where}: {key}", {*columns, *turned}) for key in ("grain", "requires")
    }
    groups = table.get("any_of", [])
    groups = [groups] if groups and isinstance(groups[0], str) else groups
    listed["any_of"] = tuple(_known_columns(group, f"{where}: any_of", {*columns, *turned}) for group in groups)
    _known_columns([*filter(None, [table.get("date")]), *table.get("rename", {})], where, columns)
    _known_columns(tuple(table.get("rename", {}).values()), f"{where}: rename", COLUMNS)
    if "totals_of_rows" in table:
        re.compile(table["totals_of_rows"])
    return Report(
        slug, name, table["entity"], table["label"], evidence=table["evidence"], title=tuple(table.get("title", ())), transposed=turned,
        totals_of_rows=table.get("totals_of_rows"),
        **{key: table[key] for key in ("date", "rename", "lifetime", "exact", "snapshot") if key in table}, **listed,
    )  # fmt: skip


def _change(row: object, feeds: dict, where: str) -> Change:
    if not isinstance(row, dict) or row.keys() != {"measure", "on", "what"} or type(row["on"]) is not date:
        raise PlatformTableError(f"{where}: each needs measure, on (a day) and what, found {row!r}.")
    _known_columns([row["measure"]], where, feeds)
    return Change(**row)


def _transposed(table: dict, where: str) -> tuple[str, ...]:
    turned = _known_columns(table.get("transposed", []), f"{where}: transposed", COLUMNS)
    if turned and (len(turned) != 4 or not table.get("title")):
        raise PlatformTableError(
            f"{where}: transposed lists four columns, of the title, a line's name, a name and a value, and needs a title."
        )
    return turned


def _unpivot(table: dict, columns: dict, where: str) -> Unpivot:
    if table.keys() != {"headers", "name", "value"}:
        raise PlatformTableError(f"{where} needs headers, name and value, found {table!r}.")
    _known_columns([table["name"], table["value"]], where, columns)
    return Unpivot(tuple(table["headers"]), table["name"], table["value"])


def _columns(table: dict, languages: dict, where: str) -> dict[str, dict[str, tuple[str, ...]]]:
    for standard, spellings in table.items():
        if standard not in COLUMNS:
            raise PlatformTableError(f"{where}: {standard!r} is not a standard column; see platforms/columns.py.")
        if not isinstance(spellings, dict) or not spellings.keys() <= languages.keys():
            raise PlatformTableError(
                f'{where}: {standard} must list header spellings by language, such as {{ en = ["Cost"] }}.'
            )
    return {
        standard: {lang: tuple(heads) for lang, heads in spellings.items()} for standard, spellings in table.items()
    }


def load_platform(path: Path) -> Platform:
    """Read and check one platform's table; raise PlatformTableError naming file, table and key."""
    where = f"platforms/{path.name}"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PlatformTableError(f"{where}: not readable as TOML: {error}.") from error
    _check_keys(table, _PLATFORM_KEYS, where)
    for key in _REQUIRED:
        if key not in table:
            raise PlatformTableError(f"{where}: {key} is missing.")
    if unknown := table.get("preamble", {}).keys() - _PREAMBLE_KEYS:
        raise PlatformTableError(f"{where}: [preamble] does not know {', '.join(sorted(unknown))}.")
    languages = {
        name: Language(**{key: tuple(value) if isinstance(value, list) else value for key, value in spelling.items()})
        for name, spelling in table["languages"].items()
    }
    columns = _columns(table["columns"], languages, f"{where}: columns")
    reports = {
        name: _report(path.stem, name, report, columns, languages, f"{where}: reports.{name}")
        for name, report in table["reports"].items()
    }
    for measure, feed in table["feeds"].items():
        _known_columns([measure], f"{where}: feeds", COLUMNS)
        _known_columns(feed, f"{where}: feeds.{measure}", reports)
    _known_columns(table.get("copies", []), f"{where}: copies", table["feeds"])
    listed = {
        key: tuple(table.get(key, ())) for key in ("segments", "nulls", "seen_as", "copies", "positions", "surfaces")
    }
    feeds = {measure: tuple(feed) for measure, feed in table["feeds"].items()}
    changes = tuple(_change(row, table["feeds"], f"{where}: changes") for row in table.get("changes", []))
    unpivot = _unpivot(table["unpivot"], columns, f"{where}: unpivot") if "unpivot" in table else None
    taken = ("languages", "columns", "reports", "feeds", "changes", "unpivot", *listed)
    rest = {key: value for key, value in table.items() if key not in taken}
    return Platform(
        slug=path.stem,
        languages=languages,
        columns=columns,
        reports=reports,
        feeds=feeds,
        changes=changes,
        unpivot=unpivot,
        **listed,
        **rest,
    )


@cache
def load_platforms() -> dict[str, Platform]:
    """Every platform in this folder, by name."""
    return {path.stem: load_platform(path) for path in sorted(FOLDER.glob("*.toml"))}


def landed_columns(platform: Platform) -> tuple[str, ...]:
    """The columns of a platform's landed rows, in order: who and when first, then all it can carry."""
    standard = ["account_id", "currency_code", "period_start", "period_end"]
    renamed = [name for report in platform.reports.values() for name in report.rename.values()]
    turned = [name for report in platform.reports.values() for name in report.transposed]
    carried = [
        name for name in dict.fromkeys((*platform.columns, *renamed, *turned)) if COLUMNS[name].kind != "dropped"
    ]
    return (*standard, *(name for name in carried if name not in standard and name not in DATES))
