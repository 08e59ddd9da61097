"""What the last edition of the period before told, so that this one can say which of it has changed and why."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

_NOTHING = """
    create table client.sent (period varchar, edition integer, metric varchar, value decimal(38, 18), days_covered integer);
    create table client.sent_owner (platform varchar, report varchar, account_id varchar, day date, export_id varchar);
    create table client.sent_correction (correction varchar, measure varchar, day date, amount decimal(38, 18));
"""
_SENT = """
    insert into client.sent
    select period, $1, metric, value, days_covered from sent.marts.metric_period
    where period = $2 and level = 'total' and value is not null
    union all
    select period, $1, 'genuine', genuine, days_covered from sent.marts.connection_period
    where period = $2 and setting = 'default' and genuine is not null
"""
_OWNERS = """
    insert into client.sent_owner
    select distinct owned.platform, owned.report, owned.account_id, owned.day, owned.export_id
    from sent.client.covered_day as owned
    inner join sent.client.periods as periods on owned.day between periods.first_day and periods.last_day
    where periods.period = $1
"""
_CORRECTIONS = """
    insert into client.sent_correction select correction, measure, day, amount from sent.client.corrections
"""


@dataclass(frozen=True)
class SentEdition:
    """An edition that was made of an earlier period: its number and its warehouse (the bytes of a DuckDB file)."""

    period: str
    number: int
    warehouse: bytes


def load_sent(connection: duckdb.DuckDBPyConnection, edition: SentEdition | None) -> None:
    """Fill client.sent (its figures at level total, and `genuine`: how many people), client.sent_owner (which export each of its days was taken from), client.sent_correction."""
    connection.execute(_NOTHING)
    if edition is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sent.duckdb"
        path.write_bytes(edition.warehouse)
        connection.execute(f"attach '{path}' as sent (read_only)")
        connection.execute(_SENT, [edition.number, edition.period])
        connection.execute(_OWNERS, [edition.period])
        connection.execute(_CORRECTIONS)
        connection.execute("detach sent")
