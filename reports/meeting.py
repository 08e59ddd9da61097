"""The next meeting in the client's words: its form, place and time, who has agreed to them, why to meet in person, what to talk about."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from reports.commentary import DRAFTS
from reports.pages import Pages

Row = dict[str, Any]
FORMS = {"in_person": "In person", "video": "By video", "phone": "By telephone"}
SAYS = {"in_person": "in person", "video": "video", "phone": "call"}
STATES = {
    "agreed": "agreed {ticks}",
    "not agreed": "not agreed: {said}",
    "waiting": "not agreed yet: waiting for {names}",
    "nobody": "not agreed yet: nobody is named who must confirm",
}
REASONS = {
    "long since": "{days} days since we last met in person",
    "never": "{days} days of meetings, none of them in person",
    "verdict off": "the verdict is off",
    "goal missed": "the target of “{about}” will be missed",
    "goal changed": "the target of “{about}” has changed",
    "new contact": "{about} is new",
}
SUGGESTED = {
    "suggested": "We suggest to meet in person: {reasons}.",
    "arranged": "In person, as we suggest: {reasons}.",
    "declined": "We would suggest to meet in person: {reasons}. Not this time: {why}",
}
TOPICS = {
    "hollow": "{count} {unit} left out as {reason}: what can be done about it?",
    "hanging": "Unanswered for {age}: {channel}, {event}. Who answers: {owner}.",
    "ask": "{owner}, by {day}: {text}",
    "undated": "{owner}: {text}",
    "question": "What do your customers say to you?",
}


class NextMeeting:
    """One report's next meeting for the templates: `rows` has it under `meeting`, and what each contact says under `confirmations`."""

    def __init__(self, pages: Pages, rows: dict[str, list[Row]]) -> None:
        self.pages, self.words, self.formats, self.rows = pages, pages.words, pages.formats, rows
        self.meeting = rows["meeting"][0] if rows["meeting"] else None
        self.required = [one for one in rows["confirmations"] if one["is_required"]]

    @property
    def box(self) -> Row | None:
        """What page 1 says of it, in words; None where no meeting is arranged."""
        if self.meeting is None:
            return None
        return {
            "is_agreed": self.meeting["state"] == "agreed",
            "form": self.form(self.meeting["form"]),
            "place": self.pages.visible(self.meeting["place"] or self.meeting["join_at"] or ""),
            "when": self.when,
            "who": ", ".join(self.pages.visible(one["name"]) for one in self.rows["confirmations"]),
            "state": self.state,
        }

    def form(self, form: str) -> str:
        return self.words(FORMS[form])

    @property
    def when(self) -> str:
        """Its day and time in the client's zone, which is named."""
        return f"{self.formats.date_and_time(self.meeting['starts_at'])} ({self.formats.zone})"

    @property
    def elsewhere(self) -> list[str]:
        """The time by the clocks of those who are in a zone where it is another."""
        start = datetime.fromisoformat(self.meeting["starts_at"])
        here = start.astimezone(ZoneInfo(self.formats.time_zone)).utcoffset()
        away = [
            one
            for one in self.rows["confirmations"]
            if one["time_zone"] and start.astimezone(ZoneInfo(one["time_zone"])).utcoffset() != here
        ]
        return [
            self.words(
                "{name}: {time} ({zone})",
                name=self.pages.visible(one["name"]),
                time=self.formats.clock(self.meeting["starts_at"], self.meeting["starts_at"], one["time_zone"]),
                zone=self.formats.city(one["time_zone"]),
            )
            for one in away
        ]

    @property
    def state(self) -> str:
        """Whether everyone who must come expects the same; if not, what each of them says, or who has not said it yet."""
        if not self.required:
            return self.words(STATES["nobody"])
        names = ", ".join(self._name(one) for one in self.required if one["says"] in ("nothing", "partly"))
        filled = {"ticks": "✓" * len(self.required), "said": self._said(), "names": names}
        told = self.words(STATES[self.meeting["state"]], **filled)
        return f"{told}; {self._waiting(names)}" if self.meeting["state"] == "not agreed" and names else told

    def _name(self, one: Row) -> str:
        return self.pages.visible(one["name"])

    def _waiting(self, names: str) -> str:
        return self.words("waiting for {names}", names=names)

    def _said(self) -> str:
        """What each required contact says of the first thing in which they differ, and the plan where they do not differ from one another."""
        differing = [one["differs"] for one in self.required if one["differs"]]
        axis = next((axis for axis in ("form", "place", "time") if axis in differing), None)
        said = [(self._name(one), what) for one in self.required if axis and (what := self._word(one, axis))]
        lines = [self.words("{name} says {what}", name=name, what=what) for name, what in said]
        if axis and len({what for _, what in said}) == 1:
            lines.append(self.words("the plan says {what}", what=self._word(self.meeting, axis) or "–"))
        return ", ".join(lines)

    def _word(self, one: Row, axis: str) -> str | None:
        """The form, place or time that a contact or the plan names."""
        if axis == "form":
            return one["form"] and self.words(SAYS[one["form"]])
        if axis == "place":
            place = one["place"] or one.get("join_at")
            return place and self.pages.visible(place)
        return one["starts_at"] and self.formats.clock(one["starts_at"], self.meeting["starts_at"])

    def confirmed(self, one: Row) -> str:
        """What one contact has said: as planned, otherwise, a part of it, or nothing."""
        if one["says"] == "same":
            return "✓ " + self.words("as planned")
        if one["says"] == "nothing":
            return self.words("has not said yet")
        said = ", ".join(word for axis in ("form", "place", "time") if (word := self._word(one, axis)))
        return self.words("says {what}", what=said) + ("" if one["says"] == "otherwise" else ", " + self._rest(one))

    def _rest(self, one: Row) -> str:
        """What is left for a contact to say."""
        needs_place = self.meeting["form"] == "in_person" and not one["place"]
        left = [self.words("place")] * needs_place + [self.words("time")] * (not one["starts_at"])
        return self.words("not yet: {what}", what=", ".join(left))

    @property
    def in_person(self) -> str | None:
        """Why to meet in person, and whether that is so, declined, or suggested."""
        found = self.rows["in_person"]
        if not found:
            return None
        reasons = "; ".join(
            self.words(REASONS[one["reason"]], days=one["days"], about=self._about(one)) for one in found
        )
        why = self.pages.visible(self.meeting["declined_in_person"] or "") if self.meeting else ""
        return self.words(SUGGESTED[found[0]["state"]], reasons=reasons, why=why)

    def _about(self, one: Row) -> str:
        """Whom or what a reason is about: a person by name, a metric by its label."""
        return self.words(self.pages.visible(one["about"])) if one["about"] else ""

    @property
    def agenda(self) -> Iterator[tuple[str, str | None]]:
        """What there is to talk about, each with the section that tells more."""
        for one in self.rows["agenda"]:
            yield getattr(self, f"_{one['topic']}")(one), one["section"]

    def _flag(self, one: Row) -> str:
        where = one["platform"] or one["channel"]
        label = self.words(one["label"]) + (f", {self.pages.visible(where)}" if where else "")
        unit = (
            "number" if one["unit"] == "count" else one["unit"]
        )  # what is only expected of a count is told to the whole
        expected = self.formats.metric(one["expected"], unit, one["decimals"])
        is_more = Decimal(one["value"]) > Decimal(one["expected"])
        return self.words(DRAFTS[is_more], label=label, value=self.pages.value(one), expected=expected)

    def _hollow(self, one: Row) -> str:
        head, _, label = one["reason"].partition(": ")
        reason = f"{self.words(head)}: {self.pages.visible(label)}" if label else self.words(head)
        return self.words(
            TOPICS["hollow"], count=self.pages.count(one["count"]), unit=self.words(one["unit"]), reason=reason
        )

    def _hanging(self, one: Row) -> str:
        return self.words(
            TOPICS["hanging"],
            channel=self.words(self.pages.visible(one["channel"])),
            event=self.pages.visible(one["event_id"]),
            age=self.pages.age(one["age_hours"]),
            owner=self.pages.visible(one["owner"]) if one["owner"] else self.words("nobody named"),
        )

    def _ask(self, one: Row) -> str:
        owner = self.pages.visible(one["owner"]) if one["owner"] else self.words("nobody named")
        text = self.pages.visible(one["text"])
        if one["due"] is None:
            return self.words(TOPICS["undated"], owner=owner, text=text)
        return self.words(TOPICS["ask"], owner=owner, day=self.formats.short_day(one["due"]), text=text)

    def _question(self, one: Row) -> str:
        return self.words(TOPICS["question"])
