-- Every measure of every source in one shape: who, when, which measure, how much. Reports of one account still overlap here.
-- grain: platform, report, account_id, channel, campaign_name, excluded, measure, period_start, period_end
-- units: amount in the measure's own unit; money in the account's currency; position is rank times impressions, to be divided last
-- note:  is_unique marks people: never summed over days or accounts
with paid as (
    unpivot (
        select
            platform, report, account_id, channel, campaign_name, period_start, period_end, excluded,
            impressions::decimal(38, 18) as impressions,
            clicks::decimal(38, 18) as clicks,
            link_clicks::decimal(38, 18) as link_clicks,
            landing_page_views::decimal(38, 18) as landing_page_views,
            spend,
            conversions,
            conversions_value
        from intermediate.int_campaign
    )
    on impressions, clicks, link_clicks, landing_page_views, spend, conversions, conversions_value
    into name measure value amount
),

site as (
    unpivot (
        select
            platform, report, account_id, null::varchar as channel, null::varchar as campaign_name, period_start, period_end, excluded,
            sessions::decimal(38, 18) as sessions,
            engaged_sessions::decimal(38, 18) as engaged_sessions,
            views::decimal(38, 18) as views,
            event_count::decimal(38, 18) as event_count,
            key_events,
            total_revenue,
            new_users::decimal(38, 18) as new_users,
            users::decimal(38, 18) as users,
            total_users::decimal(38, 18) as total_users
        from intermediate.int_site
    )
    on sessions, engaged_sessions, views, event_count, key_events, total_revenue, new_users, users, total_users
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

every as (
    select * from paid
    union all by name
    select * from site
    union all by name
    select * from search
)

select
    every.platform,
    every.report,
    every.account_id,
    every.channel,
    every.campaign_name,
    every.excluded,
    every.measure,
    every.measure in ('users', 'total_users') as is_unique,
    every.period_start,
    every.period_end,
    sum(every.amount) as amount
from every
inner join client.feeds as feeds
    on every.platform = feeds.platform and every.measure = feeds.measure and every.report = feeds.report
group by all
