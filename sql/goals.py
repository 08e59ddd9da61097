"""Where a target's period will end, with its interval, and what may be said of it: a status flips only when the interval clears the target.

Reads marts.goal_period and marts.measure_day, writes marts.goal_interval. Only what is added up is forecast; a ratio is open until its period is whole.
"""

from datetime import date, timedelta
from typing import Any

import duckdb
import pyarrow as pa

from sql.statistics import MonthEnd, month_end
from sql.warehouse import add_rows

_TEXT, _NUMBER = pa.string(), pa.float64()
_GOAL = dict.fromkeys(("period", "metric", "cadence", "status"), _TEXT) | dict.fromkeys(
    ("low", "high", "projected", "gap"), _NUMBER
)
WARNING, CRITICAL = 0.10, 0.20  # gaps of a budget's projected end to its target
_GOALS = """
    select
        goals.period, goals.metric, goals.cadence, goals.pace, goals.better, goals.is_sum, metrics.numerator as measure,
        goals.target::double as target, goals.actual::double as actual, goals.projected::double as projected, goals.gap::double as gap,
        periods.last_day, goals.goal_first_day, goals.goal_last_day, goals.days_known, goals.goal_days
    from marts.goal_period as goals
    inner join marts.metrics as metrics using (metric)
    inner join client.periods as periods using (period)
    order by periods.first_day, goals.metric, goals.cadence
"""


def write_goals(connection: duckdb.DuckDBPyConnection) -> None:
    """Write marts.goal_interval: the projected end with its gap to the target, its limits, and the status.

    projected: at the mean of the days so far, or, for a goal paced by weekdays, at each weekday's own; null where those are not known.
    status: reached, missed or open for a target that should be reached (or stayed under); on_pace, warning or critical for a budget.
    """
    days: dict[str, dict[date, float]] = {}
    for measure, day, amount in connection.execute(
        "select measure, day, amount::double from marts.measure_day"
    ).fetchall():
        days.setdefault(measure, {})[day] = amount
    answer = connection.execute(_GOALS)
    names = [column[0] for column in answer.description]
    goals = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    add_rows(connection, "marts.goal_interval", _GOAL, [_told(goal, days.get(goal["measure"], {})) for goal in goals])


def _told(goal: dict[str, Any], days: dict[date, float]) -> tuple:
    """One row of marts.goal_interval."""
    low, high, projected, gap = None, None, goal["projected"], goal["gap"]
    if goal["days_known"] == goal["goal_days"]:
        low = high = goal["actual"]
    elif goal["is_sum"]:
        end = _end(days, goal)
        low, high = (end.low, end.high) if end else (None, None)
        if goal["pace"] == "weekdays":
            projected = end.expected if end else None
            gap = (projected - goal["target"]) / goal["target"] if end and goal["target"] else None
    status = _status(goal["better"], goal["target"], gap, low, high)
    return goal["period"], goal["metric"], goal["cadence"], status, low, high, projected, gap


def _end(days: dict[date, float], goal: dict[str, Any]) -> MonthEnd | None:
    """The sum at the end of the target's period; None where the history is too short, or a day of it is lacking on the way."""
    known = [day for day in days if day <= goal["last_day"]]
    if not known:
        return None
    newest = max(known)
    if (newest - goal["goal_first_day"]).days + 1 != goal["days_known"]:
        return None
    span = (newest - min(known)).days
    history = [days.get(newest - timedelta(days=back)) for back in range(span, -1, -1)]
    if min((amount for amount in history if amount is not None), default=0) < 0:
        return None
    return month_end(history, goal["actual"], (goal["goal_last_day"] - newest).days)


def _status(better: str | None, target: float, gap: float | None, low: float | None, high: float | None) -> str:
    if better is None and gap is None:
        return "open"
    if better is None:
        size = abs(gap)
        return "critical" if size >= CRITICAL else "warning" if size >= WARNING else "on_pace"
    if low is None or high is None:
        return "open"
    good, bad = (low >= target, high < target) if better == "higher" else (high <= target, low > target)
    return "reached" if good else "missed" if bad else "open"
