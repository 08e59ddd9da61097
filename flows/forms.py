"""What the flows' forms offer and refuse: clients, time zones, days. Knows no Prefect.

The choices are read from the client folders when this module is imported: after a client was added, `handshake serve`
(or `prefect deploy`) makes the forms know it. A client whose folder cannot be read stays on offer, in every time zone,
so that its run says what is wrong with it.
"""

import inspect
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from pydantic import MISSING, WithJsonSchema

from clients.client import clients_folder, name_choices
from clients.period import Cadence, Period
from flows.deployments import client_zones

Meaning = Literal["as we know it now", "as we knew it then"]
NOW, THEN = "as we know it now", "as we knew it then"
LONGEST_RANGE_DAYS = 400


class FormError(ValueError):
    """A form's values do not go together; the message says which was meant."""


ZONES = client_zones(clients_folder())
ClientName = name_choices("ClientName", list(ZONES))
TimeZone = name_choices("TimeZone", sorted({zone for zone in ZONES.values() if zone}))

# What may be left empty. Told `date | None`, a form shows a choice between two types in place of a date picker.
AnyTimeZone = Annotated[TimeZone | None, WithJsonSchema({"type": "string", "enum": list(TimeZone)})]
AnyDay = Annotated[date | None, WithJsonSchema({"type": "string", "format": "date"})]
AnyInstant = Annotated[datetime | None, WithJsonSchema({"type": "string", "format": "date-time"})]


def form(flow: Callable) -> Callable:
    """Let a flow's form leave fields empty: told that the default is null, it would send null and then refuse it."""
    plain = inspect.signature(flow.fn)
    fields = [one.replace(default=MISSING) if one.default is None else one for one in plain.parameters.values()]
    flow.__signature__ = plain.replace(parameters=fields)
    return flow


def choose_clients(clients: list[str], time_zone: str | None = None) -> list[str]:
    """The named clients, or all; of these only the ones in the time zone, if one is given."""
    return [name for name in dict.fromkeys(clients or ZONES) if time_zone is None or ZONES[name] in (time_zone, None)]


def check_first_day(first_day: date | None, cadence: Cadence) -> None:
    """Refuse a day in the middle of a period, and say which was meant."""
    if first_day is None:
        return
    meant = Period.of(first_day, cadence)
    if meant.first_day != first_day:
        raise FormError(
            f"{first_day:%A %Y-%m-%d} does not start a {cadence}: "
            f"for {meant} choose {meant.first_day:%A %Y-%m-%d} as first_day."
        )


def check_as_of(as_of: datetime | None, now: datetime) -> None:
    """Refuse an instant without a time zone, or one that has not come yet."""
    if as_of is None:
        return
    if as_of.tzinfo is None:
        raise FormError(f"as_of {as_of.isoformat()} has no time zone: write {as_of.isoformat()}Z or +01:00, say.")
    if as_of > now:
        raise FormError(f"as_of {as_of.isoformat()} has not come yet: choose an instant before {now.isoformat()}.")


def check_meaning(meaning: Meaning, as_of: datetime | None) -> None:
    """`as we knew it then` needs its instant, and `as we know it now` has none."""
    if meaning == THEN and as_of is None:
        raise FormError(f"{THEN!r} needs as_of: the instant whose knowledge is wanted.")
    if meaning == NOW and as_of is not None:
        raise FormError(f"{NOW!r} has no as_of: clear it, or choose {THEN!r}.")


def periods_between(first_day: date, last_day: date, cadence: Cadence, today: date) -> list[Period]:
    """Every period from the one that holds `first_day` to the one that holds `last_day`, oldest first."""
    if last_day < first_day:
        raise FormError(f"{first_day} to {last_day} runs backwards: swap first_day and last_day.")
    if last_day - first_day > timedelta(days=LONGEST_RANGE_DAYS):
        days = (last_day - first_day).days
        raise FormError(f"{first_day} to {last_day} is {days} days: a backfill spans at most {LONGEST_RANGE_DAYS}.")
    if last_day > today:
        raise FormError(f"last_day {last_day} is after today, {today}: choose a day that has been.")
    periods = [Period.of(first_day, cadence)]
    while periods[-1].last_day < last_day:
        periods.append(periods[-1].following)
    return periods


def run_label(periods: list[Period], clients: int) -> str:
    """A run's name in the list of runs: `2026-W46, 3 clients`."""
    first, last = min(periods), max(periods)
    span = f"{first}" if first == last else f"{first}..{last}"
    return f"{span}, {clients} client{'s' * (clients != 1)}"
