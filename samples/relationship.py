"""The truth about the client and the agency: how they met, how fast each side answers, who is in touch, what is open."""

from datetime import date, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from samples.entries import threads
from samples.people import CLIENTS, PRACTICES, contacts, told
from samples.talks import Message, calls

LIVE = timedelta(days=90)


def relationship(slug: str, days: list[date]) -> dict:
    """The period's figures; None is not known, as there is no such meeting or message."""
    first, last = days[0], days[-1]
    return {
        **_meetings(slug, first, last),
        **_answers(slug, first, last),
        "live_contacts": _live(slug, last),
        **_asks(slug, last),
    }


def _held(slug: str) -> list[tuple[date, str, list[str]]]:
    """(day, form, who came) of each meeting that was held, by the client's own clock."""
    zone = ZoneInfo(told(slug, "client.toml")["time_zone"])
    found = [told(slug, f"meetings/{path.name}") for path in sorted((CLIENTS / slug / "meetings").glob("*.toml"))]
    return [(one["starts_at"].astimezone(zone).date(), one.get("held_as", one["form"]), one.get("came", []))
            for one in found if one.get("outcome") == "held"]  # fmt: skip


def _meetings(slug: str, first: date, last: date) -> dict:
    so_far = [(day, form) for day, form, _ in _held(slug) if day <= last]
    counted = {
        f"meetings_{form}": sum(one == form and day >= first for day, one in so_far) if so_far else None
        for form in ("in_person", "video", "phone")
    }
    in_person = [day for day, form in so_far if form == "in_person"]
    return counted | {"days_since_in_person": (last - max(in_person)).days if in_person else None}


def _ours(slug: str) -> list[list[Message]]:
    """Conversations in which one of the client's contacts wrote."""
    names = {one.contact for one in contacts(slug, "client")}
    whole = threads(slug).values() if slug in PRACTICES else ()
    return [
        one for one in whole if any(turn.author and not turn.is_ours and turn.author.contact in names for turn in one)
    ]


def _answers(slug: str, first: date, last: date) -> dict:
    """Each side's median minutes from a message of the other to its own next one, of messages of the period."""
    minutes: dict[bool, list[int]] = {True: [], False: []}
    for whole in _ours(slug):
        for one in whole:
            later = [other.at for other in whole if other.is_ours is not one.is_ours and other.at > one.at]
            if later and first <= one.at.date() <= last:
                minutes[one.is_ours].append(round((min(later) - one.at).total_seconds() / 60))
    return {name: median(minutes[is_ours]) if minutes[is_ours] else None
            for name, is_ours in (("agency_minutes", False), ("client_minutes", True))}  # fmt: skip


def _live(slug: str, last: date) -> int | None:
    """The client's contacts with words both ways in the 90 days before."""
    names = {one.contact for one in contacts(slug, "client")}
    spoke = {(turn.author.contact, min(one.at for one in whole if not one.is_ours).date()) for whole in _ours(slug)
             if any(one.is_ours for one in whole) for turn in whole if not turn.is_ours and turn.author}  # fmt: skip
    if slug in PRACTICES:
        spoke |= {(one.caller.contact, one.at.date()) for one in calls(slug)
                  if one.caller and one.caller.contact in names and one.is_answered and not one.is_outbound}  # fmt: skip
    spoke |= {(who, day) for day, _, came in _held(slug) for who in came if who in names}
    return len({who for who, day in spoke if last - LIVE <= day <= last}) or None


def _asks(slug: str, last: date) -> dict:
    found = told(slug, "asks.toml").get("asks", [])
    still = [one for one in found if one["asked_on"] <= last and ("closed_on" not in one or last < one["closed_on"])]
    ages = {
        side: [(last - one["asked_on"]).days for one in still if one["side"] == side] for side in ("client", "agency")
    }
    return {f"{side}_asks": len(days) for side, days in ages.items()} | {
        f"{side}_ask_days": max(days, default=None) for side, days in ages.items()
    }
