"""Where a target's period will end, with its interval, and what may be said of it: a status flips only when the interval clears the target.

Reads marts.goal_period and marts.measure_day, writes marts.goal_interval. Only what is added up is forecast; a ratio is open until its period is whole.
"""

from datetime import date, timedelta

import duckdb
import pyarrow as pa

from sql.statistics import month_end
from sql.warehouse import add_rows

_TEXT, _NUMBER = pa.string(), pa.float64()
_GOAL = dict.fromkeys(("period", "metric", "cadence", "status"), _TEXT) | dict.fromkeys(("low", "high"), _NUMBER)
WARNING, CRITICAL = 0.10, 0.20  # gaps of a budget's projected end to its target
_GOALS = """
    select
        goals.period, goals.metric, goals.cadence, goals.better, goals.is_sum, metrics.numerator, goals.target::double, goals.actual::double,
        goals.gap::double, periods.last_day, goals.goal_last_day, goals.days_known, goals.goal_days
    from marts.goal_period as goals
    inner join marts.metrics as metrics using (metric)
    inner join client.periods as periods using (period)
    order by periods.first_day, goals.metric, goals.cadence
"""


def write_goals(connection: duckdb.DuckDBPyConnection) -> None:
    """Write marts.goal_interval: low and high of the projected end, and the status.

    status: reached, missed or open for a target that should be reached (or stayed under); on_pace, warning or critical for a budget.
    """
    days: dict[str, dict[date, float]] = {}
    for measure, day, amount in connection.execute(
        "select measure, day, amount::double from marts.measure_day"
    ).fetchall():
        days.setdefault(measure, {})[day] = amount
    rows = []
    for (
        period,
        metric,
        cadence,
        better,
        is_sum,
        measure,
        target,
        actual,
        gap,
        last_day,
        goal_last_day,
        days_known,
        goal_days,
    ) in connection.execute(_GOALS).fetchall():
        if days_known == goal_days:
            low = high = actual
        else:
            low, high = (
                _end(
                    days.get(measure, {}),
                    actual,
                    goal_last_day - timedelta(days=goal_days - 1),
                    days_known,
                    last_day,
                    goal_last_day,
                )
                if is_sum
                else (None, None)
            )
        rows.append((period, metric, cadence, _status(better, target, gap, low, high), low, high))
    add_rows(connection, "marts.goal_interval", _GOAL, rows)


def _end(
    days: dict[date, float], seen: float, goal_first_day: date, days_known: int, last_day: date, goal_last_day: date
) -> tuple[float | None, float | None]:
    """Limits of the sum at the end of the target's period; none where the history is too short, or a day of it is lacking on the way."""
    known = [day for day in days if day <= last_day]
    if not known:
        return None, None
    newest = max(known)
    if (newest - goal_first_day).days + 1 != days_known:
        return None, None
    span = (newest - min(known)).days
    history = [days.get(newest - timedelta(days=back)) for back in range(span, -1, -1)]
    if min((amount for amount in history if amount is not None), default=0) < 0:
        return None, None
    found = month_end(history, seen, (goal_last_day - newest).days)
    return (found.low, found.high) if found else (None, None)


def _status(better: str | None, target: float, gap: float | None, low: float | None, high: float | None) -> str:
    if better is None:
        size = abs(gap or 0.0)
        return "critical" if size >= CRITICAL else "warning" if size >= WARNING else "on_pace"
    if low is None or high is None:
        return "open"
    good, bad = (low >= target, high < target) if better == "higher" else (high <= target, low > target)
    return "reached" if good else "missed" if bad else "open"
