"""An edition made by `produce_edition` from some exports of a client, as a reader gets it, with the warehouse behind it."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import worked_example

from clients.client import load_client
from clients.period import Period
from pipeline import produce_edition
from platforms.parties import PartyKeys
from store import Store

NOW = datetime(2026, 11, 16, 14, tzinfo=UTC)
KEYS = PartyKeys(lambda: bytes(32), "US")
Files = dict[str, Callable[[], str]]


class Edition:
    """What was made of some files: the report as a reader gets it, and its warehouse."""

    def __init__(
        self, folder: Path, files: Files | None = None, toml: str = worked_example.TOML,
        now: datetime = NOW, period: str = worked_example.WEEK,
    ) -> None:  # fmt: skip
        client = folder / "clients/harbor-dental"
        client.mkdir(parents=True, exist_ok=True)
        head = 'name = "Harbor Dental"\ncurrency = "USD"\ntime_zone = "America/New_York"\n'
        (client / "client.toml").write_text(head + toml)
        self.folder, self.client, self.store = folder, load_client(client), Store(folder / "store")
        self.inbox = worked_example.write(folder / "inbox", files)
        self.make(now, period)

    def make(self, now: datetime, period: str = worked_example.WEEK) -> None:
        outcome = produce_edition(
            self.client, Period.parse(period), store=self.store, inbox=self.inbox, now=now, keys=KEYS
        )
        assert outcome.status == "made", outcome.why
        made = self.folder / f"store/editions/harbor-dental/{period}/{outcome.edition}"
        self.report = json.loads((made / "report.json").read_text())
        self.html = (made / "report.html").read_text()
        self.path = made / "warehouse.duckdb"
        self.warehouse = self.copied()

    def copied(self) -> duckdb.DuckDBPyConnection:
        """The edition's warehouse in memory, to look at or to change."""
        copy = duckdb.connect()
        copy.execute(f"attach '{self.path}' as made (read_only)")
        copy.execute("copy from database made to memory")
        copy.execute("detach made")
        return copy

    @property
    def rows(self) -> dict[str, list[dict]]:
        return next(section["rows"] for section in self.report["sections"] if section["name"] == "ledger")

    def section(self, name: str) -> dict[str, list[dict]]:
        return next(section["rows"] for section in self.report["sections"] if section["name"] == name)

    def figure(self, metric: str) -> dict:
        """A key figure of page 1."""
        return next(row for row in self.section("summary")["headline"] if row["metric"] == metric)

    @property
    def people(self) -> dict:
        return next(row for row in self.rows["people"] if row["setting"] == "default")

    def line(self, unit: str) -> dict:
        return next(row for row in self.rows["lines"] if row["unit"] == unit)

    def classes(self) -> dict[tuple[int, str], Counter]:
        return {
            (row["rung"], row["unit"]): Counter(
                {name: int(row[name]) for name in ("gross", "kept", "hollow", "hanging", "unknown")}
            )
            for row in self.rows["lines"]
        }
