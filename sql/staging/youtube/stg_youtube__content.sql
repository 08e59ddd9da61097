-- A YouTube channel by day, and its videos as they stand at their export.
-- grain: report, account_id, content_id, period_start, period_end, exported_at
-- units: counts; watch_time_hours hours; estimated_revenue in currency_code (major units); subscribers gained less lost
-- note:  videos carry no period of their own: the file does not say which days were chosen. They are at most 500, so no total is made of
--        them. Days are Pacific. The publish day is printed without a time, so it is no instant
with reports as (
    select * from landed.youtube__by_date
    where period_start is not null
    union all by name
    select * from landed.youtube__totals
    where period_start is not null
    union all by name
    select * from landed.youtube__by_content
    where content_id is not null
)

select
    'youtube' as platform,
    report,
    account_id,
    content_id,
    content_title,
    'Video' as content_type,
    null::timestamptz as published_at,
    period_start::date as period_start,
    period_end::date as period_end,
    exported_at,
    content_views::bigint as content_views,
    engaged_views::bigint as engaged_views,
    content_impressions::bigint as content_impressions,
    likes::bigint as likes,
    comments::bigint as comments,
    shares::bigint as shares,
    subscribers::bigint as subscribers,
    watch_time_hours::decimal(38, 18) as watch_time_hours,
    currency_code,
    estimated_revenue::decimal(38, 18) as estimated_revenue
from reports
