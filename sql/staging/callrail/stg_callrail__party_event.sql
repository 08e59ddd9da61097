-- Calls to tracked numbers, one row a call, transferred or not.
-- grain: report, account_id, event_id, party_id, email_key, phone_key
-- units: callers are keys; event_at as printed, in the account's time; duration_seconds of the whole call
-- note:  status is spam or qualified where the call is tagged so, else answered or missed; a direction that is not exported is null.
--        Without Call ID a call is told by who called when
select
    'callrail' as platform,
    report,
    account_id,
    'call' as kind,
    coalesce(event_id, started_at || ' ' || coalesce(phone_key, '')) as event_id,
    null::varchar as party_id,
    null::varchar as email_key,
    phone_key,
    started_at as event_at,
    period_start::date as event_date,
    case
        when event_status ilike '%spam%' then 'spam'
        when regexp_matches(lower(event_status), '\bqualified\b') and not regexp_matches(lower(event_status), '\bnot qualified\b')
            then 'qualified'
        when lower(is_answered) in ('yes', 'true', 'answered', '1') then 'answered'
        when is_answered is not null then 'missed'
    end as status,
    event_source as source,
    event_medium as medium,
    lower(is_first_call) in ('yes', 'true', '1') as is_first,
    lower(direction) as direction,
    duration_seconds::decimal(18, 3) as duration_seconds,
    exported_at
from landed.callrail__calls
where period_start is not null
qualify row_number() over (partition by report, account_id, event_id, started_at, phone_key order by event_status nulls last) = 1
