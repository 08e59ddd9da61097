-- What happened between the client and people: calls, meetings, bookings, e-mails, messages, contacts, deals, calendar entries.
-- grain: platform, report, account_id, kind, event_id, party_id, email_key, phone_key, event_at, event_date, status, direction, source
-- units: people are keys, several joined by ; event_at an instant (UTC), null where only a day is known; event_date the source's own day;
--        duration_seconds as exported, else from start to end
-- note:  a time printed without its offset is taken to be in the client's time zone. Cancelled and missed ones stay, with their status.
--        form is in_person, video or phone: as written, else as the place told. Sources overlap: one meeting may stand in several, so
--        rows are evidence and are not added up over platforms
with unified as (
    select * from query_table(getvariable('stg_party_event'), true)
),

timed as (
    select
        unified.* exclude (event_at, ended_at),
        case
            when not regexp_matches(unified.event_at, 'T') then null
            when regexp_matches(unified.event_at, 'T.*[-+]') then unified.event_at::timestamptz
            else timezone(settings.time_zone, unified.event_at::timestamp)
        end as event_at,
        case
            when not regexp_matches(unified.ended_at, 'T') then null
            when regexp_matches(unified.ended_at, 'T.*[-+]') then unified.ended_at::timestamptz
            else timezone(settings.time_zone, unified.ended_at::timestamp)
        end as ended_at
    from unified
    cross join client.settings as settings
)

select
    platform, report, account_id, kind, event_id, party_id, email_key, phone_key, event_at, ended_at, event_date, exported_at,
    status, form, source, medium, is_first, direction,
    coalesce(duration_seconds, date_diff('second', event_at, ended_at)) as duration_seconds
from timed
