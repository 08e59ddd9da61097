"""Whether a newer export shows less of past days than an older one did: a filter left on, or only some campaigns chosen.

Platforms do lower past figures, by credits for invalid clicks; those are small. What is lost is said day by day, never guessed at.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from platforms.tables import Table

MOST_LOST = Decimal("0.05")
SPARED = {
    "clicks": 2,
    "campaigns": 0,
    "spend": Decimal("0.05"),
}  # as much may go on a day so small that a share says nothing


@dataclass(frozen=True)
class Shown:
    """What an export shows of its days: measure -> ISO day -> amount. A day of its range without rows shows nothing."""

    first_day: str
    last_day: str
    days: dict[str, dict[str, Decimal]]


def shown(table: Table) -> Shown | None:
    """A day-by-day campaign table summed by day; None for any other."""
    starts = table.rows.get("period_start", [])
    if not table.days or starts != table.rows.get("period_end") or "period_start" not in table.grain:
        return None
    days: dict[str, dict[str, Decimal]] = {
        measure: defaultdict(Decimal) for measure in SPARED if measure != "campaigns"
    }
    for measure, amounts in days.items():
        for day, cell in zip(starts, table.rows.get(measure, ()), strict=False):
            if day and cell is not None:
                amounts[day] += Decimal(cell)
    campaigns: dict[str, set[str]] = defaultdict(set)
    served = table.rows.get("impressions", [None] * len(starts))
    for day, name, seen in zip(starts, table.rows.get("campaign_name", ()), served, strict=False):
        if day and name and seen not in (None, "0"):
            campaigns[day].add(name)
    days["campaigns"] = {day: Decimal(len(names)) for day, names in campaigns.items()}
    return Shown(str(table.days[0]), str(table.days[1]), days)


def lost(older: Shown, newer: Shown) -> str | None:
    """What the newer export no longer shows of a day that the older one held, as the end of a sentence; None where nothing is lost."""
    for measure, amounts in older.days.items():
        for day, amount in sorted(amounts.items()):
            if newer.first_day <= day <= newer.last_day:
                now = newer.days[measure].get(day, Decimal())
                if amount - now > max(amount * MOST_LOST, SPARED[measure]) and _is_reported(measure, newer):
                    return f"it shows {now:f} {measure} on {day}, where an earlier export showed {amount:f}"
    return None


def _is_reported(measure: str, table: Shown) -> bool:
    """A column that was not chosen at all is no filter: coverage says that it is lacking."""
    return bool(table.days[measure])


def below_its_own_total(table: Table, account_total: str | None) -> str | None:
    """Where the rows sum to less than the account total the file prints itself, as the end of a sentence.

    Rows that were quarantined explain what is lacking: then nothing was filtered.
    """
    for control in table.controls:
        if (
            account_total
            and not table.quarantined
            and re.fullmatch(account_total, control.label)
            and control.measure in SPARED
        ):
            summed = table.sums.get(control.measure, Decimal())
            if control.printed - summed > max(control.printed * MOST_LOST, SPARED[control.measure]):
                return (
                    f"its rows sum to {summed:f} {control.measure}, where it prints {control.printed:f} for the account"
                )
    return None
