-- How long people who wrote waited for the first answer.
-- grain: period
-- units: median seconds, over the conversations of the period that were answered at all, however late
-- note:  our own people and spam are none of them; the first answer of a conversation in several messages is that to its first
select
    choice.period,
    count(*) as answered,
    median(event.apart_seconds) as median_seconds
from marts.measure_choice as choice
inner join intermediate.int_event as event
    on
        choice.platform = event.platform and choice.account_id = event.account_id and choice.report = event.report
        and choice.measure = event.measure and event.event_date between choice.first_day and choice.last_day
inner join intermediate.int_event_class as entry
    on
        event.platform = entry.platform and event.account_id = entry.account_id and event.report = entry.report
        and event.measure = entry.measure and event.event_id = entry.event_id and event.party = entry.party
        and entry.setting = 'default'
where event.measure = 'conversations' and event.apart_seconds is not null and entry.class in ('kept', 'hanging')
group by choice.period
