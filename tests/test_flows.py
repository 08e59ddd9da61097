"""The flows: what their forms refuse, what a run leaves behind, and that one client's failure costs no other its report.

Only the tests marked slow start Prefect, on a server and a home of their own.
"""

import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from clients.keys import make_secret
from clients.period import Period
from flows import forms, summary
from flows.deployments import prefect_yaml
from flows.serve import _alive, _descendants, serve
from pipeline import Outcome

WEEK = Period.parse("2026-W46")
MADE = Outcome(
    "harbor-dental",
    "2026-W46",
    "made",
    pdf="data/x.pdf",
    edition=1,
    sentence="Visits rose <b>28%</b>.",
    rows={"landed": 9},
)
FAILED = Outcome("teatro-aurora", "2026-W46", "failed", why="teatro-aurora 2026-W46: the disk is full")


def test_the_committed_schedules_are_those_of_the_example_clients() -> None:
    assert Path("prefect.yaml").read_text() == prefect_yaml(Path("clients"))


def test_a_first_day_in_mid_week_is_refused_with_the_day_that_was_meant() -> None:
    with pytest.raises(forms.FormError, match="for 2026-W46 choose Monday 2026-11-09"):
        forms.check_first_day(date(2026, 11, 11), "week")


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (date(2026, 11, 9), date(2026, 11, 2), "runs backwards"),
        (date(2025, 1, 1), date(2026, 11, 1), "at most 400"),
        (date(2026, 11, 9), date(2026, 12, 1), "after today"),
    ],
)
def test_a_wrong_range_is_refused_in_a_sentence(first: date, last: date, says: str) -> None:
    with pytest.raises(forms.FormError, match=says):
        forms.periods_between(first, last, "week", today=date(2026, 11, 16))


def test_then_without_an_instant_is_refused() -> None:
    with pytest.raises(forms.FormError, match="needs as_of"):
        forms.check_meaning(forms.THEN, None)


def test_a_schedule_of_one_zone_takes_that_zones_clients() -> None:
    assert forms.choose_clients([], "America/Sao_Paulo") == ["teatro-aurora"]


def test_the_artifact_escapes_what_clients_wrote() -> None:
    page = summary.markdown("2026-W46, 1 client", [MADE])
    assert "<b>" not in page and r"28%" in page


def test_the_failed_stand_first_and_are_counted() -> None:
    page = summary.markdown("2026-W46, 2 clients", [MADE, FAILED])
    assert page.index("teatro") < page.index("harbor")
    assert summary.failure_sentence([MADE, FAILED]) == "1 of 2 reports failed: teatro-aurora 2026-W46."


@pytest.mark.parametrize("name", ["weekly_reports", "backfill"])
def test_the_forms_have_drop_downs_and_date_pickers_that_may_stay_empty(name: str) -> None:
    from prefect.utilities.callables import parameter_schema

    flow = getattr(importlib.import_module(f"flows.{name}"), name)
    fields = parameter_schema(flow).model_dump()["properties"]
    assert {field["type"] for field in fields.values()} == {"string", "array"}
    assert all("enum" in field or "format" in field or "items" in field for field in fields.values())
    assert None not in [field.get("default", "") for field in fields.values()]


@pytest.fixture
def agency(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example clients with two weeks of exports each, in a store of the test's own."""
    from samples import write_samples

    write_samples(tmp_path / "inbox")
    for path in (tmp_path / "inbox").rglob("*"):
        if path.is_file() and not any(mark in str(path) for mark in ("2026-11-16", "2026-11-09")):
            path.unlink()
    monkeypatch.setenv("HANDSHAKE_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("HANDSHAKE_INBOX", str(tmp_path / "inbox"))
    monkeypatch.setenv("HANDSHAKE_KEYS", str(tmp_path / "keys"))
    for slug in ("harbor-dental", "northlight-coffee"):
        make_secret(slug)
    return tmp_path


@pytest.mark.slow
def test_a_run_reports_every_client_and_fails_only_the_one_that_failed(prefect, agency: Path) -> None:
    from prefect.client.orchestration import get_client

    from flows.weekly_reports import weekly_reports

    (agency / "store").mkdir()
    (agency / "store/landed").mkdir()
    (agency / "store/landed/teatro-aurora").write_text("a file where a folder should be")
    state = weekly_reports(clients=["harbor-dental", "teatro-aurora"], first_day=date(2026, 11, 9), return_state=True)
    with get_client(sync_client=True) as client:
        artifacts = client.read_artifacts()
    page = next(artifact.data for artifact in artifacts if artifact.key == "weekly-reports")
    assert state.is_failed() and state.message == "1 of 2 reports failed: teatro-aurora 2026-W46."
    assert (agency / "store/editions/harbor-dental/2026-W46/1/report.pdf").is_file()
    assert "## harbor-dental, 2026-W46: made" in page and "## teatro-aurora, 2026-W46: failed" in page


def deadly(client, period, *, store, **_: object) -> Outcome:
    """Stands in for produce_edition in a child: northlight's process is killed every time, the others work."""
    if client.slug == "northlight-coffee":
        os.kill(os.getpid(), signal.SIGKILL)
    return Outcome(client.slug, period.label, "made", pdf="x.pdf")


@pytest.mark.slow
def test_a_child_killed_in_the_pool_costs_no_other_client_its_report(
    prefect, agency: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import tasks
    from flows.weekly_reports import weekly_reports

    monkeypatch.setattr(tasks, "produce_edition", deadly)
    (agency / "sitecustomize.py").write_text(
        "import tests.test_flows as here, flows.tasks as tasks\ntasks.produce_edition = here.deadly\n"
    )
    monkeypatch.setenv("PYTHONPATH", f"{agency}{os.pathsep}{Path.cwd()}")
    state = weekly_reports(first_day=date(2026, 11, 9), return_state=True)
    assert state.message == "1 of 3 reports failed: northlight-coffee 2026-W46."


def test_the_scheduled_week_is_the_one_before_in_the_clients_own_zone() -> None:
    from flows.weekly_reports import period_for

    due = datetime(2026, 11, 16, 2, tzinfo=UTC)  # still Sunday in New York
    assert period_for("harbor-dental", None, "week", due).label == "2026-W45"
    assert period_for("northlight-coffee", None, "week", due).label == "2026-W46"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def scheduled_zones(port: int) -> set[str]:
    """The time zones for which the server has planned a run."""
    ask = Request(f"http://127.0.0.1:{port}/api/flow_runs/filter", b"{}", {"Content-Type": "application/json"})
    with urlopen(ask, timeout=10) as answer:
        return {run["parameters"]["time_zone"] for run in json.load(answer)}


@pytest.fixture
def server(tmp_path: Path):
    """`serve` in a process of its own, once it has said where to click; (process, port)."""
    port = free_port()
    code = f"from flows.serve import serve; raise SystemExit(serve('clients', {str(tmp_path)!r}, {port}))"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            if "/run" in line:
                break
        yield process, port
        process.terminate()


@pytest.mark.slow
def test_the_server_plans_a_run_for_each_time_zone_and_leaves_nothing_behind(server) -> None:
    process, port = server
    deadline = time.monotonic() + 90
    while not scheduled_zones(port) and time.monotonic() < deadline:
        time.sleep(1)
    zones, started = scheduled_zones(port), _descendants(process.pid)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    assert zones == {"America/New_York", "America/Sao_Paulo", "Europe/London"}
    assert len(started) >= 2 and not _alive(started)


def test_a_taken_port_is_said_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert serve("clients", tmp_path, taken.getsockname()[1]) == 2
    assert "is taken" in capsys.readouterr().err
