-- Website facts, one row per report, dimension value and day or stated period; excluded rows carry the label they are shown under.
-- grain: platform, report, account_id, period_start, period_end, session_source_medium, session_channel, page, currency_code
-- units: counts; total_revenue in currency_code (major units), null is the client's
with unified as (
    select * from query_table(getvariable('stg_site'), true)
)

select unified.*, exclusion.label as excluded
from unified
left join lateral (
    select exclude.label
    from client.exclude as exclude
    where
        exclude.platform = unified.platform
        and case exclude.column_name
            when 'session_source_medium' then unified.session_source_medium
            when 'session_channel' then unified.session_channel
            when unified.report then unified.page
        end ilike exclude.pattern
    order by exclude.place
    limit 1
) as exclusion on true
