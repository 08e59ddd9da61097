"""The command line as a person uses it: what it prints, what it exits with, what it does not import."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from clients.keys import make_secret

COMMANDS = ("try", "new-client", "inspect", "report", "accept", "check", "notes", "sample", "serve")


def handshake(*words: object, cwd: Path | None = None, env: dict | None = None) -> subprocess.CompletedProcess:
    import os

    environment = os.environ | {"PYTHONPATH": str(Path.cwd())} | (env or {})
    command = [sys.executable, "-m", "handshake", *(str(word) for word in words)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, stdin=subprocess.DEVNULL)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example(command: str) -> None:
    assert f"Example: handshake {command}" in handshake(command, "--help").stdout


def test_what_only_asks_imports_neither_prefect_nor_great_expectations() -> None:
    code = "import sys, platforms.inspection, commands.checking; print([name for name in sys.modules if name in ('prefect', 'great_expectations', 'duckdb')])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"


def test_inspect_answers_json_an_object_a_file(exports: Path) -> None:
    done = handshake("inspect", exports / "google_ads/campaign-by-day.csv", exports / "ga4/snapshot.csv", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 0 and [len(one["tables"]) for one in told] == [1, 5]
    assert told[0]["tables"][0]["sums"]["spend"] == "354.64"
    assert told[0]["tables"][0]["rows"] == {"landed": 8, "loaded": 5, "aside": 3, "quarantined": 0}


def test_inspect_of_several_files_exits_with_the_highest(exports: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    done = handshake("inspect", exports / "ga4/snapshot.csv", tmp_path / "empty.csv")
    assert done.returncode == 4 and "empty (0 bytes)" in done.stdout


def test_a_file_that_is_not_there_is_said_in_one_sentence() -> None:
    done = handshake("inspect", "nowhere.csv")
    assert done.returncode == 2 and done.stderr.startswith("nowhere.csv: no such file")


def test_inspect_of_an_empty_folder_says_so(tmp_path: Path) -> None:
    done = handshake("inspect", tmp_path)
    assert done.returncode == 2 and "holds no files" in done.stderr


def test_a_clients_folder_without_clients_makes_no_silent_success(tmp_path: Path) -> None:
    done = handshake("report", "--clients", tmp_path)
    assert done.returncode == 2 and "no client folder in it" in done.stderr


def test_a_period_that_has_not_begun_is_refused(tmp_path: Path) -> None:
    words = (
        "--client",
        "harbor-dental",
        "--period",
        "2026-W49",
        "--now",
        "2026-11-16T06:00-05:00",
        "--store",
        tmp_path,
    )
    done = handshake("report", *words)
    assert (
        done.returncode == 2 and "2026-W49: it has not begun on 2026-11-16; ask for 2026-W46 or earlier" in done.stdout
    )


def test_check_finds_the_example_agency_right() -> None:
    done = handshake("check")
    assert (done.returncode, done.stdout) == (0, "3 clients in clients and 25 platforms are right.\n")


def test_check_names_file_and_key_of_every_fault(tmp_path: Path) -> None:
    (tmp_path / "agency.toml").write_text('name = "A"\ntime_zone = "UTC"\n')
    for slug in ("one", "two"):
        (tmp_path / slug).mkdir()
        text = 'name = "X"\ncurrency = "USD"\ntime_zone = "UTC"\naccounts = { ga4 = ["p"], myspace = ["q"] }\n'
        (tmp_path / slug / "client.toml").write_text(text)
    (tmp_path / "three").mkdir()
    (tmp_path / "three/client.toml").write_text('name = "X"\ncurrency = "XYZ"\ntime_zone = "UTC"\n')
    done = handshake("check", "--clients", tmp_path)
    assert done.returncode == 2
    for fault in ("no platform 'myspace'", "'p' is listed by one and two", "three/client.toml: currency 'XYZ'"):
        assert fault in done.stdout


def test_a_wrong_period_and_a_wrong_client_are_said(tmp_path: Path) -> None:
    wrong = handshake("report", "--period", "2026-W54", "--store", tmp_path)
    assert wrong.returncode == 2 and "'2026-W54' is not a period" in wrong.stderr
    nobody = handshake("report", "--client", "nobody", "--store", tmp_path)
    assert nobody.returncode == 2 and "no client 'nobody'; there is harbor-dental" in nobody.stderr


def test_an_instant_without_offset_is_refused(tmp_path: Path) -> None:
    done = handshake("report", "--now", "2026-11-16T06:00", "--store", tmp_path)
    assert done.returncode == 2 and "has no offset from UTC" in done.stderr


@pytest.mark.slow
def test_try_needs_no_configuration(exports: Path, tmp_path: Path) -> None:
    files = [*sorted((exports / "search_console").glob("*.csv")), exports / "google_ads/campaign-by-day.csv"]
    done = handshake("try", *files, "--logo", Path.cwd() / "clients/harbor-dental/logo.svg", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "campaign-by-day.csv: recognised; equals the platform's own printed total to the cent" in done.stdout
    assert "Chart.csv: recognised; no total printed" in done.stdout
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".pdf"]


@pytest.mark.slow
def test_new_client_keeps_what_the_files_say_and_reports(exports: Path, tmp_path: Path) -> None:
    done = handshake(
        "new-client", "Harbor Dental", exports / "ga4/snapshot.csv", "--clients", tmp_path / "clients", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "No terminal to ask on, so the defaults stand" in done.stdout
    assert "harbordental.example" in (tmp_path / "clients/harbor-dental/client.toml").read_text()
    report = handshake("report", "--clients", tmp_path / "clients", "--period", "2026-W45", cwd=tmp_path)
    assert report.returncode == 0 and (tmp_path / report.stdout.split()[0]).exists()


@pytest.mark.slow
def test_one_clients_failure_never_stops_the_others(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HANDSHAKE_KEYS", str(tmp_path / "keys"))
    for name in ("northlight-coffee", "teatro-aurora"):
        make_secret(name)
    shutil.copytree("clients", tmp_path / "clients", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (tmp_path / "clients/harbor-dental/client.toml").write_text("name = ")
    handshake("sample", "--out", tmp_path / "inbox")
    done = handshake(
        "report",
        "--clients",
        tmp_path / "clients",
        "--period",
        "2026-W46",
        "--inbox",
        tmp_path / "inbox",
        "--store",
        tmp_path / "s",
    )
    assert done.returncode == 2 and "harbor-dental/client.toml: not readable as TOML" in done.stdout
    assert done.stdout.count("report.pdf") == 2


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("search_console/Chart.csv", "2026-W45"),  # Monday to Thursday
        ("google_ads/campaign-pt.csv", "2026-W46"),  # a stated week
        ("ga4/snapshot.csv", "2026-W45"),
    ],
)
def test_try_takes_the_newest_week_that_files_cover(exports: Path, name: str, label: str) -> None:
    from commands.onboarding import newest_period
    from platforms.reader import read_file

    assert newest_period(read_file((exports / name).read_bytes()).tables).label == label
