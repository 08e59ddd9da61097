"""Who called and who wrote to the example clients, call by call and word by word; each kind has its own seeded chance."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from samples.facts import FIRST_DAY, LAST_DAY, all_days
from samples.people import PRACTICES, Crowd, Person, Practice, busy, contacts, later, moment

NEVER = date(9999, 1, 1)


@dataclass(frozen=True)
class Call:
    """One telephone call. `caller` None: the number was withheld. `tagged_on`: the day somebody tagged it."""

    id: str
    at: datetime
    caller: Person | None
    seconds: int
    is_answered: bool
    is_first: bool = False
    is_outbound: bool = False
    source: tuple[str, str] = ("Direct", "")
    tag: str = ""
    tagged_on: date = NEVER


@dataclass(frozen=True)
class Message:
    """One message of a conversation; `mark` is what somebody called the conversation."""

    thread: str
    channel: str
    at: datetime
    is_ours: bool
    author: Person | None
    mark: str = ""


_SOURCES = (("Google Ads", "cpc"), ("Google Organic", "organic"), ("Direct", ""), ("Google My Business", "local"))


@cache
def calls(slug: str) -> tuple[Call, ...]:
    """Calls in and out. Missed ones are called back soon, late or never; robots are tagged, some only days later."""
    practice, noise = PRACTICES[slug], random.Random(f"{slug} calls")
    crowd, robots, found = Crowd(practice, "callers"), Crowd(practice, "robots"), []
    ours = [one for one in contacts(slug, "client") if one.phone]
    for day in all_days():
        for _ in range(busy(practice, day, practice.calls, noise)):
            found += _one_call(practice, day, noise, crowd, robots)
        if ours and noise.random() < 0.02:
            found.append(Call("", moment(practice, day, noise), noise.choice(ours), noise.randint(40, 300), True))
        if practice.shows_direction and crowd.known and noise.random() < 0.2:
            reminded = noise.choice(crowd.known[-60:])
            found.append(Call("", moment(practice, day, noise), reminded, noise.randint(0, 90), True, is_outbound=True))
    if practice.takes_bookings:  # a toothache on the last Sunday, when nobody is in
        found.append(
            Call("", datetime.combine(LAST_DAY, time(15, 20), practice.zone), crowd.next(noise, 0.9), 0, False)
        )
    held = sorted((one for one in found if one.at.date() <= LAST_DAY), key=lambda one: (one.at, one.seconds))
    return tuple(_numbered(held, slug))


def _numbered(found: list[Call], slug: str) -> list[Call]:
    seen: set[Person] = set()
    named = []
    for number, one in enumerate(found):
        is_first = one.caller is not None and one.caller not in seen
        seen |= {one.caller} - {None}
        named.append(Call(f"CAL{slug[:2].upper()}{number:05}", one.at, one.caller, one.seconds, one.is_answered, is_first,
                          one.is_outbound, one.source, one.tag, one.tagged_on))  # fmt: skip
    return named


def _one_call(practice: Practice, day: date, noise: random.Random, crowd: Crowd, robots: Crowd) -> list[Call]:
    """A call from outside, and the call back where there was one."""
    at, source, luck = moment(practice, day, noise), noise.choice(_SOURCES), noise.random()
    if luck < 0.09:
        tagged = day + timedelta(days=noise.choice((0, 0, 1, 3, 9)))
        tag = noise.choice(("spam", "spam, wrong number"))
        return [
            Call(
                "",
                at,
                robots.next(noise, 0.5),
                noise.randint(0, 75),
                noise.random() < 0.7,
                source=source,
                tag=tag,
                tagged_on=tagged,
            )
        ]
    caller = None if noise.random() < 0.02 else crowd.next(noise, 0.42)
    if luck < 0.74:
        seconds = noise.randint(8, 59) if noise.random() < 0.14 else min(1500, 60 + round(noise.expovariate(1 / 190)))
        tag = "qualified" if noise.random() < 0.06 else "not qualified" if noise.random() < 0.03 else ""
        return [Call("", at, caller, seconds, True, source=source, tag=tag, tagged_on=day)]
    missed = Call("", at, caller, noise.randint(0, 25), False, source=source)
    if caller is None or not practice.shows_direction or noise.random() < 0.07:
        return [missed]
    hours = noise.uniform(0.1, 22) if noise.random() < 0.7 else noise.uniform(25, 90)
    is_reached = noise.random() < 0.8
    seconds = noise.choice((20, 45, 100, 240, 400)) if is_reached else 0
    return [missed, Call("", later(at, hours=hours), caller, seconds, is_reached, is_outbound=True)]


@cache
def messages(slug: str) -> tuple[Message, ...]:
    """Conversations of the public, and those of the client's own contacts with the agency, message by message."""
    practice, noise = PRACTICES[slug], random.Random(f"{slug} threads")
    crowd = Crowd(practice, "writers")
    callers = sorted(
        {
            one.caller.phone: one.caller for one in calls(slug) if one.caller and not one.caller.contact and not one.tag
        }.items()
    )
    found: list[Message] = []
    for day in all_days():
        for place in range(busy(practice, day, practice.threads, noise)):
            author = callers[noise.randrange(len(callers))][1] if noise.random() < 0.12 else crowd.next(noise, 0.35)
            found += _one_thread(practice, f"{slug[:1]}-{day:%y%m%d}-{place}", day, author, noise)
    found += _with_the_agency(practice, random.Random(f"{slug} contacts"))
    return tuple(
        sorted(
            (one for one in found if FIRST_DAY <= one.at.date() <= LAST_DAY),
            key=lambda one: (one.at, one.thread, one.is_ours),
        )
    )


def _one_thread(practice: Practice, name: str, day: date, author: Person, noise: random.Random) -> list[Message]:
    channel, at, luck = noise.choice(practice.channels), moment(practice, day, noise, 7, 22), noise.random()
    writer = None if noise.random() < 0.13 else author
    mark = "spam" if luck < 0.06 else "empty" if luck < 0.11 else "staff" if luck < 0.125 else ""
    first = Message(name, channel, at, False, writer, mark)
    if mark in ("spam", "empty"):
        return [first]
    if luck < 0.16:  # we wrote first
        return [Message(name, channel, later(at, hours=-noise.uniform(1, 60)), True, None), first]
    if luck < 0.19:
        return [first]
    hours = (
        noise.uniform(24 * 7.2, 24 * 18)
        if luck < 0.3
        else noise.uniform(24 * 3.1, 24 * 6.8)
        if luck < 0.38
        else noise.expovariate(1 / 9)
    )
    answer = Message(name, channel, later(at, hours=min(hours, 24 * 18)), True, None)
    if noise.random() < 0.4:
        return [first, answer, Message(name, channel, later(answer.at, hours=noise.uniform(0.1, 30)), False, writer)]
    return [first, answer]


def _with_the_agency(practice: Practice, noise: random.Random) -> list[Message]:
    """The client's own contacts and the agency: now and then a mail, answered within hours, or days, or not."""
    theirs, ours = contacts(practice.slug, "client"), contacts(practice.slug, "agency")
    found: list[Message] = []
    for day in all_days():
        if theirs and day.weekday() < 5 and noise.random() < 0.2:
            name, who = f"acct-{day:%y%m%d}", noise.choices(theirs, [4, 2, *[1] * (len(theirs) - 2)])[0]
            at = datetime.combine(day, time(noise.randint(9, 16), noise.randrange(60)), practice.zone)
            asks = noise.random() < 0.6  # else we ask
            turns = [asks, not asks, asks, not asks][: noise.choices((1, 2, 3, 4), (2, 5, 4, 3))[0]]
            for is_theirs in turns:
                found.append(Message(name, "account", at, not is_theirs, who if is_theirs else noise.choice(ours)))
                at = later(at, minutes=noise.randint(20, 600 if is_theirs else 4000))
    return found
