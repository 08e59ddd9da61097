-- What HubSpot's records say happened with people: contacts made, deals closed, meetings and calls.
-- grain: report, account_id, event_id, party_id, email_key, phone_key
-- units: people are keys; event_at as printed, in the portal's time
-- note:  a record's own id is the event's; party_id names the contacts, several joined by ; A contact is dated
--        by its making, a deal by its closing. A deal is won where HubSpot's own property says so, whatever its stage is called;
--        outcomes that HubSpot itself names say what became of a meeting or call, and one that a portal made up says nothing
with reports as (
    select * from landed.hubspot__contacts
    union all by name
    select * from landed.hubspot__deals
    union all by name
    select * from landed.hubspot__meetings
    union all by name
    select * from landed.hubspot__calls
)

select distinct
    'hubspot' as platform,
    report,
    account_id,
    case report when 'contacts' then 'contact' when 'deals' then 'deal' when 'meetings' then 'meeting' else 'call' end as kind,
    event_id,
    case when report = 'contacts' then event_id else party_id end as party_id,
    email_key,
    phone_key,
    case report when 'contacts' then created_at when 'deals' then closed_at else started_at end as event_at,
    ended_at,
    period_start::date as event_date,
    case
        when report = 'contacts' then lower(party_status)
        when report = 'deals' and lower(is_won) = 'true' then 'won'
        when report = 'deals' and lower(is_won) = 'false' then 'not won'
        when report = 'meetings' and lower(event_status) = 'completed' then 'held'
        when report = 'meetings' and lower(event_status) = 'no show' then 'no_show'
        when report = 'meetings' and lower(event_status) in ('canceled', 'cancelled') then 'cancelled'
        when report = 'calls' and lower(event_status) in ('connected', 'left live message') then 'answered'
        when report = 'calls' and lower(event_status) in ('no answer', 'busy', 'left voicemail') then 'missed'
    end as status,
    event_place as form,
    lower(direction) as direction,
    duration_seconds::decimal(18, 3) as duration_seconds,
    exported_at
from reports
where period_start is not null
