"""The people of the example clients: who they are, how busy a day is, and who belongs to the client itself. Nobody here exists."""

import random
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from samples.facts import EXAMPLES, Example, about, busyness

CLIENTS = Path(__file__).parent.parent / "clients"


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


def moment(practice: Practice, day: date, noise: random.Random, first: int | None = None, last: int = 18) -> datetime:
    hour = noise.randint(practice.opens if first is None else first, last)
    return datetime.combine(day, time(hour, noise.randrange(60), noise.randrange(60)), practice.zone)


def later(at: datetime, **apart: float) -> datetime:
    """A moment so much later, a change to summer time in between or not."""
    whole = timedelta(seconds=round(timedelta(**apart).total_seconds()))
    return (at.astimezone(ZoneInfo("UTC")) + whole).astimezone(at.tzinfo)


def busy(practice: Practice, day: date, usual: float, noise: random.Random) -> int:
    return about(usual * practice.weekdays[day.weekday()] * busyness(practice.example, day, noise), noise)
