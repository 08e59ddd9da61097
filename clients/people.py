"""People and promises of a client, from files in its folder: contacts, meetings, asks, targets, fees, corrections, and the notes
of each period.

The files are the way in; what they say is kept as records, and the newest record as of an instant is the truth (records.py).
Raises ClientConfigError that names file, key and what was expected.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from clients.client import ClientConfigError
from clients.notes import Notes, read_notes

Form = Literal["in_person", "video", "phone"]
Side = Literal["client", "agency"]
Outcome = Literal["held", "no_show", "cancelled"]


def _iana(zone: str) -> str:
    if zone not in available_timezones():
        raise ValueError("expected an IANA zone such as Europe/Lisbon")
    return zone


Zone = Annotated[str, AfterValidator(_iana)]


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Contact(_Said):
    """A person on either side. `email` and `phone` become keys before anything is built; `deputy` is another contact's id."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    name: str
    side: Side
    role: str = ""
    email: str | None = None
    phone: str | None = None
    prefers: Form | None = None
    deputy: str | None = None
    time_zone: Zone | None = None


class Confirmation(_Said):
    """What one contact has said of a meeting, in that contact's own words for form, place and time."""

    form: Form
    place: str | None = None
    starts_at: datetime | None = None


class Meeting(_Said):
    """A meeting of agency and client. `starts_at` carries its offset; `outcome`, `held_as` and `came` are written after it.

    `decides` is who has the last word, `pre_reads` what to read before it; `declined_in_person` why it is not to be in person.
    """

    starts_at: datetime
    form: Form
    purpose: str = ""
    place: str | None = None
    join: str | None = None
    attendees: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    decides: str | None = None
    pre_reads: tuple[str, ...] = ()
    declined_in_person: Annotated[str, Field(pattern=r"\S")] | None = None
    confirmations: dict[str, Confirmation] = {}
    outcome: Outcome | None = None
    held_as: Form | None = None
    came: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()


class Ask(_Said):
    """Something one side needs of the other: `side` is who must act."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    side: Side
    text: str
    asked_on: date
    due: date | None = None
    closed_on: date | None = None
    owner: str | None = None


class Goal(_Said):
    """A target for a metric of the catalogue in each period of a cadence, from a day on; money in the client's currency.

    `pace`: how the days to come are reckoned: even, by the mean of the days so far, or weekdays, by each weekday's own mean of recent weeks.
    """

    metric: str
    cadence: Literal["week", "month", "quarter"]
    target: Decimal
    from_day: Annotated[date, Field(alias="from")]
    until: date | None = None
    pace: Literal["even", "weekdays"] = "even"


class Fee(_Said):
    """The agency's own fee for a month, from a day on, in the client's currency; `in_cost`: what each person costs holds it, by its days."""

    monthly: Annotated[Decimal, Field(ge=0)]
    from_day: Annotated[date, Field(alias="from")]
    in_cost: bool = False


class Correction(_Said):
    """What a person has found wrong in what a platform exports of a day: `add` is added to it; money in the client's currency.

    `account` may be left out where the client lists one account of the platform.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    platform: str
    account: str | None = None
    campaign: str | None = None
    measure: str
    day: date
    add: Decimal
    why: Annotated[str, Field(min_length=1)]
    who: Annotated[str, Field(min_length=1)]
    corrected_on: Annotated[date, Field(alias="on")]


class Annotation(_Said):
    """What a chart should know of a day, or of the days until one: a holiday, a launch, an outage, a new price.

    `metrics`: the figures it may have moved, by their names in docs/metrics.md, people being `genuine`; without any it touches them all.
    """

    day: date
    until: date | None = None
    text: Annotated[str, Field(min_length=1, max_length=120)]
    kind: Literal["holiday", "launch", "outage", "price", "other"] = "other"
    metrics: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until and self.until < self.day:
            raise ValueError(f"until {self.until} is before {self.day}")
        return self


class Renegotiated(_Said):
    """A target that a later list of goals puts otherwise than the list before it did."""

    metric: str
    cadence: str
    at: datetime


class _Contacts(_Said):
    contacts: tuple[Contact, ...] = ()


class _Asks(_Said):
    asks: tuple[Ask, ...] = ()


class _Goals(_Said):
    goals: tuple[Goal, ...] = ()
    fees: tuple[Fee, ...] = ()


class _Corrections(_Said):
    corrections: tuple[Correction, ...] = ()


class _Annotations(_Said):
    annotations: tuple[Annotation, ...] = ()


_FILES: dict[str, type[_Said]] = {
    "contacts": _Contacts, "asks": _Asks, "goals": _Goals, "corrections": _Corrections, "annotations": _Annotations,
}  # fmt: skip
SUBJECTS: dict[str, type[BaseModel]] = _FILES | {"meetings": Meeting, "notes": Notes}


class People(_Said):
    """All that is known of a client's people and promises at one instant; meetings by the name of their file, notes by their period.

    `arrived`: contacts who were on no earlier list, with the instant of the first that names them; of the first list of all, nobody.
    """

    contacts: tuple[Contact, ...] = ()
    asks: tuple[Ask, ...] = ()
    goals: tuple[Goal, ...] = ()
    fees: tuple[Fee, ...] = ()
    corrections: tuple[Correction, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    meetings: dict[str, Meeting] = {}
    notes: dict[str, Notes] = {}
    arrived: dict[str, datetime] = {}
    renegotiated: tuple[Renegotiated, ...] = ()

    def called(self, who: str) -> str:
        """A contact's name by its id; whoever else it is, as written."""
        return next((one.name for one in self.contacts if one.id == who), who)


NOBODY = People()


def read_folder(folder: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(kind, subject, what is said) of every file of people in a client's folder, each checked."""
    paths = [(kind, folder / f"{kind}.toml") for kind in _FILES]
    paths += [("meetings", path) for path in sorted((folder / "meetings").glob("*.toml"))]
    for kind, path in paths:
        if path.exists():
            yield kind, path.stem, _checked(kind, path).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for path in sorted((folder / "notes").glob("*.md")):
        yield "notes", path.stem, read_notes(path).model_dump(mode="json", exclude_defaults=True)


def _checked(kind: str, path: Path) -> _Said:
    try:
        said = SUBJECTS[kind].model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ClientConfigError(f"{path}: not readable as TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise ClientConfigError(f"{path}: {where}: {first['msg']}, found {first['input']!r}.") from error
    if isinstance(said, Meeting) and said.starts_at.tzinfo is None:
        raise ClientConfigError(f"{path}: starts_at must say its offset, such as 2026-11-24T10:00:00-05:00.")
    return said


def people_of(records: dict[tuple[str, str], dict[str, Any]], history: dict[str, list[dict[str, Any]]]) -> People:
    """The people that records tell of, by (kind, subject); `history` is every list of contacts and of goals, oldest first, with its instant."""
    said = {key: told for kind in _FILES for key, told in records.get((kind, kind), {}).items()}
    many = {
        kind: {subject: body for (one, subject), body in records.items() if one == kind}
        for kind in ("meetings", "notes")
    }
    changed = {"arrived": _arrived(history["contacts"]), "renegotiated": _renegotiated(history["goals"])}
    return TypeAdapter(People).validate_python(said | many | changed)


def _arrived(lists: list[dict[str, Any]]) -> dict[str, str]:
    """The contacts who came after the first list, with the instant of the first that names them."""
    ids = [(one["at"], [contact["id"] for contact in one["body"].get("contacts", [])]) for one in lists]
    seen, found = set(ids[0][1] if ids else ()), {}
    for at, listed in ids[1:]:
        found |= {contact: at for contact in listed if contact not in seen}
        seen |= set(listed)
    return found


def _renegotiated(lists: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where a list of goals puts a target, or the day from which it holds, otherwise than the list before it."""
    return [
        {"metric": metric, "cadence": cadence, "at": now["at"]}
        for before, now in pairwise(lists)
        for (metric, cadence), targets in _targets(now).items()
        if targets != _targets(before).get((metric, cadence), targets)
    ]


def _targets(said: dict[str, Any]) -> dict[tuple[str, str], list[tuple[Decimal, str]]]:
    """(metric, cadence) -> its targets, each with the day from which it holds."""
    found: dict[tuple[str, str], list[tuple[Decimal, str]]] = {}
    for goal in said["body"].get("goals", []):
        found.setdefault((goal["metric"], goal["cadence"]), []).append((Decimal(goal["target"]), goal["from"]))
    return found
