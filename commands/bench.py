"""`make bench`: where a report's time goes, beside two floors on the same data, in one run. It measures and asserts nothing.

Floors: DuckDB reading the same rows as Parquet and summing them; WeasyPrint rendering the finished HTML.
"""

import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from clients.client import load_client
from clients.period import Period
from pipeline import produce_edition
from platforms.parties import PartyKeys
from reports.render import render_pdf
from samples import write_samples
from store import Store

SLUG, WEEK = "harbor-dental", Period.parse("2026-W46")
NOW = datetime(2026, 11, 16, 11, tzinfo=UTC)
STAGES = ("pull", "gate", "build", "render")


def measure() -> dict[str, float]:
    """Seconds of each stage of one report, of the whole, of the same again, and of the floors."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write_samples(work / "inbox")
        seconds = _stages(work)
        seconds["again, nothing new"] = _timed(lambda: _report(work, lambda stage: None))
        rows = [str(path) for path in (work / "store/rows").rglob("*.parquet")]
        seconds["floor: DuckDB reads and sums"] = _timed(lambda: _sum_rows(rows))
        edition = work / f"store/editions/{SLUG}/{WEEK}/1"
        seconds["floor: WeasyPrint renders"] = _timed(lambda: _render(edition))
        return seconds


def _timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def _report(work: Path, progress: Callable[[str], None]) -> None:
    outcome = produce_edition(
        load_client(Path("clients") / SLUG),
        WEEK,
        store=Store(work / "store"),
        inbox=work / "inbox" / SLUG,
        now=NOW,
        progress=progress,
        keys=PartyKeys(lambda: b"k" * 32, "US"),
    )
    if outcome.pdf is None:
        raise RuntimeError(outcome.why)


def _stages(work: Path) -> dict[str, float]:
    marks: list[tuple[str, float]] = []
    _report(work, lambda stage: marks.append((stage, time.perf_counter())))
    ends = [at for _, at in marks[1:]] + [time.perf_counter()]
    stages = {stage: end - start for (stage, start), end in zip(marks, ends, strict=True)}
    return {"whole report": ends[-1] - marks[0][1], **stages}


def _sum_rows(paths: list[str]) -> None:
    """Read every cached row and add up every measure there is, in exact decimals."""
    query = "select count(*), sum(try_cast(columns(* exclude (row)) as decimal(38, 6))) from read_parquet($1, union_by_name = true)"
    duckdb.execute(query, [paths]).fetchall()


def _render(edition: Path) -> None:
    fonts = edition.parents[3] / "fonts"
    assets = {f"assets/{path.name}": path.read_bytes() for path in [*(edition / "assets").iterdir(), *fonts.iterdir()]}
    manifest = json.loads((edition / "manifest.json").read_text())
    render_pdf(
        (edition / "report.html").read_text(),
        assets,
        identifier="00" * 32,
        created=datetime.fromisoformat(manifest["as_of"]),
    )


def main() -> None:
    """Print the table: seconds, and how many times the floor of its kind."""
    seconds = measure()
    floors = dict.fromkeys(("pull", "gate", "build"), "floor: DuckDB reads and sums") | {
        "render": "floor: WeasyPrint renders"
    }
    whole = sum(seconds[floor] for floor in set(floors.values()))
    table = Table("what", "seconds", "times its floor", title=f"{SLUG} {WEEK}, 60 weeks of exports, from nothing")
    for name, value in seconds.items():
        floor = whole if name == "whole report" else seconds.get(floors.get(name, ""))
        table.add_row(name, f"{value:.2f}", f"{value / floor:.1f}" if floor else "")
    Console().print(table)


if __name__ == "__main__":
    main()
