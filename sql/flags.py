"""Which figures moved more than they usually do: each week's figures beside what was expected, tested together.

Reads marts.metric_period and the ledger (how many people, and what share of each line is left out), writes marts.flag for the newest period. Weeks only: months and quarters are compared with the one before and
the same of last year, which metric_period has. Money that is decided (spend) and ranks are not tested; nor is a week that is not whole.
Weeks before a change of what a figure means say nothing of one after it.
"""

from collections import defaultdict
from typing import Any

import duckdb
import pyarrow as pa

from sql.intervals import DECIDED, UNTESTED, is_money
from sql.statistics import LEAST_HISTORY, discoveries, expected, rate_p
from sql.warehouse import add_rows

_TEXT, _NUMBER = pa.string(), pa.float64()
_FLAG = dict.fromkeys(("period", "level", "platform", "channel", "metric", "method"), _TEXT) | {
    "value": _NUMBER, "expected": _NUMBER, "p": _NUMBER, "is_flagged": pa.bool_(),
}  # fmt: skip
_SERIES = """
    select
        figures.period, figures.level, figures.platform, figures.channel, figures.metric, figures.unit, metrics.denominator is null as is_sum,
        case when figures.days_covered = figures.days and breaks.metric is null then figures.value end::double as value,
        figures.last_year::double as last_year, metrics.numerator, metrics.denominator, above.amount::double as above, below.amount::double as below,
        periods.last_day - periods.first_day = 6 as is_week
    from marts.metric_period as figures
    inner join client.periods as periods using (period)
    inner join marts.metrics as metrics using (metric)
    left join marts.measure_total as above
        on metrics.numerator = above.measure and figures.period = above.period and figures.level = above.level
            and figures.platform is not distinct from above.platform and figures.channel is not distinct from above.channel
    left join marts.measure_total as below
        on metrics.denominator = below.measure and figures.period = below.period and figures.level = below.level
            and figures.platform is not distinct from below.platform and figures.channel is not distinct from below.channel
    left join (
        select metric, platform, max(changed_on) as changed_on from marts.definition_break
        group by grouping sets ((metric, platform), (metric))
    ) as breaks
        on figures.metric = breaks.metric and figures.platform is not distinct from breaks.platform
            and periods.first_day < breaks.changed_on
    where figures.level in ('total', 'platform', 'channel') and metrics.numerator <> $1 and not list_contains($2, metrics.numerator)
    order by figures.metric, figures.level, figures.platform, figures.channel, periods.first_day
"""
_LEDGER = """
    with told as (
        select
            people.period, null as line, 'genuine' as metric, 'count' as unit, true as is_sum, people.genuine::double as value,
            people.days_covered = people.days and tier.tier = newest.tier as is_told, 'people' as numerator, null as denominator,
            null::double as above, null::double as below
        from marts.connection_period as people
        inner join marts.tier_period as tier using (period)
        cross join (
            select max_by(tiers.tier, periods.last_day) as tier from marts.tier_period as tiers inner join client.periods as periods using (period)
        ) as newest
        where people.setting = 'default'
        union all
        select
            lines.period, lines.unit, 'hollow_share', 'percent', false, (lines.hollow / nullif(lines.gross - lines.unknown, 0))::double,
            entries.is_whole, 'hollow', 'measured', lines.hollow::double, (lines.gross - lines.unknown)::double
        from marts.rung_period as lines
        inner join (
            select period, rung, unit, min(days_covered) = max(days) as is_whole from marts.connection_ledger group by all
        ) as entries using (period, rung, unit)
        where lines.rung > 0
    )
    select
        told.period, 'ledger' as level, null as platform, told.line as channel, told.metric, told.unit, told.is_sum,
        case when told.is_told then told.value end as value, case when before.is_told then before.value end as last_year,
        told.numerator, told.denominator, told.above, told.below, periods.last_day - periods.first_day = 6 as is_week
    from told
    inner join client.periods as periods using (period)
    left join told as before
        on periods.last_year = before.period and told.metric = before.metric and told.line is not distinct from before.line
    order by told.metric, told.line, periods.first_day
"""
_CELL = ("level", "platform", "channel", "metric")


def write_flags(connection: duckdb.DuckDBPyConnection) -> None:
    """Write marts.flag: a row for each figure tested; is_flagged by Benjamini-Hochberg at 10 % over all of them."""
    cells = _series(connection)
    tested = [row for row in map(_tested, cells) if row]
    flagged = discoveries([row[-1] for row in tested])
    add_rows(connection, "marts.flag", _FLAG, [(*row, flag) for row, flag in zip(tested, flagged, strict=True)])


def _series(connection: duckdb.DuckDBPyConnection) -> list[list[dict[str, Any]]]:
    """Every figure's weeks, oldest first, of the figures that the newest period has."""
    cells: dict[tuple, list[dict[str, Any]]] = defaultdict(list)
    for query, given in ((_SERIES, [DECIDED, list(UNTESTED)]), (_LEDGER, [])):
        answer = connection.execute(query, given)
        names = [column[0] for column in answer.description]
        for row in (dict(zip(names, one, strict=True)) for one in answer.fetchall()):
            cells[tuple(row[key] for key in _CELL)].append(row)
    newest = connection.execute("select max_by(period, last_day) from client.periods").fetchone()[0]
    return _told_once([weeks for weeks in cells.values() if weeks[-1]["period"] == newest and weeks[-1]["is_week"]])


def _told_once(cells: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """A figure that stands at several levels (a channel that is one platform's, the only platform of a total) is tested once."""
    levels = ("total", "platform", "channel", "ledger")
    found: dict[tuple, list[dict[str, Any]]] = {}
    for weeks in sorted(cells, key=lambda weeks: levels.index(weeks[-1]["level"])):
        found.setdefault((weeks[-1]["metric"], *(week["value"] for week in weeks[-LEAST_HISTORY:])), weeks)
    return list(found.values())


def _tested(weeks: list[dict[str, Any]]) -> tuple | None:
    """(cell, method, value, expected, p) of a figure's newest week; None where it is not whole or its history too short."""
    *past, now = weeks
    values = [week["value"] for week in past]
    if now["value"] is None or sum(value is not None for value in values) < LEAST_HISTORY:
        return None
    is_count = (
        now["unit"] == "count"
        and now["is_sum"]
        and min(value for value in (*values, now["value"]) if value is not None) >= 0
    )
    found = expected(values, [week["last_year"] for week in weeks], is_count)
    if found is None:
        return None
    return (
        now["period"], now["level"], now["platform"], now["channel"], now["metric"], found.method,
        now["value"], found.value, max(found.p(now["value"]), _chance_of_rate(past, now)),
    )  # fmt: skip


def _chance_of_rate(past: list[dict[str, Any]], now: dict[str, Any]) -> float:
    """p of the counts behind a ratio at one rate for all weeks: a rate comes no more evenly than its counts, however still it has been.

    0 where no count is behind it. Of a cost for each, the count is below the line and the money its exposure.
    """
    if now["is_sum"]:
        return 0.0
    count, exposure = ("below", "above") if now["numerator"] == DECIDED else ("above", "below")
    if is_money(now["denominator" if count == "below" else "numerator"]):
        return 0.0
    weeks = [week for week in past if week["value"] is not None]
    before, exposure_before = (sum(week[side] for week in weeks) for side in (count, exposure))
    if min(now[count], before) < 0 or now[exposure] <= 0 or exposure_before <= 0:
        return 0.0
    return rate_p(now[count], before, now[exposure], exposure_before)
