"""What bytes are read into before anybody asks which platform they are of: entries, sheets, records."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


class SnapshotError(ValueError):
    """These bytes cannot be read as an export; the message says why and what to do."""


class Record(NamedTuple):
    """One record: the line (or sheet row) it starts on, from 1, its cells as text, and the line it ends on."""

    row: int
    cells: list[str]
    last_row: int


@dataclass(frozen=True)
class Sheet:
    """The records of one text file or worksheet. `unclosed_row` is where a quoted cell opens that never closes."""

    records: list[Record]
    encoding: str
    delimiter: str | None
    name: str | None = None
    ends_with_newline: bool = True
    unclosed_row: int | None = None
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Entry:
    """One file to read: its bytes, and the zip entry they came from."""

    name: str | None
    content: bytes
    modified: datetime | None = None
