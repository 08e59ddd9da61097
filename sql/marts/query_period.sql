-- What people searched for, by query, from the shortest export that holds days of the period; its own days stand beside it.
-- grain: period, query
-- units: counts; position weighted by impressions; first_day and last_day say which days the figures speak for
-- note:  anonymised queries are missing from the platform's own list, so no total is made of these rows
with speaking as (
    select periods.period, search.platform, search.account_id, search.period_start, search.period_end
    from client.periods as periods
    inner join (
        select distinct platform, account_id, period_start, period_end from intermediate.int_search
        where report = 'query'
    ) as search on periods.last_day >= search.period_start and periods.first_day <= search.period_end
    qualify row_number() over (
        partition by periods.period, search.platform, search.account_id
        order by search.period_end - search.period_start, search.period_end desc
    ) = 1
)

select
    speaking.period,
    search.query,
    min(speaking.period_start) as first_day,
    max(speaking.period_end) as last_day,
    sum(search.search_clicks) as search_clicks,
    sum(search.search_impressions) as search_impressions,
    round(
        sum(search.position * search.search_impressions)
        / nullif(sum(search.search_impressions) filter (where search.position is not null), 0), 6
    )::decimal(18, 6) as position
from speaking
inner join intermediate.int_search as search
    on
        search.report = 'query' and speaking.platform = search.platform and speaking.account_id = search.account_id
        and speaking.period_start = search.period_start and speaking.period_end = search.period_end
group by all
