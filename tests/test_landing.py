"""Landing: write-once, by content, whole or not at all."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from platforms import landing
from platforms.transports import from_folder
from store import Store


def inbox(tmp_path: Path, exports: Path, *names: str) -> Path:
    folder = tmp_path / "inbox"
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((exports / name).read_bytes())
    return folder


def test_bytes_land_untouched_under_their_platform(tmp_path: Path, exports: Path, store: Store, now: datetime) -> None:
    (export,) = landing.land(
        store, "harbor-dental", from_folder(inbox(tmp_path, exports, "google_ads/keyword-utf16.csv")), now
    )
    assert export.platform == "google_ads"
    assert store.read(export.name) == (exports / "google_ads/keyword-utf16.csv").read_bytes()


def test_the_same_bytes_under_another_name_are_seen_not_landed_again(
    tmp_path: Path, exports: Path, store: Store, now: datetime
) -> None:
    folder = inbox(tmp_path, exports, "google_ads/campaign-by-day.csv")
    landing.land(store, "harbor-dental", from_folder(folder), now)
    (folder / "google_ads/campaign-by-day.csv").rename(folder / "copy (2).csv")
    later = now + timedelta(hours=1)
    (again,) = landing.land(store, "harbor-dental", from_folder(folder), later)
    assert again.landed_at == now and len(landing.landed_exports(store, "harbor-dental")) == 1
    assert "copy (2).csv" in store.read(f"landed/harbor-dental/seen/{later:%Y%m%dT%H%M%SZ}.json").decode()


def test_the_inbox_is_left_as_it_was(tmp_path: Path, exports: Path, store: Store, now: datetime) -> None:
    folder = inbox(tmp_path, exports, "google_ads/campaign-by-day.csv", "ga4/snapshot.csv")
    before = {path: path.read_bytes() for path in folder.rglob("*.csv")}
    landing.land(store, "harbor-dental", from_folder(folder), now)
    assert {path: path.read_bytes() for path in folder.rglob("*.csv")} == before


def test_undated_tables_of_one_folder_take_the_days_of_their_chart(
    tmp_path: Path, exports: Path, store: Store, now: datetime
) -> None:
    names = ("Chart.csv", "Queries.csv", "Filters.csv")
    landed = landing.land(
        store, "c", from_folder(inbox(tmp_path, exports, *(f"search_console/{name}" for name in names))), now
    )
    queries = next(export for export in landed if export.original_name.endswith("Queries.csv"))
    (table,) = landing.load_tables(store, queries)
    assert [str(day) for day in table.days] == ["2026-11-02", "2026-11-05"]


def test_an_unknown_file_lands_under_unknown_with_its_reason(tmp_path: Path, store: Store, now: datetime) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox/notes.txt").write_text("hello\nworld\n")
    (export,) = landing.land(store, "c", from_folder(tmp_path / "inbox"), now)
    assert export.platform == "unknown" and "Not recognised" in export.reason


def test_the_rows_cache_comes_back_when_it_is_deleted(
    tmp_path: Path, exports: Path, store: Store, now: datetime
) -> None:
    import shutil

    (export,) = landing.land(store, "c", from_folder(inbox(tmp_path, exports, "google_ads/campaign-by-day.csv")), now)
    before = landing.load_tables(store, export)
    shutil.rmtree(store.root / "rows")
    assert landing.load_tables(store, export) == before


def test_links_and_hidden_files_are_not_followed(tmp_path: Path, exports: Path, store: Store, now: datetime) -> None:
    folder = inbox(tmp_path, exports, "google_ads/campaign-by-day.csv")
    (folder / "link.csv").symlink_to(exports / "ga4/snapshot.csv")
    (folder / ".hidden.csv").write_text("x")
    assert [delivery.name for delivery in from_folder(folder)] == ["google_ads/campaign-by-day.csv"]


@pytest.mark.parametrize(
    "name", ["a[1].csv", "x';drop table y.csv", "x..%2f.csv", "-rf.csv", "\u202egpj.csv", "n" * 200 + ".csv"]
)
def test_a_hostile_file_name_is_data_and_never_a_path(
    name: str, tmp_path: Path, exports: Path, store: Store, now: datetime
) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / name).write_bytes((exports / "google_ads/campaign-by-day.csv").read_bytes())
    (export,) = landing.land(store, "c", from_folder(folder), now)
    assert export.original_name == name and name not in export.name


def test_a_file_exists_once_however_many_put_it(store: Store) -> None:
    assert [store.put("a/b", b"1"), store.put("a/b", b"2"), store.read("a/b")] == [True, False, b"1"]


_KILLED_WHILE_LANDING = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
import store as stores
from platforms import landing
from platforms.transports import from_folder
calls, real = [0], os.link
def deadly(*args, **kwargs):
    calls[0] += 1
    if calls[0] == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args, **kwargs)
os.link = deadly
landing.land(stores.Store(sys.argv[1]), "c", from_folder(Path(sys.argv[2])), datetime(2026, 11, 16, 11, tzinfo=UTC))
"""


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_sigkill_during_landing_leaves_nothing_half_written_and_the_next_run_completes(
    nth: int, tmp_path: Path, exports: Path
) -> None:
    folder = inbox(tmp_path, exports, "google_ads/campaign-by-day.csv")
    root = tmp_path / "store"
    done = subprocess.run(
        [sys.executable, "-c", _KILLED_WHILE_LANDING, str(root), str(folder), str(nth)], cwd=Path.cwd()
    )
    assert done.returncode == -signal.SIGKILL
    assert landing.landed_exports(Store(root), "c") == []
    landing.land(Store(root), "c", from_folder(folder), datetime(2026, 11, 16, 12, tzinfo=UTC))
    (export,) = landing.landed_exports(Store(root), "c")
    (table,) = landing.load_tables(Store(root), export)
    assert (
        table.loaded == 5 and Store(root).read(export.name) == (exports / "google_ads/campaign-by-day.csv").read_bytes()
    )


def test_what_a_killed_process_left_aside_is_cleared_after_an_hour(store: Store) -> None:
    store.put("a", b"1")
    left = store.root / ".aside" / "killed"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    store.clear_aside()
    assert not left.exists()


@pytest.mark.parametrize(("folder", "days"), [("2026-W46", ("2026-11-09", "2026-11-15")), ("november", None)])
def test_a_file_without_days_takes_those_of_a_folder_named_for_a_period(
    tmp_path: Path, store: Store, now, folder: str, days: tuple | None
) -> None:
    place = tmp_path / "inbox" / folder
    place.mkdir(parents=True)
    text = 'Store code,Business name,Address,Calls,Directions,Website clicks\n0000123,Harbor,"1 Pier, NY",4,9,12\n'
    (place / "insights.csv").write_text(text)
    (export,) = landing.land(store, "c", from_folder(tmp_path / "inbox"), now)
    (table,) = landing.load_tables(store, export)
    assert (table.days and tuple(map(str, table.days))) == days
