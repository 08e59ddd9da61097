"""Text bytes to records: which encoding, which delimiter, where each record starts. Strict, and one pass at a time over the bytes.

Large files are never held as text: they are surveyed once for what is no text, then read again as often as somebody asks.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from platforms.records import Record, Sheet, SnapshotError

MAX_COLUMNS = 500
MAX_RECORD_CHARACTERS = 1024 * 1024
STREAMED_BYTES = 16 * 1024 * 1024  # from here on records are read from the bytes each time, and not kept
_PIECE_BYTES = 1024 * 1024
_HEAD_BYTES = 64 * 1024

csv.field_size_limit(MAX_RECORD_CHARACTERS)

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LINE_END = re.compile(r"[\r\n]")
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_SENTINEL = "\x1e"  # no text that passed the survey holds it
_CUT = "The file ends in the middle of a character: it is cut; download it again."
_NOT_UTF8 = "The file is not UTF-8; it was read as Windows-1252, as an older Excel saves it."
_WRAPPED = (
    "Each line was wrapped in quotes, as a spreadsheet saves a table it took for one column; they were taken off."
)


@dataclass(frozen=True)
class Text:
    """Bytes known to be text: in which encoding, from which byte to which, and what a reader must know of them.

    `longest_line` is in characters.
    """

    content: bytes
    codec: str
    start: int
    end: int
    longest_line: int
    notes: tuple[str, ...] = ()

    @property
    def head(self) -> str:
        """The first part of it, for a look."""
        piece = self.content[self.start : min(self.end, self.start + _HEAD_BYTES)]
        return piece.decode(self._plain, errors="ignore")

    def whole(self) -> str:
        return self.content[self.start : self.end].decode(self._plain)

    def lines(self) -> Iterator[str]:
        content = self.content if self.end == len(self.content) else self.content[: self.end]
        file = io.BytesIO(content)
        file.seek(self.start)
        return io.TextIOWrapper(file, encoding=self._plain, newline="")

    @property
    def ends_with_newline(self) -> bool:
        tail = self.content[max(self.start, self.end - 4) : self.end]
        return tail.decode(self._plain, errors="ignore").endswith(("\n", "\r"))

    @property
    def _plain(self) -> str:
        return self.codec.removesuffix("-sig")


def decode(content: bytes) -> Text:
    """A byte-order mark, else UTF-8, else UTF-16 by its zero bytes, else Windows-1252 with a note. Raises SnapshotError."""
    for mark, codec in _MARKS.items():
        if content.startswith(mark):
            return _surveyed(content, codec, len(mark))
    if b"\x00" in content[:200]:
        return _surveyed(content, "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be", 0)
    try:
        return _surveyed(content, "utf-8", 0)
    except _WrongByteError:
        return replace(_surveyed(content, "windows-1252", 0), notes=(_NOT_UTF8,))


class _WrongByteError(SnapshotError):
    """A byte is none of this encoding's."""


def _surveyed(content: bytes, codec: str, start: int) -> Text:
    """Look at every character once: a last one that is cut is left out and said; any other wrong byte refuses the file."""
    decoder = codecs.getincrementaldecoder(codec.removesuffix("-sig"))()
    lines, end, longest, line = 1, len(content), 0, 0
    for place in range(start, len(content), _PIECE_BYTES):
        try:
            piece = decoder.decode(content[place : place + _PIECE_BYTES])
        except UnicodeDecodeError as error:
            raise _WrongByteError(
                f"The file is binary or damaged: byte {place + error.start:,} or near it is not {codec}; download it again."
            ) from error
        if found := _CONTROLS.search(piece):
            raise SnapshotError(
                f"The file is binary, not an export: line {lines + piece.count(chr(10), 0, found.start())} holds the "
                f"control character {found.group()!r}."
            )
        lines += piece.count("\n")
        first = _LINE_END.search(piece)
        line += first.start() if first else len(piece)
        longest = max(longest, line)
        line = len(piece) - 1 - max(piece.rfind("\n"), piece.rfind("\r")) if first else line
    pending = len(decoder.getstate()[0])
    return Text(content, codec, start, end - pending, max(longest, line), (_CUT,) if pending else ())


class TextRecords:
    """The records of a text, read anew each time they are asked for. Raises SnapshotError where one is unsafe to read.

    Text after a closing quote is no strict CSV, yet spreadsheets write it; widths are checked by the reader. A line of our own ends
    the text: where it is not the last record by itself, an open quote has swallowed it.
    """

    def __init__(self, text: Text, delimiter: str) -> None:
        self.text, self.delimiter = text, delimiter

    def __iter__(self) -> Iterator[Record]:
        reader = csv.reader(chain(self.text.lines(), [_SENTINEL]), delimiter=self.delimiter)
        start, record = 1, tuple.__new__  # millions of them: the class's own constructor takes three times as long
        try:
            for cells in reader:
                if cells and cells[-1][-1:] == _SENTINEL:
                    if cells != [_SENTINEL]:
                        last = reader.line_num - 1
                        yield Record(start, [cells[0][:100]], last, _opened(start, last))
                    return
                if len(cells) > MAX_COLUMNS:
                    raise _too_wide(start)
                if reader.line_num > start and sum(map(len, cells)) > MAX_RECORD_CHARACTERS:
                    raise _too_long(start)
                yield record(Record, (start, cells, reader.line_num, None))
                start = reader.line_num + 1
        except csv.Error as error:
            raise _too_long(start) from error


def _opened(start: int, last: int) -> str:
    """Why a record whose quote never closes cannot be read, and what is lost in it."""
    lost = f"; lines {start + 1} to {last} are lost in it" if last > start else ""
    return f"a quoted cell opens here and never closes{lost}: the file is cut or damaged; download it again"


def _too_wide(line: int) -> SnapshotError:
    return SnapshotError(f"Line {line} has more than {MAX_COLUMNS} columns: choose fewer in the export.")


def _too_long(line: int) -> SnapshotError:
    return SnapshotError(
        f"The file is unsafe to read: line {line} begins a row of over {MAX_RECORD_CHARACTERS:,} characters."
    )


def split(text: Text) -> Sheet:
    """The one sheet a text is. Raises SnapshotError."""
    if text.longest_line > MAX_RECORD_CHARACTERS:
        raise SnapshotError(f"The file is unsafe to read: it has a line of over {MAX_RECORD_CHARACTERS:,} characters.")
    delimiter, notes = _delimiter(text.head), text.notes
    records = TextRecords(text, delimiter)
    if len(text.content) < STREAMED_BYTES:
        records = list(records)
        if wrapped := _unwrapped(records):
            records, delimiter, notes = *wrapped, (*notes, _WRAPPED)
    return Sheet(records, text.codec, delimiter, None, text.ends_with_newline, notes)


def _delimiter(text: str) -> str:
    """The delimiter under which early lines are most alike and widest; a `sep=` line says it outright."""
    if text[:4].lower() == "sep=" and text[4:5] in (",", ";", "\t"):
        return text[4]
    head = [line for line in text[:20_000].splitlines() if line.strip() and not line.startswith("#")][:30]
    return max(",\t;", key=lambda mark: _regularity(head, mark))


def _regularity(lines: list[str], mark: str) -> tuple[bool, int]:
    """Whether two lines or more share a width of two cells or more, and how many cells such lines hold at most."""
    widths = Counter(width for width in _widths(lines, mark) if width > 1)
    return max(((count > 1, count * width) for width, count in widths.items()), default=(False, 0))


def _widths(lines: list[str], mark: str) -> Iterator[int]:
    """How many cells each line has under a delimiter; one whose quotes do not fit it has none."""
    reader = csv.reader(lines, delimiter=mark, strict=True)
    while True:
        try:
            yield len(next(reader))
        except csv.Error:
            continue
        except StopIteration:
            return


def _unwrapped(records: list[Record]) -> tuple[list[Record], str] | None:
    """(records, delimiter) of a file whose every line is one quoted cell that holds a whole record; None for any other."""
    filled = [record for record in records if record.cells and record.cells[0]]
    if len(filled) < 2 or any(len(record.cells) > 1 for record in filled):
        return None
    delimiter = _delimiter("\n".join(record.cells[0] for record in filled[:30]))
    inner = [next(csv.reader([record.cells[0]], delimiter=delimiter)) for record in filled]
    if len({len(cells) for cells in inner if len(cells) > 1}) != 1:
        return None
    if len(inner[-1]) > MAX_COLUMNS:
        raise _too_wide(filled[-1].row)
    return [old._replace(cells=cells) for old, cells in zip(filled, inner, strict=True)], delimiter
