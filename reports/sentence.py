"""The sentence that leads the report, made by rule from one figure. Where a change could be chance it claims no direction."""

from collections.abc import Callable
from typing import Any

from reports.formats import Formats
from reports.words import translator

BEFORE = {
    "week": "the week before",
    "month": "the month before",
    "quarter": "the quarter before",
    "range": "the same number of days before",
}
_SENTENCES = {
    ("change", True): "{label} rose {change} to {value}, from {previous} {before}.",
    ("change", False): "{label} fell {change} to {value}, from {previous} {before}.",
    ("steady", None): "{label} {value}, about the same as {before} ({previous}).",
    ("first", None): "{label}: {value}. There is nothing yet to compare it with.",
    ("partial", None): "{label}: {value} in {days_covered} of {days} days so far.",
    ("nothing", None): "Nothing could be measured yet. What is missing, and how to send it, is below.",
}
_QUIET = "No clear change: {label} {value}, against {previous} {before}."


def formats_of(report: dict[str, Any]) -> Formats:
    client = report["client"]
    return Formats(client["locale"], client["currency"], client["time_zone"])


def sentence_text(report: dict[str, Any]) -> str:
    """The report's leading sentence in its own language."""
    said, formats, words = report["sentence"], formats_of(report), translator(report["client"]["locale"])
    if said["kind"] == "nothing":
        return words(_SENTENCES["nothing", None])
    filled = _filled(said, formats, words, report["period"]["cadence"])
    if said["kind"] == "quiet":
        return words(_QUIET, **filled | {"label": _inside(filled["label"])})
    rose = not said["change"].startswith("-") if said["kind"] == "change" else None
    return words(_SENTENCES[said["kind"], rose], **filled)


def _inside(label: str) -> str:
    """A label in the middle of a sentence."""
    return label[:1].lower() + label[1:]


def _filled(said: dict[str, Any], formats: Formats, words: Callable[..., str], cadence: str) -> dict[str, str]:
    return {
        "label": words(said["label"]),
        "value": formats.metric(said["value"], said["unit"], said["decimals"]),
        "previous": formats.metric(said["previous"], said["unit"], said["decimals"]),
        "change": formats.change(said["change"]) if said["change"] else "",
        "before": words(BEFORE[cadence]),
        "days_covered": said["days_covered"],
        "days": said["days"],
    }
