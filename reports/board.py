"""The agency's board: one page over all clients, of what their newest reports say and what needs a hand, built anew after each run.

It reads report.json of the newest edition of each rhythm and what became of the last run; nothing is reckoned here. `site/index.html` is
put in place whole, so that whoever opens it in the middle of a run sees the board before it or the one after it.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from markupsafe import Markup

from clients.client import Agency
from clients.period import Period, PeriodError
from reports.brand import brand_of
from reports.formats import visible
from reports.meeting import NextMeeting
from reports.pages import Pages
from reports.saying import Saying
from reports.sentence import formats_of
from reports.templates import FOLDER, environment
from store import Store

Row = dict[str, Any]
BOARD = "site/index.html"
_OUTCOMES = "site/outcomes"
_STYLE = FOLDER / "styles" / "board.css"
_CADENCES = ("week", "month", "quarter")
_LOCALE = "en"  # the agency's own page is in one language, whatever its clients read
_BAD_GOALS = ("missed", "warning", "critical")
_VERDICTS = ("off", "watch", None, "on_track")


class _Outcome(Protocol):
    client: str
    period: str
    status: str
    why: str | None


def write_board(
    store: Store, agency: Agency, clients: dict[str, str], outcomes: Iterable[_Outcome], now: datetime
) -> str:
    """Note what became of a run and build the board over all `clients` (folder name -> name, as far as it can be read); where it is."""
    for one in outcomes:
        said = {"client": one.client, "period": one.period, "status": one.status, "why": one.why, "at": now.isoformat()}
        store.replace(f"{_OUTCOMES}/{one.client}/{one.period}.json", json.dumps(said, ensure_ascii=False).encode())
    store.replace(BOARD, board(store, agency, clients, now).encode())
    return store.locate(BOARD)


def board(store: Store, agency: Agency, clients: dict[str, str], now: datetime) -> str:
    """The board as HTML: clients that need a hand first, by how badly."""
    slugs = dict.fromkeys([*clients, *(name.rpartition("/")[2] for name in store.names("editions"))])
    today = now.astimezone(ZoneInfo(agency.time_zone)).date()
    rows = sorted((_readable(store, slug, clients.get(slug, slug), today) for slug in slugs), key=_urgency)
    told = now.astimezone(ZoneInfo(agency.time_zone)).strftime("%Y-%m-%d %H:%M")
    return (
        environment()
        .get_template("board.html")
        .render(agency=agency.name, clients=rows, built=told, style=Markup(_STYLE.read_text(encoding="utf-8")))
    )


def _urgency(row: Row) -> tuple:
    """Trouble first, then who has no report, then by the worst verdict and by how much needs a hand, over all its newest reports."""
    worst = min((_VERDICTS.index(one["verdict"]) for one in row["newest"]), default=0)
    needs = sum(len(one["needs"]) + sum(goal["is_bad"] for goal in one["goals"]) for one in row["newest"])
    return not row["troubles"], bool(row["newest"]), worst, -needs, row["name"]


def _readable(store: Store, slug: str, name: str, today: date) -> Row:
    """The client, or why its editions cannot be read: one client's damage hides no other."""
    try:
        return _client(store, slug, visible(name), today)
    except (OSError, ValueError, LookupError, TypeError) as error:
        why = f"{slug}: its editions cannot be read ({type(error).__name__}: {error}); run handshake verify."
        return {"slug": slug, "name": visible(name), "troubles": [why], "newest": [], "earlier": []}


def _client(store: Store, slug: str, name: str, today: date) -> Row:
    """One client: its newest report of each rhythm, the earlier ones by their sentence, and runs that made none."""
    made = [
        one for label in store.names(f"editions/{slug}") if (one := _edition(store, slug, label.rpartition("/")[2]))
    ]
    made.sort(key=lambda one: one["period"].last_day, reverse=True)
    newest = [one for cadence in _CADENCES for one in [one for one in made if one["period"].cadence == cadence][:1]]
    return {
        "slug": slug, "name": name, "troubles": _troubles(store, slug, made, today),
        "newest": [one | _told(json.loads(store.read(f"{one['folder']}/report.json"))) for one in newest],
        "earlier": [one for one in made if one not in newest],
    }  # fmt: skip


def _edition(store: Store, slug: str, label: str) -> Row | None:
    """The newest edition of a period, by what its manifest says."""
    try:
        period = Period.parse(label)
    except PeriodError:
        return None
    numbers = (name.rpartition("/")[2] for name in store.names(f"editions/{slug}/{label}"))
    for number in sorted((int(one) for one in numbers if one.isdecimal()), reverse=True):
        folder = f"editions/{slug}/{label}/{number}"
        if store.exists(f"{folder}/manifest.json"):
            manifest = json.loads(store.read(f"{folder}/manifest.json"))
            return {"period": period, "folder": folder, "number": number, "sentence": visible(manifest["sentence"])}
    return None


def _troubles(store: Store, slug: str, made: list[Row], today: date) -> list[str]:
    """Why the last run of a period made no report, for the newest period of each rhythm and any newer that has begun."""
    newest: dict[str, Any] = {}
    for one in made:
        newest.setdefault(one["period"].cadence, one["period"].last_day)
    told = []
    for name in store.names(f"{_OUTCOMES}/{slug}", "*.json"):
        said = json.loads(store.read(name))
        period = Period.parse(said["period"])
        if said["why"] and newest.get(period.cadence, period.last_day) <= period.last_day and period.first_day <= today:
            told.append(visible(said["why"]))
    return told


def _told(report: Row) -> Row:
    """What a report says for the board, in the board's language."""
    pages = Pages(report | {"client": report["client"] | {"locale": _LOCALE}}, brand_of(""))
    sections = {section["name"]: section["rows"] for section in report["sections"]}
    said = report["commentary"]
    return {
        "locale": report["client"]["locale"], "direction": formats_of(report).direction,
        "verdict": said["verdict"]["state"] if said["verdict"] else None,
        "verdict_told": Saying(pages).verdict(said["verdict"]) if said["verdict"] else None,
        "needs": [*_words_lacking(pages, said), *_meeting(pages, sections), *_waiting(pages, sections)],
        "unseen": [line for line, _ in pages.unseen(sections)] if "summary" in sections else [],
        "goals": [
            {"label": goal["label"], "told": pages.goal_status(goal["status"]), "is_bad": goal["status"] in _BAD_GOALS}
            for goal in sections.get("goals", {}).get("goals", [])
        ],
    }  # fmt: skip


def _words_lacking(pages: Pages, said: Row) -> list[str]:
    return [] if said["state"] == "signed" else [Saying(pages).status(said)]


def _meeting(pages: Pages, sections: Row) -> list[str]:
    """The next meeting, where not all who must come have agreed to it; and those over without an outcome."""
    rows = sections.get("summary", {})
    box = NextMeeting(pages, rows).box if rows.get("meeting") else None
    told = [f"Meeting of {box['when']}: {box['state']}"] if box and not box["is_agreed"] else []
    due = sections.get("meeting", {}).get("due", [])
    return told + [f"Meeting of {pages.formats.day(one['day'])} is over, without an outcome" for one in due]


def _waiting(pages: Pages, sections: Row) -> list[str]:
    waiting = sections.get("ledger", {}).get("waiting", [])
    if not waiting:
        return []
    longest = pages.age(max(one["age_hours"] for one in waiting))
    return [f"{len(waiting)} {'waits' if len(waiting) == 1 else 'wait'} for an answer, the longest {longest}"]
