"""JSON answers and calendars as the records a CSV would hold, so that one reader serves them all. Knows no platform.

A calendar's series is expanded to single events by a library, to 400 days after the file was made; its names of people are left behind.
"""

import json
import re
from datetime import date, datetime, timedelta

from platforms.records import Record, Sheet, SnapshotError

EXPANDED_DAYS = 400
MAX_EVENTS = 20_000
EVENT_COLUMNS = ["UID", "Series", "Start", "End", "All day", "Status", "Location", "People", "Attendees", "Time zone"]


def is_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


def json_sheets(text: str) -> list[Sheet]:
    """The tables of a JSON answer: lists of dimension and metric headers with rows, one or several. Raises SnapshotError."""
    try:
        answer = json.loads(text, parse_float=str, parse_int=str)
    except (json.JSONDecodeError, RecursionError) as error:
        raise SnapshotError(f"The JSON is cut or damaged ({error}): download it again.") from error
    answers = answer.get("reports", [answer]) if isinstance(answer, dict) else answer
    if not isinstance(answers, list) or not all(isinstance(one, dict) and "metricHeaders" in one for one in answers):
        raise SnapshotError("The JSON is no report we know: ask the platform's API for rows under headers.")
    return [_answer(one) for one in answers]


_PARTS = (("dimensionHeaders", "dimensionValues"), ("metricHeaders", "metricValues"))


def _answer(answer: dict) -> Sheet:
    """One answer as a table: its headers, its rows (none where it has no data), then its totals under one label."""
    try:
        header = [one["name"] for headers, _ in _PARTS for one in answer.get(headers, [])]
        rows = [_cells(row) for row in answer.get("rows", [])]
        totals = [_labelled(_cells(row), len(answer.get("dimensionHeaders", []))) for row in answer.get("totals", [])]
    except (KeyError, TypeError) as error:
        raise SnapshotError(f"The JSON is no report we know: a row lacks {error}.") from error
    records = [Record(place, cells, place) for place, cells in enumerate([header, *rows, *totals], 1)]
    return Sheet(records, "json", None)


def _cells(row: dict) -> list[str]:
    return [str(one["value"]) for _, values in _PARTS for one in row.get(values, [])]


def _labelled(cells: list[str], dimensions: int) -> list[str]:
    """A totals row repeats its label under every dimension: once is enough."""
    return [cell if place == 0 or place >= dimensions else "" for place, cell in enumerate(cells)]


def is_calendar(text: str) -> bool:
    return text.lstrip()[:15].upper() == "BEGIN:VCALENDAR"


def calendar_sheets(text: str, made: date | None) -> list[Sheet]:
    """The events of a calendar, each time a series takes place on a row of its own. Raises SnapshotError."""
    import recurring_ical_events
    from icalendar import Calendar

    if not re.search(r"^END:VCALENDAR\s*\Z", text, re.MULTILINE):
        raise SnapshotError("The calendar is cut: it has no end; download it again.")
    try:
        calendar = Calendar.from_ical(text)
        stamps = [moment.dt.date() for event in calendar.walk("VEVENT") if (moment := event.get("DTSTAMP"))]
        starts = [event.start for event in calendar.walk("VEVENT")]
        stated = max(stamps, default=made) or max((_day(start) for start in starts), default=date.min)
        query = recurring_ical_events.of(calendar, keep_recurrence_attributes=True)
        events = list(query.between(date(1990, 1, 1), stated + timedelta(days=EXPANDED_DAYS + 1)))
    except (ValueError, KeyError, TypeError, AttributeError) as error:  # its message quotes what people wrote
        raise SnapshotError("The calendar cannot be read, an entry in it is damaged: download it again.") from error
    if len(events) > MAX_EVENTS:
        raise SnapshotError(f"The calendar expands to over {MAX_EVENTS:,} events: export one calendar at a time.")
    zone = str(calendar.get("X-WR-TIMEZONE", ""))
    rows = sorted(_event(event, zone) for event in events)
    return [Sheet([Record(place, cells, place) for place, cells in enumerate([EVENT_COLUMNS, *rows], 1)], "ics", None)]


def _event(event, zone: str) -> list[str]:
    start, end = event.start, event.end
    people = sorted({_address(one) for one in _listed(event.get("ATTENDEE"))} - {""})
    return [
        str(event.get("UID", "")), "yes" if "RRULE" in event or "RECURRENCE-ID" in event else "no", _said(start), _said(end),
        "no" if isinstance(start, datetime) else "yes", str(event.get("STATUS", "")).lower(), str(event.get("LOCATION", "")),
        str(len(people)), ";".join(people), _zone(start) or zone,
    ]  # fmt: skip


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _said(moment: date | datetime) -> str:
    return moment.isoformat()


def _zone(moment: date | datetime) -> str:
    """The IANA name of a moment's zone; some calendars put a word of their own before it."""
    name = str(getattr(moment, "tzinfo", None) or "")
    return found[0] if (found := re.search(r"[A-Z][A-Za-z_]+/[A-Za-z_/]+(?=\W*$)", name)) else name


def _listed(value) -> list:
    return value if isinstance(value, list) else [value] if value else []


def _address(person) -> str:
    return re.sub(r"^mailto:", "", str(person), flags=re.IGNORECASE)
