-- Every event and counted group of events on its rung, in exactly one class: kept, hollow, hanging (ours), unknown or withdrawn.
-- grain: platform, report, account_id, measure, campaign_name, excluded, event_id, party, period_start, period_end, setting, class, reason
-- units: count in unit; measure is the native one; setting null holds in every setting of the thresholds
-- note:  a kept event is two-way on rung 4, a stake on 6, presence on 7. A call that stands in a diary as a meeting is a conversation.
--        Groups have no party: platforms do not export people
with placed as (
    select
        event.* exclude (form),
        if(event.form = 'phone', 4, rungs.rung)::integer as rung,
        if(event.form = 'phone', 'conversations', rungs.unit) as unit
    from intermediate.int_event_class as event
    inner join marts.rungs as rungs
        on event.platform = rungs.platform and event.report = rungs.report and event.measure = rungs.measure
),

events as (
    select
        *,
        class = 'kept' and rung = 4 as is_two_way,
        class = 'kept' and rung = 6 as has_stake,
        class = 'kept' and rung = 7 as is_present,
        null::varchar as campaign_name,
        null::varchar as excluded
    from placed
)

select * from events
union all by name
select * from intermediate.int_group_class
