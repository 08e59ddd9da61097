"""What a run leaves behind in the Prefect UI: one markdown page about its reports. Knows no Prefect.

Everything that comes from outside (names, file names, sentences) is escaped: it is text, never markup. The page holds
counts, paths and sentences, never rows.
"""

import html
import re
from collections import Counter

from clients.period import Period
from pipeline import Outcome, Status

FAILED = ("failed", "config")
SAID = {
    "made": "made",
    "unchanged": "nothing new, the last edition stands",
    "withheld": "withheld",
    "failed": "failed",
    "config": "failed: its configuration is wrong",
}
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+.!|~@:])")


def escape(text: object) -> str:
    """Text that neither markdown nor HTML reads as markup, on one line."""
    return _MARKUP.sub(r"\\\1", html.escape(" ".join(str(text).split()), quote=False))


def failed(client: str, period: Period, why: str, status: Status = "failed") -> Outcome:
    """The outcome of a report that never came to be."""
    return Outcome(client, period.label, status, why=why)


def failure_sentence(outcomes: list[Outcome]) -> str | None:
    """`1 of 3 reports failed: teatro-aurora 2026-W46.`; None if none did."""
    names = [f"{outcome.client} {outcome.period}" for outcome in outcomes if outcome.status in FAILED]
    if not names:
        return None
    return f"{len(names)} of {len(outcomes)} reports failed: {', '.join(names)}."


def markdown(title: str, outcomes: list[Outcome]) -> str:
    """The page: how many of each kind, then each client, those that need a person first."""
    order = list(reversed(SAID))
    counts = Counter(outcome.status for outcome in outcomes)
    total = ", ".join(f"{counts[status]} {status}" for status in SAID if counts[status]) or "no client to report on"
    parts = [_part(outcome) for outcome in sorted(outcomes, key=lambda outcome: order.index(outcome.status))]
    return "\n\n".join([f"# {escape(title)}", f"{total}.", *parts]) + "\n"


def _part(outcome: Outcome) -> str:
    lines = [f"## {escape(outcome.client)}, {escape(outcome.period)}: {SAID[outcome.status]}", ""]
    lines += [f"**{escape(text)}**\n" for text in (outcome.sentence, outcome.why) if text]
    if outcome.pdf:
        edition = f", edition {outcome.edition}" if outcome.edition else ""
        lines.append(f"- PDF{edition}: {escape(outcome.pdf)}")
    if outcome.rows:
        lines.append(f"- Rows: {_rows(outcome.rows)}")
    lines += [f"- Warning: {escape(warning)}" for warning in outcome.warnings]
    lines += [f"- {escape(outcome.lacks)}"] if outcome.lacks else []
    return "\n".join(lines)


def _rows(rows: dict[str, int]) -> str:
    kinds = " + ".join(f"{rows.get(kind, 0):,} {kind}" for kind in ("loaded", "aside", "quarantined"))
    return f"{rows.get('landed', 0):,} landed = {kinds}"
