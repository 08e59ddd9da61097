"""Fixtures, and the last line that says which tests a machine could not run for want of a program."""

import os
import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

import judging
import pipeline
from clients.client import load_client
from clients.period import Period
from people import contact_keys, known_people
from platforms import landing
from platforms.parties import PartyKeys
from platforms.transports import from_folder
from reports.view_model import ClientReport
from samples import write_samples
from store import Store

HERE = Path(__file__).parent
EXPORTS = HERE / "exports"
_NEEDS = "needs the program "
_lacking: Counter[str] = Counter()


def pytest_addoption(parser: pytest.Parser) -> None:
    """What `make golden` passes."""
    parser.addoption(
        "--rewrite-golden", action="store_true", help="write tests/golden anew instead of comparing with it"
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    """`@pytest.mark.needs("pdftotext")`: without the program the test is skipped, and the last line names it."""
    for mark in item.iter_markers("needs"):
        for program in mark.args:
            if shutil.which(program) is None:
                pytest.skip(f"{_NEEDS}{program}")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count what was lacking; with several workers their reports arrive here."""
    if report.skipped and isinstance(report.longrepr, tuple) and _NEEDS in report.longrepr[2]:
        _lacking[report.longrepr[2].partition(_NEEDS)[2]] += 1


def pytest_unconfigure() -> None:
    """The very last line."""
    if _lacking:
        counted = ", ".join(
            f"{program} ({count} test{'s' * (count != 1)})" for program, count in sorted(_lacking.items())
        )
        print(f"not run here: {counted}")


@pytest.fixture
def exports() -> Path:
    """Small, ugly exports in the platforms' own formats, written for this project."""
    return EXPORTS


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def now() -> datetime:
    """A Monday morning after the samples' last week."""
    return datetime(2026, 11, 16, 11, tzinfo=UTC)


@dataclass(frozen=True)
class Example:
    """An example client's last week: the warehouse of its whole history, and what its report says."""

    warehouse: duckdb.DuckDBPyConnection
    report: ClientReport


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Example]:
    """The three example clients, by slug, as `make report` tells of them."""
    inbox, store = tmp_path_factory.mktemp("inbox"), Store(tmp_path_factory.mktemp("store"))
    write_samples(inbox)
    return {slug: _example(slug, inbox, store) for slug in ("harbor-dental", "northlight-coffee", "teatro-aurora")}


def _example(slug: str, inbox: Path, store: Store) -> Example:
    client, period = load_client(Path("clients") / slug), Period.parse("2026-W46")
    now, keys = datetime.fromisoformat("2026-11-16T06:00-05:00"), PartyKeys(lambda: b"k" * 32, "US")
    landing.land(store, slug, from_folder(inbox / slug), now, keys)
    exports = landing.landed_exports(store, slug)
    sources = judging.judged(store, client, exports, {}, set(), keys)
    known = known_people(store, client, now, None)
    warehouse = pipeline.build_warehouse(client, period, sources, known, contact_keys(client, known, keys))
    notes = [pipeline._note(source, client.zone) for source in sources]
    return Example(warehouse, pipeline.build_report(warehouse, client, period, notes, exports, known))


@pytest.fixture
def make_client(tmp_path: Path):
    """A client folder from TOML text, loaded."""

    def make(text: str, slug: str = "harbor-dental"):
        folder = tmp_path / "clients" / slug
        folder.mkdir(parents=True, exist_ok=True)
        head = 'name = "Harbor Dental"\ncurrency = "USD"\ntime_zone = "America/New_York"\n'
        (folder / "client.toml").write_text(head + text, encoding="utf-8")
        return load_client(folder)

    return make


@pytest.fixture(scope="session")
def real_exports() -> Path:
    """Downloads that people really made, where HANDSHAKE_REAL_EXPORTS names a folder of them."""
    folder = os.environ.get("HANDSHAKE_REAL_EXPORTS")
    if not folder:
        pytest.skip("HANDSHAKE_REAL_EXPORTS names no folder of real exports")
    return Path(folder)


@pytest.fixture(scope="session")
def prefect(tmp_path_factory: pytest.TempPathFactory):
    """A Prefect server of the test's own, its telemetry off."""
    with pytest.MonkeyPatch.context() as environment:
        from flows.serve import QUIET

        for name, value in QUIET.items():
            environment.setenv(name, value)
        from prefect.settings import PREFECT_HOME, temporary_settings
        from prefect.testing.utilities import prefect_test_harness

        with (
            temporary_settings({PREFECT_HOME: tmp_path_factory.mktemp("prefect")}),
            prefect_test_harness(server_startup_timeout=180),
        ):
            yield
