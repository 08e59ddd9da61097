-- Conversations: when a person first wrote, and when our side wrote nearest to it.
-- grain: platform, report, account_id, event_id
-- units: instants (UTC); event_date is the source's own day of the first message from the person
-- note:  a conversation in which nobody but us wrote is none. answered_at is the first of ours after theirs; apart_seconds the shortest
--        time between theirs and one of ours on either side: an answer to us is a conversation too. status is what it was marked as
with messages as (
    select * from intermediate.int_party_event
    where kind = 'message' and event_at is not null
),

theirs as (
    select
        platform, report, account_id, event_id, min(event_at) as event_at, min(event_date) as event_date,
        max(exported_at) as exported_at, any_value(medium) as medium,
        min(email_key) as email_key, min(phone_key) as phone_key
    from messages
    where direction = 'in'
    group by all
)

select
    theirs.*,
    min(ours.event_at) filter (where ours.event_at >= theirs.event_at and ours.direction = 'out') as answered_at,
    min(abs(date_diff('second', theirs.event_at, ours.event_at))) filter (where ours.direction = 'out') as apart_seconds,
    min(ours.status) as status
from theirs
inner join messages as ours
    on
        theirs.platform = ours.platform and theirs.report = ours.report and theirs.account_id = ours.account_id
        and theirs.event_id = ours.event_id
group by all
