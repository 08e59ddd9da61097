"""What people write about a period: `notes/<period>.md`, named slots of Markdown under a head of TOML between two lines `+++`.

A slot is a heading: its name, what it is about, who says it (else the author), what is ticked: `# why[sessions] by mia-okafor: still true`.
This module reads the file into what is kept as a record and names each fault by its line. What the words mean is reports/commentary.py.
"""

import json
import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from clients.client import ClientConfigError
from clients.period import Period, PeriodError

STILL_TRUE = "still true"
NOTHING_FAILED, NOTHING_ASKED = "nothing failed", "nothing this time"
DRAFT, ACCEPTED, DROPPED = "draft", "accepted", "dropped"


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Name = Annotated[str, Field(pattern=r"\S")]


class Item(_Written):
    """One line of a list: what, who, by or on which day, the metric it should move. `line` is where it stands in the file."""

    text: str
    line: int
    who: str | None = None
    day: date | None = None
    metric: str | None = None
    still_true: bool = False


class Slot(_Written):
    """One slot: prose in `text`, or a list in `items`. `line` is its heading's, `begins` that of its first words."""

    name: str
    line: int
    key: str | None = None
    by: str | None = None
    mark: str | None = None
    still_true: bool = False
    text: str = ""
    begins: int = 0
    items: tuple[Item, ...] = ()


class Notes(_Written):
    """All that was written about one period, by whom and when; `signed_by` stands for every word of it."""

    author: Name
    at: AwareDatetime
    signed_by: Name | None = None
    signed_at: AwareDatetime | None = None
    slots: tuple[Slot, ...] = ()

    def slot(self, name: str, key: str | None = None) -> Slot | None:
        """The slot of that name about that, if something was written there."""
        return next((one for one in self.slots if one.name == name and key in (None, one.key)), None)

    def named(self, name: str) -> list[Slot]:
        return [one for one in self.slots if one.name == name]


@dataclass(frozen=True)
class _Kind:
    """How a slot is written: what may be ticked, whether it must or may say what it is about, the details of each of its lines."""

    marks: tuple[str, ...] = ()
    about: str = "nothing"  # or "must", "may"
    details: tuple[str, ...] | None = None


SLOTS = {
    "verdict": _Kind(("on track", "watch", "off")),
    "finding": _Kind((DRAFT, ACCEPTED, DROPPED), "must"),
    "why": _Kind(about="must"),
    "wrong": _Kind((NOTHING_FAILED,)),
    "ask": _Kind((NOTHING_ASKED,), "may"),
    "done": _Kind(details=()),
    "next": _Kind(details=("who", "day", "metric")),
    "decisions": _Kind(details=("who", "day")),
}
_ALONE = (NOTHING_FAILED, NOTHING_ASKED)  # what is ticked instead of words
_HEADING = re.compile(r"#+\s+([a-z]+)(?:\[([^\]]+)\])?(?:\s+by\s+([^:]+?))?\s*(?::\s*(.*?))?\s*")
_ITEM = re.compile(r"[-*]\s+(.*)")
_DETAILS = re.compile(r"\s*\(([^()]*)\)\s*$")


class _Fault(Exception):
    """A fault of the file: its line, and what is wrong there."""


def read_notes(path: Path) -> Notes:
    """The notes of one file; raises ClientConfigError with a line for each fault."""
    try:
        Period.parse(path.stem)
        text = path.read_text(encoding="utf-8")
    except (PeriodError, UnicodeDecodeError) as error:
        raise ClientConfigError(
            f"{path}: {error} Name notes by their period, as 2026-W46.md, and write UTF-8."
        ) from error
    faults: list[str] = []
    lines = re.sub(r"<!--.*?-->", lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL).split("\n")
    head, rest = _head(lines, faults)
    slots = [slot for part in _parts(lines, rest, faults) for slot in _read(part, faults)]
    faults += [f"line {one.line}: {_called(one)} stands here already; leave one of the two." for one in _again(slots)]
    if faults:
        raise ClientConfigError("\n".join(f"{path}: {fault}" for fault in faults))
    said = [
        one for one in slots if one.text or one.items or one.mark or one.still_true or (one.key and one.name == "ask")
    ]
    return Notes.model_validate(head | {"slots": said})


def _again(slots: list[Slot]) -> list[Slot]:
    """Slots whose name and subject another one above them has; one ask is enough for a period."""
    subjects = [(one.name, None if one.name == "ask" else one.key) for one in slots]
    return [one for place, one in enumerate(slots) if subjects[place] in subjects[:place]]


def _head(lines: list[str], faults: list[str]) -> tuple[dict[str, Any], int]:
    """Who wrote it and who signed, and the number of lines that takes."""
    marks = [place for place, line in enumerate(lines) if line.strip() == "+++"][:2]
    if len(marks) < 2 or any(line.strip() for line in lines[: marks[0]]):
        faults.append("line 1: begins with a head between two lines +++ that says author and at.")
        return {}, marks[-1] + 1 if marks else 0
    try:
        head = tomllib.loads("\n".join(lines[marks[0] + 1 : marks[1]]))
        Notes.model_validate(head)
    except tomllib.TOMLDecodeError as error:
        faults.append(f"line {marks[0] + 2}: the head is not readable as TOML: {error}.")
        return {}, marks[1] + 1
    except ValidationError as error:
        faults += [f"line {marks[0] + 2}: {'.'.join(map(str, one['loc']))}: {one['msg']}." for one in error.errors()]
        return {}, marks[1] + 1
    if ("signed_by" in head) != ("signed_at" in head):
        faults.append(f"line {marks[0] + 2}: a signature needs both signed_by and signed_at.")
    return head, marks[1] + 1


def _parts(lines: list[str], start: int, faults: list[str]) -> list[tuple[int, list[str]]]:
    """(line, heading and what is below it) of each slot."""
    heads = [place for place in range(start, len(lines)) if re.match(r"#+\s", lines[place])]
    for place in range(start, heads[0] if heads else len(lines)):
        if lines[place].strip():
            faults.append(f"line {place + 1}: these words are in no slot; put a heading such as # verdict above them.")
            break
    return [(place + 1, lines[place:end]) for place, end in zip(heads, [*heads[1:], len(lines)], strict=False)]


def _read(part: tuple[int, list[str]], faults: list[str]) -> list[Slot]:
    """The slot of a part; none where it is at fault."""
    try:
        return [_slot(*part)]
    except _Fault as fault:
        faults.append(str(fault))
        return []


def _slot(line: int, lines: list[str]) -> Slot:
    found = _HEADING.fullmatch(lines[0])
    name = found[1] if found else lines[0].lstrip("# ")
    if not found or name not in SLOTS:
        raise _Fault(f"line {line}: no slot {name!r}; it knows {', '.join(SLOTS)}.")
    kind, key, by = SLOTS[name], found[2], found[3]
    if (key is None and kind.about == "must") or (key is not None and kind.about == "nothing"):
        need = (
            f"say what it is about, as {name}[sessions]"
            if key is None
            else f"is about the whole period: leave [{key}] out"
        )
        raise _Fault(f"line {line}: {name}: {need}.")
    mark, still_true = _marks(line, name, kind, found[4] or "")
    body = [place for place in range(1, len(lines)) if lines[place].strip()]
    if kind.details is not None:
        return Slot(name=name, line=line, key=key, by=by, items=_items(line, lines, name, kind.details))
    text = "\n".join(lines[body[0] : body[-1] + 1]) if body else ""
    slot = Slot(name=name, line=line, key=key, by=by, mark=mark, still_true=still_true, text=text,
                begins=line + body[0] if body else 0)  # fmt: skip
    _check(slot, kind)
    return slot


def _marks(line: int, name: str, kind: _Kind, told: str) -> tuple[str | None, bool]:
    """What is ticked after the colon: one of the slot's own marks, and whether last period's words still stand."""
    marks = [mark.strip() for mark in told.split(",") if mark.strip()]
    own = [mark for mark in marks if mark != STILL_TRUE]
    known = (*kind.marks, *([] if kind.details is not None or name == "finding" else [STILL_TRUE]))
    if len(own) > 1 or any(mark not in known for mark in marks):
        can = " or ".join(known) or "nothing"
        raise _Fault(f"line {line}: {name}: {told!r} cannot stand after the colon; {can} can.")
    return own[0] if own else None, STILL_TRUE in marks


def _check(slot: Slot, kind: _Kind) -> None:
    where = f"line {slot.line}: {_called(slot)}"
    if slot.text and (slot.still_true or slot.mark in _ALONE):
        raise _Fault(f"{where} says {slot.mark or STILL_TRUE!r} and has words of its own; leave one of the two.")
    if slot.name == "verdict" and slot.text and not slot.mark:
        raise _Fault(f"{where} needs its state after the colon: {', '.join(kind.marks)}.")


def _items(line: int, lines: list[str], name: str, details: tuple[str, ...]) -> tuple[Item, ...]:
    """The lines of a list; an indented line goes on with the one above."""
    told: list[tuple[int, str]] = []
    for place, text in enumerate(lines[1:], line + 1):
        if found := _ITEM.fullmatch(text.rstrip()):
            told.append((place, found[1]))
        elif text.startswith(" ") and text.strip() and told:
            told[-1] = (told[-1][0], f"{told[-1][1]} {text.strip()}")
        elif text.strip():
            raise _Fault(f"line {place}: {name} is a list; begin each of its lines with a hyphen.")
    return tuple(_item(place, text, name, details) for place, text in told)


def _item(line: int, text: str, name: str, details: tuple[str, ...]) -> Item:
    found = _DETAILS.search(text)
    parts = [part.strip() for part in found[1].split(",")] if found else []
    is_true = parts[-1:] == [STILL_TRUE]
    parts = parts[:-1] if is_true else parts
    if not details and not is_true:
        return Item(text=text, line=line)
    try:
        said = dict(zip(details, parts, strict=True))
        day = date.fromisoformat(said["day"]) if "day" in said else None
    except ValueError:
        example = {"who": "mia-okafor", "day": "2026-11-20", "metric": "sessions"}
        shape = ", ".join(example[one] for one in details)
        raise _Fault(f"line {line}: {name}: end each line with who, when and what, as in ({shape}).") from None
    return Item(
        text=text[: found.start()],
        line=line,
        who=said.get("who"),
        day=day,
        metric=said.get("metric"),
        still_true=is_true,
    )


def _called(slot: Slot) -> str:
    return f"{slot.name}[{slot.key}]" if slot.key else slot.name


def where(folder: Path, period: str, line: int) -> str:
    """A place in a client's notes, for whoever must mend it."""
    return f"{folder}/notes/{period}.md: line {line}"


def head(author: str, at: datetime) -> str:
    """The head of notes that nobody has signed yet."""
    return f"+++\nauthor = {json.dumps(author)}\nat = {at.isoformat(timespec='seconds')}\n+++\n"
