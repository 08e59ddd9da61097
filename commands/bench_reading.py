"""How fast exports become rows: one large file and two thousand small ones, beside DuckDB splitting the same bytes. Measures, asserts nothing.

Each measurement is a process of its own: its CPU seconds on one core and its peak memory are the system's own count.
"""

import json
import random
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

LARGE_BYTES, SMALL_FILES, SMALL_ROWS = 200 * 1000 * 1000, 2000, 40
FIRST_DAY, DAYS, KEYWORDS = date(2026, 1, 1), 181, 5000
HEADER = "Keyword status,Keyword,Match type,Campaign,Ad group,Day,Currency code,Impr.,Clicks,Cost,Conversions\n"
COLUMNS = [name.strip() for name in HEADER.split(",")]

_READ = """
from platforms.reader import read_file
rows = sum(table.loaded for path in paths for table in read_file(path.read_bytes()).tables)
"""
_LAND = """
import datetime, tempfile
from platforms import landing
from platforms.transports import from_file
from store import Store
with tempfile.TemporaryDirectory() as folder:
    now = datetime.datetime(2026, 11, 16, tzinfo=datetime.UTC)
    landing.land(Store(folder), "c", [from_file(path) for path in paths], now)
rows = 0
"""
_SPLIT = """
import duckdb
duckdb.execute("set threads = 1")
columns = {name: "VARCHAR" for name in %r}
for path in paths:
    duckdb.execute("create or replace table split as select * from read_csv(?, columns = ?, skip = 3, header = false, delim = ',', "
                   "quote = chr(34), escape = chr(34), auto_detect = false)", [str(path), columns])
rows = duckdb.execute("select count(*) from split").fetchone()[0] * len(paths)
"""
_AROUND = """
import json, resource, sys
from pathlib import Path
paths = sorted(Path(sys.argv[1]).iterdir())
{}
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, rows]))
"""


def write_export(path: Path, most_bytes: int, rows: int, seed: int) -> None:
    """A search keyword report by day, its total at the end, of so many rows or bytes, whichever comes first."""
    noise = random.Random(seed)
    totals = [0, 0, 0]
    with path.open("w", encoding="utf-8", newline="") as file:
        written = file.write(f'Search keyword report\n"January 1, 2026 - June 30, 2026"\n{HEADER}')
        for number in range(rows):
            figures = noise.randint(0, 5000), noise.randint(0, 200), noise.randint(0, 99_999)
            totals = [total + figure for total, figure in zip(totals, figures, strict=True)]
            day = FIRST_DAY + timedelta(days=number // KEYWORDS % DAYS)
            written += file.write(
                f'Enabled,keyword number {number % KEYWORDS} near me,Phrase match,"Campaign, {number % 40}",Group {number % 200},'
                f'{day},USD,"{figures[0]:,}",{figures[1]},{figures[2] / 100:.2f},0.00\n'
            )
            if written > most_bytes:
                break
        file.write(
            f'Total: Keywords, --, --, --, --, --,USD,"{totals[0]:,}","{totals[1]:,}",{totals[2] / 100:.2f},0.00\n'
        )


def _measured(what: str, folder: Path) -> tuple[float, float, int]:
    """(CPU seconds, peak MB, rows) of a program run over the files of a folder."""
    done = subprocess.run(
        [sys.executable, "-c", _AROUND.format(what), str(folder)], capture_output=True, text=True, check=True
    )
    return tuple(json.loads(done.stdout))


def main() -> None:
    """Print the table: MB and rows a CPU second, peak memory, and how many times DuckDB's time."""
    programs = {
        "reading: rows of canonical text": _READ,
        "landing: rows kept as Parquet": _LAND,
        "DuckDB: read_csv, all text": _SPLIT % COLUMNS,
    }
    table = Table("what", "CPU s", "MB/s", "rows/s", "peak MB", "times DuckDB", title="reading exports, one core")
    with tempfile.TemporaryDirectory() as work:
        large, small = Path(work) / "large", Path(work) / "small"
        large.mkdir(), small.mkdir()
        write_export(large / "keywords.csv", LARGE_BYTES, 10**9, seed=1)
        for number in range(SMALL_FILES):
            write_export(small / f"{number}.csv", LARGE_BYTES, SMALL_ROWS, seed=number)
        for label, folder in (("200 MB", large), (f"{SMALL_FILES:,} small files", small)):
            megabytes = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
            measured = {name: _measured(program, folder) for name, program in programs.items()}
            floor, rows = measured["DuckDB: read_csv, all text"][0], max(one[2] for one in measured.values())
            for name, (seconds, peak, _) in measured.items():
                table.add_row(f"{label}, {name}", f"{seconds:.1f}", f"{megabytes / seconds:.1f}", f"{rows / seconds:,.0f}",
                              f"{peak:.0f}", f"{seconds / floor:.1f}")  # fmt: skip
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
