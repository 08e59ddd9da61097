"""`handshake report`: every client's report for one or more periods, one after another, each failure its own."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from clients.client import Client, ClientConfigError, agency_of, client_names, client_titles, load_client
from clients.period import Period, parse_periods
from pipeline import Outcome, produce_edition, utc_now
from platforms.ownership import claimed
from platforms.transports import loose_files
from reports.board import write_board
from store import Store

Say = Callable[[str], None]


def make_reports(
    folder: Path,
    names: list[str],
    period: str | None,
    inbox_of: Callable[[str], Path],
    shared: Path | None,
    as_of: datetime | None,
    now: datetime | None,
    store: str | None,
    say: Say,
) -> int:
    """Make the reports and say where each PDF is; the highest exit code of all. Raises for a wrong client name or period."""
    known = client_names(folder)
    if not known:
        raise ClientConfigError(f"{folder}: no client folder in it; make one with handshake new-client NAME FILE...")
    for name in names:
        if name not in known:
            raise ClientConfigError(f"{folder}: no client {name!r}; there is {', '.join(known)}.")
    instant = now or utc_now()
    outcomes: list[Outcome] = []
    clients = _clients(folder, names or known, parse_periods(period) if period else [], say, outcomes)
    jobs = [(client, one) for client in clients for one in _periods(client, period, instant)]
    code = 2 if len({client.slug for client, _ in jobs}) < len(set(names or known)) else 0
    place = Store(store)
    with _progress() as progress:
        task = progress.add_task("", total=len(jobs), stage="")
        for client, one in jobs:
            inbox = inbox_of(client.slug)
            outcome = produce_edition(
                client, one, store=place, inbox=inbox, as_of=as_of, now=instant, shared=shared,
                progress=lambda stage, who=client.slug, when=one: progress.update(task, stage=f"{who} {when}: {stage}"),
            )  # fmt: skip
            outcomes.append(outcome)
            progress.advance(task)
            for line in told(outcome):
                progress.console.print(line, soft_wrap=True, markup=False, highlight=False)
            code = max(code, outcome.exit_code)
    if shared:
        _say_unclaimed(place, {client.slug: client for client, _ in jobs}, shared, instant, say)
    say(f"{write_board(place, agency_of(folder), client_titles(folder), outcomes, instant)}  (all clients)")
    return code


def _say_unclaimed(store: Store, clients: dict[str, Client], shared: Path, now: datetime, say: Say) -> None:
    """Name the loose files of the shared inbox that are clearly none of these clients'."""
    loose = loose_files(shared)
    taken = {one.name for client in clients.values() for one in claimed(store, client, loose, now)}
    for delivery in loose:
        if delivery.name not in taken:
            say(f"{shared / delivery.name}: clearly no client's; put it in the folder of the client it belongs to.")


def _clients(folder: Path, names: list[str], periods: list[Period], say: Say, outcomes: list[Outcome]) -> list[Client]:
    """The clients whose folders are right; a wrong one is said, is an outcome of each period, and does not stop the others."""
    loaded = []
    for name in names:
        try:
            loaded.append(load_client(folder / name))
        except ClientConfigError as error:
            say(str(error))
            wanted = periods or [Period.last_complete(utc_now().date())]
            outcomes += [Outcome(name, one.label, "config", why=str(error)) for one in wanted]
    return loaded


def _periods(client: Client, period: str | None, now: datetime) -> list[Period]:
    return parse_periods(period) if period else [Period.last_complete(now.astimezone(client.zone).date())]


def _progress() -> Progress:
    """A bar on the terminal that leaves nothing behind; where there is no terminal, no bar."""
    console = Console(stderr=False)
    columns = (
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[stage]}"),
    )
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def told(outcome: Outcome) -> list[str]:
    """An outcome in lines for a person: the PDF or why there is none, then what to look at."""
    if outcome.pdf is None:
        return [outcome.why]
    note = "" if outcome.status == "made" else "  (nothing new: the edition stands)"
    lines = [*outcome.warnings, *filter(None, [outcome.lacks])]
    return [f"{outcome.pdf}{note}", *(f"    {line}" for line in lines)]
