"""People and promises of a client, from files in its folder: contacts, meetings, asks, targets, fees, corrections, and the notes
of each period.

The files are the way in; what they say is kept as records, and the newest record as of an instant is the truth (records.py).
Raises ClientConfigError that names file, key and what was expected.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from clients.client import ClientConfigError
from clients.notes import Notes, read_notes

Form = Literal["in_person", "video", "phone"]
Side = Literal["client", "agency"]
Outcome = Literal["held", "no_show", "cancelled"]


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
    time_zone: str | None = None


class Confirmation(_Said):
    """What one contact has said of a meeting, in that contact's own words for form, place and time."""

    form: Form
    place: str | None = None
    starts_at: datetime | None = None


class Meeting(_Said):
    """A meeting of agency and client. `starts_at` carries its offset; `outcome`, `held_as` and `came` are written after it."""

    starts_at: datetime
    form: Form
    purpose: str = ""
    place: str | None = None
    join: str | None = None
    attendees: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
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
    """A target for a metric of the catalogue in each period of a cadence, from a day on; money in the client's currency."""

    metric: str
    cadence: Literal["week", "month", "quarter"]
    target: Decimal
    from_day: Annotated[date, Field(alias="from")]
    until: date | None = None


class Fee(_Said):
    """The agency's own fee for a month, from a day on, in the client's currency."""

    monthly: Annotated[Decimal, Field(ge=0)]
    from_day: Annotated[date, Field(alias="from")]


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


class _Contacts(_Said):
    contacts: tuple[Contact, ...] = ()


class _Asks(_Said):
    asks: tuple[Ask, ...] = ()


class _Goals(_Said):
    goals: tuple[Goal, ...] = ()
    fees: tuple[Fee, ...] = ()


class _Corrections(_Said):
    corrections: tuple[Correction, ...] = ()


_FILES: dict[str, type[_Said]] = {"contacts": _Contacts, "asks": _Asks, "goals": _Goals, "corrections": _Corrections}
SUBJECTS: dict[str, type[BaseModel]] = _FILES | {"meetings": Meeting, "notes": Notes}


class People(_Said):
    """All that is known of a client's people and promises at one instant; meetings by the name of their file, notes by their period."""

    contacts: tuple[Contact, ...] = ()
    asks: tuple[Ask, ...] = ()
    goals: tuple[Goal, ...] = ()
    fees: tuple[Fee, ...] = ()
    corrections: tuple[Correction, ...] = ()
    meetings: dict[str, Meeting] = {}
    notes: dict[str, Notes] = {}

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


def people_of(records: dict[tuple[str, str], dict[str, Any]]) -> People:
    """The people that records tell of, by (kind, subject)."""
    said = {key: told for kind in _FILES for key, told in records.get((kind, kind), {}).items()}
    many = {
        kind: {subject: body for (one, subject), body in records.items() if one == kind}
        for kind in ("meetings", "notes")
    }
    return TypeAdapter(People).validate_python(said | many)
