-- Bookings that somebody wrote down, one row each.
-- grain: report, account_id, event_id, party_id, email_key, phone_key
-- units: people are keys; event_date is the day it was booked
-- note:  two bookings of one day without a name are two: each gets a number
select
    'bookings' as platform,
    report,
    account_id,
    'booking' as kind,
    created_at || ' ' || row_number() over (
        partition by report, account_id, created_at order by event_source, party_kind, email_key, phone_key
    ) as event_id,
    null::varchar as party_id,
    email_key,
    phone_key,
    created_at as event_at,
    period_start::date as event_date,
    'booked' as status,
    event_source as source,
    lower(party_kind) = 'new' as is_first
from landed.bookings__bookings
where period_start is not null
