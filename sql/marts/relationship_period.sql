-- The relationship ledger, agency and client: how they met, how fast each side answers, who is still in touch, what is open.
-- grain: period
-- units: answers are median minutes; days and open asks as of the period's last day
-- note:  metadata alone: who, when and by what form, never what was said. A contact is live who exchanged words both ways with the agency
--        in the 90 days up to the last day; one live contact is a single thread. Null is unknown: no such meeting or message is on record
with held as (
    select meetings.meeting, meetings.day, coalesce(meetings.held_as, meetings.form) as form
    from client.meetings as meetings
    where meetings.outcome = 'held'
),

met as (
    select
        periods.period,
        count(*) filter (where held.form = 'in_person' and held.day >= periods.first_day) as meetings_in_person,
        count(*) filter (where held.form = 'video' and held.day >= periods.first_day) as meetings_video,
        count(*) filter (where held.form = 'phone' and held.day >= periods.first_day) as meetings_phone,
        periods.last_day - max(held.day) filter (where held.form = 'in_person') as days_since_in_person
    from client.periods as periods
    inner join held on periods.last_day >= held.day
    group by periods.period, periods.last_day
),

-- messages of conversations with the client's contacts, each with the next one of the other side
messages as (
    select
        thread.platform, thread.account_id, thread.event_id, message.direction, message.event_at, message.event_date,
        min(answer.event_at) as answered_at
    from intermediate.int_thread as thread
    inner join client.staff as staff on 'email:' || thread.email_key = staff.key and staff.side = 'client'
    inner join intermediate.int_party_event as message
        on
            thread.platform = message.platform
            and thread.account_id is not distinct from message.account_id
            and thread.event_id = message.event_id
            and message.kind = 'message'
    left join intermediate.int_party_event as answer
        on
            thread.platform = answer.platform
            and thread.account_id is not distinct from answer.account_id
            and thread.event_id = answer.event_id
            and answer.kind = 'message'
            and message.direction <> answer.direction and message.event_at < answer.event_at
    group by all
),

answered as (
    select
        periods.period,
        median(date_diff('minute', messages.event_at, messages.answered_at)) filter (where messages.direction = 'in') as agency_minutes,
        median(date_diff('minute', messages.event_at, messages.answered_at)) filter (where messages.direction = 'out') as client_minutes
    from client.periods as periods
    inner join messages on messages.event_date between periods.first_day and periods.last_day and messages.answered_at is not null
    group by periods.period
),

exchanged as (
    select staff.contact, events.event_date as day
    from intermediate.int_event as events
    inner join intermediate.int_staff as staff on events.party = staff.party and staff.side = 'client'
    where (events.measure = 'conversations' and events.apart_seconds is not null) or events.status in ('answered', 'qualified', 'held')
    union
    select attendees.contact, held.day
    from held
    inner join client.attendees as attendees on held.meeting = attendees.meeting and attendees.came
    inner join client.contacts as contacts on attendees.contact = contacts.contact and contacts.side = 'client'
),

live as (
    select periods.period, count(distinct exchanged.contact) as live_contacts
    from client.periods as periods
    inner join exchanged on exchanged.day between periods.last_day - 90 and periods.last_day
    group by periods.period
),

asked as (
    select
        periods.period,
        count(*) filter (where asks.side = 'client') as client_asks,
        count(*) filter (where asks.side = 'agency') as agency_asks,
        max(periods.last_day - asks.asked_on) filter (where asks.side = 'client') as client_ask_days,
        max(periods.last_day - asks.asked_on) filter (where asks.side = 'agency') as agency_ask_days
    from client.periods as periods
    inner join client.asks as asks
        on periods.last_day >= asks.asked_on and (asks.closed_on is null or periods.last_day < asks.closed_on)
    group by periods.period
)

select
    periods.period,
    met.meetings_in_person, met.meetings_video, met.meetings_phone, met.days_since_in_person,
    answered.agency_minutes, answered.client_minutes,
    live.live_contacts,
    coalesce(asked.client_asks, 0) as client_asks,
    coalesce(asked.agency_asks, 0) as agency_asks,
    asked.client_ask_days, asked.agency_ask_days
from client.periods as periods
left join met on periods.period = met.period
left join answered on periods.period = answered.period
left join live on periods.period = live.period
left join asked on periods.period = asked.period
