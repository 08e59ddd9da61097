"""Landing: bytes as received, write-once, with a sidecar that says what they are; and their rows, a cache that comes back.

`landed/<client>/<platform>/<landed_at>__<sha256[:12]>.<ext>` and `.json`. The same bytes pulled again leave a line in a `seen`
record. What no platform knows lands under `unknown/`. A sender's file name is kept as data and is never a path.
"""

import hashlib
import io
import json
from collections import defaultdict
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import PurePosixPath

import pyarrow as pa
import pyarrow.parquet as pq

from clients.period import Period, PeriodError
from platforms.catalogue import FOLDER, load_platforms
from platforms.decode import extension, unpack
from platforms.grammar import Days
from platforms.parties import PartyKeys
from platforms.reader import READER, read_file, refused
from platforms.records import SnapshotError
from platforms.resemblance import names_of
from platforms.tables import Control, FileRead, Problem, Table
from platforms.transports import Delivery
from store import Store, stamp

UNKNOWN = "unknown"
GROUP_ROWS = 20_000


@dataclass(frozen=True)
class Export:
    """One landed file and what its sidecar says. Instants are UTC; `exported_at_from` names the clock that was read."""

    client: str
    platform: str
    sha256: str
    name: str
    original_name: str
    entry: str | None
    landed_at: datetime
    exported_at: datetime
    exported_at_from: str
    first_day: date | None
    last_day: date | None
    reason: str | None

    @property
    def export_id(self) -> str:
        """What it is called where a person or a table names it: the start of its sha256."""
        return self.sha256[:12]

    @property
    def days(self) -> tuple[date, date] | None:
        """The days its folder or zip states for it, where the file itself does not."""
        return (self.first_day, self.last_day) if self.first_day else None


@dataclass(frozen=True)
class _Arrival:
    """One file or zip entry on its way in."""

    delivery: Delivery
    entry: str | None
    content: bytes
    modified: datetime
    modified_from: str
    read: FileRead


def land(
    store: Store, client: str, deliveries: list[Delivery], now: datetime, keys: PartyKeys | None = None
) -> list[Export]:
    """Land what was delivered; return the exports it is, landed now or before. `now` is the landing time of the new ones.

    `keys` make people into keys before anything of them is written; without, they hold for this process only.
    """
    known = {export.sha256: export for export in landed_exports(store, client)}
    arrivals = [arrival for delivery in deliveries for arrival in _arrivals(delivery, now, keys or PartyKeys())]
    dated = _dated_from_outside(arrivals)
    delivered, seen = [], []
    for arrival in arrivals:
        if arrival.read.sha256 in known:
            delivered.append(known[arrival.read.sha256])
            seen.append({"sha256": arrival.read.sha256, "source": arrival.delivery.name, "entry": arrival.entry})
            continue
        export = known[arrival.read.sha256] = _land_one(store, client, arrival, dated.get(id(arrival)), now)
        delivered.append(export)
    if seen:
        store.put(f"landed/{client}/seen/{stamp(now)}.json", _json({"at": now, "seen": seen}))
    return list({export.sha256: export for export in delivered}.values())


def _arrivals(delivery: Delivery, now: datetime, keys: PartyKeys) -> list[_Arrival]:
    try:
        entries = unpack(delivery.content)
    except SnapshotError as error:
        return [_Arrival(delivery, None, delivery.content, now, "landing time", refused(delivery.content, error))]
    arrivals = []
    for entry in entries:
        stated = entry.modified.replace(tzinfo=UTC) if entry.modified and entry.modified.year > 1980 else None
        modified, clock = (stated, "zip entry") if stated else (delivery.modified, "file time")
        if modified > now:
            modified, clock = now, "landing time"
        arrivals.append(
            _Arrival(
                delivery, entry.name, entry.content, modified, clock, read_file(entry.content, modified.date(), keys)
            )
        )
    return arrivals


def _dated_from_outside(arrivals: list[_Arrival]) -> dict[int, Days]:
    """Days for files that state none: those of the one dated table their folder or zip holds, else of a folder named for a period."""
    groups: dict[tuple, list[_Arrival]] = defaultdict(list)
    for arrival in arrivals:
        container = arrival.delivery.name if arrival.entry else arrival.delivery.folder
        groups[arrival.read.platform, container].append(arrival)
    dated = {}
    for (platform, _), members in groups.items():
        days = _days_of_group(platform, members)
        undated = [one for one in members if not any(table.days for table in one.read.tables)]
        found = {id(one): days or _days_of_folder(one.delivery.folder) for one in undated}
        dated |= {place: these for place, these in found.items() if these}
    return dated


def _days_of_group(platform: str | None, members: list[_Arrival]) -> Days | None:
    dated_by = load_platforms()[platform].dated_by if platform else None
    days = [table.days for one in members for table in one.read.tables if dated_by and table.report == dated_by]
    return days[0] if len(days) == 1 else None


def _days_of_folder(folder: str) -> Days | None:
    """The days of the innermost folder that is named for a period, such as `2026-W46`."""
    for part in reversed(PurePosixPath(folder).parts):
        try:
            period = Period.parse(part)
        except PeriodError:
            continue
        return period.first_day, period.last_day
    return None


def _land_one(store: Store, client: str, arrival: _Arrival, days: tuple[date, date] | None, now: datetime) -> Export:
    read = arrival.read
    platform = read.platform or UNKNOWN
    name = f"landed/{client}/{platform}/{stamp(now)}__{read.sha256[:12]}"
    first, last = days or (None, None)
    export = Export(
        client, platform, read.sha256, f"{name}.{extension(arrival.content)}", arrival.delivery.name, arrival.entry, now,
        arrival.modified, arrival.modified_from, first, last, read.reason,
    )  # fmt: skip
    store.put(export.name, arrival.content)
    if read.platform:
        keep_rows(store, export, read)
        store.put(names_place(export), _json(names_of(read.tables)))
    store.put(f"{name}.json", _json(asdict(export)))  # last: an export exists when its sidecar does
    return export


def names_place(export: Export) -> str:
    """Where the digests of an export's names are kept: `names/<client>/<platform>/<landed_at>__<sha256[:12]>.json`."""
    return str(PurePosixPath("names", *PurePosixPath(export.name).parts[1:]).with_suffix(".json"))


def landed_exports(store: Store, client: str, as_of: datetime | None = None) -> list[Export]:
    """Every export of a client landed at or before `as_of`, by landing time, then content."""
    platforms = (*load_platforms(), UNKNOWN)
    names = [name for platform in platforms for name in store.names(f"landed/{client}/{platform}", "*.json")]
    exports = [_export(json.loads(store.read(name))) for name in names]
    return sorted(
        (export for export in exports if as_of is None or export.landed_at <= as_of),
        key=lambda one: (one.landed_at, one.sha256),
    )


def _export(sidecar: dict) -> Export:
    instants = {key: datetime.fromisoformat(sidecar[key]) for key in ("landed_at", "exported_at")}
    days = {key: date.fromisoformat(sidecar[key]) if sidecar[key] else None for key in ("first_day", "last_day")}
    return Export(**{field.name: sidecar[field.name] for field in fields(Export)} | instants | days)


@cache
def reading(platform: str) -> str:
    """A digest of all that decides what rows these bytes give: the platform's table and the reader."""
    return hashlib.sha256((FOLDER / f"{platform}.toml").read_bytes() + READER.encode()).hexdigest()[:12]


def _rows_folder(export: Export) -> str:
    return f"rows/{export.client}/{export.sha256}/{reading(export.platform)}"


def keep_rows(store: Store, export: Export, read: FileRead) -> None:
    """Cache an export's rows: a Parquet file per table that has rows, then what was said of them all."""
    folder = _rows_folder(export)
    for number, table in enumerate(read.tables):
        store.put(f"{folder}/{number}.parquet", _parquet(table))
    said = [asdict(replace(table, rows={}, row_numbers=[])) for table in read.tables]
    store.put(f"{folder}/tables.json", _json(said))


def _parquet(table: Table) -> bytes:
    """A table's rows as Parquet, a group at a time, so that no second copy of them all is made."""
    schema = pa.schema([("row", pa.int64()), *((name, pa.string()) for name in table.rows)])
    columns = [table.row_numbers, *table.rows.values()]
    sink = io.BytesIO()
    with pq.ParquetWriter(sink, schema) as writer:
        for start in range(0, max(1, table.loaded), GROUP_ROWS):
            group = [
                pa.array(column[start : start + GROUP_ROWS], kind)
                for column, kind in zip(columns, schema.types, strict=True)
            ]
            writer.write_table(pa.table(group, schema=schema))
    return sink.getvalue()


def load_tables(store: Store, export: Export, keys: PartyKeys | None = None) -> list[Table]:
    """The tables of a landed export, from the cache or read anew; undated ones get the days of their group."""
    folder = _rows_folder(export)
    if not store.exists(f"{folder}/tables.json"):
        keep_rows(store, export, read_file(store.read(export.name), export.exported_at.date(), keys))
    said = json.loads(store.read(f"{folder}/tables.json"))
    return [_table(store, f"{folder}/{number}.parquet", table, export) for number, table in enumerate(said)]


def _table(store: Store, name: str, said: dict, export: Export) -> Table:
    kept = pq.read_table(io.BytesIO(store.read(name))).to_pydict()
    said["stated"] = tuple(map(date.fromisoformat, said["stated"])) if said["stated"] else None
    said["problems"] = [Problem(**problem) for problem in said["problems"]]
    said["controls"] = [
        Control(**control | {key: _decimal(control[key]) for key in ("printed", "summed", "difference")})
        for control in said["controls"]
    ]
    table = Table(**said | {"row_numbers": kept.pop("row"), "rows": kept})
    if export.days and not table.days and table.report and not _is_lifetime(table):
        table.stated = export.days
        table.rows["period_start"] = [export.days[0].isoformat()] * table.loaded
        table.rows["period_end"] = [export.days[1].isoformat()] * table.loaded
    return table


def _is_lifetime(table: Table) -> bool:
    """Whether its figures run up to the export: then no folder makes them a period's."""
    return load_platforms()[table.platform].reports[table.report].lifetime


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _json(value: object) -> bytes:
    return (json.dumps(value, default=str, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
