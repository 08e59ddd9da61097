-- Organic search facts of every search engine, one row per report, dimension value and day or stated period.
-- grain: platform, report, account_id, period_start, period_end, query, page, country, device
-- units: counts; position is an average rank, only ever weighted by impressions
select * from query_table(getvariable('stg_search'), true)
