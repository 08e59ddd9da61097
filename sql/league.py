"""League tables that do not rank chance: siblings' shares drawn towards what they have in common, and the places each may hold.

Reads marts.segment_period and marts.rung_interval, writes marts.league for the newest period. Two of twelve never outrank 45 of 620 by their
point estimate alone. Where one share for all explains what was seen, there is no order: place_first and place_last are null.
"""

from collections import defaultdict
from typing import Any

import duckdb
import pyarrow as pa

from sql.statistics import Shrunk, shrunk
from sql.warehouse import add_rows

LEAST_SEGMENTS = 3
MOST_SEGMENTS = 40  # the largest; of more, each pair held against each other would cost more than it tells
_LEAGUE = {"period": pa.string(), "league": pa.string(), "segment": pa.string()} | dict.fromkeys(
    ("kept", "counted", "measured", "share", "low"), pa.float64()
) | dict.fromkeys(("place_first", "place_last"), pa.int64())  # fmt: skip
_SEGMENTS = """
    select segments.period, segments.league, segments.segment, segments.kept::double, segments.counted::double, coalesce(lines.phi, 1)
    from marts.segment_period as segments
    inner join (
        select max_by(period, last_day) as period from client.periods
    ) as newest using (period)
    left join marts.rung_interval as lines on segments.period = lines.period and segments.league = lines.unit
    order by segments.league, segments.counted desc, segments.segment
"""


def write_league(connection: duckdb.DuckDBPyConnection) -> None:
    """Write marts.league: a row a segment, best first; share is the one drawn towards the others, low its 5 % quantile [0..1]."""
    leagues: dict[str, list[tuple]] = defaultdict(list)
    for row in connection.execute(_SEGMENTS).fetchall():
        leagues[row[1]].append(row)
    rows = [row for segments in leagues.values() for row in _ranked(segments[:MOST_SEGMENTS])]
    add_rows(connection, "marts.league", _LEAGUE, rows)


def _ranked(segments: list[tuple[Any, ...]]) -> list[tuple]:
    """The rows of one league in order; the evidence is kept/phi of counted/phi, since visits come in bunches."""
    if len(segments) < LEAST_SEGMENTS:
        return []
    told = [
        (period, league, segment, kept, counted, kept / counted)
        for period, league, segment, kept, counted, _ in segments
    ]
    found = shrunk([kept / phi for *_, kept, _, phi in segments], [counted / phi for *_, counted, phi in segments])
    if found is None:
        return [(*row, None, None, None, None) for row in told]
    return [(*told[at], found.mean[at], found.low[at], *_places(found, at)) for at in found.order]


def _places(found: Shrunk, at: int) -> tuple[int, int]:
    """The best and the worst place a segment may hold: behind all clearly above it, before all clearly below it."""
    others = [other for other in found.order if other != at]
    above = sum(found.is_above(other, at) for other in others)
    below = sum(found.is_above(at, other) for other in others)
    return 1 + above, 1 + len(others) - below
