"""Every event of the example clients' people with its class, by the ledger's rules written down once more in plain Python.

It shares no code and no SQL with the pipeline. A day's calls and orders are judged as the newest export that covers the day shows them.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from samples.deeds import Mail, bookings, mails, orders, visits
from samples.facts import WEEKLY_EXPORTS, owner
from samples.people import PRACTICES, Person
from samples.talks import Call, Message, calls, messages

SETTINGS = {"strict": (120, 3), "default": (60, 7), "loose": (30, 14)}  # seconds of a call, days to an answer
RETURN, SWEEP, REFUND = timedelta(hours=24), timedelta(seconds=1), timedelta(days=14)
OWN, KEPT, HOLLOW, HANGING, UNKNOWN = ("hollow", "our own people"), "kept", "hollow", "hanging", "unknown"
Said = tuple[str, str]  # class and reason


@dataclass(frozen=True)
class Entry:
    """One event of one party: `said` holds class and reason by setting, `at` None where only the day is known."""

    day: date
    at: datetime | None
    rung: int
    platform: str
    measure: str
    id: str
    party: str
    is_named: bool
    said: dict[str, Said]
    is_waiting: bool = False

    def is_genuine(self, setting: str) -> bool:
        """Whether it makes a person genuine, by the reading of this setting."""
        return self.rung in (4, 6, 7) and self.said[setting][0] == KEPT


@cache
def _joined(slug: str) -> frozenset[Person]:
    """People of whom one booking or order holds both the address and the number."""
    booked = {one.person for one in bookings(slug) if len(one.names) == 2} if PRACTICES[slug].takes_bookings else set()
    bought = {one.buyer for one in orders(slug) if one.has_phone} if PRACTICES[slug].takes_bookings else set()
    return frozenset(booked | bought)


def _entry(slug: str, rung: int, platform: str, measure: str, name: str, day: date, at: datetime | None, person: Person | None,
           by: str, said: dict[str, Said] | Said, is_waiting: bool = False) -> Entry:  # fmt: skip
    """`by`: what the event shows of the person, `email` or `phone`; without one the event is a party of its own."""
    party = f"{measure} {name}" if person is None else person.email if person in _joined(slug) else getattr(person, by)
    by_setting = said if isinstance(said, dict) else dict.fromkeys(SETTINGS, said)
    return Entry(day, at, rung, platform, measure, name, party, person is not None, by_setting, is_waiting)


@cache
def entries(slug: str) -> tuple[Entry, ...]:
    """Every event of the client's people that counts on a rung."""
    if slug not in PRACTICES:
        return ()
    found = [*_calls(slug), *_conversations(slug)]
    if PRACTICES[slug].takes_bookings:
        found += [*_bookings(slug), *_orders(slug), *_visits(slug), *_mails(slug)]
    return tuple(found)


def _calls(slug: str) -> Iterator[Entry]:
    out: dict[Person | None, list[Call]] = defaultdict(list)
    for one in calls(slug):
        if one.is_outbound:
            out[one.caller].append(one)
    for one in calls(slug):
        if not one.is_outbound:
            back = [other for other in out[one.caller] if one.caller and other.at >= one.at]
            soon = [other for other in back if other.at - one.at <= RETURN]
            said = {name: _call(slug, one, soon, seconds) for name, (seconds, _) in SETTINGS.items()}
            is_waiting = said["default"][0] == HANGING and not back
            yield _entry(
                slug, 4, "callrail", "calls", one.id, one.at.date(), one.at, one.caller, "phone", said, is_waiting
            )


def _call(slug: str, one: Call, soon: list[Call], seconds: int) -> Said:
    made = owner(one.at.date())
    tag = one.tag if one.tagged_on < made else ""
    if one.caller and one.caller.contact:
        return OWN
    if tag.startswith("spam"):
        return HOLLOW, "spam"
    if tag == "qualified" or (one.is_answered and one.seconds >= seconds):
        return KEPT, "answered"
    if one.is_answered:
        return UNKNOWN, "short call"
    if any(back.is_answered and back.seconds >= seconds for back in soon):
        return KEPT, "called back"
    if soon:
        return UNKNOWN, "called back, not reached"
    if not PRACTICES[slug].shows_direction:
        return UNKNOWN, "calls back are not exported"
    if one.at > datetime.combine(made, time(9), UTC) - RETURN:
        return UNKNOWN, "missed just before the export"
    return HANGING, "missed, not called back"


def threads(slug: str) -> dict[str, list[Message]]:
    """The messages of each conversation, the earliest first."""
    found: dict[str, list[Message]] = defaultdict(list)
    for one in messages(slug):
        found[one.thread].append(one)
    return found


def _conversations(slug: str) -> Iterator[Entry]:
    for name, whole in threads(slug).items():
        theirs, ours = [one for one in whole if not one.is_ours], [one for one in whole if one.is_ours]
        if theirs:
            first = theirs[0]
            apart = min((abs(one.at - first.at) for one in ours), default=None)
            is_answered = any(one.at >= first.at for one in ours)
            said = {
                setting: _thread(first, apart, is_answered, timedelta(days=days))
                for setting, (_, days) in SETTINGS.items()
            }
            is_waiting = said["default"][0] == HANGING and not is_answered
            yield _entry(
                slug,
                4,
                "threads",
                "conversations",
                name,
                first.at.date(),
                first.at,
                first.author,
                "email",
                said,
                is_waiting,
            )


def _thread(first: Message, apart: timedelta | None, is_answered: bool, window: timedelta) -> Said:
    if (first.author and first.author.contact) or first.mark == "staff":
        return OWN
    if first.mark:
        return HOLLOW, {"spam": "spam", "empty": "a sign, no words"}[first.mark]
    if apart is not None and apart <= window:
        return KEPT, "both spoke"
    return HANGING, "answered too late" if is_answered else "not answered"


def _bookings(slug: str) -> Iterator[Entry]:
    for place, one in enumerate(bookings(slug)):
        person = one.person if one.names else None
        by = "email" if "email" in one.names else "phone"
        yield _entry(
            slug, 6, "bookings", "bookings_made", str(place), one.day, None, person, by, (KEPT, "in the booking list")
        )


def _orders(slug: str) -> Iterator[Entry]:
    for one in orders(slug):
        day = one.at.date()
        made, said = owner(day), (KEPT, "in the order system")
        if one.cancelled_on < made:
            said = HOLLOW, "cancelled"
        elif one.refunded_on < made and one.refund == one.total:
            said = (HOLLOW, "refunded") if day + REFUND >= made else (UNKNOWN, "refunded, not shown when")
        yield _entry(slug, 6, "shopify", "orders", str(one.number), day, None, one.buyer, "email", said)


_FORMS = {"in person": "in person", "video": "by video"}


def _visits(slug: str) -> Iterator[Entry]:
    """Meetings and calls of the diary that were due, one for each person who was to come."""
    for place, one in enumerate(visits(slug)):
        is_due = one.written_on < WEEKLY_EXPORTS[-1] and one.outcome != "cancelled"
        for person in (one.people or (None,)) if is_due else ():
            if one.form == "call":
                said = {
                    setting: _diary_call(one.outcome, one.minutes, seconds)
                    for setting, (seconds, _) in SETTINGS.items()
                }
                yield _entry(slug, 4, "touchpoints", "calls", str(place), one.at.date(), one.at, person, "email", said)
                continue
            said = {
                "held": (KEPT, _FORMS[one.form]),
                "no-show": (HOLLOW, "nobody came"),
                "": (UNKNOWN, "outcome not written down"),
            }[one.outcome]
            yield _entry(slug, 7, "touchpoints", "meetings", str(place), one.at.date(), one.at, person, "email", said)


def _diary_call(outcome: str, minutes: int | None, seconds: int) -> Said:
    if outcome == "held" and minutes:
        return (KEPT, "answered") if minutes * 60 >= seconds else (UNKNOWN, "short call")
    reasons = {
        "held": "length not exported",
        "no-show": "calls back are not exported",
        "": "not shown whether it was answered",
    }
    return UNKNOWN, reasons[outcome]


def _mails(slug: str) -> Iterator[Entry]:
    letters: dict[tuple[str, Person], list[Mail]] = defaultdict(list)
    for one in mails(slug):
        letters[one.message, one.person].append(one)
    for whole in letters.values():
        delivered = next((one.at for one in whole if one.what == "delivered"), None)
        for one in whole:
            is_machine = delivered is not None and timedelta() <= one.at - delivered <= SWEEP
            place = f"{one.message} {one.at} {one.link}"
            if one.what == "opened":
                said = (HOLLOW, "opened by a machine") if is_machine else (UNKNOWN, "machine or human is not shown")
                yield _entry(
                    slug, 1, "email_events", "open_events", place, one.at.date(), one.at, one.person, "email", said
                )
            if one.what == "clicked":
                others = [
                    other
                    for other in whole
                    if other.what == "clicked" and other.link != one.link and abs(other.at - one.at) <= SWEEP
                ]
                said = (HOLLOW, "clicked by a scanner") if others or is_machine else (KEPT, "clicked")
                yield _entry(
                    slug, 3, "email_events", "click_events", place, one.at.date(), one.at, one.person, "email", said
                )
            if one.what == "replied":
                said = (UNKNOWN, "answers to e-mail are not exported")
                yield _entry(
                    slug, 4, "email_events", "reply_events", place, one.at.date(), one.at, one.person, "email", said
                )
            if one.what == "unsubscribed":
                said = ("withdrawn", "unsubscribed")
                yield _entry(
                    slug,
                    -1,
                    "email_events",
                    "unsubscribe_events",
                    place,
                    one.at.date(),
                    one.at,
                    one.person,
                    "email",
                    said,
                )
