-- Does the ledger balance? What each platform reports of a measure, counted apart, beside what the ledger's classes hold of it.
-- grain: period, rung, unit, platform, measure
-- units: count in unit
-- note:  remainder must be 0: an event that fell out, or was counted twice, on its way to a class withholds the report
with reported as (
    select
        amount.period, rungs.rung, rungs.unit, amount.platform, coalesce(rungs.native, rungs.measure) as measure,
        sum(amount.amount) as gross
    from marts.measure_amount as amount
    inner join (
        select distinct platform, measure, rung, unit, native, is_added from marts.rungs
        where not is_event and rung <> 0
    ) as rungs
        on amount.platform = rungs.platform and amount.measure = rungs.measure
    where amount.side = 'this' and (rungs.native is null or rungs.is_added)
    group by all
),

happened as (
    select
        choice.period, if(event.form = 'phone', 4, rungs.rung)::integer as rung,
        if(event.form = 'phone', 'conversations', rungs.unit) as unit, event.platform, event.measure,
        count(*)::decimal(38, 18) as gross
    from intermediate.int_event as event
    inner join marts.rungs as rungs
        on event.platform = rungs.platform and event.report = rungs.report and event.measure = rungs.measure
    inner join marts.measure_choice as choice
        on
            event.platform = choice.platform and event.account_id = choice.account_id and event.report = choice.report
            and event.measure = choice.measure and event.event_date between choice.first_day and choice.last_day
    group by all
),

gross as (
    select * from reported
    union all by name
    select * from happened
),

classed as (
    select
        period, rung, unit, platform, measure,
        sum(count) filter (where class = 'kept') as kept,
        sum(count) filter (where class = 'hollow') as hollow,
        sum(count) filter (where class = 'hanging') as hanging,
        sum(count) filter (where class = 'unknown') as unknown,
        sum(count) filter (where class = 'withdrawn') as withdrawn
    from marts.connection_ledger
    group by all
)

select
    period, rung, unit, platform, measure,
    coalesce(gross.gross, 0) as gross,
    coalesce(classed.kept, 0) as kept,
    coalesce(classed.hollow, 0) as hollow,
    coalesce(classed.hanging, 0) as hanging,
    coalesce(classed.unknown, 0) as unknown,
    coalesce(classed.withdrawn, 0) as withdrawn,
    coalesce(gross.gross, 0) - coalesce(classed.kept, 0) - coalesce(classed.hollow, 0) - coalesce(classed.hanging, 0)
    - coalesce(classed.unknown, 0) - coalesce(classed.withdrawn, 0) as remainder
from gross
full outer join classed using (period, rung, unit, platform, measure)
