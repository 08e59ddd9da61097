"""The flow that runs on Monday morning: clients x one period."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from prefect import flow
from prefect.runtime import flow_run

from clients.period import Cadence, Period
from flows.forms import (
    ZONES,
    AnyDay,
    AnyInstant,
    AnyTimeZone,
    ClientName,
    check_as_of,
    check_first_day,
    choose_clients,
    form,
    run_label,
)
from flows.tasks import Job, Outcome, close, pool, scheduled_start, settle


def period_for(client: str, first_day: date | None, cadence: Cadence, due: datetime) -> Period:
    """The period that starts on `first_day`, else the last complete one when the run was due, in the client's zone."""
    zone = ZoneInfo(ZONES[client] or "UTC")
    return Period.of(first_day, cadence) if first_day else Period.last_complete(due.astimezone(zone).date(), cadence)


def run_name() -> str:
    """`2026-W46, 3 clients`."""
    form = flow_run.parameters
    chosen = choose_clients(form["clients"], form["time_zone"])
    periods = [period_for(client, form["first_day"], form["cadence"], scheduled_start()) for client in chosen]
    return run_label(periods, len(chosen))


@form
@flow(name="weekly-reports", flow_run_name=run_name, task_runner=pool(), persist_result=False)
def weekly_reports(
    clients: list[ClientName] = [],
    time_zone: AnyTimeZone = None,
    first_day: AnyDay = None,
    cadence: Cadence = "week",
    as_of: AnyInstant = None,
) -> list[Outcome]:
    """Pull, check, build and render one period for each client.

    Args:
        clients: Whose reports. None chosen: every client.
        time_zone: Only the clients of this time zone, as the Monday schedules do.
        first_day: The day the week, month or quarter starts. Empty: the last complete one.
        cadence: A week, a month or a quarter.
        as_of: Make it from what had landed at this instant, and pull nothing. Empty: pull first.
    """
    check_first_day(first_day, cadence)
    check_as_of(as_of, datetime.now(UTC))
    due = scheduled_start()
    chosen = choose_clients(clients, time_zone)
    jobs = [Job(client, period_for(client, first_day, cadence, due), as_of) for client in chosen]
    return close("weekly-reports", run_name(), settle(jobs))
