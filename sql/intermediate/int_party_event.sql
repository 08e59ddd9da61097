-- What happened between the client and people: calls, meetings, bookings, e-mails, messages, contacts, deals, calendar entries.
-- grain: platform, report, account_id, kind, event_id, party_id, email_key, phone_key, event_at, event_date, status, direction
-- units: people are keys, several joined by ; event_at an instant (UTC), null where only a day is known; event_date the source's own day
-- note:  a time printed without its offset is taken to be in the client's time zone. Cancelled and missed ones stay, with their status.
--        Sources overlap: one meeting may stand in several, so rows are evidence and are not added up over platforms
with unified as (
    select * from query_table(getvariable('stg_party_event'), true)
)

select
    unified.platform, unified.report, unified.account_id, unified.kind, unified.event_id, unified.party_id, unified.email_key,
    unified.phone_key,
    case
        when not regexp_matches(unified.event_at, 'T') then null
        when regexp_matches(unified.event_at, 'T.*[-+]') then unified.event_at::timestamptz
        else timezone(settings.time_zone, unified.event_at::timestamp)
    end as event_at,
    case
        when not regexp_matches(unified.ended_at, 'T') then null
        when regexp_matches(unified.ended_at, 'T.*[-+]') then unified.ended_at::timestamptz
        else timezone(settings.time_zone, unified.ended_at::timestamp)
    end as ended_at,
    unified.event_date, unified.status, unified.place, unified.source, unified.medium, unified.is_first, unified.direction
from unified
cross join client.settings as settings
