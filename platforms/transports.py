"""How bytes are handed over. Here: a folder, read recursively; what lies in it is never moved, changed or deleted."""

import os
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from platforms.decode import MAX_FILE_BYTES


@dataclass(frozen=True)
class Delivery:
    """One file as it was handed over: its name below the inbox (data, never a path), its folder there, its bytes, its time."""

    name: str
    folder: str
    content: bytes
    modified: datetime


def from_folder(folder: Path) -> list[Delivery]:
    """Every regular file below the folder, by name. Links, hidden files and other clients' mounts are not followed."""
    return _deliveries(folder, "**/*")


def loose_files(folder: Path) -> list[Delivery]:
    """The files that lie in the folder itself, in no client's."""
    return _deliveries(folder, "*")


def _deliveries(folder: Path, pattern: str) -> list[Delivery]:
    deliveries = []
    for path in sorted(folder.glob(pattern)) if folder.is_dir() else ():
        below = path.relative_to(folder)
        if any(part.startswith(".") for part in below.parts) or not stat.S_ISREG(path.lstat().st_mode):
            continue
        deliveries.append(from_file(path, str(below)))
    return deliveries


def from_file(path: Path, name: str | None = None) -> Delivery:
    """One file, of one that is too large only as much as shows that it is; raises OSError where it cannot be read."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW) if name else os.open(path, os.O_RDONLY)
    with os.fdopen(descriptor, "rb") as file:
        said = os.fstat(file.fileno())
        modified = datetime.fromtimestamp(said.st_mtime, UTC)
        named = name or path.name
        return Delivery(named, str(Path(named).parent), file.read(min(said.st_size, MAX_FILE_BYTES) + 1), modified)
