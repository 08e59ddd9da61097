"""The one task, and how its runs are gathered: one client's failure, even a killed process, costs no other client."""

from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from datetime import UTC, datetime
from typing import NamedTuple

from httpx import HTTPError
from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.futures import PrefectFuture
from prefect.runtime import flow_run
from prefect.states import Crashed, Failed, State
from prefect.task_runners import ProcessPoolTaskRunner

from clients.client import ClientConfigError, agency_of, client_titles, clients_folder, inbox_folder, load_client
from clients.period import Period
from flows.summary import failed, failure_sentence, markdown
from pipeline import Outcome, produce_edition, utc_now
from reports.board import write_board
from store import Store

POOL_PROCESSES = 2


class Job(NamedTuple):
    """One report to make. `as_of`, where given, is the instant whose knowledge is wanted: then nothing is pulled."""

    client: str
    period: Period
    as_of: datetime | None


def pool(processes: int = POOL_PROCESSES) -> ProcessPoolTaskRunner:
    """Processes that import once and then make one report after another."""
    return ProcessPoolTaskRunner(max_workers=processes)


@task(task_run_name="{client} {period}", cache_policy=NO_CACHE, persist_result=False, timeout_seconds=1800)
def produce(client: str, period: Period, as_of: datetime | None) -> Outcome:
    """Make one client's report for one period. Its clock is read when it starts, so that it sees all that has landed."""
    try:
        chosen = load_client(clients_folder() / client)
    except ClientConfigError as error:
        return failed(client, period, str(error), status="config")
    shared = inbox_folder()
    return produce_edition(
        chosen, period, store=Store(), inbox=shared / client, as_of=as_of, now=utc_now(), shared=shared
    )


def settle(jobs: list[Job]) -> list[Outcome]:
    """Make every report and wait for all: one outcome for each job, in order; never raises for a report.

    A killed process breaks its pool and takes the others' unfinished work with it; those run again, each in a pool of
    its own, so that the one which dies again is failed alone.
    """
    outcomes = [_outcome(job, future) for job, future in [(job, produce.submit(*job)) for job in jobs]]
    return [outcome or _alone(job) for job, outcome in zip(jobs, outcomes, strict=True)]


def _outcome(job: Job, future: PrefectFuture) -> Outcome | None:
    """What became of a job; None if its pool broke before it was finished."""
    try:
        return future.result()
    except BrokenProcessPool:
        _close_task_run(future)
        return None
    except Exception as error:  # a time-out, or Prefect's own trouble: produce_edition itself raises nothing
        return failed(job.client, job.period, f"{type(error).__name__}: {error}")


def _close_task_run(future: PrefectFuture) -> None:
    """A dead process can no longer say so itself: without this its task run is shown as running for ever. None is there for what never started."""
    with get_client(sync_client=True) as client, suppress(HTTPError):
        client.set_task_run_state(future.task_run_id, Crashed(message="Its pool of processes broke."), force=True)


def _alone(job: Job) -> Outcome:
    with pool(processes=1) as runner:
        outcome = _outcome(job, runner.submit(produce, job._asdict()))
    why = "its process died twice, the second time alone: it was killed, or ran out of memory; see docs/runbook.md."
    return outcome or failed(job.client, job.period, why)


def scheduled_start() -> datetime:
    """When this run was due, which is not when it started; UTC."""
    return flow_run.scheduled_start_time.astimezone(UTC)


def close(key: str, title: str, outcomes: list[Outcome]) -> list[Outcome] | State:
    """Build the board anew and leave the run's one artifact; the run is Failed if a report is."""
    folder = clients_folder()
    write_board(Store(), agency_of(folder), client_titles(folder), outcomes, utc_now())
    create_markdown_artifact(key=key, markdown=markdown(title, outcomes), description=title)
    sentence = failure_sentence(outcomes)
    return Failed(message=sentence) if sentence else outcomes
