"""Bytes to records: what the file is, how it is encoded, where each record starts. Knows no platform.

Refuses what cannot be read safely, with a sentence. A file's name is never trusted: the bytes say what they are.
"""

import csv
import io
import re
import stat
import zipfile
from collections import Counter
from datetime import date, datetime, timedelta

from platforms import structured
from platforms.records import Entry, Record, Sheet, SnapshotError

MAX_FILE_BYTES = 200 * 1024 * 1024
MAX_UNPACKED_BYTES = 500 * 1024 * 1024
MAX_RATIO = 200
MAX_ENTRIES = 50
MAX_COLUMNS = 500
MAX_RECORD_CHARACTERS = 1024 * 1024

csv.field_size_limit(MAX_RECORD_CHARACTERS)


_BINARY = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"SQLite format 3": "an SQLite database",
    b"PAR1": "a Parquet file",
    b"\x7fELF": "a program",
    b"MZ": "a program",
}
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WEB_PAGE = re.compile(r"\s*<(!doctype html|html)\b", re.IGNORECASE)
_MACROS = ("xl/vbaproject.bin",)


def unpack(content: bytes) -> list[Entry]:
    """The files inside an upload: itself, or the entries of a zip in their order. Raises SnapshotError."""
    if not content:
        raise SnapshotError("The file is empty (0 bytes): download it again.")
    if len(content) > MAX_FILE_BYTES:
        raise SnapshotError(
            f"The file has {len(content):,} bytes, over the limit of {MAX_FILE_BYTES:,}: export a shorter period."
        )
    if content[:4] == b"PK\x05\x06":
        raise SnapshotError("The zip holds no files: download it again.")
    if content[:2] != b"PK":
        return [Entry(None, content)]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if "[Content_Types].xml" in archive.namelist():
                _check_archive(infos, len(content), most_entries=10_000)
                return [Entry(None, content)]
            infos = [info for info in infos if not _is_litter(info.filename)]
            _check_archive(infos, len(content), most_entries=MAX_ENTRIES)
            return [Entry(info.filename, _inflate(archive, info), _time_of(info)) for info in infos]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        if isinstance(error, SnapshotError):
            raise
        what = "workbook" if b"[Content_Types].xml" in content[:4096] else "zip"
        raise SnapshotError(f"The {what} is cut or damaged ({error}): download it again.") from error


_LITTER = re.compile(r"(^|/)(__MACOSX/.*|\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini)$", re.IGNORECASE)


def _is_litter(name: str) -> bool:
    """What a file manager leaves in a zip beside the files."""
    return bool(_LITTER.search(name))


def _time_of(info: zipfile.ZipInfo) -> datetime | None:
    try:
        return datetime(*info.date_time)
    except ValueError:
        return None


def _check_archive(infos: list[zipfile.ZipInfo], size: int, most_entries: int) -> None:
    if not infos:
        raise SnapshotError("The zip holds no files: download it again.")
    if len(infos) > most_entries:
        raise SnapshotError(
            f"The zip holds {len(infos)} files, over the limit of {most_entries}: drop the export's own zip."
        )
    names = [info.filename for info in infos]
    if len(set(names)) != len(names):
        raise SnapshotError("The zip holds two files of one name, which is unsafe: drop the export's own zip.")
    unpacked = sum(info.file_size for info in infos)
    if unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_RATIO * max(size, 1024):
        raise SnapshotError(f"The zip would unpack to {unpacked:,} bytes, which is unsafe: drop the export's own zip.")
    for info in infos:
        if info.flag_bits & 1:
            raise SnapshotError(f"The zip's {info.filename[:80]!r} is encrypted: drop it without a password.")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise SnapshotError(
                f"The zip's {info.filename[:80]!r} is a link, which is unsafe: drop the export's own zip."
            )
        if info.filename.lower().endswith((".zip", ".7z", ".rar", ".gz")):
            raise SnapshotError(f"The zip holds another archive, {info.filename[:80]!r}: unpack it and drop the files.")


def _inflate(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as file:
        content = file.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise SnapshotError(
            f"The zip lies about the size of {info.filename[:80]!r}, which is unsafe: download it again."
        )
    return content


def extension(content: bytes) -> str:
    """What to call these bytes when they are stored; the sender's extension does not count."""
    if content[:2] == b"PK":
        return "xlsx"
    return "xls" if content.startswith(_OLD_EXCEL) else "csv"


def read_sheets(content: bytes, made: date | None = None) -> list[Sheet]:
    """Every worksheet of a workbook, every table of an answer, or the one sheet a text file is. Raises SnapshotError.

    `made` is the day the file was made, where it does not say so itself.
    """
    if not content:
        raise SnapshotError("The file is empty (0 bytes): download it again.")
    if content[:2] == b"PK" or content.startswith(_OLD_EXCEL):
        return _read_workbook(content)
    for magic, what in _BINARY.items():
        if content.startswith(magic):
            raise SnapshotError(f"The file is {what}, not an export: download the CSV or XLSX.")
    text, encoding, notes = _decode(content)
    if not text.strip():
        raise SnapshotError("The file is empty: it holds only blanks; download it again.")
    if _WEB_PAGE.match(text):
        raise SnapshotError(
            "The file is a web page, often a sign-in page saved in the export's place: sign in, then download it again."
        )
    if structured.is_calendar(text):
        return structured.calendar_sheets(text, made)
    if structured.is_json(text):
        return structured.json_sheets(text)
    return [_split(text, encoding, notes)]


def _decode(content: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Strictly: a byte-order mark, else UTF-8, else UTF-16 by its zero bytes, else Windows-1252 with a note."""
    for mark, codec in _MARKS.items():
        if content.startswith(mark):
            return _decoded(content[len(mark) :], codec)
    if b"\x00" in content[:200]:
        return _decoded(content, "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be")
    try:
        return _decoded(content, "utf-8")
    except SnapshotError:
        text, codec, _ = _decoded(content, "windows-1252")
        return text, codec, ("The file is not UTF-8; it was read as Windows-1252, as an older Excel saves it.",)


_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_CUT = "The file ends in the middle of a character: it is cut; download it again."


def _decoded(content: bytes, codec: str) -> tuple[str, str, tuple[str, ...]]:
    """(text, codec, notes): a last character that is cut is left out and said; any other wrong byte refuses the file."""
    try:
        return _checked(content.decode(codec)), codec, ()
    except UnicodeDecodeError as error:
        if error.reason in ("unexpected end of data", "truncated data") and error.end >= len(content):
            return _checked(content[: error.start].decode(codec)), codec, (_CUT,)
        raise SnapshotError(
            f"The file is binary or damaged: byte {error.start:,} is not {codec}; download it again."
        ) from error


def _checked(text: str) -> str:
    if found := _CONTROLS.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise SnapshotError(
            f"The file is binary, not an export: line {line} holds the control character {found.group()!r}."
        )
    return text


def _delimiter(text: str) -> str:
    """The delimiter under which early lines are most alike and widest; a `sep=` line says it outright."""
    if text[:4].lower() == "sep=" and text[4:5] in ",;\t":
        return text[4]
    head = [line for line in text[:20_000].splitlines() if line.strip() and not line.startswith("#")][:30]
    return max(",\t;", key=lambda mark: _regularity(head, mark))


def _regularity(lines: list[str], mark: str) -> tuple[bool, int]:
    """Whether two lines or more share a width of two cells or more, and how many cells such lines hold at most."""
    widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=mark) if len(cells) > 1)
    return max(((count > 1, count * width) for width, count in widths.items()), default=(False, 0))


def _split(text: str, encoding: str, notes: tuple[str, ...]) -> Sheet:
    delimiter = _delimiter(text)
    try:
        records, unclosed = _records(text, delimiter)
        if wrapped := _unwrapped(records):
            records, delimiter, notes = *wrapped, (*notes, _WRAPPED)
    except csv.Error as error:
        raise SnapshotError(
            f"The file is unsafe to read: a record is longer than {MAX_RECORD_CHARACTERS:,} characters."
        ) from error
    if any(len(record.cells) > MAX_COLUMNS for record in records[:50]):
        raise SnapshotError(f"The file has more than {MAX_COLUMNS} columns: choose fewer in the export.")
    return Sheet(records, encoding, delimiter, None, text.endswith(("\n", "\r")), unclosed, notes)


_WRAPPED = (
    "Each line was wrapped in quotes, as a spreadsheet saves a table it took for one column; they were taken off."
)


def _unwrapped(records: list[Record]) -> tuple[list[Record], str] | None:
    """(records, delimiter) of a file whose every line is one quoted cell that holds a whole record; None for any other."""
    filled = [record for record in records if record.cells and record.cells[0]]
    if len(filled) < 2 or any(len(record.cells) > 1 for record in filled):
        return None
    delimiter = _delimiter("\n".join(record.cells[0] for record in filled[:30]))
    inner = [next(csv.reader([record.cells[0]], delimiter=delimiter)) for record in filled]
    if len({len(cells) for cells in inner if len(cells) > 1}) != 1:
        return None
    return [Record(old.row, cells, old.last_row) for old, cells in zip(filled, inner, strict=True)], delimiter


def _records(text: str, delimiter: str) -> tuple[list[Record], int | None]:
    """(records, the line of the one whose quote never closes); strict CSV if it is that, else as spreadsheets write it."""
    try:
        return _parsed(text, delimiter, strict=True)
    except csv.Error as error:
        if "field larger" in str(error):
            raise
    return _parsed(text, delimiter, strict=False)


_SENTINEL = "\x1e"  # no text that passed _checked holds it


def _parsed(text: str, delimiter: str, strict: bool) -> tuple[list[Record], int | None]:
    """A line of our own ends the text: where it is not the last record by itself, an open quote has swallowed it."""
    ended = text if text.endswith(("\n", "\r")) else text + "\n"
    reader = csv.reader(io.StringIO(ended + _SENTINEL, newline=""), delimiter=delimiter, strict=strict)
    records: list[Record] = []
    start = 1
    try:
        for cells in reader:
            records.append(Record(start, cells, reader.line_num))
            start = reader.line_num + 1
    except csv.Error as error:
        if "unexpected end of data" not in str(error):
            raise
    else:
        if records[-1].cells == [_SENTINEL]:
            return records[:-1], None
        start = records.pop().row
    lines = io.StringIO(ended, newline="").readlines()
    return [*records, Record(start, [lines[start - 1].rstrip("\r\n")[:MAX_RECORD_CHARACTERS]], len(lines))], start


def _read_workbook(content: bytes) -> list[Sheet]:
    import python_calamine

    try:
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                names = [name.lower() for name in archive.namelist()]
            if any(name in _MACROS for name in names):
                raise SnapshotError("The workbook holds macros, which is unsafe: save it as .xlsx or CSV.")
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        return [_worksheet(name, sheet) for name, sheet in sheets]
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError) as error:
        raise SnapshotError(f"The workbook cannot be opened ({error}): download it again, or as CSV.") from error


def _worksheet(name: str, sheet) -> Sheet:
    rows = sheet.to_python(skip_empty_area=False)
    return Sheet(
        [Record(number, [_cell_text(value) for value in row], number) for number, row in enumerate(rows, 1)],
        "xlsx",
        None,
        name,
    )


def _cell_text(value: object) -> str:
    """A workbook cell as the text a CSV would hold; whole floats lose their `.0`."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 2**53:
            return str(int(value))
        text = repr(value)
        return f"{value:.20f}".rstrip("0") if "e-" in text else text
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date | timedelta):
        return str(value)
    return str(value)
