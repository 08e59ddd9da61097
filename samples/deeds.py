"""What follows from talks: who booked, came in and bought, and what became of the letters they were sent."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from samples.facts import LAST_DAY, all_days
from samples.people import PRACTICES, Crowd, Person, busy, later, moment, somebody
from samples.talks import NEVER, calls, messages


@dataclass(frozen=True)
class Booking:
    """One line of the booking list; `names` says which of address and number were written down."""

    day: date
    source: str
    is_new: bool
    person: Person
    names: tuple[str, ...]


@dataclass(frozen=True)
class Visit:
    """One meeting or call that was agreed on `booked_on`; what came of it is written down on `written_on`."""

    at: datetime
    minutes: int | None
    form: str
    people: tuple[Person, ...]
    outcome: str
    booked_on: date
    written_on: date

    @property
    def ends_at(self) -> datetime | None:
        return later(self.at, minutes=self.minutes) if self.minutes else None


@dataclass(frozen=True)
class Order:
    """One order of the shop; money in hundredths."""

    number: int
    at: datetime
    buyer: Person
    has_phone: bool
    kits: int
    total: int
    refund: int = 0
    refunded_on: date = NEVER
    cancelled_on: date = NEVER


@dataclass(frozen=True)
class Mail:
    """One thing that happened to one message at one address."""

    at: datetime
    what: str
    message: str
    person: Person
    link: str = ""


@cache
def bookings(slug: str) -> tuple[Booking, ...]:
    """What follows from talks, and what was booked on the website by people who never spoke to anybody."""
    practice, noise = PRACTICES[slug], random.Random(f"{slug} bookings")
    talked = [(one.at.date(), "Telephone", one.caller) for one in calls(slug)
              if one.is_answered and one.seconds >= 60 and not one.is_outbound and not one.tag and one.caller and not one.caller.contact]  # fmt: skip
    wrote = [(one.at.date(), one.channel.capitalize(), one.author) for one in messages(slug)
             if one.author and not one.author.contact and not one.mark and not one.is_ours]  # fmt: skip
    asked = [(day + timedelta(days=noise.choice((0, 0, 1, 2))), source, person)
             for day, source, person in sorted(talked + wrote, key=lambda one: (one[0], one[1], one[2].email))
             if noise.random() < 0.22]  # fmt: skip
    crowd = Crowd(practice, "bookers")
    asked += [(day, "Website", crowd.next(noise, 0.25)) for day in all_days() if noise.random() < 0.2]
    seen: set[Person] = set()
    found = []
    for day, source, person in sorted(asked, key=lambda one: (one[0], one[1], one[2].email)):
        names = noise.choices((("email", "phone"), ("phone",), ("email",), ()), (62, 16, 14, 8))[0]
        if day <= LAST_DAY:
            found.append(Booking(day, source, person not in seen, person, names))
        seen.add(person)
    return tuple(found)


@cache
def visits(slug: str) -> tuple[Visit, ...]:
    """Consultations by hand in a diary: most are held, some cancelled, to some nobody comes, and of some nobody writes down the end."""
    practice, noise, found = PRACTICES[slug], random.Random(f"{slug} visits"), []
    for one in bookings(slug):
        if noise.random() < 0.45:
            day = one.day + timedelta(days=noise.randint(2, 20))
            day += timedelta(days=day.weekday() == 6)
            form = noise.choices(("in person", "video", "call"), (70, 16, 14))[0]
            outcome = noise.choices(("held", "no-show", "cancelled", ""), (77, 11, 8, 4))[0]
            minutes = (
                None
                if noise.random() < 0.3
                else noise.choice((1, 30, 45, 60))
                if form == "call"
                else noise.choice((30, 45, 60))
            )
            at = datetime.combine(day, time(noise.randint(9, 17), noise.choice((0, 15, 30, 45))), practice.zone)
            other = somebody(practice, noise.randrange(0, 900))
            people = (one.person, other) if noise.random() < 0.04 else (one.person,) if one.names else ()
            found.append(Visit(at, minutes, form, people, outcome, one.day, day + timedelta(days=noise.randint(0, 3))))
    return tuple(sorted(found, key=lambda one: (one.at, one.booked_on, one.form)))


@cache
def orders(slug: str) -> tuple[Order, ...]:
    """Whitening kits: some are cancelled, some go back whole or in part, soon or late."""
    practice, noise = PRACTICES[slug], random.Random(f"{slug} orders")
    patients = [one.person for one in bookings(slug)]
    crowd, found = Crowd(practice, "buyers"), []
    for day in all_days():
        for _ in range(busy(practice, day, 0.35, noise)):
            buyer = noise.choice(patients) if noise.random() < 0.55 else crowd.next(noise, 0.3)
            kits, luck = noise.choices((1, 2), (85, 15))[0], noise.random()
            total = kits * 4900 + 650
            gone = {"cancelled_on": day + timedelta(days=noise.randint(0, 2))} if luck < 0.06 else {}
            if 0.06 <= luck < 0.2:
                after = noise.randint(2, 10) if luck < 0.14 else noise.randint(15, 50)
                gone = {"refund": total if luck < 0.18 else 1000, "refunded_on": day + timedelta(days=after)}
            at = moment(practice, day, noise, 6, 23)
            found.append(Order(1000 + len(found), at, buyer, noise.random() < 0.65, kits, total, **gone))
    broken = datetime.combine(
        LAST_DAY - timedelta(days=9), time(19, 4), practice.zone
    )  # came broken, and went back within the week
    found.append(Order(999, broken, noise.choice(patients), True, 1, 5550, 5550, LAST_DAY - timedelta(days=3)))
    return tuple(sorted(found, key=lambda one: one.at))


_LINKS = (
    "https://harbordental.example/book",
    "https://harbordental.example/whitening",
    "https://harbordental.example/team",
)


@cache
def mails(slug: str) -> tuple[Mail, ...]:
    """A letter to patients each second Tuesday of a month: what machines do with it at once, and what people do later."""
    practice, noise, found = PRACTICES[slug], random.Random(f"{slug} mails"), []
    gone: set[Person] = set()
    for day in (day for day in all_days() if day.weekday() == 1 and 8 <= day.day <= 14):
        listed = dict.fromkeys(one.person for one in bookings(slug) if "email" in one.names and one.day < day)
        for person in [one for one in listed if one not in gone][-45:]:
            at = datetime.combine(day, time(10, noise.randrange(3), noise.randrange(60)), practice.zone)
            mine = _letter(f"letter-{day:%Y-%m}", at, person, noise)
            gone |= {person} if any(one.what == "unsubscribed" for one in mine) else set()
            found += mine
    return tuple(
        sorted(
            (one for one in found if one.at.date() <= LAST_DAY),
            key=lambda one: (one.at, one.person.email, one.what, one.link),
        )
    )


def _letter(message: str, at: datetime, person: Person, noise: random.Random) -> list[Mail]:
    sent, delivered = Mail(at, "sent", message, person), later(at, seconds=noise.randint(1, 5))
    if noise.random() < 0.02:
        return [sent, Mail(delivered, "bounced", message, person)]
    found = [sent, Mail(delivered, "delivered", message, person)]
    if noise.random() < 0.42:
        found.append(Mail(later(delivered, seconds=noise.randint(0, 1)), "opened", message, person))
    if noise.random() < 0.1:  # a scanner follows every link at once
        scanned = later(delivered, seconds=noise.choice((0, 1, 40)))
        found += [
            Mail(later(scanned, seconds=place // 2), "clicked", message, person, link)
            for place, link in enumerate(_LINKS)
        ]
    if noise.random() < 0.33:
        read = later(delivered, seconds=noise.randint(120, 150_000))
        found.append(Mail(read, "opened", message, person))
        follow = [link for link in _LINKS if noise.random() < 0.15]
        found += [
            Mail(later(read, seconds=15 + 30 * place), "clicked", message, person, link)
            for place, link in enumerate(follow)
        ]
        if noise.random() < 0.06:
            found.append(Mail(later(read, minutes=noise.randint(3, 90)), "replied", message, person))
        if noise.random() < 0.05:
            found.append(Mail(later(read, seconds=9), "unsubscribed", message, person))
    return found
