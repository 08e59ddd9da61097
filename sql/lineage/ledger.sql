-- A line of the Connection ledger: what the platforms report, or one class or reason of it; rows of groups, or of single events.
-- model: sql/marts/rung_period.sql <- sql/marts/connection_ledger.sql <- sql/intermediate/int_interaction.sql
with entries as (
    select tag as counted, tag, rung, unit, platform, account_id, report, measure, period_start, period_end, class, reason, count
    from traced.group_class
    union all by name
    select
        entry.platform || ' ' || entry.measure || ' ' || entry.event_id || ' ' || entry.party as counted, event.tag,
        entry.rung, entry.unit, entry.platform,
        entry.account_id, entry.report, entry.measure, entry.period_start, entry.period_end, entry.class, entry.reason, entry.count
    from kept.intermediate.int_interaction as entry
    inner join traced.event as event
        on
            entry.platform = event.platform and entry.report = event.report and entry.account_id = event.account_id
            and entry.event_id = event.event_id and coalesce(entry.measure = event.measure, true)
    where coalesce(entry.setting, 'default') = 'default'
)

select entries.counted as unit, entries.tag, sum(entries.count) as amount
from entries
inner join traced.spans as spans
    on
        entries.platform = spans.platform and entries.account_id = spans.account_id and entries.measure = spans.measure
        and entries.report = spans.report and entries.period_start = spans.period_start and entries.period_end = spans.period_end
where
    entries.rung = getvariable('cell').rung
    and coalesce(entries.unit = getvariable('cell').unit, true)
    and coalesce(entries.platform = getvariable('cell').platform, true)
    and coalesce(entries.class = getvariable('cell').entry_class, true)
    and coalesce(entries.reason = getvariable('cell').reason, getvariable('cell').reason is null)
    and (
        getvariable('cell').unit is null
        or not exists (
            select 1 from marts.copied_period as copied
            where
                copied.period = getvariable('cell').period and copied.platform = entries.platform and copied.measure = entries.measure
        )
    )
group by all
