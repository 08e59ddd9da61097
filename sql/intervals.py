"""Intervals over finished marts: could a change be chance? Runs last, reads marts, writes `marts.interval`.

Counts arrive in bunches, so the plain Poisson interval is too narrow: it is widened by the over-dispersion seen in the client's own
last periods. Spend is decided, not drawn, and gets no interval; of a ratio with spend in it, the other side is what chance moves.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

import duckdb
import pyarrow as pa

from sql.statistics import LEAST_HISTORY, dispersion, rate_ratio
from sql.warehouse import add_table

HISTORY_PERIODS = 26
_FIGURES = """
    select
        metrics.metric, metrics.numerator, metrics.denominator, above.period,
        above.amount, above.previous, below.amount, below.previous
    from marts.metrics as metrics
    inner join marts.measure_total as above on metrics.numerator = above.measure and above.level = 'total'
    left join marts.measure_total as below
        on metrics.denominator = below.measure and above.period = below.period and below.level = 'total'
    inner join client.periods as periods on above.period = periods.period
    order by metrics.metric, periods.first_day
"""
DECIDED = "spend"  # money is set, not drawn
_MONEY = ("value", "revenue", "order_total", "refunded")  # how the names of amounts that come in bunches end
UNTESTED = ("position",)  # an average rank: its spread is not in any export


@dataclass(frozen=True)
class _Drawn:
    """What chance may have moved: an amount now and before, and how much exposure each had."""

    now: float
    before: float
    exposure_now: float = 1.0
    exposure_before: float = 1.0


def write_intervals(connection: duckdb.DuckDBPyConnection) -> None:
    """Write marts.interval: per period and metric at level total, whether the change from the previous period could be chance.

    chance: clear (the limits leave out 1), chance, or fixed (spend itself); null where it cannot be told.
    """
    history: dict[str, list[float]] = defaultdict(list)
    intervals = []
    for metric, numerator, denominator, period, *amounts in connection.execute(_FIGURES).fetchall():
        drawn = _drawn(numerator, denominator, amounts)
        if drawn is None:
            fixed = "fixed" if numerator == DECIDED and denominator is None else None
            intervals.append((period, metric, fixed, None, None))
            continue
        intervals.append((period, metric, *_judged(drawn, history[metric], is_money(numerator))))
        history[metric] = [*history[metric], drawn.now][-HISTORY_PERIODS:]
    schema = pa.schema(
        [
            ("period", pa.string()),
            ("metric", pa.string()),
            ("chance", pa.string()),
            ("ratio_low", pa.float64()),
            ("ratio_high", pa.float64()),
        ]
    )
    columns = list(zip(*intervals, strict=True)) or [[] for _ in schema]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    add_table(connection, "marts.interval", pa.table(arrays, schema=schema))


def _drawn(numerator: str, denominator: str | None, amounts: list[Decimal | None]) -> _Drawn | None:
    """The drawn side of a metric: its sum, or the side of a ratio that is not spend; None where nothing is drawn or compared."""
    if numerator in UNTESTED or (numerator == DECIDED and denominator is None):
        return None
    if denominator is None:
        return _Drawn(float(amounts[0]), float(amounts[1])) if None not in amounts[:2] else None
    if None in amounts or not all(amounts):
        return None
    above, above_before, below, below_before = map(float, amounts)
    flipped = numerator == DECIDED
    return (
        _Drawn(below, below_before, above, above_before)
        if flipped
        else _Drawn(above, above_before, below, below_before)
    )


def is_money(measure: str) -> bool:
    """Whether a measure is an amount of money that comes with people, not a count of them."""
    return measure.endswith(_MONEY)


def _judged(drawn: _Drawn, history: list[float], of_money: bool) -> tuple[str | None, float | None, float | None]:
    """(chance, low, high) of the ratio of two rates. Money has no count to go by: without a history of its own it is not judged."""
    if (
        min(drawn.now, drawn.before) < 0
        or drawn.now == drawn.before == 0
        or (of_money and len(history) < LEAST_HISTORY)
    ):
        return None, None, None
    exposure = drawn.exposure_before / drawn.exposure_now
    low, high = (limit * exposure for limit in rate_ratio(drawn.now, drawn.before, dispersion(history)))
    return ("clear" if low > 1 or high < 1 else "chance"), low, high
