"""What bytes are read into before anybody asks which platform they are of: entries, sheets, records."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


class SnapshotError(ValueError):
    """These bytes cannot be read as an export; the message says why and what to do."""


class Record(NamedTuple):
    """One record: the line (or sheet row) it starts on, from 1, its cells as text, the line it ends on.

    `fault` says why it is no row, where whoever read it knows already.
    """

    row: int
    cells: list[str]
    last_row: int
    fault: str | None = None


def other_width(record: Record, width: int) -> str:
    """Why a record of another width than its header's is no row."""
    over = f", over lines {record.row} to {record.last_row}" if record.last_row > record.row else ""
    return f"the row has {len(record.cells)} cells where the header has {width}{over}"


@dataclass(frozen=True)
class Sheet:
    """The records of one text file or worksheet: a list, or something that gives them anew each time."""

    records: Iterable[Record]
    encoding: str
    delimiter: str | None
    name: str | None = None
    ends_with_newline: bool = True
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Entry:
    """One file to read: its bytes, and the zip entry they came from."""

    name: str | None
    content: bytes
    modified: datetime | None = None
