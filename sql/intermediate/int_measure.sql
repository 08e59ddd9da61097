-- Every measure of every source in one shape: who, when, which measure, how much. Reports of one account still overlap here.
-- grain: platform, report, account_id, channel, campaign_name, excluded, measure, period_start, period_end, currency_code
-- units: amount in the measure's own unit; money in the client's currency; position is rank times impressions, to be divided last.
--        amount_native is what landed; money of it is in currency_code (null is the client's)
-- note:  is_unique marks people: never summed over days or accounts. Organic views and impressions are content_*, under names that no
--        advertising and no website measure has: they are never added. A group meeting is one; spam and outgoing calls are no calls.
--        What a calendar holds was planned, not held, and what lasts all day is no meeting
--        Posts enter as what they gained between two exports, only for an account and measure without a series by day: an export
--        holds posts of a chosen range, so they are no account's total
--        Money of another currency is brought over day by day: amount_native, to 12 decimals, times the rate of its day (int_rate). A row
--        for several days has no one rate. Where any money of an account, measure and day (or stated period) has no rate, its amount is
--        null: a part of it would look like the whole (int_coverage takes the day out)
--        What a person has corrected is added to amount; amount_native stays what landed
with paid as (
    unpivot (
        select
            platform, report, account_id, channel, campaign_name, period_start, period_end, excluded, currency_code,
            impressions::decimal(38, 18) as impressions,
            clicks::decimal(38, 18) as clicks,
            link_clicks::decimal(38, 18) as link_clicks,
            landing_page_views::decimal(38, 18) as landing_page_views,
            spend,
            conversions,
            conversions_value,
            viewable_impressions::decimal(38, 18) as viewable_impressions,
            non_viewable_impressions::decimal(38, 18) as non_viewable_impressions,
            invalid_clicks::decimal(38, 18) as invalid_clicks
        from intermediate.int_campaign
    )
    on
    impressions, clicks, link_clicks, landing_page_views, spend, conversions, conversions_value, viewable_impressions,
    non_viewable_impressions, invalid_clicks
    into name measure value amount
),

site as (
    unpivot (
        select
            platform, report, account_id, null::varchar as channel, null::varchar as campaign_name, period_start, period_end, excluded,
            currency_code,
            sessions::decimal(38, 18) as sessions,
            engaged_sessions::decimal(38, 18) as engaged_sessions,
            views::decimal(38, 18) as views,
            event_count::decimal(38, 18) as event_count,
            key_events,
            total_revenue,
            new_users::decimal(38, 18) as new_users,
            users::decimal(38, 18) as users,
            total_users::decimal(38, 18) as total_users,
            returning_users::decimal(38, 18) as returning_users
        from intermediate.int_site
    )
    on sessions, engaged_sessions, views, event_count, key_events, total_revenue, new_users, users, total_users, returning_users
    into name measure value amount
),

search as (
    unpivot (
        select
            platform, report, account_id, null::varchar as channel, null::varchar as campaign_name, period_start, period_end,
            null::varchar as excluded,
            search_clicks::decimal(38, 18) as search_clicks,
            search_impressions::decimal(38, 18) as search_impressions,
            (position * search_impressions)::decimal(38, 18) as position,
            case when position is not null then search_impressions end::decimal(38, 18) as ranked_impressions
        from intermediate.int_search
    )
    on search_clicks, search_impressions, position, ranked_impressions
    into name measure value amount
),

content as (
    unpivot (
        select
            platform, report, account_id, null::varchar as channel, null::varchar as campaign_name, period_start, period_end,
            null::varchar as excluded, currency_code,
            content_views::decimal(38, 18) as content_views,
            engaged_views::decimal(38, 18) as engaged_views,
            content_impressions::decimal(38, 18) as content_impressions,
            reach::decimal(38, 18) as reach,
            likes::decimal(38, 18) as likes,
            reactions::decimal(38, 18) as reactions,
            comments::decimal(38, 18) as comments,
            shares::decimal(38, 18) as shares,
            follows::decimal(38, 18) as follows,
            new_followers::decimal(38, 18) as new_followers,
            lost_followers::decimal(38, 18) as lost_followers,
            total_followers::decimal(38, 18) as total_followers,
            subscribers::decimal(38, 18) as subscribers,
            profile_views::decimal(38, 18) as profile_views,
            visits::decimal(38, 18) as visits,
            interactions::decimal(38, 18) as interactions,
            content_clicks::decimal(38, 18) as content_clicks,
            content_link_clicks::decimal(38, 18) as content_link_clicks,
            watch_time_hours,
            estimated_revenue,
            call_clicks::decimal(38, 18) as call_clicks,
            messages::decimal(38, 18) as messages,
            profile_bookings::decimal(38, 18) as profile_bookings,
            directions::decimal(38, 18) as directions,
            website_clicks::decimal(38, 18) as website_clicks
        from intermediate.int_content
        where period_start is not null
    )
    on
    content_views, engaged_views, content_impressions, reach, likes, reactions, comments, shares, follows, new_followers, lost_followers,
    total_followers, subscribers, profile_views, visits, interactions, content_clicks, content_link_clicks, watch_time_hours,
    estimated_revenue, call_clicks, messages, profile_bookings, directions, website_clicks
    into name measure value amount
),

gained as (
    unpivot (
        select
            platform, report, account_id, null::varchar as channel, null::varchar as campaign_name, period_start, period_end,
            null::varchar as excluded,
            likes::decimal(38, 18) as likes,
            reactions::decimal(38, 18) as reactions,
            comments::decimal(38, 18) as comments,
            shares::decimal(38, 18) as shares,
            saves::decimal(38, 18) as saves
        from intermediate.int_content_gain
    )
    on likes, reactions, comments, shares, saves
    into name measure value amount
),

email as (
    unpivot (
        select
            platform, report, account_id, null::varchar as channel, null::varchar as campaign_name, period_start, period_end,
            null::varchar as excluded, currency_code,
            recipients::decimal(38, 18) as recipients,
            deliveries::decimal(38, 18) as deliveries,
            bounces::decimal(38, 18) as bounces,
            opens::decimal(38, 18) as opens,
            email_clicks::decimal(38, 18) as email_clicks,
            unsubscribes::decimal(38, 18) as unsubscribes,
            email_orders::decimal(38, 18) as email_orders,
            revenue
        from intermediate.int_email
    )
    on recipients, deliveries, bounces, opens, email_clicks, unsubscribes, email_orders, revenue
    into name measure value amount
),

sold as (
    unpivot (
        select
            platform, report, account_id, null::varchar as channel, null::varchar as campaign_name, period_start, period_end,
            null::varchar as excluded, currency_code,
            1::decimal(38, 18) as orders,
            order_total,
            refunded
        from intermediate.int_order
    )
    on orders, order_total, refunded
    into name measure value amount
),

happened as (
    select
        platform, report, account_id, null::varchar as channel, null::varchar as campaign_name, null::varchar as excluded,
        case kind
            when 'call' then 'calls'
            when 'meeting' then 'meetings'
            when 'booking' then 'bookings_made'
            when 'contact' then 'contacts_created'
            when 'deal' then 'deals_won'
            when 'entry' then 'meetings_planned'
        end as measure,
        event_date as period_start,
        event_date as period_end,
        count(distinct event_id)::decimal(38, 18) as amount
    from intermediate.int_party_event
    where
        (kind = 'meeting' and status = 'held')
        or (kind = 'call' and coalesce(status, '') not in ('spam', 'cancelled', 'planned') and coalesce(direction, 'inbound') <> 'outbound')
        or kind in ('booking', 'contact')
        or (kind = 'deal' and status = 'won')
        or (kind = 'entry' and event_at is not null and coalesce(status, '') <> 'cancelled')
    group by all
),

spoken as (
    select
        platform, report, account_id, null::varchar as channel, null::varchar as campaign_name, null::varchar as excluded,
        'conversations' as measure, event_date as period_start, event_date as period_end, count(*)::decimal(38, 18) as amount
    from intermediate.int_thread
    group by all
),

mailed as (
    select
        platform, report, account_id, null::varchar as channel, null::varchar as campaign_name, null::varchar as excluded,
        case status
            when 'opened' then 'open_events' when 'clicked' then 'click_events' when 'replied' then 'reply_events'
            when 'unsubscribed' then 'unsubscribe_events'
        end as measure,
        event_date as period_start, event_date as period_end, count(*)::decimal(38, 18) as amount
    from intermediate.int_party_event
    where kind = 'email'
    group by all
),

-- posts of accounts that have no series by day of that measure
by_posts as (
    select gained.*
    from gained
    left join (select distinct platform, account_id, measure from content) as series using (platform, account_id, measure)
    where series.measure is null
),

every as (
    select * from paid
    union all by name
    select * from site
    union all by name
    select * from search
    union all by name
    select * from content
    union all by name
    select * from by_posts
    union all by name
    select * from email
    union all by name
    select * from sold
    union all by name
    select * from happened
    union all by name
    select * from spoken
    union all by name
    select * from mailed
),

priced as (
    select
        every.* exclude (amount, currency_code),
        case when money.measure is not null then every.currency_code end as currency_code,
        every.amount as amount_native,
        case
            when money.measure is null or every.currency_code is null or every.currency_code = settings.currency then every.amount
            else (every.amount::decimal(38, 12) * rates.rate)::decimal(38, 18)
        end as amount
    from every
    inner join client.feeds as feeds
        on every.platform = feeds.platform and every.measure = feeds.measure and every.report = feeds.report
    left join client.settings as settings on true
    left join (
        select numerator as measure from marts.metrics
        where unit = 'currency' and denominator is null
    ) as money on every.measure = money.measure
    left join intermediate.int_rate as rates
        on every.currency_code = rates.currency_code and every.period_start = rates.day and every.period_end = rates.day
),

whole as (
    select *, bool_and(amount is not null) over (partition by platform, report, account_id, measure, period_start, period_end) as is_whole
    from priced
    union all by name
    select
        platform, report, account_id, channel, campaign_name, null::varchar as excluded, measure, day as period_start, day as period_end,
        amount, true as is_whole
    from intermediate.int_correction
)

select
    platform,
    report,
    account_id,
    channel,
    campaign_name,
    excluded,
    measure,
    measure in (select additivity.measure from marts.additivity as additivity) as is_unique,
    period_start,
    period_end,
    currency_code,
    case when bool_and(is_whole) then sum(amount) end as amount,
    sum(amount_native) as amount_native
from whole
group by all
