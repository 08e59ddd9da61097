-- A TikTok account by day, and its videos as they stand at their export. Days and post times are UTC.
-- grain: report, account_id, content_id, period_start, period_end, exported_at
-- units: counts; reach and total_followers are people, never summed
-- note:  videos carry no period: their figures run up to exported_at. A video is known by its link
with reports as (
    select * from landed.tiktok_studio__overview
    where period_start is not null
    union all by name
    select * from landed.tiktok_studio__followers
    where period_start is not null
    union all by name
    select * from landed.tiktok_studio__videos
    where content_link is not null
)

select
    'tiktok_studio' as platform,
    report,
    account_id,
    content_link as content_id,
    content_title,
    case when report = 'videos' then 'Video' end as content_type,
    timezone('UTC', published_at::timestamp) as published_at,
    period_start::date as period_start,
    period_end::date as period_end,
    exported_at,
    content_views::bigint as content_views,
    reach::bigint as reach,
    likes::bigint as likes,
    comments::bigint as comments,
    shares::bigint as shares,
    favorites::bigint as saves,
    profile_views::bigint as profile_views,
    new_followers::bigint as new_followers,
    lost_followers::bigint as lost_followers,
    total_followers::bigint as total_followers
from reports
