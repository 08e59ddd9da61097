"""Puts a client's people and promises into the warehouse: contacts, meetings, asks, targets, fees, corrections. Addresses enter as keys alone.

Of what people write about a period only what they ticked enters: a verdict's word, a finding that was dropped.
"""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from clients.client import Client, ClientConfigError
from clients.people import Contact, Correction, Meeting, People
from sql.warehouse import add_rows

_TEXT, _DAY, _FLAG, _MONEY = pa.string(), pa.date32(), pa.bool_(), pa.decimal128(38, 18)
_INSTANT = pa.timestamp("us", "UTC")
_CONTACT = dict.fromkeys(("contact", "side", "name", "role", "prefers", "deputy", "time_zone"), _TEXT) | {
    "arrived_on": _DAY
}
_MEETING = {
    "meeting": _TEXT, "day": _DAY, "starts_at": _INSTANT, "form": _TEXT, "purpose": _TEXT, "place": _TEXT, "join_at": _TEXT,
    "decides": _TEXT, "pre_reads": pa.list_(_TEXT), "declined_in_person": _TEXT, "outcome": _TEXT, "held_as": _TEXT,
}  # fmt: skip
_ATTENDEE = {
    "meeting": _TEXT, "contact": _TEXT, "is_required": _FLAG, "form": _TEXT, "place": _TEXT, "starts_at": _INSTANT, "came": _FLAG,
}  # fmt: skip
_ASK = {"ask": _TEXT, "side": _TEXT, "text": _TEXT, "asked_on": _DAY, "due": _DAY, "closed_on": _DAY, "owner": _TEXT}
_GOAL = {"metric": _TEXT, "cadence": _TEXT, "target": _MONEY, "from_day": _DAY, "until_day": _DAY, "pace": _TEXT}
_CHANGE = {"metric": _TEXT, "cadence": _TEXT, "changed_on": _DAY}
_TICK = dict.fromkeys(("period", "slot", "about", "mark"), _TEXT)
_CORRECTION = dict.fromkeys(("correction", "platform", "account_id", "campaign_name", "measure", "why", "who"), _TEXT) | {
    "day": _DAY, "amount": _MONEY, "corrected_on": _DAY,
}  # fmt: skip


def load_people(
    connection: duckdb.DuckDBPyConnection, client: Client, people: People, keys: Mapping[str, list[str]]
) -> None:
    """Fill client.contacts, staff, meetings, attendees, asks, goals, goal_changes, fees, ticks and corrections.

    `keys`: contact -> its keys, as int_identity spells them.
    """
    add_rows(connection, "client.contacts", _CONTACT, [_contact(one, people, client.zone) for one in people.contacts])
    staff = [(one.id, one.side, key) for one in people.contacts for key in keys.get(one.id, ())]
    add_rows(connection, "client.staff", dict.fromkeys(("contact", "side", "key"), _TEXT), staff)
    add_rows(connection, "client.meetings", _MEETING,
             [_meeting(name, one, client.zone) for name, one in people.meetings.items()])  # fmt: skip
    attendees = [row for name, one in people.meetings.items() for row in _attendees(name, one)]
    add_rows(connection, "client.attendees", _ATTENDEE, attendees)
    asks = [(one.id, one.side, one.text, one.asked_on, one.due, one.closed_on, one.owner) for one in people.asks]
    add_rows(connection, "client.asks", _ASK, asks)
    goals = [(one.metric, one.cadence, one.target, one.from_day, one.until, one.pace) for one in people.goals]
    add_rows(connection, "client.goals", _GOAL, goals)
    changes = [(one.metric, one.cadence, one.at.astimezone(client.zone).date()) for one in people.renegotiated]
    add_rows(connection, "client.goal_changes", _CHANGE, changes)
    ticks = [
        (period, slot.name, slot.key, slot.mark)
        for period, one in people.notes.items()
        for slot in one.slots
        if slot.mark
    ]
    add_rows(connection, "client.ticks", _TICK, ticks)
    add_rows(connection, "client.fees", {"monthly": _MONEY, "from_day": _DAY, "in_cost": _FLAG},
             [(one.monthly, one.from_day, one.in_cost) for one in people.fees])  # fmt: skip
    add_rows(connection, "client.corrections", _CORRECTION, [_correction(one, client) for one in people.corrections])


def _correction(one: Correction, client: Client) -> tuple:
    """The correction with its account. Raises ClientConfigError where none is named and the client does not list exactly one."""
    listed = client.accounts.get(one.platform, ())
    account = one.account or (listed[0] if len(listed) == 1 else None)
    if account not in listed:
        where = f"{client.folder}/corrections.toml: {one.id}"
        raise ClientConfigError(
            f"{where}: {one.platform} account {account!r} is none of {list(listed)}: name one as account = ..."
        )
    return (
        one.id,
        one.platform,
        account,
        one.campaign,
        one.measure,
        one.why,
        one.who,
        one.day,
        one.add,
        one.corrected_on,
    )


def _contact(one: Contact, people: People, zone: ZoneInfo) -> tuple:
    arrived = people.arrived.get(one.id)
    arrived_on = arrived and arrived.astimezone(zone).date()
    return one.id, one.side, one.name, one.role, one.prefers, one.deputy, one.time_zone, arrived_on


def _meeting(name: str, one: Meeting, zone: ZoneInfo) -> tuple:
    day: date = one.starts_at.astimezone(zone).date()
    said = (one.purpose, one.place, one.join, one.decides, list(one.pre_reads), one.declined_in_person)
    return name, day, one.starts_at, one.form, *said, one.outcome, one.held_as


def _attendees(name: str, one: Meeting) -> list[tuple]:
    """Everyone who is asked to come, with what they have said of form, place and time."""
    rows = []
    for contact in dict.fromkeys((*one.required, *one.attendees)):
        said = one.confirmations.get(contact)
        told = (said.form, said.place, said.starts_at) if said else (None, None, None)
        rows.append((name, contact, contact in one.required, *told, contact in one.came if one.outcome else None))
    return rows
