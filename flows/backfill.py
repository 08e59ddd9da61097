"""The flow for the past: clients x periods, as we know it now or as we knew it then; the same work as on Mondays."""

from datetime import UTC, date, datetime

from prefect import flow
from prefect.runtime import flow_run

from clients.period import Cadence, Period
from flows.forms import (
    AnyInstant,
    ClientName,
    Meaning,
    check_as_of,
    check_meaning,
    choose_clients,
    form,
    periods_between,
    run_label,
)
from flows.tasks import Job, Outcome, close, pool, settle


def run_name() -> str:
    """`2026-W40..2026-W46, 3 clients`."""
    form = flow_run.parameters
    ends = [Period.of(form[day], form["cadence"]) for day in ("first_day", "last_day")]
    return run_label(ends, len(choose_clients(form["clients"])))


@form
@flow(name="backfill", flow_run_name=run_name, task_runner=pool(), persist_result=False)
def backfill(
    first_day: date,
    last_day: date,
    clients: list[ClientName] = [],
    cadence: Cadence = "week",
    meaning: Meaning = "as we know it now",
    as_of: AnyInstant = None,
) -> list[Outcome]:
    """Make the reports of past periods: from the one that holds the first day to the one that holds the last.

    Args:
        first_day: A day of the first week, month or quarter.
        last_day: A day of the last one. At most 400 days after the first.
        clients: Whose reports. None chosen: every client.
        cadence: Weeks, months or quarters.
        meaning: Pull again, since platforms restate for weeks; or only what had landed at as_of.
        as_of: The instant for "as we knew it then", in UTC or with its offset.
    """
    now = datetime.now(UTC)
    check_meaning(meaning, as_of)
    check_as_of(as_of, now)
    periods = periods_between(first_day, last_day, cadence, now.date())
    jobs = [Job(client, period, as_of) for client in choose_clients(clients) for period in periods]
    return close("backfill", run_name(), settle(jobs))
