"""Prefect's server and UI on this machine, the two flows deployed, one worker; all of it stopped together.

Prefect runs in processes of its own: this module never imports it. Nothing leaves the machine: the server listens on
127.0.0.1 only and its telemetry is off. Prefect's database, settings and logs are in `prefect` in the store's folder.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from clients.client import inbox_folder
from flows.deployments import RUNS_AT_ONCE, WORK_POOL, prefect_yaml
from store import DEFAULT_STORE

HOST = "127.0.0.1"
CHECKOUT = Path(__file__).resolve().parent.parent
DEPLOYMENTS = {"Weekly reports": "weekly-reports", "Backfill": "backfill"}
START_SECONDS = 180
STOP_SECONDS = 20
QUIET = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "GX_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_CLI_COLORS": "false",
    "PREFECT_LOGGING_COLORS": "false",
}


class ServeError(RuntimeError):
    """Something of the server did not start or has stopped; the message names its log."""


def serve(clients_folder: str | Path, store: str | Path | None = None, port: int = 4200) -> int:
    """Run until Ctrl-C or SIGTERM; 0 then, 1 if a part stopped by itself, 2 if the port is taken."""
    if not _port_is_free(port):
        print(f"Port {port} of {HOST} is taken: stop what uses it, or choose another port.", file=sys.stderr)
        return 2
    store = store or os.environ.get("HANDSHAKE_STORE") or DEFAULT_STORE
    home = _home(store)
    home.mkdir(parents=True, exist_ok=True)
    clients_folder = Path(clients_folder).resolve()
    environment = _environment(clients_folder, store, home, port)
    try:
        with _stoppable(), _running("server", _server(port), home, environment) as server:
            _say(f"Starting Prefect; its logs are {home}/*.log. Ctrl-C stops everything.")
            _wait_for_health(server, port, home)
            _close_dead_runs(port)
            _deploy(clients_folder, home, environment)
            with _running("worker", _worker(), home, environment) as worker:
                _say(_where_to_click(port))
                _watch({"server": server, "worker": worker}, home)
    except KeyboardInterrupt:
        _say("Stopped.")
        return 0
    except ServeError as error:
        print(error, file=sys.stderr)
        return 1


def _say(text: str) -> None:
    print(text, flush=True)


def _port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _home(store: str | Path) -> Path:
    """`prefect` in the store's folder; for a store elsewhere (s3://...) in ./data."""
    return Path("data" if "://" in str(store) else store).resolve() / "prefect"


def _environment(clients_folder: Path, store: str | Path, home: Path, port: int) -> dict[str, str]:
    return {
        **os.environ,
        **QUIET,
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://{HOST}:{port}/api",
        "HANDSHAKE_CLIENTS": str(clients_folder),
        "HANDSHAKE_INBOX": str(inbox_folder().resolve()),
        "HANDSHAKE_STORE": str(store) if "://" in str(store) else str(Path(store).resolve()),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
    }


def _prefect(*words: object) -> list[str]:
    return [sys.executable, "-m", "prefect", *(str(word) for word in words)]


def _server(port: int) -> list[str]:
    return _prefect("server", "start", "--host", HOST, "--port", port)


def _worker() -> list[str]:
    return _prefect("worker", "start", "--pool", WORK_POOL, "--limit", RUNS_AT_ONCE, "--name", "handshake")


def _close_dead_runs(port: int) -> None:
    """Runs that a stopped or killed server left behind still count as running, and would take the worker's two places."""
    running = {"flow_runs": {"state": {"type": {"any_": ["RUNNING", "PENDING", "CANCELLING"]}}}}
    crashed = {"type": "CRASHED", "message": "The server was stopped while this ran: run it again."}
    for run in _ask(port, "flow_runs/filter", running):
        _ask(port, f"flow_runs/{run['id']}/set_state", {"state": crashed, "force": True})


def _ask(port: int, path: str, question: dict | None = None):
    """The Prefect API's answer: GET, or POST of a question."""
    body = None if question is None else json.dumps(question).encode()
    asked = Request(f"http://{HOST}:{port}/api/{path}", body, {"Content-Type": "application/json"})
    with urlopen(asked, timeout=10) as answer:
        return json.load(answer)


def _deploy(clients_folder: Path, home: Path, environment: dict[str, str]) -> None:
    """The work pool, and both flows with the schedules of these clients."""
    file = home / "prefect.yaml"
    file.write_text(prefect_yaml(clients_folder), encoding="utf-8")
    for command in (
        _prefect("work-pool", "create", WORK_POOL, "--type", "process", "--overwrite"),
        _prefect("work-pool", "set-concurrency-limit", WORK_POOL, RUNS_AT_ONCE),
        _prefect("--no-prompt", "deploy", "--all", "--prefect-file", file),
    ):
        with _log(home, "deploy") as log:
            done = subprocess.run(
                command, cwd=CHECKOUT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        if done.returncode:
            raise ServeError(f"Prefect refused `prefect {' '.join(command[3:])}`: see {home}/deploy.log.")


def _log(home: Path, name: str):
    return open(home / f"{name}.log", "ab")


@contextlib.contextmanager
def _running(name: str, command: list[str], home: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen]:
    """A part of the server, in a session of its own so that a terminal's Ctrl-C reaches only us; stopped at the end."""
    with _log(home, name) as log:
        process = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        _stop(process)


def _stop(process: subprocess.Popen) -> None:
    """Ask the process and all it started to end, wait, and kill what is left."""
    started = _descendants(process.pid)
    _signal([process.pid], signal.SIGINT)  # a worker that is told so takes no more runs
    _signal(started, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline and (process.poll() is None or _alive(started)):
        time.sleep(0.1)
    _signal([*started, *_descendants(process.pid)], signal.SIGKILL)
    process.kill()
    process.wait()


def _signal(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def _alive(pids: list[int]) -> bool:
    table = _parents()
    return any(pid in table for pid in pids)


def _descendants(pid: int) -> list[int]:
    """Processes that `pid` started, and those that they started; flow runs are in sessions of their own."""
    table = _parents()
    found = [pid]
    for parent in found:
        found += [child for child, its_parent in table.items() if its_parent == parent]
    return found[1:]


def _parents() -> dict[int, int]:
    """Parent by process: from /proc, else from `ps` (macOS)."""
    stats = list(Path("/proc").glob("[0-9]*/stat"))
    if not stats:
        lines = subprocess.run(
            ["ps", "-axo", "pid=,ppid="], capture_output=True, text=True, check=True
        ).stdout.splitlines()
        return {int(pid): int(parent) for pid, parent in map(str.split, lines)}
    table = {}
    for stat in stats:
        with contextlib.suppress(OSError):  # it has ended since
            table[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    return table


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """SIGTERM and a closed terminal end us as Ctrl-C does; once ending, a second signal does not interrupt that."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def interrupt(*_: object) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait_for_health(server: subprocess.Popen, port: int, home: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(URLError, OSError), urlopen(f"http://{HOST}:{port}/api/health", timeout=2):
            return
        time.sleep(0.3)
    raise ServeError(f"The server did not come up: see {home}/server.log.")


def _watch(parts: dict[str, subprocess.Popen], home: Path) -> None:
    while True:
        for name, process in parts.items():
            if process.poll() is not None:
                raise ServeError(f"The {name} has stopped by itself: see {home}/{name}.log.")
        time.sleep(0.5)


def _where_to_click(port: int) -> str:
    forms = [f"  {title:16} {_form(port, name)}" for title, name in DEPLOYMENTS.items()]
    return "\n".join(
        [
            f"Handshake is at http://{HOST}:{port}, for this machine only. To make reports now, open a form and press Submit:",
            *forms,
            "Each client's weekly report is also made on Monday at 06:00 in its time zone, while this runs.",
        ]
    )


def _form(port: int, name: str) -> str:
    known = _ask(port, f"deployments/name/{name}/{name}")
    return f"http://{HOST}:{port}/v2/deployments/deployment/{known['id']}/run"
