"""Bytes to sheets: what an upload holds, what each file in it is, and its records. Knows no platform.

Refuses what cannot be read safely, with a sentence. A file's name is never trusted: the bytes say what they are.
"""

import io
import re
import stat
import zipfile
from datetime import date, datetime, timedelta

from platforms import structured
from platforms.records import Entry, Record, Sheet, SnapshotError
from platforms.text import MAX_COLUMNS, decode, split

MAX_FILE_BYTES = 200 * 1024 * 1024
MAX_UNPACKED_BYTES = 500 * 1024 * 1024
MAX_RATIO = 200
MAX_ENTRIES = 50
MAX_CELLS = 20_000_000  # of a worksheet: as many rows as there can be, twenty columns wide


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
_WEB_PAGE = re.compile(r"\s*<(!doctype html|html)\b", re.IGNORECASE)
_MACROS = ("xl/vbaproject.bin",)


def unpack(content: bytes) -> list[Entry]:
    """The files inside an upload: itself, or the entries of a zip in their order. Raises SnapshotError."""
    if not content:
        raise SnapshotError("The file is empty (0 bytes): download it again.")
    if len(content) > MAX_FILE_BYTES:
        raise SnapshotError(
            f"The file has over {MAX_FILE_BYTES:,} bytes, the most that is read: export a shorter period."
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
    text = decode(content)
    if not text.head.strip() and not any(line.strip() for line in text.lines()):
        raise SnapshotError("The file is empty: it holds only blanks; download it again.")
    if _WEB_PAGE.match(text.head):
        raise SnapshotError(
            "The file is a web page, often a sign-in page saved in the export's place: sign in, then download it again."
        )
    if structured.is_calendar(text.head):
        return structured.calendar_sheets(text.whole(), made)
    if structured.is_json(text.head):
        return structured.json_sheets(text.whole())
    return [split(text)]


def _read_workbook(content: bytes) -> list[Sheet]:
    import python_calamine

    try:
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                names = [name.lower() for name in archive.namelist()]
                if any(name in _MACROS for name in names):
                    raise SnapshotError("The workbook holds macros, which is unsafe: save it as .xlsx or CSV.")
                _check_extent(archive)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        return [_worksheet(name, sheet) for name, sheet in sheets]
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError) as error:
        raise SnapshotError(f"The workbook cannot be opened ({error}): download it again, or as CSV.") from error
    except BaseException as error:
        if (
            type(error).__name__ != "PanicException"
        ):  # how calamine, which is Rust, gives up on some cut files; it has no public name
            raise
        raise SnapshotError("The workbook cannot be opened (it is damaged): download it again, or as CSV.") from error


_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{0,3})(\d{1,7})["']""")
_PIECE_BYTES = 1024 * 1024


def _check_extent(archive: zipfile.ZipFile) -> None:
    """A few bytes may say that a cell lies far away; what opens workbooks would make room for every cell up to it."""
    for name in archive.namelist():
        columns, last_row, before = set(), 0, b""
        with archive.open(name) as file:
            while piece := file.read(_PIECE_BYTES):
                found = _PLACE.findall(before + piece)
                columns |= {letters for letters, _ in found}
                last_row = max([last_row, *map(int, {row for _, row in found})])
                before = piece[-64:]
        _check_area(max(map(_column_number, columns), default=0), last_row)


def _check_area(columns: int, rows: int) -> None:
    if columns > MAX_COLUMNS:
        raise SnapshotError(f"The workbook has more than {MAX_COLUMNS} columns: choose fewer in the export.")
    if columns * rows > MAX_CELLS:
        raise SnapshotError(
            f"The workbook has room for more than {MAX_CELLS:,} cells, which is unsafe: save it as CSV."
        )


def _column_number(letters: bytes) -> int:
    """`A` is 1, `AB` 28."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _worksheet(name: str, sheet) -> Sheet:
    _check_area(sheet.width, sheet.height)
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
        if value.is_integer():  # above 2**53 digits are lost: written so that no id is made of it
            return str(int(value)) if abs(value) < 2**53 else f"{value:.15e}"
        text = repr(value)
        return f"{value:.20f}".rstrip("0") if "e-" in text else text
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date | timedelta):
        return str(value)
    return str(value)
