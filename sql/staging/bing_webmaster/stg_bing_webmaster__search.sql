-- Organic search as Bing Webmaster Tools reports it, one row per report, dimension value and day or stated period.
-- grain: report, account_id, period_start, period_end, query, page, country, device
-- units: search_clicks, search_impressions counts; position is an average rank from 1, null in the chart, which has none
-- note:  totals come from the chart alone; its keywords and pages carry no days of their own. Bing exports no country and no device
with reports as (
    select * from landed.bing_webmaster__chart
    union all by name
    select * from landed.bing_webmaster__query
    union all by name
    select * from landed.bing_webmaster__page
)

select
    'bing_webmaster' as platform,
    report,
    account_id,
    period_start::date as period_start,
    period_end::date as period_end,
    query,
    page,
    null::varchar as country,
    null::varchar as device,
    search_clicks::bigint as search_clicks,
    search_impressions::bigint as search_impressions,
    position::decimal(18, 6) as position
from reports
where period_start is not null
