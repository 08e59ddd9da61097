"""The part of the view-model that people say: each word with who said it and when. Types only; reports/commentary.py fills them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from reports.prose import Prose


@dataclass(frozen=True)
class Said:
    """Words with who said them and when. `still_true`: they are an earlier period's, and somebody ticked that they stand."""

    words: Prose
    author: str
    at: datetime
    still_true: bool = False


@dataclass(frozen=True)
class Verdict:
    """How the period went, in one word and in a person's own."""

    state: Literal["on_track", "watch", "off"]
    said: Said


@dataclass(frozen=True)
class Finding:
    """A figure that moved more than usual. `draft` is the rule's sentence as notes may hold it; `words` the ones that stand, with what they cite."""

    cell: str
    metric: str
    state: Literal["draft", "accepted", "edited", "dropped"]
    draft: str
    words: Prose
    cites: tuple[str, ...]
    author: str | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Why:
    """What somebody says of one figure."""

    cell: str
    metric: str
    said: Said


@dataclass(frozen=True)
class Callout:
    """One of the few things page 1 tells: a finding, why it is so, or both. A draft is nobody's word yet."""

    cell: str
    is_draft: bool
    words: Prose
    author: str | None
    at: datetime | None
    why: Said | None


@dataclass(frozen=True)
class Wrong:
    """What went wrong; or who says that nothing failed, and when."""

    nothing_failed: bool
    said: Said


@dataclass(frozen=True)
class Asked:
    """The one thing that is needed of the client; or who says that nothing is. An ask of the register has its id, day and owner."""

    nothing: bool
    said: Said
    ask: str | None = None
    due: date | None = None
    owner: str | None = None


@dataclass(frozen=True)
class Line:
    """One thing done, to be done, or decided: who, by or on which day, and the metric it should move. A meeting's own decision has no author."""

    words: Prose
    author: str | None = None
    at: datetime | None = None
    still_true: bool = False
    who: str | None = None
    day: date | None = None
    metric: str | None = None
    label: str | None = None


@dataclass(frozen=True)
class Commentary:
    """All that people say of a period. Missing: nobody wrote anything. Draft: nobody has signed it."""

    state: Literal["missing", "draft", "signed"]
    author: str | None = None
    at: datetime | None = None
    signed_by: str | None = None
    signed_at: datetime | None = None
    verdict: Verdict | None = None
    findings: tuple[Finding, ...] = ()
    why: tuple[Why, ...] = ()
    callouts: tuple[Callout, ...] = ()
    wrong: Wrong | None = None
    ask: Asked | None = None
    done: tuple[Line, ...] = ()
    next: tuple[Line, ...] = ()
    decisions: tuple[Line, ...] = ()
    lacking: tuple[str, ...] = ()


NONE = Commentary("missing")
