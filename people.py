"""Who and what is known of a client's people as of an instant: the folder's files written down as records, and the records read."""

from datetime import datetime

from clients.client import Client, ClientConfigError
from clients.people import SUBJECTS, People, people_of, read_folder
from platforms.grammar import CellError
from platforms.parties import PartyKeys
from records import keep_file, newest, read_records
from store import Store


def known_people(store: Store, client: Client, now: datetime, as_of: datetime | None) -> People:
    """People and promises as of the instant. What the client's folder says is written down first, unless the past is asked for."""
    if as_of is None:
        for kind, subject, body in read_folder(client.folder):
            keep_file(store, client.slug, kind, subject, now, body)
    until = as_of or now
    history = {kind: read_records(store, client.slug, kind, until) for kind in ("contacts", "goals")}
    return people_of(newest(store, client.slug, tuple(SUBJECTS), until), history)


def contact_keys(client: Client, people: People, keys: PartyKeys) -> dict[str, list[str]]:
    """The keys under which each contact appears in exports, as sql/intermediate/int_identity.sql spells them."""
    found = {}
    for one in people.contacts:
        try:
            email = [f"email:{keys.email(one.email)}"] if one.email else []
            phone = [f"phone:{keys.phone(one.phone)}"] if one.phone else []
        except CellError as error:
            raise ClientConfigError(
                f"{client.folder}/contacts.toml: {one.id}: its e-mail address or number {error}."
            ) from error
        found[one.id] = [*email, *phone]
    return found
