-- E-mail events with their times, one row each thing that happened to one message at one address.
-- grain: report, account_id, event_id, party_id, email_key, phone_key, event_at, status, source
-- units: addresses are keys; event_at with its offset
-- note:  status is what happened (sent, delivered, opened, clicked, replied, unsubscribed, bounced); source is the key of the link clicked
select distinct
    'email_events' as platform,
    report,
    account_id,
    'email' as kind,
    email_id as event_id,
    null::varchar as party_id,
    email_key,
    null::varchar as phone_key,
    event_at,
    period_start::date as event_date,
    lower(event_type) as status,
    link_key as source,
    case when lower(event_type) = 'replied' then 'in' else 'out' end as direction
from landed.email_events__events
where period_start is not null
