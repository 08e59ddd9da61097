"""What is decided of each table of a client's exports before anything is built: whose it is, whether it may go on, which rows may not.

Nothing is deleted here and nothing is guessed: a held table keeps its reason, and a person may accept it.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, replace

from clients.client import Client
from expectations.gate import Verdict, judge, suite_digest, suite_path
from platforms import landing, ownership
from platforms.catalogue import load_platforms
from platforms.filtering import Shown, below_its_own_total, lost, shown
from platforms.landing import Export
from platforms.ownership import Hold
from platforms.parties import PartyKeys
from platforms.resemblance import Alike
from platforms.tables import Table
from store import Store


@dataclass(frozen=True)
class Source:
    """A table of a landed export with what was decided about it: whose it is, what may go on, what a reader must know."""

    export: Export
    number: int
    table: Table
    account_id: str | None
    verdict: Verdict
    hold: Hold | None


def judged(
    store: Store,
    client: Client,
    exports: list[Export],
    alike: dict[str, Alike],
    spared: set[str],
    keys: PartyKeys | None = None,
) -> list[Source]:
    """Every table of the exports with what was decided about it.

    `alike` says, by export id, which resemble another client's, `spared` which a person has accepted.
    """
    sources = [
        source for export in exports for source in _sources(store, client, export, alike.get(export.export_id), keys)
    ]
    return _without_filtered(sources, spared)


def _without_filtered(sources: list[Source], spared: set[str]) -> list[Source]:
    """Hold each export that shows less of a past day than an older one did, unless a person has accepted it."""
    known: dict[tuple, list[Shown]] = defaultdict(list)
    held: dict[int, Hold] = {}
    for source in sorted(sources, key=lambda one: (one.export.exported_at, one.export.sha256)):
        if source.hold or not _leads(source):
            continue
        earlier, now = known[source.export.platform, source.account_id], shown(source.table)
        what = below_its_own_total(source.table, load_platforms()[source.export.platform].account_total)
        if now and not what:
            what = next(filter(None, (lost(before, now) for before in reversed(earlier))), None)
        if what and source.export.export_id not in spared:
            held[id(source)] = Hold(
                "looks_filtered", f"{what}; export it again without a filter, or {_acceptance(source)}"
            )
        elif now:
            earlier.append(now)
    return [replace(source, hold=held.get(id(source), source.hold)) for source in sources]


def _leads(source: Source) -> bool:
    """Whether the table is of the report that an account's spend is taken from first."""
    feed = load_platforms()[source.table.platform].feeds.get("spend", ()) if source.table.report else ()
    return bool(feed) and source.table.report == feed[0]


def _acceptance(source: Source) -> str:
    export = source.export
    return f"accept it as it is: handshake accept --client {export.client} {export.export_id}"


def _sources(store: Store, client: Client, export: Export, alike: Alike | None, keys: PartyKeys | None) -> list[Source]:
    if export.platform == landing.UNKNOWN:
        return [Source(export, 0, Table(None, None), None, Verdict(), Hold("not_recognised", export.reason))]
    tables = landing.load_tables(store, export, keys)
    return [_source(store, client, export, number, table, alike) for number, table in enumerate(tables)]


def _source(store: Store, client: Client, export: Export, number: int, table: Table, alike: Alike | None) -> Source:
    account, hold = ownership.resolve_account(client, export, table, alike)
    hold = hold or _without_agreement(client, table)
    verdict = _verdict(store, export, number, table) if table.report and not hold else Verdict()
    return Source(export, number, table, account, verdict, hold or _gated(verdict))


def _gated(verdict: Verdict) -> Hold | None:
    return Hold("gate", verdict.table) if verdict.table else None


def _without_agreement(client: Client, table: Table) -> Hold | None:
    """Why people of a regulated client stay out: no agreement is signed yet that would let them in."""
    report = load_platforms()[table.platform].reports.get(table.report or "")
    if not client.regulated or client.agreement_signed or report is None or report.entity != "party_event":
        return None
    why = f"{client.slug} is regulated ({client.regulated}): set agreement_signed in its client.toml to the day the agreement was signed"
    return Hold("agreement_missing", why)


def _verdict(store: Store, export: Export, number: int, table: Table) -> Verdict:
    """The landed suite's verdict on one table, judged once and kept."""
    path = suite_path("landed", f"{table.platform}__{table.report}")
    columns = {**table.rows, "row": table.row_numbers}
    digest = hashlib.sha256(f"{number} {suite_digest(path)} {landing.reading(export.platform)}".encode()).hexdigest()[
        :12
    ]
    name = f"checked/{export.client}/{export.sha256}/{digest}.json"
    if store.exists(name):
        kept = json.loads(store.read(name))
        return Verdict({int(row): why for row, why in kept["rows"].items()}, kept["table"], tuple(kept["warnings"]))
    verdict = judge(columns, path)
    kept = {"rows": verdict.rows, "table": verdict.table, "warnings": verdict.warnings}
    store.put(name, (json.dumps(kept, indent=1) + "\n").encode())
    return verdict
