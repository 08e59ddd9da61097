-- Single events, each in exactly one class with its reason, for each setting of the thresholds that matters to it.
-- grain: platform, report, account_id, measure, event_id, party, setting
-- units: count is 1 in the registry's unit; setting null holds in every setting
-- note:  facts lists what the export shows of the event; the first rule of marts.reasons that speaks of one of them decides
with known as (
    select
        event.*, limits.setting, limits.call_seconds, limits.answer_days, limits.return_hours, limits.refund_days,
        staff.party is not null or coalesce(event.status = 'staff', false) as is_staff,
        coalesce(event.status in ('answered', 'held'), false) as is_answered_call
    from intermediate.int_event as event
    cross join marts.thresholds as limits
    left join (
        select distinct ours.party
        from intermediate.int_staff as ours
    ) as staff on event.party = staff.party
    where limits.setting = 'default' or event.measure in ('calls', 'conversations')
),

shown as (
    select
        *,
        list_filter([
            if(is_staff, 'staff', null),
            if(status = 'spam', 'spam', null),
            if(status = 'empty', 'empty', null),
            if(status = 'qualified', 'qualified', null),
            if(is_answered_call and duration_seconds >= call_seconds, 'long enough', null),
            if(is_answered_call and duration_seconds is null, 'length unknown', null),
            if(is_answered_call or is_answered, 'answered', null),
            if(returned_seconds >= call_seconds, 'called back', null),
            if(returned_seconds is not null, 'tried back', null),
            if(status is null, 'answer unknown', null),
            if(not shows_returns, 'returns unknown', null),
            if(event_at > exported_at - to_hours(return_hours), 'just now', null),
            if(apart_seconds <= answer_days * 86400, 'both spoke', null),
            if(status = 'cancelled', 'cancelled', null),
            if(status = 'refunded' and event_date + refund_days >= exported_at::date, 'refunded early', null),
            if(status = 'refunded', 'refunded', null),
            if(is_duplicate, 'duplicate', null),
            if(status = 'no_show', 'nobody came', null),
            if(status = 'held' and form = 'in_person', 'held in person', null),
            if(status = 'held' and form = 'video', 'held by video', null),
            if(status = 'held' and form = 'phone', 'held by phone', null),
            if(status = 'held', 'held', null),
            if(is_at_delivery, 'with the delivery', null),
            if(is_sweep, 'sweep', null),
            'any'
        ], fact -> fact is not null) as facts
    from known
)

select
    shown.platform, shown.report, shown.account_id, shown.measure, shown.event_id, shown.party, shown.is_keyed, shown.event_at,
    shown.event_date as period_start, shown.event_date as period_end, shown.medium, shown.source, shown.form,
    if(shown.measure in ('calls', 'conversations'), shown.setting, null) as setting,
    rules.class, rules.reason, 1::decimal(38, 18) as count
from shown
inner join marts.reasons as rules on shown.measure = rules.measure and list_contains(shown.facts, rules.fact)
qualify row_number() over (
    partition by shown.platform, shown.report, shown.account_id, shown.measure, shown.event_id, shown.party, shown.setting
    order by rules.place
) = 1
