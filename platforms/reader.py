"""Bytes to tables of text rows: the one reader of every platform, strict, driven by the platforms' tables.

It decodes, finds headers, keeps totals aside as controls, checks each cell against its grammar and hands over canonical text.
Each table obeys: landed = loaded + aside + quarantined. It refuses to guess, to round, and to replace a character.
"""

import gc
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain, dropwhile, islice

from platforms import grammar
from platforms.catalogue import Platform, load_platforms, normal_header
from platforms.columns import COLUMNS, DATES
from platforms.decode import read_sheets
from platforms.parties import PartyKeys
from platforms.posting import Posting
from platforms.recognise import Match, map_header, match_header, match_transposed, nearest
from platforms.records import Record, Sheet, SnapshotError
from platforms.tables import FileRead, Problem, Table
from platforms.transposed import turned_lines
from platforms.unpivot import unpivoted

READER = "12"  # raise it whenever the same bytes would give other rows
HEADER_WITHIN = 40
SPLIT_WITHIN = 1_000


def read_file(content: bytes, made: date | None = None, keys: PartyKeys | None = None) -> FileRead:
    """Read one file's bytes. Never raises for what the bytes hold: a refusal is part of the answer.

    `made` is the day the file was made, where it does not say so; without the client's `keys`, people get keys of this process only.
    """
    with _no_collection():
        return _read(content, made, keys or PartyKeys())


def _read(content: bytes, made: date | None, keys: PartyKeys) -> FileRead:
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        sheets = read_sheets(content, made)
        tables = [table for sheet in sheets for table in _read_sheet(sheet, keys)]
    except SnapshotError as error:
        return refused(content, error)
    if any(table.report for table in tables):
        return FileRead(sha256, tables)
    candidates = [record.cells for sheet in sheets for record in islice(sheet.records, HEADER_WITHIN)]
    return FileRead(sha256, tables, nearest(candidates))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Millions of cells make no cycles: to look for some among them takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def refused(content: bytes, error: SnapshotError) -> FileRead:
    """The answer for bytes that cannot be read at all."""
    return FileRead(hashlib.sha256(content).hexdigest(), [], str(error), is_refused=True)


@dataclass(frozen=True)
class _Block:
    """A header with what stands before it and the records after it; `is_last` where nothing follows them in the file."""

    before: list[Record]
    header: Record
    body: Iterable[Record]
    match: Match | None
    is_last: bool = False


@dataclass(frozen=True)
class _After:
    """The filled records of a sheet after its header, given anew each time."""

    sheet: Sheet
    row: int

    def __iter__(self) -> Iterator[Record]:
        return dropwhile(lambda record: record.row <= self.row, _filled(self.sheet))


def _is_blank(record: Record) -> bool:
    return not any(map(str.strip, record.cells))  # stops at the first cell that holds something


def _filled(sheet: Sheet) -> Iterator[Record]:
    return (record for record in sheet.records if any(map(str.strip, record.cells)))


def _read_sheet(sheet: Sheet, keys: PartyKeys) -> list[Table]:
    """The tables of the one platform that knows this sheet best; an unknown sheet is one table, wholly aside."""
    platform, blocks = _known_as(sheet)
    if platform:
        return _of_one_account([_read_block(sheet, platform, block, keys) for block in blocks])
    aside = max(0, sum(1 for _ in _filled(sheet)) - 1)
    return [
        Table(
            None, None, encoding=sheet.encoding, delimiter=sheet.delimiter, landed=aside, aside=aside, title=sheet.name
        )
    ]


def _known_as(sheet: Sheet) -> tuple[Platform | None, list[_Block]]:
    """The platform that names most of a header's columns, and its tables.

    None where two name as many, or where another names more though none of its reports fits: then that one is nearer.
    """
    head = list(islice(_filled(sheet), HEADER_WITHIN))
    split = {platform: list(_blocks(sheet, platform, head)) for platform in _candidates(head, sheet.encoding == "json")}
    named = Counter(
        {
            platform: max((len(block.match.columns) for block in blocks if block.match), default=0)
            for platform, blocks in split.items()
        }
    )
    (best, most), *others = [*named.most_common(2), (None, 0)]
    if not most or others[0][1] == most:
        return None, []
    header = max((block for block in split[best] if block.match), key=lambda block: len(block.match.columns)).header
    nearer = [
        one for one in load_platforms().values() if one is not best and len(map_header(one, header.cells)[1]) > most
    ]
    return (None, []) if nearer else (best, split[best])


def _candidates(head: list[Record], is_json: bool) -> list[Platform]:
    """The platforms of which an early line holds a word, a title or a comment mark: only these are worth a closer look."""
    words = {normal_header(cell) for record in head for cell in record.cells}
    starts = {record.cells[0][:1] for record in head}
    return [
        one
        for one in load_platforms().values()
        if ((one.headers | one.titles) & words and (not one.stacked or is_json)) or one.comment in starts
    ]


def _of_one_account(tables: list[Table]) -> list[Table]:
    """What the first table's preamble says of the account holds for the tables stacked under it."""
    for table in tables[1:]:
        if table.account is None and tables[0].account:
            table.account, table.account_name = tables[0].account, tables[0].account_name
            table.rows["account_id"] = [table.account] * table.loaded
    return tables


def _blocks(sheet: Sheet, platform: Platform, head: list[Record]) -> Iterator[_Block]:
    if platform.stacked and sheet.encoding != "json":
        yield from _stacked_blocks(sheet, platform)
        return
    if platform.blocks:
        yield from _titled_blocks(sheet, platform)
        return
    for place, record in enumerate(head):
        match = match_header(platform, record.cells)
        if match and platform.strict_dimensions and _has_unknown_dimension(match, record, head[place + 1 :]):
            return
        if match and _is_another(match, head[:place], record, sheet):
            return
        if match:
            body = _After(sheet, record.row)
            if platform.unpivot:
                record, body, match = unpivoted(record, body, match, platform.unpivot)
            yield _Block(head[:place], record, body, match, is_last=True)
            return


def _titled_blocks(sheet: Sheet, platform: Platform) -> Iterator[_Block]:
    """Tables one after another, each under a title line of one cell; the next table's title ends the rows."""
    before: list[Record] = []
    lines: list[Record] = []
    match = None
    for place, record in enumerate(sheet.records):
        if match is None and not before and place > HEADER_WITHIN:
            return
        if _is_blank(record):
            continue
        title = before[-1].cells[0].strip() if before else None
        turned = None if match else match_transposed(platform, title)
        if _is_title(record, platform) and not (turned and normal_header(record.cells[0]) not in platform.titles):
            if lines:
                yield _titled_block(before, lines, match)
                before, lines, match = [], [], None
            before.append(record)
        elif match is None and (found := turned or match_header(platform, record.cells, title)):
            match, lines = found, [record]
        else:
            lines.append(record)
    if lines:
        yield _titled_block(before, lines, match, is_last=True)


def _is_title(record: Record, platform: Platform) -> bool:
    """One cell of words; a spreadsheet pads a title to the width of its sheet."""
    filled = [cell.strip() for cell in record.cells if cell.strip()]
    if len(filled) != 1 or record.fault or _is_figure(filled[0]):
        return False
    return len(record.cells) <= 2 or normal_header(filled[0]) in platform.titles


def _titled_block(before: list[Record], lines: list[Record], match: Match | None, *, is_last: bool = False) -> _Block:
    if match and match.report.transposed:
        lines = turned_lines(before[-1].cells[0].strip(), lines)
    return _Block(before, lines[0], lines[1:], match, is_last)


def _is_figure(text: str) -> bool:
    return bool(re.fullmatch(r"[-\d.,%:/T]+", text))


def _stacked_blocks(sheet: Sheet, platform: Platform) -> Iterator[_Block]:
    """Tables one after another: comment lines, a header, rows; a blank line or a comment ends the rows."""
    before: list[Record] = []
    body: list[Record] = []
    for record in chain(sheet.records, [Record(0, [], 0)]):
        is_comment = bool(record.cells) and record.cells[0].startswith(platform.comment)
        if body and (_is_blank(record) or is_comment):
            yield _stacked_block(platform, before, body)
            before, body = [], []
        if is_comment:
            before.append(record)
        elif before and not _is_blank(record):
            body.append(record)


def _stacked_block(platform: Platform, before: list[Record], body: list[Record]) -> _Block:
    header, rows = body[0], body[1:]
    match = match_header(platform, header.cells)
    if match and platform.strict_dimensions and _has_unknown_dimension(match, header, rows):
        match = None
    return _Block(before, header, rows, match)


def _has_unknown_dimension(match: Match, header: Record, rows: list[Record]) -> bool:
    """A column we do not know that holds words splits the rows in a way we cannot name."""
    unknown = set(range(len(header.cells))) - set(match.columns.values())
    words = [cell for row in rows[:50] for place, cell in enumerate(row.cells) if place in unknown and cell.strip()]
    return any(not re.fullmatch(r"[-\d.,%:eE+]+", cell.strip()) for cell in words)


def _is_another(match: Match, before: list[Record], header: Record, sheet: Sheet) -> bool:
    """Whether this is a report of the platform that we do not know by its columns: a location's has those of a campaign's, and one more.

    It is where the line above is another report's title; and where a report that has titles stands under none of them, and a column of words
    that we do not know splits rows that are otherwise the same. A campaign's state or label does not: it is the same wherever the campaign is.
    """
    told = {normal_header(record.cells[0]) for record in before}
    if told & set(map(normal_header, match.report.title)):
        return False
    return bool(told & match.platform.titles) or (bool(match.report.title) and _splits_rows(match, header, sheet))


def _splits_rows(match: Match, header: Record, sheet: Sheet) -> bool:
    """Whether rows alike in every known column of words and days differ in one that is not known."""
    listed = set(match.columns.values())
    keys = [place for name, place in match.columns.items() if name in DATES or COLUMNS[name].kind == "text"]
    unknown = [place for place in range(len(header.cells)) if place not in listed]
    if not unknown or not keys:
        return False
    seen: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for record in islice(_After(sheet, header.row), SPLIT_WITHIN):
        if len(record.cells) == len(header.cells):
            words = tuple(cell for place in unknown if _is_word(cell := record.cells[place].strip()))
            seen.setdefault(tuple(record.cells[place] for place in keys), set()).add(words)
    return any(len({words for words in told if words}) > 1 for told in seen.values())


def _is_word(cell: str) -> bool:
    return bool(cell) and not re.fullmatch(r"[-\d.,%:/<> ]+", cell)


def _preamble(platform: Platform, before: list[Record], delimiter: str | None) -> dict[str, str]:
    """What the lines above the header say, by the platform's patterns; the first match of each counts."""
    said: dict[str, str] = {}
    for record in before:
        line = (delimiter or " ").join(record.cells).rstrip(f"{delimiter or ''} ").strip()
        for key, pattern in (platform.preamble or {}).items():
            if key not in said and (found := re.fullmatch(pattern, line)):
                said[key] = found[1]
                break
    if "account" not in said and "period" in said and platform.positions:
        lines = [line for record in before if (line := record.cells[0].strip(f"{platform.comment}- "))]
        said |= dict(zip(platform.positions, lines, strict=False))
    return said


def _surface(platform: Platform, before: list[Record]) -> str:
    """The part of the account that the title over a table names; nothing where it names none."""
    title = normal_header(before[-1].cells[0]) if before else ""
    return next((word for word in platform.surfaces if title.startswith(normal_header(word))), "")


def _stated_period(said: dict[str, str], platform: Platform, order: str | None) -> grammar.Days | None:
    """The period the lines above the header state, None where they state none. Raises CellError for one that cannot be."""
    if "period" in said:
        if any(said["period"] in language.all_time for language in platform.languages.values()):
            return None
        days = grammar.day_range(said["period"], order)
    elif "first_day" in said and "last_day" in said:
        days = tuple(grammar.day(said[key], order) for key in ("first_day", "last_day"))
    else:
        return None
    if days is None or days[1] < days[0]:
        raise grammar.CellError("is not a period" if days is None else "ends before it starts")
    return days


def _state_period(table: Table, said: dict[str, str], platform: Platform, match: Match | None) -> None:
    """Give the table the period it states; one that cannot be read is one problem of the table, not one of each row."""
    try:
        order = match and platform.languages[match.language].date_order
        table.stated = _stated_period(said, platform, order or platform.date_order)
    except grammar.CellError as error:
        stated = said.get("period") or f"{said['first_day']} - {said['last_day']}"
        table.problems.append(
            Problem(None, "period_start", f"the period stated above the header, {stated!r}, {error}: download it again")
        )


def _read_block(sheet: Sheet, platform: Platform, block: _Block, keys: PartyKeys) -> Table:
    said = _preamble(platform, block.before, sheet.delimiter)
    table = Table(
        platform.slug, None, title=said.get("title") or sheet.name, encoding=sheet.encoding, delimiter=sheet.delimiter,
        account=said.get("account"), account_name=said.get("account_name"),
        problems=[Problem(None, None, note) for note in sheet.notes], surface=_surface(platform, block.before),
    )  # fmt: skip
    _state_period(table, said, platform, block.match)
    if block.match is None:
        table.landed = table.aside = sum(1 for _ in block.body)
        table.ignored = [cell.strip() for cell in block.header.cells]
        return table
    if "warning" in said:
        table.problems.append(Problem(None, None, f"the platform says of this export: {said['warning']}"))
    _fill(table, sheet, block, block.match, said, keys)
    return table


def _fill(table: Table, sheet: Sheet, block: _Block, match: Match, said: dict[str, str], keys: PartyKeys) -> None:
    header = [cell.strip().lstrip("\ufeff") for cell in block.header.cells]
    named = {
        ("period_start" if name == match.date and name in DATES else name): place
        for name, place in match.columns.items()
    }
    table.report, table.language, table.evidence = (
        match.report.name,
        match.language,
        match.report.evidence[match.language],
    )
    table.grain = match.grain
    table.columns = {name: header[place] for name, place in named.items() if header[place]}
    table.ignored = [cell for place, cell in enumerate(header) if place not in match.columns.values() and cell]
    rows = Posting(table, match, len(header), block.body, said, keys)
    is_cut = block.is_last and sheet.delimiter and match.platform.final_newline and not sheet.ends_with_newline
    rows.post_all(block.body, bool(is_cut))
    rows.finish()
