-- Messages of conversations that no system exports, one row each: who wrote when.
-- grain: report, account_id, event_id, party_id, email_key, phone_key, event_at, direction
-- units: authors are keys; event_at with its offset
-- note:  event_id is the conversation's; direction is in (from the party) or out (to it); status is what somebody marked it as (spam,
--        empty, staff)
select distinct
    'threads' as platform,
    report,
    account_id,
    'message' as kind,
    thread_id as event_id,
    null::varchar as party_id,
    email_key,
    null::varchar as phone_key,
    event_at,
    period_start::date as event_date,
    thread_channel as medium,
    lower(direction) as direction,
    lower(event_status) as status,
    exported_at
from landed.threads__threads
where period_start is not null
