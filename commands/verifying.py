"""`handshake verify` and `handshake render`: what was written is hashed again, and an edition is drawn again from its own files."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from platforms.catalogue import load_platforms
from platforms.landing import UNKNOWN
from reports.editions import drawn_again, find
from reports.render import renderer
from store import Store

Say = Callable[[str], None]
_EDITION = re.compile(
    r"^(?:(?P<store>.*?)/?editions/)?(?P<client>[^/]+)/(?P<period>[^/]+)/(?P<number>\d+)(?:/report\.pdf|/)?$"
)


class RenderedError(ValueError):
    """There is no such edition; the message says what to name."""


def verify_store(store: Store, clients: list[str], say: Say) -> int:
    """Say of each client what was checked, and of each file that differs where it is; 0 where none does, else 1."""
    known = sorted({PurePosixPath(name).name for kind in ("editions", "landed") for name in store.names(kind)})
    if not known:
        say(
            f"{store.root}: there is nothing to verify; make an edition with handshake report, or name another --store."
        )
        return 1
    return max([_verify_client(store, name, known, say) for name in clients or known])


def _verify_client(store: Store, client: str, known: list[str], say: Say) -> int:
    if client not in known:
        say(f"{client}: nothing of it is in {store.root}; there is {', '.join(known)}.")
        return 1
    manifests, sidecars = list(_manifests(store, client)), list(_sidecars(store, client))
    files, broken = _files_of_editions(store, manifests)
    landed, unread = _landed_files(store, sidecars)
    faults = [*broken, *unread, *filter(None, (_differs(store, *file) for file in [*files, *landed]))]
    for fault in faults:
        say(f"{client}: {fault}")
    if not faults:
        told = (
            f"{_many(len(manifests), 'edition')} ({_many(len(files), 'file')}) and {_many(len(landed), 'landed file')}"
        )
        say(f"{client}: {told} are as they were written.")
    return 1 if faults else 0


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _files_of_editions(store: Store, manifests: list[str]) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Every file that a manifest lists, with its hash and what brings it back; and the manifests that cannot be read."""
    files, broken = [], []
    for manifest in manifests:
        folder = str(PurePosixPath(manifest).parent)
        remedy = f"restore it from a backup, or draw it again with handshake render {folder.removeprefix('editions/')}"
        said = _json(store, manifest)
        if said is None:
            broken.append(f"{store.locate(manifest)} is not readable any more: restore it from a backup.")
        else:
            files += [(f"{folder}/{name}", digest, remedy) for name, digest in said["files"].items()]
    return files, broken


def _landed_files(store: Store, sidecars: list[str]) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Every landed file with its hash and what brings it back; and the sidecars that cannot be read."""
    files, broken = [], []
    for sidecar in sidecars:
        said = _json(store, sidecar)
        if said is None:
            broken.append(f"{store.locate(sidecar)} is not readable any more: restore it from a backup.")
        else:
            remedy = f"restore it from a backup (it came as {said['original_name']!r})"
            files.append((said["name"], said["sha256"], remedy))
    return files, broken


def _manifests(store: Store, client: str) -> Iterator[str]:
    """Editions exist where their manifests do; what a killed run left has none, and is nothing."""
    for period in store.names(f"editions/{client}"):
        for edition in store.names(period):
            if store.exists(f"{edition}/manifest.json"):
                yield f"{edition}/manifest.json"


def _sidecars(store: Store, client: str) -> Iterator[str]:
    for platform in (*load_platforms(), UNKNOWN):
        yield from store.names(f"landed/{client}/{platform}", "*.json")


def _json(store: Store, name: str) -> dict[str, Any] | None:
    try:
        return json.loads(store.read(name))
    except ValueError:
        return None


def _differs(store: Store, name: str, digest: str, remedy: str) -> str | None:
    if not store.exists(name):
        return f"{store.locate(name)} is gone: {remedy}."
    if hashlib.sha256(store.read(name)).hexdigest() != digest:
        return f"{store.locate(name)} is not what was written (sha256 {digest[:12]}): {remedy}."
    return None


def render_again(text: str, out: Path, store: Store | None, say: Say) -> int:
    """Write an edition's report.pdf and report.html anew; 0 where every file is as it stands in the store, else 1. Raises RenderedError."""
    named = _EDITION.match(text)
    if named is None:
        raise RenderedError(
            f"{text}: not an edition; name it as client/period/number, such as harbor-dental/2026-W46/1."
        )
    store = store or Store(named["store"] or None)
    found = find(store, named["client"], named["period"], int(named["number"]))
    if found is None:
        raise RenderedError(f"{text}: no such edition in {store.root}; handshake verify counts those there are.")
    files = drawn_again(store, found)
    for name, content in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    told = found.manifest["files"]
    apart = sorted(name for name, content in files.items() if hashlib.sha256(content).hexdigest() != told.get(name))
    if not apart:
        say(f"{out / 'report.pdf'}: the same bytes as {found.folder}, {len(files)} files.")
        return 0
    why = (
        f"drawn by {renderer()}, then by {found.manifest['renderer']}"
        if renderer() != found.manifest["renderer"]
        else ("the templates have changed since: check out the code it was made with")
    )
    say(f"{out / 'report.pdf'}: {', '.join(apart)} differ from {found.folder} ({why}).")
    return 1
