"""Tables nobody thought of: written in every dialect they read back exactly, and a damaged byte never becomes a figure of its own.

The second reader here is slow and knows its file's dialect; it shares no rule with ours.
"""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from platforms.reader import read_file
from platforms.tables import FileRead, Table

steady = settings(derandomize=True, deadline=None, database=None, max_examples=100)
FIRST = date(2026, 11, 2)
NASTY = [
    "=1+1", "+49 30", "-5", "@sum", "'x", "#1", "sep=;", 'tooth "pain"', "a,b;c\td", ";;;;;;", "two\nlines", "two\r\nlines", '"', '""',
    "\u202eevil", "عيادة الأسنان", "😬", "0", "2026-11-02", "Totals", "NULL", "\ufeffmark", "\u2028line",
]  # fmt: skip
CODECS = {"utf-8": b"", "utf-8-sig": b"", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


@dataclass(frozen=True)
class Shape:
    """An export as its platform writes it. `columns` is standard name -> (header, kind); `total` labels the last line."""

    report: str
    columns: dict[str, tuple[str, str]]
    above: tuple[str, ...] = ()
    decimal: str = "."
    group: str = ","
    null: str = ""
    total: str | None = None


GOOGLE_KINDS = {"campaign_name": "text", "day": "day", "impressions": "count", "clicks": "count", "spend": "money", "conversions": "number"}  # fmt: skip


def google(headers: str, *above: str, total: str, decimal: str = ".", group: str = ",") -> Shape:
    columns = {name: (header, kind) for (name, kind), header in zip(GOOGLE_KINDS.items(), headers.split(), strict=True)}
    return Shape("campaign", columns, above, decimal, group, " --", total)


CHART = {"search_clicks": ("Clicks", "count"), "search_impressions": ("Impressions", "count"), "search_ctr": ("CTR", "rate"), "position": ("Position", "number")}  # fmt: skip
SHAPES = {
    "Search Console chart": Shape("chart", {"day": ("Date", "day")} | CHART),
    "Search Console queries": Shape("query", {"query": ("Top queries", "text")} | CHART),
    "Google Ads en": google(
        "Campaign Day Impr. Clicks Cost Conversions",
        "Campaign report", "November 2, 2026 - November 8, 2026", total="Total: Campaigns",
    ),
    "Google Ads pt": google(
        "Campanha Dia Impr. Cliques Custo Conversões",
        "Relatório de campanha", "2 de novembro de 2026 - 8 de novembro de 2026",
        total="Total: campanhas", decimal=",", group=".",
    ),
    "Google Ads de": google(
        "Kampagne Tag Impr. Klicks Kosten Conversions",
        "Kampagnenbericht", "2. November 2026 - 8. November 2026", total="Gesamt: Kampagnen", decimal=",", group=".",
    ),
    "Meta ads": Shape(
        "ad",
        {
            "day": ("Day", "day"), "ad_name": ("Ad name", "text"), "spend": ("Amount spent (GBP)", "money"),
            "impressions": ("Impressions", "count"), "link_clicks": ("Link clicks", "count"), "conversions_value": ("Purchases conversion value", "number"),
        },
        null="-",
    ),
}  # fmt: skip
each_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)

names = st.one_of(
    st.sampled_from(NASTY), st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)
).filter(lambda name: name == name.strip() and name not in ("--", "[]", "—", "-"))
VALUES = {
    "text": names,
    "day": st.integers(0, 6).map(lambda days: FIRST + timedelta(days)),
    "count": st.integers(0, 999_999),
    "money": st.decimals(-10_000, 999_999, places=6),
    "number": st.none() | st.decimals(0, 999_999, places=3),
    "rate": st.decimals(0, 3, places=5),
}


def spelled(value: object, kind: str, shape: Shape, grouped: bool) -> str:
    """A value as the shape's platform would print it."""
    if value is None:
        return shape.null
    if kind in ("text", "day"):
        return str(value)
    digits = f"{value * 100 if kind == 'rate' else value:{',' if grouped else ''}f}"
    return digits.translate({ord(","): shape.group, ord("."): shape.decimal}) + ("%" if kind == "rate" else "")


@dataclass(frozen=True)
class Written:
    """A table of values, and the file it was written to."""

    rows: list[tuple]
    content: bytes
    delimiter: str
    codec: str


@st.composite
def written(draw, shape: Shape) -> Written:
    kinds = [kind for _, kind in shape.columns.values()]
    rows = draw(st.lists(st.tuples(*(VALUES[kind] for kind in kinds)), min_size=1, max_size=8))
    grouped = draw(st.booleans())
    lines = [[spelled(cell, kind, shape, grouped) for cell, kind in zip(row, kinds, strict=True)] for row in rows]
    lines = [*([line] for line in shape.above), [header for header, _ in shape.columns.values()], *lines]
    lines += [_total(shape, rows, grouped)] if shape.total else []
    delimiter, codec = draw(st.sampled_from(",;\t")), draw(st.sampled_from(list(CODECS)))
    text = io.StringIO(newline="")
    quoting = draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
    csv.writer(
        text, delimiter=delimiter, quoting=quoting, lineterminator=draw(st.sampled_from(["\n", "\r\n"]))
    ).writerows(lines)
    return Written(rows, CODECS[codec] + text.getvalue().encode(codec), delimiter, codec)


def _total(shape: Shape, rows: list[tuple], grouped: bool) -> list[str]:
    kinds = [kind for _, kind in shape.columns.values()]
    sums = [
        None if kind in ("text", "day") else sum((cell for cell in cells if cell is not None), Decimal())
        for kind, cells in zip(kinds, zip(*rows, strict=True), strict=True)
    ]
    return [
        shape.total, *(spelled(one, kind, shape, grouped) for one, kind in zip(sums[1:], kinds[1:], strict=True))
    ]  # fmt: skip


def figures(row: tuple) -> tuple:
    """A row with days and figures as values, so that spellings of one number are equal."""
    return tuple(str(cell) if isinstance(cell, str | date) else cell if cell is None else Decimal(cell) for cell in row)


def loaded(table: Table, columns: dict[str, tuple[str, str]]) -> list[tuple]:
    """The rows of a table in the order of `columns`; figures exact."""
    names = ["period_start" if name == "day" else name for name in columns]
    kinds = [kind for _, kind in columns.values()]
    return [
        tuple(
            cell if cell is None or kind in ("text", "day") else Decimal(cell)
            for cell, kind in zip(row, kinds, strict=True)
        )
        for row in zip(*(table.rows[name] for name in names), strict=True)
    ]


@each_shape
@steady
@given(data=st.data())
def test_any_table_reads_back_exactly_in_any_dialect(shape: Shape, data: st.DataObject) -> None:
    made = data.draw(written(shape))
    (table,) = read_file(made.content).tables
    assert (table.report, loaded(table, shape.columns)) == (shape.report, [figures(row) for row in made.rows])


@pytest.mark.parametrize("language", ["en", "pt", "de"])
@steady
@given(data=st.data())
def test_the_total_printed_under_any_table_is_set_aside_and_agrees(language: str, data: st.DataObject) -> None:
    (table,) = read_file(data.draw(written(SHAPES[f"Google Ads {language}"])).content).tables
    assert (table.aside, table.is_verified, table.problems) == (1, True, [])


def slow_rows(made: Written, content: bytes, shape: Shape) -> tuple[dict[str, tuple[str, str]], Counter]:
    """(the columns that a known header names, the rows every such cell of which can be read); none of bytes that are no text."""
    try:
        text = content.removeprefix(CODECS[made.codec]).decode(made.codec)
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=made.delimiter))
    except (UnicodeDecodeError, csv.Error):
        return {}, Counter()
    wanted = {header.casefold(): name for name, (header, _) in shape.columns.items()}
    named = [[wanted.get(" ".join(cell.split()).casefold()) for cell in record] for record in records]
    header = max(range(len(named)), key=lambda place: sum(name is not None for name in named[place]))
    columns = {name: shape.columns[name] for name in shape.columns if name in named[header]}
    places = [(named[header].index(name), kind) for name, (_, kind) in columns.items()]
    rows = Counter()
    for record in records[header + 1 :]:
        if len(record) == len(named[header]) and shape.total not in map(str.strip, record):
            try:
                rows[tuple(slow_cell(record[place].strip(), kind, shape) for place, kind in places)] += 1
            except ValueError:
                continue
    return columns, rows


def slow_cell(text: str, kind: str, shape: Shape) -> str | Decimal | None:
    if kind == "day":
        return str(date.fromisoformat(text)) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else slow_refusal()
    if text in ("", shape.null.strip(), *(("[]", "—") if shape.total else ())):
        return None
    if kind == "text":
        return text
    bare = (
        text.strip("$£€¥¤").strip() if kind == "money" else text.removesuffix("%").rstrip() if kind == "rate" else text
    )
    group, point = f"[{re.escape(shape.group)}\u00a0\u202f]", re.escape(shape.decimal)
    if not re.fullmatch(rf"-?(\d{{1,3}}({group}\d{{3}})+|\d+|(?={point}))({point}\d+)?", bare, re.ASCII):
        slow_refusal()
    value = Decimal(re.sub(group, "", bare).replace(shape.decimal, "."))
    if kind == "count" and value % 1:
        slow_refusal()
    return value / 100 if text.endswith("%") else value


def slow_refusal() -> None:
    raise ValueError


def says_something(read: FileRead) -> bool:
    """Whether a person would be told: the file refused or not known, a row quarantined, a remark made."""
    return bool(read.reason) or any(table.quarantined or table.problems for table in read.tables)


@each_shape
@steady
@given(data=st.data())
def test_with_one_byte_changed_no_row_is_read_otherwise_than_it_stands_and_none_is_lost_unsaid(
    shape: Shape, data: st.DataObject
) -> None:
    made = data.draw(written(shape))
    place = data.draw(st.integers(0, len(made.content) - 1))
    content = bytearray(made.content)
    content[place] ^= data.draw(st.integers(1, 255))
    read = read_file(bytes(content))
    columns, expected = slow_rows(made, bytes(content), shape)
    known = [table for table in read.tables if table.report]
    found = Counter(row for table in known if columns for row in loaded(table, columns))
    assert found - expected == Counter()
    assert says_something(read) or (columns and found == expected)
