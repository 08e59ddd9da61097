"""Puts a client's inputs into an empty warehouse: settings, periods, exports, and the landed rows that own each day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa

from clients.client import Client
from clients.period import Period
from sql.warehouse import add_rows, add_table


@dataclass(frozen=True)
class LandedTable:
    """One table of one landed export, ready for the warehouse. `reported` lists the measures its columns carry; None, all it could.

    `surface` is the part of the account it speaks for; nothing where the account has no parts. `row_numbers` are the rows' own in the file.
    """

    export_id: str
    platform: str
    report: str
    account_id: str | None
    exported_at: datetime
    first_day: date | None
    last_day: date | None
    is_daily: bool
    rows: Mapping[str, list[str | None]]
    reported: tuple[str, ...] | None = None
    surface: str = ""
    row_numbers: Sequence[int] = ()


@dataclass(frozen=True)
class PlatformFacts:
    """What the models need to know of a platform: its name, feeds, columns, and what a missing day means."""

    slug: str
    name: str
    is_paid: bool
    absent_day: str
    feeds: Mapping[str, tuple[str, ...]]
    columns: tuple[str, ...]
    reports: tuple[str, ...]
    additive: tuple[str, ...]
    seen_as: tuple[str, ...]
    copies: tuple[str, ...] = ()
    lifetime: tuple[str, ...] = ()
    changes: tuple[tuple[str, date, str], ...] = ()


LATE = ("conversions", "key_events")  # counts that platforms book to earlier days: of the click, of the visit
_DAY, _TEXT, _COUNT, _FLAG = pa.date32(), pa.string(), pa.int64(), pa.bool_()
_PERIOD = {
    "period": _TEXT, "first_day": _DAY, "last_day": _DAY, "days": _COUNT, "previous": _TEXT, "previous_first_day": _DAY,
    "previous_last_day": _DAY, "last_year": _TEXT, "last_year_first_day": _DAY, "last_year_last_day": _DAY,
}  # fmt: skip
_EXPORT = {
    "export_id": _TEXT, "platform": _TEXT, "report": _TEXT, "account_id": _TEXT, "exported_at": pa.timestamp("us", "UTC"),
    "first_day": _DAY, "last_day": _DAY, "is_daily": _FLAG, "surface": _TEXT,
}  # fmt: skip
_OF_EXPORT = {
    "export_id": _TEXT, "report": _TEXT, "exported_at": _EXPORT["exported_at"], "is_daily": _FLAG, "surface": _TEXT, "source_row": _COUNT,
}  # fmt: skip


def load_inputs(
    connection: duckdb.DuckDBPyConnection,
    client: Client,
    periods: list[Period],
    platforms: list[PlatformFacts],
    tables: list[LandedTable],
) -> None:
    """Fill the schemas `client` and `landed`. Rows of superseded exports do not enter."""
    _add(connection, "settings", {"currency": _TEXT, "time_zone": _TEXT}, [(client.currency, client.time_zone)])
    _add(connection, "periods", _PERIOD, [_period(period) for period in periods])
    accounts = [(platform, account) for platform, listed in client.accounts.items() for account in listed]
    _add(connection, "accounts", {"platform": _TEXT, "account_id": _TEXT}, accounts)
    channels = [
        (place, one.name, one.platform, one.campaign_like, one.billing) for place, one in enumerate(client.channels)
    ]
    _add(
        connection,
        "channels",
        {"place": _COUNT} | dict.fromkeys(("name", "platform", "campaign_like", "billing"), _TEXT),
        channels,
    )
    excludes = [(place, one.label, one.platform, one.column, one.like) for place, one in enumerate(client.exclude)]
    _add(
        connection,
        "exclude",
        dict.fromkeys(("place",), _COUNT) | dict.fromkeys(("label", "platform", "column_name", "pattern"), _TEXT),
        excludes,
    )
    _add(connection, "platforms", {"platform": _TEXT, "name": _TEXT, "is_paid": _FLAG, "absent_day": _TEXT},
         [(one.slug, one.name, one.is_paid, one.absent_day) for one in platforms])  # fmt: skip
    feeds = [
        (one.slug, measure, report, place)
        for one in platforms
        for measure, feed in one.feeds.items()
        for place, report in enumerate(feed)
    ]
    _add(connection, "feeds", {"platform": _TEXT, "measure": _TEXT, "report": _TEXT, "place": _COUNT}, feeds)
    _add(
        connection,
        "platform_sources",
        {"platform": _TEXT, "pattern": _TEXT},
        [(one.slug, like) for one in platforms for like in one.seen_as],
    )
    own = client.thresholds
    _add(connection, "thresholds", dict.fromkeys(("call_seconds", "answer_days", "in_person_days"), _COUNT),
         [(own.call_seconds, own.answer_days, own.in_person_days)])  # fmt: skip
    _add(connection, "owners", {"channel": _TEXT, "owner": _TEXT}, sorted(client.owners.items()))
    changes = [(one.slug, *change) for one in platforms for change in one.changes]
    _add(connection, "changes", {"platform": _TEXT, "measure": _TEXT, "changed_on": _DAY, "what": _TEXT}, changes)
    _add(
        connection,
        "copies",
        {"platform": _TEXT, "measure": _TEXT},
        [(one.slug, measure) for one in platforms for measure in one.copies],
    )
    _add(
        connection,
        "lifetime",
        {"platform": _TEXT, "report": _TEXT},
        [(one.slug, report) for one in platforms for report in one.lifetime],
    )
    _add(connection, "exports", _EXPORT, [_export(table) for table in tables])
    feeds_of = {one.slug: one.feeds for one in platforms}
    _add(
        connection,
        "reported",
        dict.fromkeys(("export_id", "report", "measure"), _TEXT),
        [row for table in tables for row in _reported(table, feeds_of[table.platform])],
    )
    _load_landed(connection, platforms, tables)


def _add(
    connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, pa.DataType], rows: Iterable[tuple]
) -> None:
    add_rows(connection, f"client.{name}", columns, rows)


def _period(period: Period) -> tuple:
    last_year = period.last_year
    return (
        period.label, period.first_day, period.last_day, period.days, period.previous.label, period.previous.first_day,
        period.previous.last_day, last_year and last_year.label, last_year and last_year.first_day, last_year and last_year.last_day,
    )  # fmt: skip


def _export(table: LandedTable) -> tuple:
    return (table.export_id, table.platform, table.report, table.account_id, table.exported_at, table.first_day, table.last_day,
            table.is_daily, table.surface)  # fmt: skip


def _reported(table: LandedTable, feeds: Mapping[str, tuple[str, ...]]) -> list[tuple]:
    """The measures a table answers for: those it feeds and whose column it has."""
    fed = [measure for measure, reports in feeds.items() if table.report in reports]
    return [
        (table.export_id, table.report, measure)
        for measure in fed
        if table.reported is None or measure in table.reported
    ]


# The newest export that covers a day owns it, for the measures it reports; a stated longer period is owned by the newest export of exactly that period.
# Rows without days are the newest export's that has any; of figures that run up to the export, the newest of each day's in the client's zone.
# Each surface of an account has owners of its own. A day is the account's only where all of it is known: where another surface was exported
# after a day, from before it on, and lacks it, nobody owns it.
_COVERED = """
create table client.covered_day as
with owned as (
    select platform, report, account_id, surface, day, export_id
    from (
        select exports.*, unnest(generate_series(exports.first_day, exports.last_day, interval 1 day))::date as day
        from client.exports
        where exports.is_daily
    ) as covering
    inner join client.platforms using (platform)
    where platforms.absent_day = 'zero' or exists (
        select 1 from client.arrived
        where
            arrived.export_id = covering.export_id and arrived.report = covering.report and arrived.surface = covering.surface
            and arrived.period_start = covering.day
    )
    qualify row_number() over (
        partition by platform, report, account_id, surface, day order by exported_at desc, last_day desc, export_id desc
    ) = 1
),

lacking as (
    select distinct owned.platform, owned.report, owned.account_id, owned.day
    from owned
    inner join client.exports as other using (platform, report, account_id)
    where
        other.is_daily and owned.surface <> other.surface and owned.day >= other.first_day and owned.day < other.exported_at::date
        and not exists (
            select 1 from owned as same
            where
                same.platform = owned.platform and same.report = owned.report and same.account_id = owned.account_id
                and same.day = owned.day and same.surface = other.surface
        )
)

select * from owned
anti join lacking using (platform, report, account_id, day);
create table client.covered_measure as
select distinct covered_day.platform, covered_day.report, covered_day.account_id, reported.measure, covered_day.day
from client.covered_day
inner join client.reported using (export_id, report);
create table client.owned_period as
select
    exports.platform, exports.report, exports.account_id, exports.surface, arrived.period_start, arrived.period_end, exports.export_id
from (select distinct export_id, report, surface, period_start, period_end from client.arrived where not is_daily) as arrived
inner join client.exports using (export_id, report, surface)
where not exports.is_daily
qualify row_number() over (
    partition by exports.platform, exports.report, exports.account_id, exports.surface, arrived.period_start, arrived.period_end
    order by exports.exported_at desc, exports.last_day desc, exports.export_id desc
) = 1;
create table client.owned_undated as
select exports.platform, exports.report, exports.account_id, exports.surface, exports.export_id,
    timezone(settings.time_zone, exports.exported_at)::date as made_on
from (select distinct export_id, report, surface from client.arrived where period_start is null) as arrived
inner join client.exports using (export_id, report, surface)
cross join client.settings
left join client.lifetime using (platform, report)
qualify row_number() over (
    partition by
        exports.platform, exports.report, exports.account_id, exports.surface, case when lifetime.report is not null then made_on end
    order by exports.exported_at desc, exports.export_id desc
) = 1;
"""


# What every export said of each day, superseded or not: how late figures have grown.
_SEEN = """
create table client.seen_amount (
    platform varchar, report varchar, account_id varchar, measure varchar, exported_at timestamptz, first_day date, last_day date,
    day date, amount decimal(38, 18)
);
"""


def _load_landed(
    connection: duckdb.DuckDBPyConnection, platforms: list[PlatformFacts], tables: list[LandedTable]
) -> None:
    arrived = {
        (one.slug, report): _arrived(
            one, [table for table in tables if (table.platform, table.report) == (one.slug, report)]
        )
        for one in platforms
        for report in one.reports
    }
    keys = ["export_id", "report", "surface", "is_daily", "period_start", "period_end"]
    add_table(connection, "client.arrived_text", pa.concat_tables(table.select(keys) for table in arrived.values()))
    connection.execute("create table client.arrived as select distinct * replace (period_start::date as period_start, "
                       "period_end::date as period_end) from client.arrived_text")  # fmt: skip
    connection.execute(_COVERED)
    connection.execute(_SEEN)
    connection.execute(
        "".join(
            _empty(f"landed.{slug}__{report}", rows) for (slug, report), rows in arrived.items() if not rows.num_rows
        )
    )
    sums = [
        row
        for one in platforms
        for report in one.reports
        for row in _land(connection, one, report, arrived[one.slug, report])
    ]
    columns = dict.fromkeys(("platform", "report", "measure"), _TEXT) | {"amount": pa.decimal128(38, 18)}
    _add(connection, "landed_sums", columns, sums)


def _arrived(platform: PlatformFacts, tables: list[LandedTable]) -> pa.Table:
    """The rows of one report from all its exports, every column of the platform there, null where an export lacks it."""
    schema = pa.schema([*_OF_EXPORT.items(), *((name, _TEXT) for name in platform.columns)])
    parts = [_part(platform, table, schema) for table in tables]
    return pa.concat_tables(parts) if parts else schema.empty_table()


def _part(platform: PlatformFacts, table: LandedTable, schema: pa.Schema) -> pa.Table:
    height = len(table.rows.get("period_start", ()))
    columns: dict[str, list[Any]] = {name: table.rows.get(name) or [None] * height for name in platform.columns}
    columns["account_id"] = [account or table.account_id for account in columns["account_id"]]
    fixed = {
        "export_id": [table.export_id] * height,
        "report": [table.report] * height,
        "exported_at": [table.exported_at] * height,
        "is_daily": [table.is_daily] * height,
        "surface": [table.surface] * height,
        "source_row": table.row_numbers or [None] * height,
    }
    return pa.table(fixed | columns, schema=schema)


_SQL_TYPES = {_COUNT: "bigint", pa.bool_(): "boolean", _OF_EXPORT["exported_at"]: "timestamptz"}


def _empty(relation: str, rows: pa.Table) -> str:
    """The statement that makes the table without a row: many at once cost less than one after the other."""
    columns = ", ".join(f"{field.name} {_SQL_TYPES.get(field.type, 'varchar')}" for field in rows.schema)
    return f"create table {relation} ({columns});"


def _land(
    connection: duckdb.DuckDBPyConnection, platform: PlatformFacts, report: str, rows: pa.Table
) -> list[tuple[str, str, str, Decimal]]:
    """Make landed.<platform>__<report> of the rows that own their days; return the sums of what it feeds, measure by measure."""
    relation = f"landed.{platform.slug}__{report}"
    if not rows.num_rows:
        return []
    connection.register("arriving", rows)
    connection.execute(f"""
        create table {relation} as
        select arriving.* from arriving
        where (is_daily and exists (
            select 1 from client.covered_day as owner
            where
                owner.export_id = arriving.export_id and owner.report = arriving.report and owner.surface = arriving.surface
                and owner.day = arriving.period_start::date
        )) or (not is_daily and exists (
            select 1 from client.owned_period as owner
            where
                owner.export_id = arriving.export_id and owner.report = arriving.report and owner.surface = arriving.surface
                and owner.period_start = arriving.period_start::date and owner.period_end = arriving.period_end::date
        )) or (arriving.period_start is null and exists (
            select 1 from client.owned_undated as owner
            where owner.export_id = arriving.export_id and owner.report = arriving.report and owner.surface = arriving.surface
        ))
    """)
    for measure in (one for one in LATE if one in platform.additive and report in platform.feeds.get(one, ())):
        connection.execute(f"""
            insert into client.seen_amount
            select
                '{platform.slug}', '{report}', exports.account_id, '{measure}', exports.exported_at, exports.first_day, exports.last_day,
                arriving.period_start::date, sum(arriving.{measure}::decimal(38, 18))
            from arriving
            inner join client.exports using (export_id, report, surface)
            where arriving.is_daily and arriving.{measure} is not null
            group by all
        """)
    connection.unregister("arriving")
    measures = [measure for measure in platform.additive if measure in platform.feeds]
    sums = ", ".join(f"sum({measure}::decimal(38, 18)) filter (where period_start is not null)" for measure in measures)
    amounts = connection.execute(f"select {sums} from {relation}").fetchone() if measures else ()
    return [
        (platform.slug, report, measure, amount)
        for measure, amount in zip(measures, amounts, strict=True)
        if amount is not None
    ]
