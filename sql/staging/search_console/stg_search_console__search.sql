-- Organic search as Search Console reports it, one row per report, dimension value and day or stated period.
-- grain: report, account_id, period_start, period_end, query, page, country, device
-- units: search_clicks, search_impressions counts; position is an average rank from 1
-- note:  totals come from the chart alone: queries leave out anonymised ones, pages count once per address
with reports as (
    select * from landed.search_console__chart
    union all by name
    select * from landed.search_console__query
    union all by name
    select * from landed.search_console__page
    union all by name
    select * from landed.search_console__country
    union all by name
    select * from landed.search_console__device
)

select
    'search_console' as platform,
    report,
    account_id,
    period_start::date as period_start,
    period_end::date as period_end,
    query,
    page,
    country,
    device,
    search_clicks::bigint as search_clicks,
    search_impressions::bigint as search_impressions,
    position::decimal(18, 6) as position
from reports
where period_start is not null
