"""What people decide, kept as write-once records: `records/<client>/<kind>/<instant>__<id>.json`, the newest of a subject being true."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from store import Store, stamp

ACCEPT = "accept"
FILE = "file"


def write_record(store: Store, client: str, kind: str, at: datetime, said: dict[str, Any]) -> str:
    """Keep what somebody said; return the record's name."""
    content = (json.dumps(said | {"at": at.astimezone(UTC).isoformat()}, ensure_ascii=False, indent=1) + "\n").encode()
    digest = hashlib.sha256(content).hexdigest()[:12]
    name = f"records/{client}/{kind}/{stamp(at)}__{digest}.json"
    store.put(name, content)
    return name


def read_records(store: Store, client: str, kind: str, until: datetime | None = None) -> list[dict[str, Any]]:
    """The records of a kind, oldest first, those written at or before `until`."""
    records = [json.loads(store.read(name)) for name in store.names(f"records/{client}/{kind}", "*.json")]
    return [one for one in records if until is None or datetime.fromisoformat(one["at"]) <= until]


def keep_file(store: Store, client: str, kind: str, subject: str, at: datetime, body: dict[str, Any]) -> None:
    """Keep what a file says of a subject, unless it said the same the last time: what was said elsewhere since then stands."""
    earlier = [
        one for one in read_records(store, client, kind, at) if one["subject"] == subject and one["from"] == FILE
    ]
    if not earlier or earlier[-1]["body"] != body:
        write_record(store, client, kind, at, {"subject": subject, "from": FILE, "body": body})


def newest(
    store: Store, client: str, kinds: tuple[str, ...], until: datetime | None = None
) -> dict[tuple[str, str], dict[str, Any]]:
    """(kind, subject) -> what was last said of it at or before `until`."""
    return {
        (kind, record["subject"]): record["body"]
        for kind in kinds
        for record in read_records(store, client, kind, until)
    }


def accepted(store: Store, client: str, until: datetime | None = None) -> set[str]:
    """The exports, by the start of their sha256, that a person has accepted as they are."""
    return {record["export"] for record in read_records(store, client, ACCEPT, until)}
