"""What every platform passes by existing: each of its fixtures, read in every dialect, damaged in every usual way.

A platform is tested here as soon as a file of it lies in `tests/exports/<platform>/`; nothing in this module names one.
"""

import csv
import io
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from clients.client import Client
from pipeline import platform_facts
from platforms.catalogue import Platform, load_platforms, normal_header
from platforms.columns import COLUMNS, DATES
from platforms.decode import read_sheets
from platforms.landing import Export
from platforms.ownership import resolve_account
from platforms.parties import PartyKeys
from platforms.reader import _blocks, _filled, read_file
from platforms.recognise import map_header
from platforms.records import Record, Sheet
from platforms.tables import FileRead, Table
from sql.inputs import LandedTable, load_inputs
from sql.warehouse import open_warehouse

FOLDER = Path(__file__).parent / "exports"
FILES = sorted(path for path in FOLDER.glob("*/*") if path.is_file())
NUMBERS = ("count", "number", "money", "rate", "percent", "share", "seconds")
KEYS = PartyKeys(lambda: b"conformance" * 3, "US")
TEXTS = [path for path in FILES if path.suffix.lower() in (".csv", ".tsv", ".txt")]
NOW = datetime(2026, 11, 16, 11, tzinfo=UTC)
SHEETS = [(path, number) for path in FILES for number, _ in enumerate(read_sheets(path.read_bytes(), NOW.date()))]
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
each_text = pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}/{path.name}")
each_sheet = pytest.mark.parametrize(
    ("path", "number"),
    SHEETS,
    ids=lambda part: f"{part.parent.name}/{part.name}" if isinstance(part, Path) else str(part),
)


def read(content: bytes) -> FileRead:
    return read_file(content, NOW.date(), KEYS)


def known(content: bytes) -> list[Table]:
    return known_of(read(content))


def sheet_of(path: Path, number: int = 0) -> Sheet:
    """A sheet of the file as delimited text would have it: what holds of the rows holds in whatever they came."""
    sheet = list(read_sheets(path.read_bytes(), NOW.date()))[number]
    if sheet.delimiter:
        return sheet
    text = written(replace(sheet, delimiter=",", encoding="utf-8"), [record.cells for record in sheet.records])
    return next(iter(read_sheets(text)))


def tables_of(sheet: Sheet) -> list[Table]:
    return known(written(sheet, [record.cells for record in sheet.records]))


def written(sheet: Sheet, records: list[list[str]], delimiter: str | None = None, codec: str | None = None) -> bytes:
    """Records as a file again, in the dialect of the sheet or in another."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter or sheet.delimiter, lineterminator="\n").writerows(records)
    codec = codec or sheet.encoding
    mark = "\ufeff" if codec.startswith("utf-16") else ""
    return (mark + text.getvalue()).encode(codec)


def rows(tables: list[Table]) -> list[tuple]:
    """Every loaded row of every table, without the line it stood on, in no order."""
    return sorted(
        (table.report, *(str(table.rows[name][place]) for name in sorted(table.rows)))
        for table in tables
        for place in range(table.loaded)
    )


def sums(tables: list[Table]) -> dict[tuple[str, str], Decimal]:
    found: dict[tuple[str, str], Decimal] = {}
    for table in tables:
        for measure, amount in table.sums.items():
            found[table.report, measure] = found.get((table.report, measure), Decimal()) + amount
    return found


def loaded_rows(tables: list[Table]) -> set[int]:
    return {row for table in tables for row in table.row_numbers}


@each_file
def test_a_file_is_one_platforms_and_no_other_names_as_many_of_its_columns(path: Path) -> None:
    assert {table.platform for table in read(path.read_bytes()).tables} == {path.parent.name}
    for sheet in read_sheets(path.read_bytes(), NOW.date()):
        named = Counter()
        for platform in load_platforms().values():
            for block in (one for one in _blocks(sheet, platform, list(_filled(sheet))) if one.match):
                named[platform.slug] = max(named[platform.slug], len(block.match.columns))
        assert named.most_common(1)[0][0] == path.parent.name
        assert list(named.values()).count(max(named.values())) == 1


@each_file
def test_every_record_is_loaded_aside_or_quarantined_and_no_printed_total_differs(path: Path) -> None:
    tables = read(path.read_bytes()).tables
    assert [(table.landed, table.report) for table in tables] == [
        (table.loaded + table.aside + table.quarantined, table.report) for table in tables
    ]
    for table in (one for one in tables if one.is_verified):
        assert all(len(values) == table.loaded for values in table.rows.values())


def test_every_platform_has_a_file_to_be_tested_by() -> None:
    assert sorted({path.parent.name for path in FILES}) == sorted(load_platforms())


@each_file
def test_read_twice_is_the_same(path: Path) -> None:
    assert read(path.read_bytes()) == read(path.read_bytes())


@each_text
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_encoding_and_delimiter_change_nothing_that_is_read(path: Path, codec: str, delimiter: str) -> None:
    sheet = sheet_of(path)
    if sheet.records[0].cells[0].startswith("sep="):
        pytest.skip("states its own delimiter")
    again = known(written(sheet, [record.cells for record in sheet.records], delimiter, codec))
    assert rows(again) == rows(known(path.read_bytes()))


@each_sheet
def test_the_order_of_rows_changes_no_sum(path: Path, number: int) -> None:
    sheet = sheet_of(path, number)
    tables = tables_of(sheet)
    cells = [record.cells for record in sheet.records]
    for table in tables:
        places = [place for place, record in enumerate(sheet.records) if record.row in set(table.row_numbers)]
        shuffled = random.Random(path.name).sample(places, len(places))
        cells = [cells[shuffled[places.index(place)]] if place in places else one for place, one in enumerate(cells)]
    assert rows(known(written(sheet, cells))) == rows(tables)


@each_sheet
def test_a_dated_table_split_into_two_files_adds_up_to_the_whole(path: Path, number: int) -> None:
    sheet = sheet_of(path, number)
    tables = tables_of(sheet)
    starts = {
        row: start for table in tables for row, start in zip(table.row_numbers, table.rows["period_start"], strict=True)
    }
    days = sorted({start for start in starts.values() if start})
    if len(days) < 2:
        pytest.skip("speaks of one day or period")
    middle = days[len(days) // 2]
    parts = [
        [one.cells for one in sheet.records if one.row not in starts or ((starts[one.row] or "") < middle) is is_early]
        for is_early in (True, False)
    ]
    halves = [table for part in parts for table in known(written(sheet, part))]
    assert sums(halves) == sums(tables)


@each_sheet
def test_a_column_nobody_knows_is_passed_over(path: Path, number: int) -> None:
    sheet = sheet_of(path, number)
    tables = tables_of(sheet)
    if any(load_platforms()[table.platform].reports[table.report].exact for table in tables):
        pytest.skip("a report that is told by having no other columns")
    if any(load_platforms()[table.platform].reports[table.report].transposed for table in tables):
        pytest.skip("a table whose columns are rows")
    headers = _header_rows(sheet, tables)
    within = loaded_rows(tables)
    cells = [
        [*one.cells, "A column of tomorrow" if one.row in headers else "1"]
        if one.row in headers | within
        else one.cells
        for one in sheet.records
    ]
    assert rows(known(written(sheet, cells))) == rows(tables)


def _header_rows(sheet: Sheet, tables: list[Table]) -> set[int]:
    """The lines that hold a table's header: those with all the headers it was read by."""
    wanted = [{normal_header(header) for header in table.columns.values()} for table in tables]
    return {
        record.row
        for record in sheet.records
        if any(names and names <= {normal_header(cell) for cell in record.cells} for names in wanted)
    }


@each_sheet
def test_a_file_without_a_column_it_needs_says_which(path: Path, number: int) -> None:
    sheet = sheet_of(path, number)
    tables = tables_of(sheet)
    if len(tables) != 1:
        pytest.skip("several tables in one file")
    (table,) = tables
    report = load_platforms()[table.platform].reports[table.report]
    (header,) = _header_rows(sheet, tables)
    for name in report.requires:
        spelt = table.columns.get(report.rename.get(name, name)) or table.columns["period_start"]
        cells = [
            ["A column of tomorrow" if cell.strip() == spelt else cell for cell in one.cells]
            if one.row == header
            else one.cells
            for one in sheet.records
        ]
        answer = read(written(sheet, cells))
        others = [one.report for one in answer.tables if one.report]
        assert others not in ([table.report],) and (others or "Not recognised" in answer.reason), name


@each_sheet
def test_every_spelling_of_nothing_is_nothing_in_every_column_of_figures(path: Path, number: int) -> None:
    sheet = sheet_of(path, number)
    for table in (one for one in tables_of(sheet) if one.loaded):
        records = {record.row: record for record in sheet.records}
        first = records[table.row_numbers[0]]
        (header,) = [records[row] for row in _header_rows(sheet, [table])][:1]
        places = {
            name: [cell.strip() for cell in header.cells].index(spelt)
            for name, spelt in table.columns.items()
            if COLUMNS[name].is_additive and name not in DATES
        }
        for spelling in load_platforms()[table.platform].nulls if places else ():
            cells = [f" {spelling}" if place in places.values() else cell for place, cell in enumerate(first.cells)]
            again = known(written(sheet, [cells if one is first else one.cells for one in sheet.records]))
            (same,) = [one for one in again if one.title == table.title and one.report == table.report][:1]
            row = same.row_numbers.index(first.row)
            assert {name: same.rows[name][row] for name in places} == dict.fromkeys(places), spelling


def client_of(platform: str, *accounts: str) -> Client:
    return Client("c", "C", "en-US", "USD", "UTC", {platform: accounts}, (), (), (), (), FOLDER)


@each_file
def test_a_file_of_another_account_is_stopped_and_one_without_needs_a_single_account(path: Path) -> None:
    for table in known(path.read_bytes()):
        if load_platforms()[table.platform].is_public:
            pytest.skip("belongs to everybody")
        export = Export("c", table.platform, "0" * 64, "x", "x.csv", None, NOW, NOW, "file time", None, None, None)
        (account, hold), code = (
            resolve_account(client_of(table.platform, "somebody else", "and another"), export, table, None),
            "wrong_account" if table.account else "account_unknown",
        )
        assert (account, hold.code) == (None, code)


@each_file
def test_a_restated_day_is_the_newer_exports_alone(path: Path) -> None:
    tables = [
        table for table in known(path.read_bytes()) if "period_start" in table.grain and table.loaded and table.days
    ]
    for table in tables:
        landed = LandedTable(
            "old", table.platform, table.report, "a", datetime(2026, 11, 1, tzinfo=UTC), *table.days, True,
            table.rows | {"account_id": ["a"] * table.loaded},
        )  # fmt: skip
        if table.rows["period_start"] != table.rows["period_end"]:
            continue
        newer = replace(landed, export_id="new", exported_at=NOW)
        warehouse = open_warehouse()
        facts = [platform_facts(platform) for platform in load_platforms().values()]
        load_inputs(warehouse, client_of(table.platform, "a"), [], facts, [newer, landed])
        exports = warehouse.execute(
            f"select distinct export_id from landed.{table.platform}__{table.report}"
        ).fetchall()
        assert exports == [("new",)]


@each_text
def test_a_file_cut_anywhere_keeps_its_whole_rows_and_passes_off_no_part_of_one(path: Path) -> None:
    content, sheet = path.read_bytes(), sheet_of(path)
    tables = known(content)
    whole = {row: cells for table in tables for row, cells in _by_row(table)}
    ends = _ends(content, sheet)
    platform = load_platforms()[path.parent.name]
    for offset in (len(content) * part // 21 for part in range(1, 21)):
        answer = read(content[:offset])
        cut = {row: cells for table in answer.tables if table.report for row, cells in _by_row(table)}
        if not cut:
            continue
        complete = {row for row in whole if ends[row] <= offset}
        assert complete - cut.keys() == set()
        assert {row: cells for row, cells in cut.items() if row in complete} == {row: whole[row] for row in complete}
        # One row more is a last one cut inside its last cell, of a platform whose whole files end without a line break too.
        assert len(cut.keys() - complete) <= (not platform.final_newline)
        assert _is_named(answer, tables), "neither named as cut nor said to be not verifiable"


def _is_named(cut: FileRead, whole: list[Table]) -> bool:
    """Whether a cut file says that it is not whole, or that it cannot tell; rows of nought that are lacking change no total."""
    lost = {measure: amount for measure, amount in sums(whole).items() if amount != sums(known_of(cut)).get(measure)}
    told = [table for table in cut.tables if table.report]
    return not lost or any(not table.is_verified or table.problems for table in told)


def known_of(read: FileRead) -> list[Table]:
    return [table for table in read.tables if table.report]


@pytest.mark.parametrize(
    "path", [path for path in FILES if path not in TEXTS], ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_a_workbook_or_calendar_cut_anywhere_is_refused_or_keeps_whole_rows(path: Path) -> None:
    content = path.read_bytes()
    whole = rows(known(content))
    for offset in (len(content) * part // 21 for part in range(1, 21)):
        answer = read(content[:offset])
        assert set(rows(known_of(answer))) <= set(whole)
        assert answer.reason or path.suffix == ".ics" or rows(known_of(answer)) == whole


def _by_row(table: Table) -> list[tuple[int, tuple]]:
    return [
        (row, tuple(table.rows[name][place] for name in table.columns if name in table.rows))
        for place, row in enumerate(table.row_numbers)
    ]


def _ends(content: bytes, sheet: Sheet) -> dict[int, int]:
    """The byte after the line end of each record, by the line it starts on."""
    codec = sheet.encoding.removesuffix("-sig")
    text = content.decode(sheet.encoding)
    lines = io.StringIO(text, newline="").readlines()
    reached, ends = len(content) - len(text.lstrip("\ufeff").encode(codec)), []
    for line in lines:
        reached += len(line.lstrip("\ufeff").encode(codec))
        ends.append(reached - len("\n".encode(codec)) * line.endswith("\r\n"))
    return {record.row: ends[_last(record, len(ends)) - 1] for record in sheet.records}


def _last(record: Record, lines: int) -> int:
    return min(record.last_row, lines)


TRANSLATED = [
    (path, language)
    for path in TEXTS
    for language in load_platforms()[path.parent.name].languages
    if len(load_platforms()[path.parent.name].languages) > 1
]


@pytest.mark.parametrize(
    ("path", "language"),
    TRANSLATED,
    ids=lambda part: f"{part.parent.name}/{part.name}" if isinstance(part, Path) else part,
)
def test_a_file_in_every_language_of_its_platform_reads_as_the_same_rows(path: Path, language: str) -> None:
    platform, sheet = load_platforms()[path.parent.name], sheet_of(path)
    tables = tables_of(sheet)
    if any(language not in platform.reports[table.report].evidence for table in tables):
        pytest.skip("not told in this language")
    cells = [list(record.cells) for record in sheet.records]
    headers = [place for place, record in enumerate(sheet.records) if record.row in _header_rows(sheet, tables)]
    for start, end in zip(headers, [*headers[1:], len(cells)], strict=True):
        _translate(cells[start:end], platform, language)
    again = known(written(sheet, cells))
    assert rows(again) == rows(tables)


def _translate(cells: list[list[str]], platform: Platform, language: str) -> None:
    """Put a table into a language: its header's words, and the numbers below it; each cell in place."""
    spoken, columns, currency = map_header(platform, cells[0])
    ours, theirs = platform.languages[spoken], platform.languages[language]
    swapped = str.maketrans({ours.decimal: theirs.decimal, ours.group: theirs.group})
    for name, place in columns.items():
        words = platform.columns[name].get(language)
        assert words, f"{platform.slug}: {name} has no word in {language}"
        cells[0][place] = words[0].replace("{currency}", currency or "EUR")
        for row in cells[1:] if COLUMNS[name].kind in NUMBERS else ():
            if place < len(row):
                row[place] = row[place].translate(swapped)
