-- Website figures by source, by page, or of what GA4 saw arrive from a platform.
-- model: sql/marts/source_period.sql <- sql/intermediate/int_site.sql
with rows_of_measure as (
    unpivot (
        select
            tag, platform, account_id, report, period_start, period_end, session_source_medium, page,
            sessions::decimal(38, 18) as sessions,
            engaged_sessions::decimal(38, 18) as engaged_sessions,
            views::decimal(38, 18) as views,
            key_events::decimal(38, 18) as key_events
        from traced.site
        where excluded is null
    )
    on sessions, engaged_sessions, views, key_events
    into name measure value amount
)

select site.tag as unit, site.tag, sum(site.amount) as amount
from rows_of_measure as site
inner join traced.spans as spans using (platform, account_id, report, period_start, period_end)
where
    site.measure = getvariable('cell').measure
    and case
        when getvariable('cell').page is not null
            then spans.measure = 'views' and site.page = getvariable('cell').page and site.report in ('page_path', 'page_title')
        else
            spans.measure = 'sessions' and site.report = 'session_source_medium'
            and coalesce(site.session_source_medium = getvariable('cell').source_medium, true)
    end
    and (
        getvariable('cell').platform is null
        or exists (
            select 1 from client.platform_sources as patterns
            where patterns.platform = getvariable('cell').platform and site.session_source_medium ilike patterns.pattern
        )
    )
group by all
