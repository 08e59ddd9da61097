"""Intervals over finished marts: could a change be chance? Runs last, reads marts, writes `marts.interval`.

Counts arrive in bunches, so the plain Poisson interval is too narrow: it is widened by the over-dispersion seen in the client's own
last periods. Money and settings are decided, not drawn, and get no interval.
"""

import math
from collections import defaultdict
from decimal import Decimal

import duckdb
import pyarrow as pa
from scipy.stats import beta

from sql.warehouse import add_table

HISTORY_PERIODS = 26
Z_95 = 1.959963984540054


def dispersion(counts: list[float]) -> float:
    """Over-dispersion phi >= 1 of counts per period: the mean squared Pearson residual about their mean.

    Domain: counts >= 0; fewer than 8 of them say nothing, and give 1. Source: quasi-Poisson, McCullagh and Nelder 1989, ch. 6.
    """
    if len(counts) < 8 or not sum(counts):
        return 1.0
    mean = sum(counts) / len(counts)
    return max(1.0, sum((count - mean) ** 2 / mean for count in counts) / (len(counts) - 1))


def rate_ratio(now: float, before: float, phi: float = 1.0) -> tuple[float, float]:
    """95 % limits of now/before for two counts of equal exposure.

    phi = 1: exact conditional limits (binomial, Clopper-Pearson); phi > 1: exp(ln ratio +- z sqrt(phi (1/now + 1/before))).
    Domain: counts >= 0; with nothing on either side, (0, inf). Source: Przyborowski and Wilenski 1940.
    """
    if phi > 1.0 and now > 0 and before > 0:
        spread = Z_95 * math.sqrt(phi * (1 / now + 1 / before))
        return now / before * math.exp(-spread), now / before * math.exp(spread)
    low = beta.ppf(0.025, now, before + 1) if now > 0 else 0.0
    high = beta.ppf(0.975, now + 1, before) if before > 0 else 1.0
    return low / (1 - low), high / (1 - high) if high < 1 else math.inf


def write_intervals(connection: duckdb.DuckDBPyConnection) -> None:
    """Write marts.interval: per period and metric at level total, whether the change from the previous period could be chance.

    chance: clear (the limits leave out 1), chance, or fixed (money and ratios of it); null where there is nothing to compare.
    """
    rows = connection.execute("""
        select figures.metric, figures.period, figures.unit, figures.value, figures.previous, metrics.denominator is null as is_sum
        from marts.metric_period as figures
        inner join marts.metrics as metrics using (metric)
        inner join client.periods as periods using (period)
        where figures.level = 'total'
        order by figures.metric, periods.first_day
    """).fetchall()
    history: dict[str, list[float]] = defaultdict(list)
    intervals = []
    for metric, period, unit, value, previous, is_sum in rows:
        if value is not None and previous is not None:
            intervals.append((period, metric, *_judged(unit, is_sum, value, previous, history[metric])))
        if value is not None:
            history[metric] = [*history[metric], float(value)][-HISTORY_PERIODS:]
    schema = pa.schema([("period", pa.string()), ("metric", pa.string()), ("chance", pa.string()),
                        ("ratio_low", pa.float64()), ("ratio_high", pa.float64())])  # fmt: skip
    columns = list(zip(*intervals, strict=True)) or [[] for _ in schema]
    add_table(
        connection,
        "marts.interval",
        pa.table([pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema),
    )


def _judged(
    unit: str, is_sum: bool, value: Decimal, previous: Decimal, history: list[float]
) -> tuple[str | None, float | None, float | None]:
    if unit == "currency" or unit == "multiple":
        return "fixed", None, None
    if not is_sum or value < 0 or previous < 0 or value == previous == 0:
        return None, None, None
    low, high = rate_ratio(float(value), float(previous), dispersion(history))
    return ("clear" if low > 1 or high < 1 else "chance"), low, high
