"""`handshake check`: every client folder with its people and notes, agency.toml and platform table, each fault by file, table and key."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from clients.client import Client, ClientConfigError, client_names, load_agency, load_client
from clients.keys import keys_folder, make_secret
from clients.notes import Notes, where
from clients.people import Annotation, read_folder
from commands.drift import drift
from platforms.catalogue import FOLDER, PlatformTableError, load_platform
from reports.brand import brand_faults
from reports.citing import misnamed
from reports.fonts import FACES
from reports.prose import PLACEHOLDER

Say = Callable[[str], None]


def check_everything(folder: Path, say: Say, init: bool = False, differences: bool = False) -> int:
    """Check and say what was found; the number of faults. With `init`, make the keys that clients lack.

    With `differences`, say where a client's settings are not what is usual.
    """
    faults: list[str] = []
    platforms = {}
    for path in sorted(FOLDER.glob("*.toml")):
        try:
            platforms[path.stem] = load_platform(path)
        except PlatformTableError as error:
            faults.append(str(error))
    clients = _clients(folder, faults)
    for client in clients:
        unknown = client.accounts.keys() - platforms.keys()
        faults += [
            f"{client.folder}/client.toml: accounts: no platform {name!r}; known are {', '.join(platforms)}."
            for name in sorted(unknown)
        ]
    faults += _claimed_twice(clients)
    faults += [fault for client in clients for fault in [*_people(client), *_brand(client)]]
    for slug in (client.slug for client in clients if init):
        if make_secret(slug):
            say(f"{keys_folder()}/{slug}.key is made: keep a copy of it apart from the store.")
    for line in (line for client in clients if differences for line in drift(client)):
        say(line)
    for fault in faults:
        say(fault)
    if not faults:
        say(f"{len(clients)} clients in {folder} and {len(platforms)} platforms are right.")
    return len(faults)


def _clients(folder: Path, faults: list[str]) -> list[Client]:
    loaded = []
    try:
        names = client_names(folder)
        load_agency(folder)
    except ClientConfigError as error:
        faults.append(str(error))
        names = client_names(folder) if folder.is_dir() else []
    for name in names:
        try:
            loaded.append(load_client(folder / name))
        except ClientConfigError as error:
            faults.append(str(error))
    return loaded


def _brand(client: Client) -> list[str]:
    """What is wrong with a client's brand.css."""
    path = client.folder / "brand.css"
    css = path.read_text(encoding="utf-8") if path.exists() else ""
    return [f"{path}: {fault}" for fault in brand_faults(css, {face.family for face in FACES})]


def _people(client: Client) -> list[str]:
    """What is wrong with a client's contacts, meetings, asks, targets, corrections and notes."""
    try:
        said = list(read_folder(client.folder))
    except ClientConfigError as error:
        return str(error).splitlines()
    unknown = [
        f"{client.folder}/annotations.toml: {one.text!r}: no metric {name!r}; docs/metrics.md lists them, and genuine is people."
        for kind, _, body in said if kind == "annotations"
        for one in map(Annotation.model_validate, body.get("annotations", ()))
        for name in sorted(set(one.metrics) - _known_metrics())
    ]  # fmt: skip
    notes = [(subject, Notes.model_validate(body)) for kind, subject, body in said if kind == "notes"]
    misnamed = [
        f"{where(client.folder, period, line)}: {what}." for period, one in notes for line, what in _misnamed(one)
    ]
    return unknown + misnamed


def _known_metrics() -> set[str]:
    """Every name that an annotation may touch."""
    from sql.dictionary import metrics  # DuckDB, only where there are annotations

    return {*metrics(), "genuine"}


def _misnamed(notes: Notes) -> list[tuple[int, str]]:
    """(line, what is wrong) of each figure that notes name and no report has."""
    from sql.dictionary import metrics  # DuckDB, only where there are notes

    catalogue = metrics()
    named = [(slot.line, slot.key) for name in ("why", "finding") for slot in notes.named(name)]
    named += [(item.line, item.metric) for slot in notes.slots for item in slot.items if item.metric]
    texts = [(slot.begins, slot.text) for slot in notes.slots]
    texts += [(item.line, item.text) for slot in notes.slots for item in slot.items]
    named += [
        (line + text.count("\n", 0, found.start()), found[1])
        for line, text in texts
        for found in PLACEHOLDER.finditer(text)
    ]
    return sorted((line, what) for line, name in named if (what := misnamed(name, catalogue)))


def _claimed_twice(clients: list[Client]) -> list[str]:
    """An account belongs to one client: its exports could not be told apart otherwise."""
    claims: dict[tuple[str, str], list[str]] = defaultdict(list)
    for client in clients:
        for platform, accounts in client.accounts.items():
            for account in accounts:
                claims[platform, account].append(client.slug)
    return [
        f"{platform} account {account!r} is listed by {' and '.join(slugs)}: leave it with the one it belongs to."
        for (platform, account), slugs in claims.items()
        if len(slugs) > 1
    ]
