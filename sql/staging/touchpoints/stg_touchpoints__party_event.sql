-- Meetings and calls that no system records, one row each, as somebody wrote them down.
-- grain: report, account_id, event_id, party_id, email_key, phone_key
-- units: people are keys; event_at as written, in the client's time
-- note:  form says call, or a meeting in person or by video; status is held, no_show, cancelled or planned
select
    'touchpoints' as platform,
    report,
    account_id,
    case when lower(event_type) = 'call' then 'call' else 'meeting' end as kind,
    started_at || ' ' || row_number() over (
        partition by report, account_id, started_at order by event_type, email_key, event_place, event_status, ended_at
    ) as event_id,
    null::varchar as party_id,
    email_key,
    null::varchar as phone_key,
    started_at as event_at,
    ended_at,
    period_start::date as event_date,
    case when lower(event_status) in ('no-show', 'no show', 'no_show') then 'no_show' else lower(event_status) end as status,
    case
        when lower(event_type) in ('call', 'phone') then 'phone'
        when lower(event_type) = 'video' then 'video'
        when lower(event_type) = 'in person' then 'in_person'
        else event_place
    end as form
from landed.touchpoints__touchpoints
where period_start is not null
