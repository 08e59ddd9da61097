"""`handshake notes`: a draft of what people have to say about a period, with the findings to accept, edit or drop. It never overwrites."""

import json
from collections.abc import Callable
from datetime import datetime
from getpass import getuser

from clients.client import Client, ClientConfigError
from clients.notes import head
from clients.period import Period
from reports.editions import newest
from store import Store

Say = Callable[[str], None]
_SLOTS = """
# verdict:
<!-- After the colon: on track, watch or off. Below: how it went, in a sentence. -->

{findings}# why[{metric}]
<!-- Why this figure is what it is; one such heading for each figure you have something to say of. -->

# wrong
<!-- What went wrong. If nothing did, write: # wrong: nothing failed -->

# ask
<!-- The one thing we need of the client; an ask of asks.toml as # ask[its-id]. If there is none, write: # ask: nothing this time -->

# done
<!-- What was done, a line each, with a hyphen. -->

# next
<!-- What is next: - Another film (who, 2026-11-20, sessions) -->

# decisions
<!-- What was decided: - The budget stays (who, 2026-11-12) -->
"""
_HOW = """<!-- Figures stand in braces, so that they follow when the data change: {{sessions}}, {{sessions.previous}}, {{sessions.change}}.
     What can be named here: {cells}.
     Words of the week before are never taken over; "still true" after a slot's colon says that they stand.
     To sign, add to the head: signed_by = "who" and signed_at = {at} -->
"""
_FINDING = """# finding[{cell}]: draft
<!-- After the colon: accepted (edit the words if you like) or dropped. -->

{draft}

"""


def draft_notes(client: Client, period: Period, author: str | None, now: datetime, store: Store, say: Say) -> None:
    """Write `notes/<period>.md` of the findings of the period's newest edition; raises ClientConfigError where there is one already."""
    path = client.folder / "notes" / f"{period}.md"
    edition = newest(store, client, period)
    if edition is None:
        raise ClientConfigError(
            f"{client.slug} {period}: there is no edition to comment on; make one with handshake report --client {client.slug} --period {period}."
        )
    report = json.loads(store.read(f"{edition.folder}/report.json"))
    findings = "".join(_FINDING.format(**one) for one in report["commentary"]["findings"])
    shown = {
        row["metric"] for one in report["sections"] for rows in one["rows"].values() for row in rows if "metric" in row
    }
    at = now.astimezone(client.zone).isoformat(timespec="seconds")
    text = head(author or getuser(), now.astimezone(client.zone)) + _HOW.format(
        cells=", ".join(sorted(shown)) or "nothing yet", at=at
    )
    text += _SLOTS.format(findings=findings, metric=next(iter(client.kpis), "sessions"))
    path.parent.mkdir(exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise ClientConfigError(f"{path}: is there already and is left as it is; edit it, or move it away.") from error
    say(
        f"{path}: {len(report['commentary']['findings'])} findings to accept, edit or drop. Then make the report again."
    )
