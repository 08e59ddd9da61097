-- Entries of a calendar, one row each time a series takes place.
-- grain: report, account_id, event_id, party_id, email_key, phone_key
-- units: attendees are keys, joined by ; event_at with its offset, or a day for what lasts all day
-- note:  what an entry is called is not kept. An entry is no proof that anybody met: status is the calendar's own word
select
    'calendar' as platform,
    report,
    account_id,
    'entry' as kind,
    event_id || ' ' || started_at as event_id,
    null::varchar as party_id,
    email_key,
    null::varchar as phone_key,
    started_at as event_at,
    ended_at,
    period_start::date as event_date,
    event_status as status,
    event_place as form
from landed.calendar__events
where period_start is not null
