"""Whose export is this: the account it names decides; without one, where it lies, and whose names it carries.

Nothing here decides what is done with a file that is held.
"""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from clients.client import Client
from platforms.catalogue import load_platforms
from platforms.decode import unpack
from platforms.landing import UNKNOWN, Export, names_place
from platforms.reader import read_file
from platforms.records import SnapshotError
from platforms.resemblance import UNIQUE_KIND, Alike, Names, names_of, resembles, together
from platforms.tables import Table
from platforms.transports import Delivery
from store import Store, stamp

RECENT = 12  # exports of each client and platform that a file is compared with: three months of weekly ones


@dataclass(frozen=True)
class Hold:
    """Why a table may not be used: a code that the report has words for, and the whole sentence for the agency's own eyes."""

    code: str
    why: str


def lookalikes(store: Store, client: str, exports: list[Export], until: datetime) -> dict[str, Alike]:
    """Export id -> (the other client it resembles more, the kind of name it shares), for exports landed at or before `until`."""
    clients = _clients(store)
    if set(clients) <= {client}:
        return {}
    found = {}
    for platform in sorted({export.platform for export in exports} - {UNKNOWN}):
        histories = {one: _history(store, one, platform, until) for one in clients}
        for members in _groups([export for export in exports if export.platform == platform]):
            ours = {member.export_id for member in members}
            theirs = {
                one: [names for digest, names in history.items() if digest not in ours]
                for one, history in histories.items()
            }
            names = together([_kept(store, names_place(member)) for member in members])
            if alike := resembles(client, names, theirs):
                found |= {member.export_id: alike for member in members}
    return found


def claimed(store: Store, client: Client, deliveries: list[Delivery], until: datetime) -> list[Delivery]:
    """Those of a shared inbox that are clearly this client's: they name its account, or carry its names and nobody else's so often.

    What is public is everybody's.
    """
    return [delivery for delivery in deliveries if _is_claimed(store, client, delivery, until)]


def _is_claimed(store: Store, client: Client, delivery: Delivery, until: datetime) -> bool:
    try:
        reads = [read_file(entry.content) for entry in unpack(delivery.content)]
    except SnapshotError:
        return False
    tables = [table for read in reads for table in read.tables if table.report]
    named = [table for table in tables if table.account]
    if named:
        return all(_is_listed(client, table.platform, table.account) for table in named)
    platforms = {table.platform for table in tables}
    if tables and all(load_platforms()[platform].is_public for platform in platforms):
        return True
    if len(platforms) != 1 or not client.accounts.get(next(iter(platforms))):
        return False
    platform = platforms.pop()
    clients = _clients(store)
    histories = {one: list(_history(store, one, platform, until).values()) for one in clients}
    alike = resembles("", names_of(tables), histories)
    return alike is not None and alike[0] == client.slug


def _is_listed(client: Client, platform: str, account: str) -> bool:
    listed = {_same_account(one) for one in client.accounts.get(platform, ())}
    return _same_account(account) in listed or all(_same_account(name) in listed for name in account.split(", "))


def _groups(exports: list[Export]) -> list[list[Export]]:
    """Files that form one export (a Search Console folder or zip) are judged together, any other alone."""
    groups: dict[tuple, list[Export]] = defaultdict(list)
    for export in exports:
        whole = export.original_name if export.entry else str(PurePosixPath(export.original_name).parent)
        is_one = load_platforms()[export.platform].dated_by
        groups[(whole, export.landed_at) if is_one else (export.sha256,)].append(export)
    return list(groups.values())


def _clients(store: Store) -> list[str]:
    """Every client of whose exports names are kept."""
    return [name.rpartition("/")[2] for name in store.names("names")]


def _history(store: Store, client: str, platform: str, until: datetime) -> dict[str, Names]:
    """The names of a client's newest exports of a platform, by export id."""
    kept = [
        name
        for name in store.names(f"names/{client}/{platform}", "*.json")
        if name.rpartition("/")[2] <= f"{stamp(until)}__~"
    ]
    return {name.rpartition("__")[2].removesuffix(".json"): _kept(store, name) for name in kept[-RECENT:]}


def _kept(store: Store, place: str) -> Names:
    return json.loads(store.read(place)) if store.exists(place) else {}


def _same_account(account: str) -> str:
    """An account id as it is compared: platforms print it with and without hyphens."""
    return (account.replace("-", "") if account.replace("-", "").isdecimal() else account).casefold()


def resolve_account(
    client: Client, export: Export, table: Table, alike: Alike | None
) -> tuple[str | None, Hold | None]:
    """(the client's account this table belongs to, None), or (None, why it may not be used). What is public has no account."""
    if load_platforms()[export.platform].is_public:
        return None, None
    listed = {_same_account(account): account for account in client.accounts.get(export.platform, ())}
    platform = load_platforms()[export.platform].name
    if table.account:
        if _is_listed(client, export.platform, table.account):
            whole = _same_account(table.account)
            return listed.get(whole) or listed[_same_account(table.account.split(", ")[0])], None
        return None, Hold(
            "wrong_account",
            f"the file names the {platform} account {table.account}, which {client.slug}'s client.toml does not list",
        )
    in_folder = [account for account in listed.values() if account in PurePosixPath(export.original_name).parts[:-1]]
    if alike and (not in_folder or alike[1] == UNIQUE_KIND):
        return None, _looks_like(client, export, *alike)
    if len(listed) == 1 or len(in_folder) == 1:
        return (in_folder or list(listed.values()))[0], None
    wants = "lists none" if not listed else f"lists {len(listed)}: put the file in a folder named for its account"
    return None, Hold(
        "account_unknown", f"the file names no account and {client.slug}'s client.toml {wants} ({platform})"
    )


def _looks_like(client: Client, export: Export, other: str, kind: str) -> Hold:
    """The sentence of a held look-alike, with the ways to say that it is the client's own all the same."""
    accept = f"handshake accept --client {client.slug} {export.export_id}"
    return Hold(
        "looks_like",
        f"the file names no account, and its {kind} are those of {other}'s exports: drop it with {other}, or, if it is "
        f"{client.slug}'s, accept it: {accept}",
    )
