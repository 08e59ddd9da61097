"""The write-once store: a folder, or any fsspec address such as s3://bucket/prefix.

Everything in it but `site/`, a view of the rest, is created whole or not at all, and never changed: `put` builds the bytes aside and puts them in place with
*create only if absent*, so a process killed at any instant leaves the old state or the new one, and two cannot both win.
"""

import contextlib
import os
import time
import uuid
from datetime import UTC, datetime

from upath import UPath

DEFAULT_STORE = "data"
_ASIDE = ".aside"
_STALE_SECONDS = 3600


def stamp(instant: datetime) -> str:
    """An instant as names in the store carry it: sorted as text, they are sorted by time."""
    return instant.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


class Store:
    """Named bytes under one root. Names are relative, with `/`, and made by us: never a client's file name."""

    def __init__(self, url: str | os.PathLike | None = None) -> None:
        self.root = UPath(url or os.environ.get("HANDSHAKE_STORE") or DEFAULT_STORE)
        self._local = self.root.protocol in ("", "file", "local")

    def put(self, name: str, content: bytes) -> bool:
        """Create `name` with these bytes; True if this call made it, False if it was there already."""
        target = self.root / name
        if self._local:
            return self._put_local(target, content)
        try:
            target.fs.pipe_file(target.path, content, mode="create")
        except FileExistsError:
            return False
        return True

    def _put_local(self, target: UPath, content: bytes) -> bool:
        aside = self._written_aside(target, content)
        try:
            os.link(aside, target)
        except FileExistsError:
            return False
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(aside)
        return True

    def replace(self, name: str, content: bytes) -> None:
        """Put these bytes in the place of what `name` held, whole or not at all: for a view of the rest, which can be built again."""
        target = self.root / name
        if self._local:
            os.replace(self._written_aside(target, content), target)
        else:
            target.fs.pipe_file(target.path, content)

    def _written_aside(self, target: UPath, content: bytes) -> UPath:
        """The bytes on disk, under a name of their own, beside the folder they are meant for."""
        aside = self.root / _ASIDE / f"{os.getpid()}-{uuid.uuid4().hex}"
        aside.parent.mkdir(parents=True, exist_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(aside, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return aside

    def read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()

    def exists(self, name: str) -> bool:
        return (self.root / name).exists()

    def names(self, folder: str, pattern: str = "*") -> list[str]:
        """Names directly in `folder` that fit the pattern, sorted; none if there is no such folder."""
        place = self.root / folder
        if not place.exists():
            return []
        return sorted(f"{folder}/{path.name}" for path in place.glob(pattern))

    def clear_aside(self) -> None:
        """Remove what killed processes left half-written; an hour's grace spares those still at work."""
        if not self._local:
            return
        for path in (self.root / _ASIDE).glob("*"):
            with contextlib.suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                    path.unlink()

    def locate(self, name: str) -> str:
        """Where a person finds `name`."""
        return str(self.root / name)
