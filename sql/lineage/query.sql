-- Clicks and impressions of one search query, of the export that holds the days it is printed for.
-- model: sql/marts/query_period.sql <- sql/intermediate/int_search.sql
with rows_of_measure as (
    unpivot (
        select
            tag, query, period_start, period_end,
            search_clicks::decimal(38, 18) as search_clicks,
            search_impressions::decimal(38, 18) as search_impressions
        from traced.search
        where report = 'query'
    )
    on search_clicks, search_impressions
    into name measure value amount
)

select search.tag as unit, search.tag, sum(search.amount) as amount
from rows_of_measure as search
where
    search.measure = getvariable('cell').measure and search.query = getvariable('cell').query
    and search.period_start = getvariable('cell').first_day and search.period_end = getvariable('cell').last_day
group by all
