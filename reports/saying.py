"""People's words for the templates: prose with its figures written as the locale writes them, who said it and when."""

from typing import Any

from markupsafe import Markup

from reports.formats import drawn
from reports.pages import Pages
from reports.prose import prose_html

Row = dict[str, Any]
STATUS = {
    "missing": "Nobody has written about this period yet.",
    "draft": "A draft: nobody has signed it.",
    "signed": "Signed by {who}, {when}.",
}
VERDICTS = {"on_track": "On track", "watch": "Watch", "off": "Off"}


class Saying:
    """What people say of one period, for its pages."""

    def __init__(self, pages: Pages) -> None:
        self.pages, self.words = pages, pages.words

    def html(self, blocks: list[Row]) -> Markup:
        """Words as HTML of paragraphs, lists and emphasis, and nothing else."""
        return prose_html(blocks, self.run)

    def line(self, blocks: list[Row]) -> str:
        """Words in one line, for a heading: as they are, without paragraphs or emphasis."""
        return " ".join("".join(self.run(run) for run in block["runs"]) for block in blocks)

    def run(self, run: Row) -> str:
        """A run's text, or its figure as a reader sees it."""
        return self.figure(run["figure"]) if "figure" in run else drawn(run["text"])

    def figure(self, figure: Row) -> str:
        """A figure where words name it; a change says which way it went."""
        if figure["unit"] == "label":
            return self.words(figure["label"]) + (f", {self.pages.visible(figure['where'])}" if figure["where"] else "")
        if figure["value"] is None:
            return self.words("not measured")
        if figure["unit"] != "change":
            return self.pages.formats.metric(figure["value"], figure["unit"], figure["decimals"])
        size = self.pages.formats.change(figure["value"])
        return (
            self.words("{size} less", size=size)
            if figure["value"].startswith("-")
            else self.words("{size} more", size=size)
        )

    def status(self, commentary: Row) -> str:
        """Whether these words are anybody's."""
        who, when = commentary["signed_by"], commentary["signed_at"]
        return self.words(
            STATUS[commentary["state"]], who=drawn(who or ""), when=when and self.pages.formats.instant(when)
        )

    def verdict(self, verdict: Row) -> str:
        """The verdict in one word."""
        return self.words(VERDICTS[verdict["state"]])

    def waited(self, ask: Row) -> str:
        """How long something has been asked for, and whether its day has passed."""
        age = self.words("asked {count} days ago", count=ask["age_days"])
        if ask["closed_on"]:
            return self.words("closed on {day}", day=self.pages.formats.day(ask["closed_on"]))
        return self.words("overdue, {age}", age=age) if ask["is_overdue"] else age
