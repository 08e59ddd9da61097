"""`handshake accept`: a person says that a held file is right as it is; a record of that is kept."""

import getpass
from collections.abc import Callable

from clients.client import Client, ClientConfigError
from pipeline import utc_now
from platforms.landing import landed_exports
from records import ACCEPT, write_record
from store import Store

Say = Callable[[str], None]


def accept_export(client: Client, export: str, who: str | None, store: Store, say: Say) -> None:
    """Record that an export, named by the start of its sha256, is accepted. Raises ClientConfigError where there is no such one."""
    found = [one for one in landed_exports(store, client.slug) if export and one.sha256.startswith(export)]
    if len(found) != 1:
        what = "no export" if not found else f"{len(found)} exports"
        raise ClientConfigError(f"{client.slug}: {what} of it begins with {export!r}; take the id from the warning.")
    write_record(store, client.slug, ACCEPT, utc_now(), {"export": found[0].export_id, "by": who or getpass.getuser()})
    say(f"{found[0].original_name} is accepted as it is. Next: handshake report --client {client.slug}")
