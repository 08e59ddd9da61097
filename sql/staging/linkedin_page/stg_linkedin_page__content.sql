-- A LinkedIn Page by day: its posts together, its followers, its visitors; and each post as it stands at its export. Days are UTC.
-- grain: report, account_id, content_id, period_start, period_end, exported_at
-- units: counts; what was taken back is negative on the day it was
-- note:  by day only the organic part is read: what was paid for is the ads account's to report. Posts carry no period and are known by
--        their link; the day they were made is printed without a time, so it is no instant
with reports as (
    select * from landed.linkedin_page__content
    where period_start is not null
    union all by name
    select * from landed.linkedin_page__followers
    where period_start is not null
    union all by name
    select * from landed.linkedin_page__visitors
    where period_start is not null
    union all by name
    select * from landed.linkedin_page__posts
    where content_link is not null
)

select
    'linkedin_page' as platform,
    report,
    account_id,
    content_link as content_id,
    content_title,
    content_type,
    null::timestamptz as published_at,
    left(published_at, 10)::date as published_on,
    period_start::date as period_start,
    period_end::date as period_end,
    exported_at,
    content_views::bigint as content_views,
    content_impressions::bigint as content_impressions,
    coalesce(reactions, likes)::bigint as reactions,
    comments::bigint as comments,
    shares::bigint as shares,
    follows::bigint as follows,
    new_followers::bigint as new_followers,
    profile_views::bigint as profile_views,
    content_clicks::bigint as content_clicks
from reports
