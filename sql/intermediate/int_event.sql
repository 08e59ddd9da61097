-- What people did, one row an event and person, with all that shows whether it was genuine, and no judgement yet.
-- grain: platform, report, account_id, measure, event_id, party
-- units: event_at an instant (UTC); seconds as the names say; party as in int_identity, or the event itself where nobody is named
--        called_back_at is our first call to the number after theirs, however late
-- note:  gross is what the platform shows: calls to us, conversations begun by somebody, bookings, orders, new contacts, deals won,
--        meetings that were due, and what happened to single e-mails. What we did, what was called off and what is to come is none of it
with calls as (
    select
        mine.platform, mine.report, mine.account_id, 'calls' as measure, mine.event_id, mine.event_date, mine.event_at, mine.exported_at,
        mine.email_key, mine.phone_key, mine.party_id, mine.status, mine.medium, mine.source, mine.duration_seconds,
        mine.direction is not null as shows_returns,
        (
            select max(case when back.status in ('answered', 'qualified', 'held') then coalesce(back.duration_seconds, 0) else -1 end)
            from intermediate.int_party_event as back
            cross join (
                select return_hours from marts.thresholds
                where setting = 'default'
            ) as allowed
            where
                back.kind = 'call' and back.direction = 'outbound'
                and (back.phone_key = mine.phone_key or back.email_key = mine.email_key)
                and back.event_at between mine.event_at and mine.event_at + to_hours(allowed.return_hours)
        ) as returned_seconds,
        (
            select min(back.event_at)
            from intermediate.int_party_event as back
            where
                back.kind = 'call' and back.direction = 'outbound'
                and (back.phone_key = mine.phone_key or back.email_key = mine.email_key)
                and back.event_at >= mine.event_at
        ) as called_back_at
    from intermediate.int_party_event as mine
    where
        mine.kind = 'call'
        and coalesce(mine.direction, 'inbound') <> 'outbound'
        and coalesce(mine.status, '') not in ('cancelled', 'planned')
),

conversations as (
    select
        platform,
        report,
        account_id,
        'conversations' as measure,
        event_id,
        event_date,
        event_at,
        exported_at,
        email_key,
        phone_key,
        status,
        medium,
        apart_seconds, answered_at is not null as is_answered
    from intermediate.int_thread
),

meetings as (
    select
        platform, report, account_id, 'meetings' as measure, event_id, event_date, event_at, exported_at, email_key, phone_key, party_id,
        status, medium, source, form
    from intermediate.int_party_event
    where kind = 'meeting' and coalesce(status, '') not in ('cancelled', 'planned')
),

listed as (
    select
        platform, report, account_id,
        case kind when 'booking' then 'bookings_made' when 'contact' then 'contacts_created' else 'deals_won' end as measure,
        event_id, event_date, event_at, exported_at, email_key, phone_key, party_id, status, medium, source, is_first,
        kind = 'contact' and row_number() over (
            partition by kind, platform, report, account_id, email_key order by event_at, event_date, event_id
        ) > 1 and email_key is not null as is_duplicate
    from intermediate.int_party_event
    where (kind = 'booking' and status <> 'cancelled') or kind = 'contact' or (kind = 'deal' and status = 'won')
),

ordered as (
    select
        platform,
        report,
        account_id,
        'orders' as measure,
        order_id as event_id,
        period_start as event_date,
        exported_at,
        email_key,
        phone_key,
        order_source as source, case when is_cancelled then 'cancelled' when is_refunded then 'refunded' end as status
    from intermediate.int_order
),

-- of one message at one address: how many links were followed within the shortest time a person needs, and what came with the delivery
mailed as (
    select
        mail.platform, mail.report, mail.account_id,
        case mail.status when 'opened' then 'open_events' when 'clicked' then 'click_events' else 'reply_events' end as measure,
        mail.event_id || ' ' || mail.event_at || ' ' || coalesce(mail.source, '') as event_id,
        mail.event_date, mail.event_at, mail.exported_at, mail.email_key, 'email' as medium,
        mail.status = 'clicked' and count(distinct mail.source) over (
            partition by mail.platform, mail.report, mail.account_id, mail.event_id, mail.email_key, mail.status
            order by mail.event_at range between interval 1 second preceding and interval 1 second following
        ) > 1 as is_sweep,
        date_diff('second', delivered.event_at, mail.event_at) between 0 and limits.sweep_seconds as is_at_delivery
    from intermediate.int_party_event as mail
    cross join (
        select sweep_seconds from marts.thresholds
        where setting = 'default'
    ) as limits
    left join (
        select platform, report, account_id, event_id, email_key, min(event_at) as event_at
        from intermediate.int_party_event
        where kind = 'email' and status = 'delivered'
        group by all
    ) as delivered using (platform, report, account_id, event_id, email_key)
    where mail.kind = 'email' and mail.status in ('opened', 'clicked', 'replied')
),

every as (
    select * from calls
    union all by name
    select * from conversations
    union all by name
    select * from meetings
    union all by name
    select * from listed
    union all by name
    select * from ordered
    union all by name
    select * from mailed
),

named as (
    select
        every.* exclude (email_key, phone_key, party_id),
        coalesce(email_key, phone_key, party_id) is not null as is_keyed,
        unnest(case
            when email_key is not null then list_transform(string_split(email_key, ';'), one -> 'email:' || trim(one))
            when phone_key is not null then list_transform(string_split(phone_key, ';'), one -> 'phone:' || trim(one))
            when
                party_id is not null
                then list_transform(string_split(party_id, ';'), one -> concat_ws(':', platform, account_id, trim(one)))
            else [concat_ws('/', platform, report, account_id, measure, event_id)]
        end) as key
    from every
)

select named.* exclude (key), coalesce(known.party, named.key) as party
from named
left join intermediate.int_identity as known on named.key = known.key
qualify row_number() over (
    partition by named.platform, named.report, named.account_id, named.measure, named.event_id, coalesce(known.party, named.key)
    order by named.key, named.event_at, named.status nulls last
) = 1
