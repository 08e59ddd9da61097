"""The next meeting as an iCalendar file: where one goes in person, what one dials or opens otherwise, and what is still to be agreed."""

import re
from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar, Event, vUri

from reports.brand import brand_of
from reports.meeting import NextMeeting
from reports.pages import Pages

Row = dict[str, Any]
_FEATURES = {"phone": "PHONE", "video": "AUDIO,VIDEO"}


def invitation(report: Row) -> bytes | None:
    """The file's bytes, the same for the same report; None where no meeting is arranged.

    In person has LOCATION and no CONFERENCE; by telephone or video CONFERENCE (RFC 7986, checked 2026-11-23) and no LOCATION, if what to
    dial or open is known. It has no end, since nobody has said how long it takes, and no address of anybody.
    """
    rows = next((one["rows"] for one in report["sections"] if one["name"] == "summary"), None)
    if not rows or not rows["meeting"]:
        return None
    meeting, told = rows["meeting"][0], NextMeeting(Pages(report, brand_of("")), rows)
    event = Event()
    event.add("uid", f"{meeting['meeting']}@{report['client']['slug']}.handshake.invalid")
    event.add("dtstamp", datetime.fromisoformat(report["as_of"]).astimezone(UTC))
    event.add("dtstart", datetime.fromisoformat(meeting["starts_at"]).astimezone(UTC))
    event.add("summary", meeting["purpose"] or report["client"]["name"])
    event.add("status", "CONFIRMED" if meeting["state"] == "agreed" else "TENTATIVE")
    event.add(
        "description", "\n".join([told.box["form"], told.box["who"], told.state, *filter(None, [meeting["join_at"]])])
    )
    if meeting["form"] == "in_person":
        event.add("location", meeting["place"] or "")
    elif address := _address(meeting["form"], meeting["join_at"] or ""):
        event.add(
            "conference", vUri(address), parameters={"VALUE": "URI", "FEATURE": _FEATURES[meeting["form"]].split(",")}
        )
    calendar = Calendar()
    calendar.add("prodid", "-//Handshake//next meeting//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return calendar.to_ical()


def _address(form: str, said: str) -> str | None:
    """What to dial or open as a URI; None where it is neither a number nor an address of the web."""
    if form == "phone" and (digits := re.sub(r"[^\d+]", "", said)):
        return f"tel:{digits}"
    return said if re.match(r"https?://\S+$", said) else None
