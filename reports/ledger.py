"""The Connection ledger in the client's words: what each rung is called, what was left out and why, how sure the count of people is."""

from decimal import Decimal
from typing import Any

from reports.pages import Pages

Row = dict[str, Any]
LISTED_WAITING = 4
NAMES = {
    7: ("Met you", "in person or by video"),
    6: ("Booked or bought", "a stake"),
    5: ("Came back", "people we know"),
    4: ("Talked with you", "words, both ways"),
    3: ("Responded", "an act"),
    2: ("Stayed to look", "seconds"),
    1: ("Were shown it", "a chance to see"),
}
_BEFORE = {
    "chance": "{previous} the period before: the difference could be chance.",
    "clear": "{previous} the period before: more than chance.",
    None: "{previous} the period before.",
}
_COST = {
    False: "{cost} of ad spend for each ({low} to {high}).",
    True: "{cost} of ad spend and our fee for each ({low} to {high}).",
}
_WON = {
    False: "{cost} of ad spend for each of the {count} new people brought by an ad ({low} to {high}), as far as the source is on record: of {sourced} of {all}.",
    True: "{cost} of ad spend for the one new person brought by an ad ({low} to {high}), as far as the source is on record: of {sourced} of {all}.",
}
_NONE_COST = {
    False: "More than {cost} of ad spend for each.",
    True: "More than {cost} of ad spend and our fee for each.",
}
_DIGITAL = {
    True: "Of {count} people who first wrote or called, about {share} booked, bought or came in within 26 weeks ({low} to {high}).",
    False: "Of {count} people who first wrote or called, about {share} booked, bought or came in within the {days} days we can follow anybody so far ({low} to {high}).",
}
_STEPS = {
    "conversations": "{count} conversations in which both spoke for every 1,000 visits that stayed ({low} to {high}).",
    "people": "{count} bookings for every 1,000 visits that stayed ({low} to {high}).",
}
_MOVED = {
    True: "{line}: the share left out is {low} to {high} points higher than the period before.",
    False: "{line}: the share left out is {low} to {high} points lower than the period before.",
}
FOLLOWED_DAYS = 26 * 7
HALF_MEASURED = Decimal("0.6")  # below it a share speaks of the measured part only


class Ledger:
    """One period's ledger for the templates."""

    def __init__(self, pages: Pages, rows: dict[str, list[Row]]) -> None:
        self.pages, self.words, self.rows = pages, pages.words, rows
        self.people = {row["setting"]: row for row in rows["people"]}

    @property
    def usual(self) -> Row:
        """The people of the reading that the ledger goes by."""
        return self.people["default"]

    @property
    def lines(self) -> list[Row]:
        """The lines with something on them, from presence down, people who came back among them."""
        found = [
            row | {"name": NAMES[row["rung"]]} for row in self.rows["lines"] if row["rung"] > 0 and row["gross"] != "0"
        ]
        if self.usual["shows_people"] and self.usual["again"]:
            again = str(self.usual["again"])
            returned = {"rung": 5, "unit": "people who came back", "gross": again, "kept": again, "hollow": "0", "hanging": "0",
                        "unknown": "0", "hollow_share": "0", "coverage": "1", "name": NAMES[5]}  # fmt: skip
            found.append(returned)
        return sorted(found, key=lambda row: -row["rung"])

    def told(self, line: Row) -> str:
        """What a line's figures are made of: what counts, what waits, what is left out, what nobody shows."""
        if line["rung"] == 5:
            return " · ".join([self.words(line["unit"]), *self._anonymous])
        found = [row for row in self.rows["reasons"] if (row["rung"], row["unit"]) == (line["rung"], line["unit"])]
        return " · ".join(f"{self.pages.count(row['count'])} {self._reason(row['reason'])}" for row in found)

    @property
    def _anonymous(self) -> list[str]:
        """Those who came back without a name: beside the people, never among them."""
        return [
            self.words(
                "besides, {count} came back to the site, and who is not shown", count=self.pages.count(row["value"])
            )
            for row in self.rows["returned"]
        ]

    def _reason(self, reason: str) -> str:
        """A reason in the reader's words; what an exclude rule is called stays as the client calls it."""
        head, _, label = reason.partition(": ")
        return f"{self.words(head)}: {self.pages.visible(label)}" if label else self.words(reason)

    def left_out(self, line: Row) -> str:
        """The share left out of what is measured; whole counts where they are few."""
        if line["hollow_share"] is None:
            return self.words("not shown")
        if line["hollow"] == "0":
            return self.words("none")
        if Decimal(line["gross"]) < 20:
            return self.words(
                "{part} of {whole}", part=self.pages.count(line["hollow"]), whole=self.pages.count(line["gross"])
            )
        share = self.pages.formats.metric(line["hollow_share"], "percent", 0)
        return (
            self.words("{share} of what is measured", share=share)
            if Decimal(line["coverage"]) < HALF_MEASURED
            else share
        )

    def part(self, line: Row, name: str) -> str:
        """How much of a line's bar a class fills, 0 to 100."""
        return self.pages.share(line[name], line["gross"])

    @property
    def headline(self) -> str:
        """The page's sentence: what was shown, and who became real."""
        if not self.usual["shows_people"]:
            return self._visits()
        count = self.pages.count(self.usual["genuine"])
        if self.usual["genuine"] == 1:
            told = self.words("One person talked to you, booked or came in.")
        else:
            told = self.words("{count} people talked to you, booked or came in.", count=count)
        if self._turns:
            told += " " + self.words("More or fewer than before: that hangs on how strictly one counts.")
        if not self.rows["shown"]:
            return told
        shown = self.pages.count(self.rows["shown"][0]["value"])
        return self.words("Your ads were shown {shown} times.", shown=shown) + " " + told

    @property
    def _turns(self) -> bool:
        """Whether a change beyond chance turns round by a stricter or a looser reading."""
        if self.usual["chance"] != "clear":
            return False
        moves = {
            row["genuine"] > Decimal(row["previous"])
            for row in self.people.values()
            if row["previous"] is not None and row["genuine"] != Decimal(row["previous"])
        }
        return len(moves) > 1

    def _visits(self) -> str:
        visits = next((row for row in self.rows["lines"] if row["unit"] == "visits"), None)
        if visits is None:
            return self.words("Who called or booked, we cannot see yet.")
        said = self.words(
            "Of {visits} visits, {kept} stayed.",
            visits=self.pages.count(visits["gross"]),
            kept=self.pages.count(visits["kept"]),
        )
        return said + " " + self.words("Who called or booked, we cannot see yet.")

    @property
    def sure(self) -> list[str]:
        """How sure the count of people is, in sentences."""
        row, count = self.usual, self.pages.count
        if not row["shows_people"]:
            return [
                self.words("People: not measured. No source here can show a person; that is not nought."),
                *self._claimed,
                self.words("To see them: switch on call reporting, or send the weekly list of bookings or orders."),
            ]
        low, high = (count(round(Decimal(row[key]))) for key in ("low", "high"))
        lines = [
            self.words(
                "{count} people or companies (95 % interval {low} to {high}).",
                count=count(row["genuine"]),
                low=low,
                high=high,
            )
        ]
        if row["genuine_least"] != row["genuine"]:
            lines.append(
                self.words(
                    "At least {count} of them are different people: the others left no address or number.",
                    count=count(row["genuine_least"]),
                )
            )
        if row["previous"] is not None:
            lines.append(self.words(_BEFORE[row["chance"]], previous=count(row["previous"])))
            if so_far := self.pages.so_far(row):
                lines.append(f"{so_far}.")
        strict, loose = self.people["strict"]["genuine"], self.people["loose"]["genuine"]
        if (strict, loose) != (row["genuine"], row["genuine"]):
            lines.append(
                self.words("Stricter rules {strict}, looser {loose}.", strict=count(strict), loose=count(loose))
            )
        return lines

    @property
    def _claimed(self) -> list[str]:
        """What the platforms claim, each for itself."""
        told = ", ".join(f"{row['label']} {self.pages.count(row['claimed'])}" for row in self.rows["claims"])
        if not told:
            return []
        if len(self.rows["claims"]) == 1:
            return [self.words("Claimed by the platform: {told}.", told=told)]
        return [self.words("Claimed by the platforms: {told}; they may be the same people.", told=told)]

    @property
    def cost(self) -> str | None:
        """What was spent beside each of them; null where either is not measured."""
        row, money = self.usual, lambda value: self.pages.formats.metric(value, "currency", 2)
        if not row["shows_people"] or row["spend"] is None:
            return None
        if row["genuine"] == 0:
            least = self.pages.formats.metric(row["cost_low"], "currency", 0)
            return self.words(_NONE_COST[row["fee"] is not None], cost=least)
        limits = {"low": money(row["cost_low"]), "high": money(row["cost_high"])}
        return self.words(_COST[row["fee"] is not None], cost=money(row["cost"]), **limits)

    @property
    def won(self) -> str | None:
        """What an ad's own new people cost; only of those whose source is on record, which it says."""
        row, money = self.usual, lambda value: self.pages.formats.metric(value, "currency", 2)
        if not row["won"] or row["won_cost"] is None:
            return None
        return self.words(
            _WON[row["won"] == 1], cost=money(row["won_cost"]), low=money(row["won_low"]), high=money(row["won_high"]),
            count=self.pages.count(row["won"]), sourced=self.pages.count(row["sourced"]), all=self.pages.count(row["genuine"]),
        )  # fmt: skip

    @property
    def digital(self) -> str:
        """Whether digital connections become real ones, as a share of people; said where it cannot be told."""
        if not self.rows["digital"]:
            return self.words(
                "Cannot be measured: no source here follows a person from a word to a booking or a meeting."
            )
        row, share = self.rows["digital"][0], lambda value: self.pages.formats.metric(value, "percent", 0)
        return self.words(
            _DIGITAL[row["days"] >= FOLLOWED_DAYS],
            count=self.pages.count(row["parties"]), share=share(row["share"]), low=share(row["low"]), high=share(row["high"]),
            days=row["days"],
        )  # fmt: skip

    @property
    def digital_by_channel(self) -> str | None:
        """The same by channel, each drawn towards the others; said where there is no evidence that they differ."""
        channels = [row for row in self.rows["digital"] if row["channel"] is not None]
        drawn = sorted((row for row in channels if row["drawn"] is not None), key=lambda row: -Decimal(row["drawn"]))
        if not drawn:
            return (
                self.words("By channel: no evidence that they differ, or too early to tell.")
                if len(channels) > 1
                else None
            )
        told = ", ".join(
            self.words(
                "{channel} {share} of {count}", channel=self.words(self.pages.visible(row["channel"])),
                share=self.pages.formats.metric(row["drawn"], "percent", 0), count=self.pages.count(row["parties"]),
            )
            for row in drawn
        )  # fmt: skip
        return self.words("By channel, each drawn towards the others until it has shown more: {told}.", told=told)

    @property
    def more(self) -> list[str]:
        """What else the ledger knows, in sentences: steps between its lines, answers, who came back, how people are told apart, other readings."""
        return [*self._steps, *self._answers, *self._came_back, *self._moved, *self._readings, *self._joins]

    def _share(self, value: str) -> str:
        return self.pages.formats.metric(value, "percent", 0)

    @property
    def _steps(self) -> list[str]:
        one = lambda value: self.pages.formats.metric(value, "number", 0 if Decimal(value) >= 20 else 1)  # noqa: E731
        return [
            self.words(_STEPS[row["above"]], count=one(row["per_thousand"]), low=one(row["low"]), high=one(row["high"]))
            for row in self.rows["steps"]
        ]

    @property
    def _answers(self) -> list[str]:
        open_lines = [
            row
            for row in self.rows["lines"]
            if row["rung"] == 4 and row["hanging"] != "0" and row["hanging_share"] is not None
        ]
        told = [
            self.words(
                "{share} of those who talked to you or tried to still wait, or waited too long ({low} to {high}).",
                share=self._share(row["hanging_share"]), low=self._share(row["hanging_low"]), high=self._share(row["hanging_high"]),
            )
            for row in open_lines
        ]  # fmt: skip
        return told + [
            self.words(
                "Half of {count} first answers came within {time}.",
                count=self.pages.count(row["answered"]), time=self.pages.took(row["median_minutes"]),
            )
            for row in self.rows["answers"]
        ]  # fmt: skip

    @property
    def _came_back(self) -> list[str]:
        row = self.usual
        if row["return_share"] is None or not row["again_of"]:
            return []
        return [
            self.words(
                "Of {count} people of the 26 weeks before, {share} came back ({low} to {high}).",
                count=self.pages.count(row["again_of"]), share=self._share(row["return_share"]),
                low=self._share(row["return_low"]), high=self._share(row["return_high"]),
            )
        ]  # fmt: skip

    @property
    def _moved(self) -> list[str]:
        """Lines of which clearly more, or less, is left out than the period before."""
        return [
            self.words(
                _MOVED[Decimal(row["change_low"]) > 0],
                line=self.words(NAMES[row["rung"]][0]), low=self._points(row["change_low"], row["change_high"], min),
                high=self._points(row["change_low"], row["change_high"], max),
            )
            for row in self.rows["lines"]
            if row["rung"] > 0 and row["change_low"] is not None and Decimal(row["change_low"]) * Decimal(row["change_high"]) > 0
        ]  # fmt: skip

    def _points(self, low: str, high: str, pick: Any) -> str:
        return self.pages.formats.metric(str(pick(abs(Decimal(low)), abs(Decimal(high))) * 100), "number", 1)

    @property
    def _readings(self) -> list[str]:
        told = [
            self.words(
                "This client's own reading: a call counts from {seconds} seconds, an answer within {days} days.",
                seconds=row["call_seconds"],
                days=row["answer_days"],
            )
            for row in self.rows["own"]
        ]
        shares = {
            row["setting"]: self._share(row["share"]) for row in self.rows["settings"] if row["share"] is not None
        }
        if len(set(shares.values())) > 1:
            told.append(
                self.words(
                    "Of calls and conversations, stricter rules leave out {strict}, looser {loose}.",
                    strict=shares["strict"],
                    loose=shares["loose"],
                )
            )
        return told

    @property
    def _joins(self) -> list[str]:
        told = ", ".join(
            f"{self.words(row['join_rule'])} {self.pages.count(row['parties'])}" for row in self.rows["joins"]
        )
        return [self.words("How we know that several acts are one person: {told}.", told=told)] if told else []

    @property
    def hollow_spend(self) -> list[str]:
        """What was paid for nothing, a line a channel that says how it is billed."""
        money = lambda value: self.pages.formats.metric(value, "currency", 0)  # noqa: E731
        return [
            self.words(
                "{channel}: {hollow} of {spend} paid for what nobody could see or reach.",
                channel=self.pages.visible(row["channel"]), hollow=money(row["hollow_spend"]), spend=money(row["spend"]),
            )
            for row in self.rows["hollow_spend"]
        ]  # fmt: skip

    @property
    def withdrew(self) -> str:
        """Who went away: beside, never subtracted."""
        found = [row for row in self.rows["reasons"] if row["class"] == "withdrawn"]
        told = ", ".join(f"{self.pages.count(row['count'])} {self._reason(row['reason'])}" for row in found)
        return (
            self.words("{told}. Never subtracted from the people above.", told=told)
            if told
            else self.words("Nobody, as far as the exports show.")
        )

    @property
    def waiting(self) -> list[Row]:
        """Those whom the page lists, the longest waiting first."""
        return self.rows["waiting"][:LISTED_WAITING]

    @property
    def more_waiting(self) -> int:
        """How many of the last four weeks the page does not list."""
        return max(0, len(self.rows["waiting"]) - LISTED_WAITING)

    def age(self, row: Row) -> str:
        """How long somebody has waited, in days from two days on."""
        return self.pages.age(row["age_hours"])
