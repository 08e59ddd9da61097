"""The people of the example clients: who they are and what they did, call by call and word by word. Nobody here exists.

Every kind of event has its own seeded chance, and follows from the kind before: who called may book, who booked may come in.
"""

import random
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from samples.facts import EXAMPLES, FIRST_DAY, LAST_DAY, Example, about, all_days, busyness

CLIENTS = Path(__file__).parent.parent / "clients"
NEVER = date(9999, 1, 1)


@dataclass(frozen=True)
class Person:
    """Somebody with an address and a number; `contact` is the id of one who belongs to the client or the agency."""

    email: str
    phone: str
    contact: str | None = None


@dataclass(frozen=True)
class Practice:
    """What a usual day of a client's people brings, and what its systems can export."""

    slug: str
    zone: ZoneInfo
    dialling: tuple[str, ...]  # beginnings of numbers that are set aside for stories
    digits: int
    calls: float
    threads: float
    channels: tuple[str, ...]
    weekdays: tuple[float, ...]  # one factor a weekday, Monday first
    opens: int
    shows_direction: bool = True
    takes_bookings: bool = False

    @property
    def example(self) -> Example:
        return next(one for one in EXAMPLES if one.slug == self.slug)


_AREAS = ("212", "646", "718", "917", "347", "929", "201", "551", "914", "516", "631", "845", "203", "475", "732", "848", "908", "973",
          "862", "609")  # fmt: skip
PRACTICES = {
    "harbor-dental": Practice(
        "harbor-dental", ZoneInfo("America/New_York"), tuple(f"+1{area}55501" for area in _AREAS), 2, 3.4, 1.1,
        ("instagram", "facebook", "website chat", "e-mail"), (1.3, 1.2, 1.1, 1.1, 1.0, 0.4, 0.12), 8, takes_bookings=True,
    ),
    "northlight-coffee": Practice(
        "northlight-coffee", ZoneInfo("Europe/London"), ("+442079460", "+441134960", "+441614960"), 3, 0.7, 0.6,
        ("instagram", "e-mail"), (1.2, 1.1, 1.0, 1.0, 1.1, 0.7, 0.2), 9, shows_direction=False,
    ),
}  # fmt: skip

_FIRST = ("ottilie", "bart", "zsofia", "abel", "ines", "kwame", "lior", "maren", "noor", "pavel", "quill", "rosalind", "sunniva", "teo",
          "ursa", "viggo", "wilma", "xenia", "yusuf", "zelda")  # fmt: skip
_LAST = (
    "plinth",
    "oakes",
    "tromp",
    "marrow",
    "vantong",
    "cobbler",
    "tanner",
    "quay",
    "sedge",
    "fallow",
    "brisk",
    "lantern",
)


def somebody(practice: Practice, number: int) -> Person:
    """The person of a number: an invented address, and a telephone number that is given to nobody."""
    begins, place = practice.dialling[number // 10**practice.digits], number % 10**practice.digits
    name = f"{_FIRST[number % len(_FIRST)]}.{_LAST[number // len(_FIRST) % len(_LAST)]}{number}"
    return Person(f"{name}@post.example", f"{begins}{place:0{practice.digits}}")


# who is who by number, so that nobody is two people by chance
_NUMBERS = {
    "callers": range(1100),
    "robots": range(1100, 1300),
    "buyers": range(1300, 1400),
    "writers": range(1400, 1900),
    "bookers": range(1900, 2000),
}


class Crowd:
    """Hands out people: a new one, or one who has been here before, the recent ones oftener."""

    def __init__(self, practice: Practice, kind: str) -> None:
        self.practice, self.numbers, self.known = practice, iter(_NUMBERS[kind]), []

    def new(self) -> Person:
        self.known.append(somebody(self.practice, next(self.numbers)))
        return self.known[-1]

    def next(self, noise: random.Random, returning: float) -> Person:
        return noise.choice(self.known[-150:]) if self.known and noise.random() < returning else self.new()


def told(slug: str, name: str) -> dict:
    """What a file of the client's folder says, as written there; nothing where there is none."""
    path = CLIENTS / slug / name
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def contacts(slug: str, side: str | None = None) -> list[Person]:
    """The contacts of contacts.toml as people, who also call and write."""
    return [
        Person(one["email"], one.get("phone", "").replace(" ", ""), one["id"])
        for one in told(slug, "contacts.toml").get("contacts", [])
        if side in (None, one["side"])
    ]


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


def _moment(practice: Practice, day: date, noise: random.Random, first: int | None = None, last: int = 18) -> datetime:
    hour = noise.randint(practice.opens if first is None else first, last)
    return datetime.combine(day, time(hour, noise.randrange(60), noise.randrange(60)), practice.zone)


def later(moment: datetime, **apart: float) -> datetime:
    """A moment so much later, a change to summer time in between or not."""
    whole = timedelta(seconds=round(timedelta(**apart).total_seconds()))
    return (moment.astimezone(ZoneInfo("UTC")) + whole).astimezone(moment.tzinfo)


def _busy(practice: Practice, day: date, usual: float, noise: random.Random) -> int:
    return about(usual * practice.weekdays[day.weekday()] * busyness(practice.example, day, noise), noise)


_SOURCES = (("Google Ads", "cpc"), ("Google Organic", "organic"), ("Direct", ""), ("Google My Business", "local"))


@cache
def calls(slug: str) -> tuple[Call, ...]:
    """Calls in and out. Missed ones are called back soon, late or never; robots are tagged, some only days later."""
    practice, noise = PRACTICES[slug], random.Random(f"{slug} calls")
    crowd, robots, found = Crowd(practice, "callers"), Crowd(practice, "robots"), []
    ours = [one for one in contacts(slug, "client") if one.phone]
    for day in all_days():
        for _ in range(_busy(practice, day, practice.calls, noise)):
            found += _one_call(practice, day, noise, crowd, robots)
        if ours and noise.random() < 0.02:
            found.append(Call("", _moment(practice, day, noise), noise.choice(ours), noise.randint(40, 300), True))
        if practice.shows_direction and crowd.known and noise.random() < 0.2:
            reminded = noise.choice(crowd.known[-60:])
            found.append(
                Call("", _moment(practice, day, noise), reminded, noise.randint(0, 90), True, is_outbound=True)
            )
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
    at, source, luck = _moment(practice, day, noise), noise.choice(_SOURCES), noise.random()
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
    caller = None if noise.random() < 0.04 else crowd.next(noise, 0.42)
    if luck < 0.74:
        seconds = noise.randint(8, 59) if noise.random() < 0.14 else min(1500, 60 + round(noise.expovariate(1 / 190)))
        tag = "qualified" if noise.random() < 0.06 else "not qualified" if noise.random() < 0.03 else ""
        return [Call("", at, caller, seconds, True, source=source, tag=tag, tagged_on=day)]
    missed = Call("", at, caller, noise.randint(0, 25), False, source=source)
    if caller is None or not practice.shows_direction or noise.random() < 0.34:
        return [missed]
    hours = noise.uniform(0.1, 22) if noise.random() < 0.78 else noise.uniform(25, 60)
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
        for place in range(_busy(practice, day, practice.threads, noise)):
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
    channel, at, luck = noise.choice(practice.channels), _moment(practice, day, noise, 7, 22), noise.random()
    writer = None if noise.random() < 0.13 else author
    mark = "spam" if luck < 0.06 else "empty" if luck < 0.11 else "staff" if luck < 0.125 else ""
    first = Message(name, channel, at, False, writer, mark)
    if mark in ("spam", "empty"):
        return [first]
    if luck < 0.16:  # we wrote first
        return [Message(name, channel, later(at, hours=-noise.uniform(1, 60)), True, None), first]
    if luck < 0.31:
        return [first]
    hours = (
        noise.uniform(24 * 7.2, 24 * 18)
        if luck < 0.38
        else noise.uniform(24 * 3.1, 24 * 6.8)
        if luck < 0.43
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
        for _ in range(_busy(practice, day, 0.35, noise)):
            buyer = noise.choice(patients) if noise.random() < 0.55 else crowd.next(noise, 0.3)
            kits, luck = noise.choices((1, 2), (85, 15))[0], noise.random()
            total = kits * 4900 + 650
            gone = {"cancelled_on": day + timedelta(days=noise.randint(0, 2))} if luck < 0.06 else {}
            if 0.06 <= luck < 0.2:
                after = noise.randint(2, 10) if luck < 0.14 else noise.randint(15, 50)
                gone = {"refund": total if luck < 0.18 else 1000, "refunded_on": day + timedelta(days=after)}
            at = _moment(practice, day, noise, 6, 23)
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
