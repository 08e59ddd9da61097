-- Facebook and Instagram posts as they stand at their export, and the accounts' daily series.
-- grain: report, account_id, content_id, period_start, period_end, exported_at
-- units: counts; reach is people, watch_time_hours hours; published_at is the instant, which Meta prints in US Pacific time
-- note:  posts carry no period: their figures run up to exported_at. Rows that lost their id in Meta's own error are left out. A page's
--        and an Instagram account's series, in one file or in two, are one account's: their days are summed, save for people, who may
--        be the same
with posts as (
    select * from landed.meta_business_suite__instagram_posts
    union all by name
    select * from landed.meta_business_suite__facebook_posts
    union all by name
    select * from landed.meta_business_suite__facebook_videos
),

series as (
    select * from landed.meta_business_suite__reach
    union all by name
    select * from landed.meta_business_suite__views
    union all by name
    select * from landed.meta_business_suite__follows
    union all by name
    select * from landed.meta_business_suite__interactions
    union all by name
    select * from landed.meta_business_suite__link_clicks
    union all by name
    select * from landed.meta_business_suite__visits
),

reports as (
    select * from posts
    where content_id is not null
    union all by name
    select * replace (max(exported_at) over (partition by report, account_id, period_start, period_end) as exported_at)
    from series
    where period_start is not null
)

select
    'meta_business_suite' as platform,
    report,
    account_id,
    content_id,
    any_value(content_title) as content_title,
    any_value(content_type) as content_type,
    any_value(timezone('America/Los_Angeles', published_at::timestamp)) as published_at,
    period_start::date as period_start,
    period_end::date as period_end,
    exported_at,
    sum(content_views::bigint)::bigint as content_views,
    sum(content_impressions::bigint)::bigint as content_impressions,
    case when count(*) = 1 then max(reach::bigint) end as reach,
    sum(likes::bigint)::bigint as likes,
    sum(reactions::bigint)::bigint as reactions,
    sum(comments::bigint)::bigint as comments,
    sum(shares::bigint)::bigint as shares,
    sum(saves::bigint)::bigint as saves,
    sum(follows::bigint)::bigint as follows,
    sum(interactions::bigint)::bigint as interactions,
    sum(visits::bigint)::bigint as visits,
    sum(content_clicks::bigint)::bigint as content_clicks,
    sum(content_link_clicks::bigint)::bigint as content_link_clicks,
    sum(watch_time_hours::decimal(38, 18)) as watch_time_hours
from reports
group by all
