"""What people say of a period, as the report carries it: each word with who said it and when, each figure with the cell it is from.

Findings are drafted by rule from the figures that moved more than they usually do; a person accepts, edits or drops each. Nothing of an
earlier period is said again unless somebody ticked that it is still true. `lacking` is what keeps a report from being released.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clients.client import Client, ClientConfigError
from clients.notes import ACCEPTED, DROPPED, NOTHING_ASKED, NOTHING_FAILED, Item, Notes, Slot, where
from clients.people import Ask, People
from clients.period import Period
from reports.citing import Cell, Cells, Unknown
from reports.prose import PLACEHOLDER, Block, Figure, Prose, Run, prose
from reports.said import Asked, Callout, Commentary, Finding, Line, Said, Verdict, Why, Wrong
from reports.stray import stray_numbers
from reports.words import translator

QUERY = (Path(__file__).parent / "commentary.sql").read_text(encoding="utf-8")
CALLOUTS = 3
DRAFTS = {
    True: "{label}: {value}, more than usual; about {expected} were expected.",
    False: "{label}: {value}, less than usual; about {expected} were expected.",
}
STATES = {"on track": "on_track", "watch": "watch", "off": "off"}


LACKING = {
    "notes": "nobody has written anything about this period; handshake notes writes a draft",
    "signature": "nobody has signed the notes: signed_by and signed_at in their head",
    "verdict": "the verdict is not written",
    "wrong": "nobody says what went wrong, or ticks that nothing failed",
    "ask": "nobody says what is needed of the client, or ticks that it is nothing this time",
    "finding": "a drafted finding is neither accepted, edited nor dropped",
    "repeated": "these are an earlier period's words: write new ones, or tick that they are still true",
}


def stands_in_the_way(report: Mapping[str, Any]) -> list[str]:
    """Why a report may not be released for want of a person's word, a sentence each; nothing where it may."""
    told = (one.partition(" ") for one in report["commentary"]["lacking"])
    return [f"{what}: {LACKING[why]}" if what else LACKING[why] for why, _, what in told]


def build_commentary(cells: Cells, client: Client, period: Period, people: People) -> tuple[Commentary, list[str]]:
    """What people say of the period, every figure filled in, and a warning for each number that was typed where a figure belongs.

    Raises ClientConfigError where words cite what is on no page.
    """
    notes = people.notes.get(period.label)
    if notes is None:
        findings = tuple(_finding(cell, cells, client) for cell in cells.flagged)
        callouts, met = _callouts(findings, ()), _decided(people, period, client)
        return Commentary("missing", findings=findings, callouts=callouts, decisions=met, lacking=("notes",)), []
    desk = _Desk(cells, client, period, people, notes)
    return desk.commentary(), list(dict.fromkeys(desk.warnings))


class _Desk:
    """One period's notes on their way into the report; `lacking` and `warnings` fill as they are read."""

    def __init__(self, cells: Cells, client: Client, period: Period, people: People, notes: Notes) -> None:
        self.cells, self.client, self.period, self.people, self.notes = cells, client, period, people, notes
        self.lacking: list[str] = [] if notes.signed_by else ["signature"]
        self.warnings: list[str] = []

    def commentary(self) -> Commentary:
        verdict, wrong, ask = self.verdict(), self.wrong(), self.ask()
        self.lacking += [name for name, one in (("verdict", verdict), ("wrong", wrong), ("ask", ask)) if one is None]
        findings = tuple(self.finding(cell) for cell in self.cells.flagged)
        self.lacking += [f"finding {one.cell}" for one in findings if one.state == "draft"]
        self._told_of_nothing({one.cell for one in findings})
        why = tuple(one for slot in self.notes.named("why") if (one := self.why(slot)))
        notes, called = self.notes, self.people.called
        return Commentary(
            "signed" if notes.signed_by else "draft", called(notes.author), notes.at,
            notes.signed_by and called(notes.signed_by), notes.signed_at, verdict, findings, why, _callouts(findings, why),
            wrong, ask, self.lines("done"), self.lines("next"),
            (*self.lines("decisions"), *_decided(self.people, self.period, self.client)), tuple(self.lacking),
        )  # fmt: skip

    def verdict(self) -> Verdict | None:
        slot = self.notes.slot("verdict")
        said = slot and self.said(slot)
        return Verdict(STATES[slot.mark], said) if said and slot.mark else None

    def wrong(self) -> Wrong | None:
        slot = self.notes.slot("wrong")
        if slot and slot.mark == NOTHING_FAILED:
            return Wrong(nothing_failed=True, said=self._by(slot, ()))
        said = slot and self.said(slot)
        return Wrong(nothing_failed=False, said=said) if said else None

    def ask(self) -> Asked | None:
        slot = self.notes.slot("ask")
        if slot and slot.mark == NOTHING_ASKED:
            return Asked(nothing=True, said=self._by(slot, ()))
        known = self._registered(slot) if slot and slot.key else None
        if known and not slot.text:
            said = self._by(slot, (Block("paragraph", (Run(known.text),)),))
        else:
            said = slot and self.said(slot)
        if not said:
            return None
        owner = known and known.owner and self.people.called(known.owner)
        return Asked(False, said, known and known.id, known and known.due, owner)

    def _registered(self, slot: Slot) -> Ask:
        found = next((one for one in self.people.asks if one.id == slot.key and one.side == "client"), None)
        if found is None:
            raise self._fault(slot.line, f"no ask {slot.key!r} of the client in asks.toml")
        return found

    def finding(self, cell: Cell) -> Finding:
        """The rule's draft, and what a person made of it."""
        drafted, slot = _finding(cell, self.cells, self.client), self.notes.slot("finding", cell.name)
        if slot is None or slot.mark not in (ACCEPTED, DROPPED):
            return drafted
        is_edited = bool(slot.text) and _plain(slot.text) != _plain(drafted.draft)
        words = self.words(slot.text, slot.begins) if is_edited else drafted.words
        if is_edited and slot.mark == ACCEPTED and self._is_repeated(slot):
            return drafted
        state = "dropped" if slot.mark == DROPPED else "edited" if is_edited else "accepted"
        said = self._by(slot, words)
        return Finding(cell.name, cell.metric, state, drafted.draft, words, _cited(words), said.author, said.at)

    def _told_of_nothing(self, flagged: set[str]) -> None:
        """Findings that were drafted once, and are none by today's figures: their words stand nowhere, and that is said."""
        gone = [one for one in self.notes.named("finding") if one.key not in flagged]
        self._bound(gone)
        self.warnings += [
            f"{where(self.client.folder, self.period.label, one.line)}: finding[{one.key}] is no finding any more; "
            f"write why[{one.key}] if there is something to say." for one in gone if one.mark == ACCEPTED
        ]  # fmt: skip

    def why(self, slot: Slot) -> Why | None:
        self._bound([slot])
        said = self.said(slot)
        return Why(slot.key, self.cells.cell(slot.key).metric, said) if said else None

    def _bound(self, slots: list[Slot]) -> None:
        """Each of these speaks of a figure that is on a page."""
        for slot in slots:
            try:
                self.cells.cell(slot.key)
            except Unknown as error:
                raise self._fault(slot.line, f"{slot.name}[{slot.key}]: {error}") from error

    def lines(self, name: str) -> tuple[Line, ...]:
        """The lines of a list, without those an earlier period had and nobody ticked."""
        slot = self.notes.slot(name)
        if slot is None:
            return ()
        before = self.people.notes.get(self.period.previous.label)
        earlier = {_plain(one.text) for other in before.named(name) for one in other.items} if before else set()
        fresh = [one for one in slot.items if one.still_true or _plain(one.text) not in earlier]
        self.lacking += [f"repeated {name}"] if len(fresh) < len(slot.items) else []
        return tuple(self._line(slot, one) for one in fresh)

    def _line(self, slot: Slot, item: Item) -> Line:
        said = self._by(slot, self.words(item.text, item.line))
        if item.metric and item.metric not in self.cells.labels:
            raise self._fault(item.line, f"no metric {item.metric!r}; docs/metrics.md lists them")
        label = item.metric and self.cells.labels[item.metric]
        who = item.who and self.people.called(item.who)
        return Line(said.words, said.author, said.at, item.still_true, who, item.day, item.metric, label)

    def said(self, slot: Slot) -> Said | None:
        """The slot's own words, or an earlier period's that are ticked; nothing where they are only repeated."""
        if slot.still_true:
            period, spoken = self._earlier(slot)
            return self._by(slot, self.words(spoken.text, spoken.begins, period), still_true=True)
        if not slot.text or self._is_repeated(slot):
            return None
        return self._by(slot, self.words(slot.text, slot.begins))

    def _earlier(self, slot: Slot) -> tuple[Period, Slot]:
        """The words that a tick stands for: of the period before, or the one before that where it was ticked then too."""
        period = self.period.previous
        while notes := self.people.notes.get(period.label):
            found = notes.slot(slot.name, slot.key)
            if found and not found.still_true and found.text:
                return period, found
            if not found or not found.still_true:
                break
            period = period.previous
        raise self._fault(
            slot.line, f"{slot.name} is ticked as still true, but {self.period.previous} says nothing there"
        )

    def _is_repeated(self, slot: Slot) -> bool:
        """Whether these are the very words of the period before, which nobody ticked."""
        before = self.people.notes.get(self.period.previous.label)
        found = before and before.slot(slot.name, slot.key)
        if found and found.still_true:
            found = _Desk(self.cells, self.client, self.period.previous, self.people, before)._earlier(found)[1]
        is_repeated = bool(found) and _plain(found.text) == _plain(slot.text)
        if is_repeated:
            self.lacking.append(f"repeated {slot.name}[{slot.key}]" if slot.key else f"repeated {slot.name}")
        return is_repeated

    def _by(self, slot: Slot, words: Prose, still_true: bool = False) -> Said:
        return Said(words, self.people.called(slot.by or self.notes.author), self.notes.at, still_true)

    def words(self, text: str, line: int, period: Period | None = None) -> Prose:
        """Markdown with this period's figures in it; a figure that is on no page is a fault with its line."""

        def figure(placeholder: str, place: int) -> Figure:
            try:
                return self.cells.figure(placeholder)
            except Unknown as error:
                raise self._fault(line + text.count("\n", 0, place), str(error), period) from error

        self._warn_of_strays(text, line, period or self.period)
        return prose(text, figure)

    def _warn_of_strays(self, text: str, line: int, period: Period) -> None:
        bare = PLACEHOLDER.sub(lambda found: " " * len(found[0]), text)
        for place, typed, like in stray_numbers(bare, self.cells.printed, self.client.locale, self.client.currency):
            at = where(self.client.folder, period.label, line + text.count("\n", 0, place))
            instead = (
                f"write {{{like.cell}{'' if like.field == 'value' else '.' + like.field}}}"
                if like
                else "name the figure in braces"
            )
            self.warnings.append(f"{at}: {typed!r} is typed and will not follow the figure; {instead} instead.")

    def _fault(self, line: int, what: str, period: Period | None = None) -> ClientConfigError:
        return ClientConfigError(f"{where(self.client.folder, (period or self.period).label, line)}: {what}.")


def _finding(cell: Cell, cells: Cells, client: Client) -> Finding:
    """What the rule drafts of a figure that moved: more or less than was expected, never why."""
    is_more = cell.figures["value"] > cell.figures["expected"]
    places = {"label": f"{{{cell.name}.label}}", "value": f"{{{cell.name}}}", "expected": f"{{{cell.name}.expected}}"}
    draft = translator(client.locale)(DRAFTS[is_more], **places)
    words = prose(draft, lambda placeholder, _: cells.figure(placeholder))
    return Finding(cell.name, cell.metric, "draft", draft, words, _cited(words))


def _cited(words: Prose) -> tuple[str, ...]:
    """The figures that words rest on, as a placeholder would name them."""
    figures = (run.figure for block in words for run in block.runs if run.figure)
    return tuple(dict.fromkeys(f"{one.cell}.{one.field}" for one in figures if one.field != "label"))


def _decided(people: People, period: Period, client: Client) -> tuple[Line, ...]:
    """What the period's meetings decided, with those who came."""
    met = [(one.starts_at.astimezone(client.zone).date(), one) for one in people.meetings.values() if one.decisions]
    return tuple(
        Line(
            (Block("paragraph", (Run(text),)),),
            who=", ".join(people.called(one) for one in meeting.came) or None,
            day=day,
        )
        for day, meeting in sorted(met, key=lambda pair: pair[0])
        if period.first_day <= day <= period.last_day
        for text in meeting.decisions
    )


def _plain(text: str) -> str:
    """Words as they are compared: however they are spaced."""
    return " ".join(text.split())


def _callouts(findings: tuple[Finding, ...], why: tuple[Why, ...]) -> tuple[Callout, ...]:
    """What page 1 tells: findings a person stands for, then what was said of other figures, then drafts."""
    because = {one.cell: one.said for one in why}
    kept = [one for one in findings if one.state in ("accepted", "edited")]
    drafts = [one for one in findings if one.state == "draft"]
    alone = [one for one in why if one.cell not in {found.cell for found in (*kept, *drafts)}]
    told = [
        Callout(one.cell, one.state == "draft", one.words, one.author, one.at, because.get(one.cell))
        for one in (*kept, *drafts)
    ]
    said = [Callout(one.cell, False, (), one.said.author, one.said.at, one.said) for one in alone]
    return (*told[: len(kept)], *said, *told[len(kept) :])[:CALLOUTS]
