-- Organic social, video and places: accounts by day, and single posts as they stand at their export.
-- grain: platform, report, account_id, content_id, period_start, period_end, exported_at
-- units: counts; watch_time_hours hours; estimated_revenue in currency_code, null is the client's; reach and total_followers are people,
--        never summed
-- note:  a row without a period is lifetime-to-date at exported_at (int_content_gain has what two of them differ by); a measure that is
--        not reported is null. published_on is a day that was printed without a time. Views and impressions are content_*: a website
--        has views too, and what was paid for has impressions of its own
select
    platform, report, account_id, content_id, content_title, content_type, published_at, published_on, period_start, period_end,
    exported_at, content_views, engaged_views, content_impressions, reach, likes, reactions, comments, shares, saves, follows,
    new_followers, lost_followers, total_followers, subscribers, profile_views, visits, interactions, content_clicks, content_link_clicks,
    watch_time_hours, currency_code, estimated_revenue, call_clicks, messages, profile_bookings, directions, website_clicks
from query_table(getvariable('stg_content'), true)
