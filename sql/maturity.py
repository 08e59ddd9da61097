"""How far the newest period's late figures have come: "34 so far, about 42 expected", from earlier exports of the same days.

Platforms book a conversion to the day of its click, so the last days' figures still grow. Reads client.seen_amount (what each export said
of each day, newer or not), writes marts.maturity for the newest period. A cohort is a period; its age is the days from its end to an export.
"""

from collections import defaultdict
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from sql.statistics import matured
from sql.warehouse import add_rows

CLOSED_DAYS = 28  # a cohort this old is taken as final where its platform restates for longer
_TEXT, _NUMBER = pa.string(), pa.float64()
_MATURITY = dict.fromkeys(("period", "platform", "measure"), _TEXT) | {"age_days": pa.int64()} | dict.fromkeys(
    ("seen", "share", "expected", "low", "high"), _NUMBER
)  # fmt: skip
_COHORTS = """
    with told as (
        select
            periods.period, periods.last_day, seen.platform, seen.account_id, seen.measure, feeds.place,
            seen.exported_at::date - periods.last_day as age_days, sum(seen.amount) as amount
        from client.periods as periods
        inner join client.seen_amount as seen on seen.day between periods.first_day and periods.last_day
        inner join client.feeds as feeds
            on seen.platform = feeds.platform and seen.measure = feeds.measure and seen.report = feeds.report
        where seen.first_day <= periods.first_day and seen.last_day >= periods.last_day
        group by all
    ),

    fed as (
        select * from told
        qualify row_number() over (partition by period, platform, account_id, measure, age_days order by place) = 1
    )

    select period, last_day, platform, measure, age_days, sum(amount)::double as amount
    from fed
    group by all
    order by platform, measure, last_day, age_days
"""


def write_maturity(connection: duckdb.DuckDBPyConnection) -> None:
    """Write marts.maturity: a row for each late measure of a platform whose earlier periods show how it grows."""
    cohorts: dict[tuple[str, str], dict[str, list[tuple[int, float]]]] = defaultdict(lambda: defaultdict(list))
    for period, _, platform, measure, age, amount in connection.execute(_COHORTS).fetchall():
        cohorts[platform, measure][period].append((age, amount))
    newest, last_day = connection.execute(
        "select max_by(period, last_day), max(last_day) from client.periods"
    ).fetchone() or (None, None)
    days = dict(connection.execute("select period, last_day from client.periods").fetchall())
    rows = [
        row
        for (platform, measure), told in cohorts.items()
        if (row := _row(platform, measure, told, newest, last_day, days))
    ]
    add_rows(connection, "marts.maturity", _MATURITY, rows)


def _row(
    platform: str,
    measure: str,
    told: dict[str, list[tuple[int, float]]],
    newest: str,
    last_day: date,
    days: dict[str, date],
) -> tuple[Any, ...] | None:
    """(newest period's row) where it has been exported, and closed periods tell what a figure of that age comes to."""
    if newest not in told:
        return None
    age, seen = told[newest][-1]
    closed = [
        _cumulative(ages) for period, ages in told.items()
        if period != newest and ages[0][0] <= age and ages[-1][0] >= CLOSED_DAYS and (last_day - days[period]).days >= CLOSED_DAYS
    ]  # fmt: skip
    found = matured(closed, seen, age) if age >= 0 and closed else None
    if found is None or found.share >= 1:
        return None
    return newest, platform, measure, age, seen, found.share, found.expected, found.low, found.high


def _cumulative(ages: list[tuple[int, float]]) -> list[float]:
    """What was known at the end of each day of age: the newest export's figure, from its own day on."""
    known, at, series = dict(ages), 0.0, []
    for age in range(ages[-1][0] + 1):
        at = known.get(age, at)
        series.append(at)
    return series
