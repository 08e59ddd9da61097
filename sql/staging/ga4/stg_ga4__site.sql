-- What GA4 saw on the website, one row per report, dimension value and day or stated period.
-- grain: report, account_id, period_start, period_end, session_source_medium, session_channel, page, currency_code
-- units: revenue in currency_code (major units; null where the file does not name it: the client's); people are never summed
-- note:  users stand only in rows without a dimension, as GA4 counted them for exactly that period
with reports as (
    select * from landed.ga4__overview
    union all by name
    select * from landed.ga4__session_source_medium
    union all by name
    select * from landed.ga4__session_channel
    union all by name
    select * from landed.ga4__page_path
    union all by name
    select * from landed.ga4__page_title
)

select
    'ga4' as platform,
    report,
    account_id,
    period_start::date as period_start,
    period_end::date as period_end,
    session_source_medium,
    session_channel,
    coalesce(page_path, page_title) as page,
    currency_code,
    sum(sessions::bigint)::bigint as sessions,
    sum(engaged_sessions::bigint)::bigint as engaged_sessions,
    sum(views::bigint)::bigint as views,
    sum(event_count::bigint)::bigint as event_count,
    sum(key_events::decimal(38, 18)) as key_events,
    sum(total_revenue::decimal(38, 18)) as total_revenue,
    sum(new_users::bigint)::bigint as new_users,
    max(case when report = 'overview' then users::bigint end) as users,
    max(case when report = 'overview' then total_users::bigint end) as total_users,
    max(case when report = 'overview' then returning_users::bigint end) as returning_users
from reports
where period_start is not null
group by all
