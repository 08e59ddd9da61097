"""What bytes are read into before anybody asks which platform they are of: entries, sheets, records."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


class SnapshotError(ValueError):
    """These bytes cannot be read as an export; the message says why and what to do."""


class Record(NamedTuple):
    """One record: the line (or sheet row) it starts on, from 1, its cells as text, the line it ends on.

    An open one has a quote that never closes, and has swallowed every line after it.
    """

    row: int
    cells: list[str]
    last_row: int
    is_open: bool = False


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
