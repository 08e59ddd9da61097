"""The building half of `make bench`: one client's warehouse from 15, 60 and 240 weeks of exports, its parts apart.

The 60 weeks are the sample's own; 15 are its last, 240 are four times its rows, each copy moved back by 60 weeks.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

import pipeline
from clients.client import Client, load_client
from commands.bench import NOW, SLUG, WEEK
from judging import judged
from people import contact_keys, known_people
from platforms import landing
from platforms.columns import COLUMNS
from platforms.parties import PartyKeys
from platforms.transports import from_folder
from samples import write_samples
from sql.inputs import LandedTable
from sql.people import load_people
from sql.sent import load_sent
from sql.warehouse import build_models, open_warehouse
from store import Store

SAMPLE_WEEKS = 60
KEYS = PartyKeys(lambda: b"k" * 32, "US")
_EVENTS = ("event_id", "thread_id", "order_id", "message_id")


def landed_tables(client: Client, work: Path) -> tuple[list[LandedTable], Store]:
    """The sample's exports as the warehouse takes them in."""
    write_samples(work / "inbox")
    store = Store(work / "store")
    landing.land(store, client.slug, from_folder(work / "inbox" / client.slug), NOW, KEYS)
    sources = judged(store, client, landing.landed_exports(store, client.slug), {}, set(), KEYS)
    return [pipeline._landed(one, client.zone) for one in sources if one.table.report and not one.hold], store


def of_weeks(tables: list[LandedTable], weeks: int) -> list[LandedTable]:
    """The last so many weeks of the tables, or as many copies, each one sample further back."""
    if weeks < SAMPLE_WEEKS:
        return [_since(table, WEEK.last_day - timedelta(weeks=weeks)) for table in tables]
    return [_moved(table, copy) for table in tables for copy in range(weeks // SAMPLE_WEEKS)]


def _since(table: LandedTable, day: date) -> LandedTable:
    starts = table.rows["period_start"]
    kept = [place for place, start in enumerate(starts) if start is None or start > day.isoformat()]
    first = table.first_day and max(table.first_day, day + timedelta(days=1))
    rows = {name: [cells[place] for place in kept] for name, cells in table.rows.items()}
    return replace(table, rows=rows, first_day=first, row_numbers=[table.row_numbers[place] for place in kept])


def _moved(table: LandedTable, copy: int) -> LandedTable:
    """The table as it would have been so many samples ago; what happened then happened under other ids."""
    if not copy:
        return table
    back = timedelta(weeks=SAMPLE_WEEKS * copy)
    dated = [name for name in table.rows if COLUMNS[name].kind in ("first", "last", "day", "moment")]
    moved = {name: [cell and _earlier(cell, back) for cell in table.rows[name]] for name in dated}
    renamed = {name: [cell and f"{cell}~{copy}" for cell in table.rows[name]] for name in _EVENTS if name in table.rows}
    return replace(
        table, export_id=f"{table.export_id}~{copy}", exported_at=table.exported_at - back, rows=table.rows | moved | renamed,
        first_day=table.first_day and table.first_day - back, last_day=table.last_day and table.last_day - back,
    )  # fmt: skip


def _earlier(cell: str, back: timedelta) -> str:
    if len(cell) == 10:
        return (date.fromisoformat(cell) - back).isoformat()
    return (datetime.fromisoformat(cell) - back).isoformat()


def parts(client: Client, store: Store, tables: list[LandedTable]) -> Iterator[tuple[str, float]]:
    """(part, CPU seconds) of one build."""
    warehouse = open_warehouse()
    people = known_people(store, client, NOW, None)
    steps: dict[str, Callable[[], object]] = {
        "inputs": lambda: pipeline.load_history(warehouse, client, WEEK, tables),
        "people": lambda: (load_people(warehouse, client, people, contact_keys(client, people, KEYS)), load_sent(warehouse, None)),
        "models": lambda: build_models(warehouse),
        "statistics": lambda: pipeline.write_statistics(warehouse),
    }  # fmt: skip
    for name, step in steps.items():
        started = time.process_time()
        step()
        yield name, time.process_time() - started


def main() -> None:
    """Print the table: CPU seconds of each part, and what a thousand rows cost."""
    client = load_client(Path("clients") / SLUG)
    table = Table("weeks", "rows", "inputs", "people", "models", "build", "ms for 1,000 rows", "statistics",
                  title=f"{SLUG}: one build, CPU seconds of one core")  # fmt: skip
    with tempfile.TemporaryDirectory() as work:
        tables, store = landed_tables(client, Path(work))
        dict(parts(client, store, tables))  # warms what is loaded once
        for weeks in (15, 60, 240):
            used = of_weeks(tables, weeks)
            rows = sum(len(one.rows["period_start"]) for one in used)
            spent = dict(parts(client, store, used))
            build = spent["inputs"] + spent["people"] + spent["models"]
            table.add_row(str(weeks), f"{rows:,}", *(f"{spent[name]:.2f}" for name in ("inputs", "people", "models")),
                          f"{build:.2f}", f"{1e6 * build / rows:.0f}", f"{spent['statistics']:.2f}")  # fmt: skip
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
