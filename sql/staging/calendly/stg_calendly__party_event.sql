-- Meetings booked through Calendly, one row an invitee: a group meeting stands once for each.
-- grain: report, account_id, event_id, party_id, email_key, phone_key
-- units: invitees are keys; event_at as printed, in the user's time
-- note:  cancelled and no_show keep their rows; planned is later than the export; the rest is held, as far as anybody said
select
    'calendly' as platform,
    report,
    account_id,
    'meeting' as kind,
    event_id,
    party_id,
    email_key,
    phone_key,
    started_at as event_at,
    ended_at,
    period_start::date as event_date,
    case
        when lower(is_cancelled) in ('true', 'yes') then 'cancelled'
        when lower(is_no_show) in ('true', 'yes') then 'no_show'
        when period_start::date > exported_at::date then 'planned'
        else 'held'
    end as status,
    event_place as form,
    event_source as source,
    event_medium as medium
from landed.calendly__events
where period_start is not null
