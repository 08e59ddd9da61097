"""How sure the ledger is: intervals of its shares, of the people it counts, of what each cost, and of the steps between rungs.

Reads finished marts, writes marts.rung_interval, marts.connection_interval, marts.step_interval and marts.digital_to_real. The over-dispersion phi is the
client's own over the last 26 periods before; `phi` gives it for a line (by its unit, or `genuine`) where it is known otherwise.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import duckdb
import pyarrow as pa

from sql.league import LEAST_SEGMENTS
from sql.statistics import (
    dispersion,
    garwood,
    kaplan_meier,
    newcombe,
    quasi_poisson,
    rate_ratio,
    share_dispersion,
    shrunk,
    wilson,
)
from sql.warehouse import add_rows

HISTORY_PERIODS = 26
GENUINE = "genuine"
STEPS = (("conversations", "visits"), ("people", "visits"))  # what came for every 1,000 of what stayed

_TEXT, _NUMBER, _COUNT = pa.string(), pa.float64(), pa.int64()
_RUNG = {"period": _TEXT, "rung": _COUNT, "unit": _TEXT, "phi": _NUMBER} | dict.fromkeys(
    ("hollow_share", "hollow_low", "hollow_high", "coverage", "hanging_share", "hanging_low", "hanging_high", "change_low", "change_high"),
    _NUMBER,
)  # fmt: skip
_CONNECTION = {"period": _TEXT, "setting": _TEXT, "phi": _NUMBER} | dict.fromkeys(
    ("low", "high", "cost", "cost_low", "cost_high", "previous", "ratio", "ratio_low", "ratio_high", "return_share", "return_low", "return_high",
     "won_cost", "won_low", "won_high"),
    _NUMBER,
) | {"chance": _TEXT}  # fmt: skip
_STEP = {"period": _TEXT, "above": _TEXT, "below": _TEXT} | dict.fromkeys(("per_thousand", "low", "high"), _NUMBER)

_DIGITAL = {"channel": _TEXT, "parties": _COUNT, "at_risk": _COUNT, "days": _COUNT} | dict.fromkeys(
    ("share", "low", "high", "drawn"), _NUMBER
)
FOLLOWED_DAYS = 26 * 7
_PATHS = "select channel, days, happened from marts.digital_path order by channel, days, happened"

Known = Mapping[str, float]


def write_certainty(connection: duckdb.DuckDBPyConnection, phi: Known = MappingProxyType({})) -> None:
    """Write the tables, for every period; a share or cost without a base is null."""
    rungs = _fetched(connection, _RUNGS)
    add_rows(connection, "marts.rung_interval", _RUNG, _rung_rows(rungs, phi))
    add_rows(connection, "marts.connection_interval", _CONNECTION, _connection_rows(_fetched(connection, _PEOPLE), phi))
    add_rows(connection, "marts.step_interval", _STEP, _step_rows(rungs))
    add_rows(connection, "marts.digital_to_real", _DIGITAL, _digital_rows(_fetched(connection, _PATHS)))


_RUNGS = """
    select rung_period.* from marts.rung_period
    inner join client.periods using (period) order by rung, unit, first_day
"""
_PEOPLE = """
    select connection_period.*, periods.previous, periods.days as length from marts.connection_period
    inner join client.periods as periods using (period) order by setting, first_day
"""


def _fetched(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    answer = connection.execute(query)
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _rung_rows(rungs: list[dict[str, Any]], phi: Known) -> Iterable[tuple]:
    earlier: dict[tuple, list[tuple[float, float]]] = defaultdict(list)
    for row in rungs:
        history = earlier[row["rung"], row["unit"]]
        gross, kept, hollow, hanging, unknown = (
            float(row[name]) for name in ("gross", "kept", "hollow", "hanging", "unknown")
        )
        shown = gross - unknown
        own = (
            phi.get(row["unit"]) or share_dispersion(*zip(*history[-HISTORY_PERIODS:], strict=True))
            if history
            else phi.get(row["unit"], 1.0)
        )
        change = newcombe(hollow, shown, *history[-1], own) if history and shown and history[-1][1] else (None, None)
        yield (
            row["period"], row["rung"], row["unit"], own, *_share(hollow, shown, own),
            min(shown / gross, 1.0) if gross else None, *_share(hanging, kept + hanging, 1.0), *change,
        )  # fmt: skip
        history.append((hollow, shown))


def _share(part: float, whole: float, phi: float) -> tuple[float | None, float | None, float | None]:
    return (part / whole, *wilson(part, whole, phi)) if whole else (None, None, None)


def _connection_rows(people: list[dict[str, Any]], phi: Known) -> Iterable[tuple]:
    earlier: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    tiers = {(row["setting"], row["period"]): row["tier"] for row in people}
    for row in people:
        history = earlier[
            row["setting"], row["tier"]
        ]  # more sources see more people: another tier begins another series
        told = (row["period"], row["setting"])
        if row["genuine"] is None:
            yield (*told, *[None] * (len(_CONNECTION) - len(told)))
            continue
        count = float(row["genuine"])
        own = phi.get(GENUINE) or dispersion(list(history.values())[-HISTORY_PERIODS:])
        low, high = quasi_poisson(count, own)
        is_whole = row["same_days_genuine"] is None
        now = count if is_whole else float(row["same_days_genuine"])
        before = history.get(row["previous"])
        if not is_whole and tiers.get((row["setting"], row["previous"])) == row["tier"]:
            before = float(row["same_days_previous"])
        again = _share(float(row["again"]), float(row["again_of"]), 1.0)
        cost = _cost(_spent(row), count, low, high)
        won = _cost(row["spend"], float(row["won"]), *garwood(float(row["won"]))) if row["won"] else (None, None, None)
        yield (*told, own, low, high, *cost, *_change(now, before, own), *again, *won, _chance(now, before, own))
        if is_whole:
            history[row["period"]] = count


def _spent(row: dict[str, Any]) -> Any:
    """Media, and our fee where it belongs to what each person costs."""
    return None if row["spend"] is None else row["spend"] + (row["fee"] or 0)


def _cost(spend: Any, count: float, low: float, high: float) -> tuple[float | None, float | None, float | None]:
    """Spend for each: with nobody, only the least it can be, by Garwood's upper limit of 0 (3.69)."""
    if spend is None:
        return None, None, None
    if count == 0:
        return None, float(spend) / garwood(0)[1], None
    return float(spend) / count, float(spend) / high, float(spend) / low


def _change(now: float, before: float | None, phi: float) -> tuple[float | None, ...]:
    if before is None:
        return None, None, None, None
    low, high = rate_ratio(now, before, phi)
    return before, now / before if before else None, low, high if math.isfinite(high) else None


def _chance(now: float, before: float | None, phi: float) -> str | None:
    if before is None or now == before == 0:
        return None
    low, high = rate_ratio(now, before, phi)
    return "clear" if low > 1 or high < 1 else "chance"


def _step_rows(rungs: list[dict[str, Any]]) -> Iterable[tuple]:
    kept = {(row["period"], row["unit"]): float(row["kept"]) for row in rungs if row["rung"] > 0}
    for period in dict.fromkeys(row["period"] for row in rungs):
        for above, below in STEPS:
            if (period, above) in kept and kept.get((period, below)):
                each = 1000 / kept[period, below]
                low, high = garwood(kept[period, above])
                yield period, above, below, kept[period, above] * each, low * each, high * each


def _digital_rows(paths: list[dict[str, Any]]) -> Iterable[tuple]:
    """Of those who first talked through a digital channel, who had a stake or a meeting within 26 weeks: all together, then by channel.

    days: how far anybody is followed; no share speaks of more. drawn: a channel's share drawn towards the others' (beta-binomial), on Peto's
    effective number at risk / S; None of all together, of a channel nobody of which is followed so far, and where one share explains all.
    """
    if not paths:
        return
    days = int(min(FOLLOWED_DAYS, max(path["days"] for path in paths)))
    rows = [
        (channel, len(mine), at_risk, days, share, low, high)
        for channel in [None, *dict.fromkeys(path["channel"] for path in paths)]
        for mine in [[path for path in paths if channel in (None, path["channel"])]]
        for share, low, high, at_risk in [
            kaplan_meier([path["days"] for path in mine], [path["happened"] for path in mine], days)
        ]
    ]
    known = [row for row in rows[1:] if row[2] and row[4] < 1]
    evidence = [row[2] / (1 - row[4]) for row in known]
    found = (
        shrunk([row[4] * whole for row, whole in zip(known, evidence, strict=True)], evidence)
        if len(known) >= LEAST_SEGMENTS
        else None
    )
    drawn = {row[0]: found.mean[at] for at, row in enumerate(known)} if found else {}
    for row in rows:
        yield (*row, drawn.get(row[0]))
