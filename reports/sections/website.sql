-- title: Website and search
-- order: 30

-- rows: site
-- trace: figure value previous last_year
select
    figures.metric, figures.label, figures.unit, figures.decimals, figures.better, figures.value, figures.previous, figures.change,
    figures.last_year, figures.year_change, figures.days_covered, figures.days, figures.missing, figures.reason,
    figures.reason_platform, figures.reason_first_day, figures.reason_last_day, interval.chance
from marts.metric_period as figures
left join marts.interval as interval using (period, metric)
where
    figures.period = getvariable('period') and figures.level = 'total'
    and figures.metric in (
        'sessions', 'engaged_sessions', 'engagement_rate', 'key_events', 'total_revenue', 'users', 'new_users', 'returning_users', 'views'
    )
    and not (figures.metric = 'total_revenue' and figures.value = 0 and figures.previous is not distinct from 0)
order by figures.place;

-- rows: search
-- trace: figure value previous last_year
select
    figures.metric, figures.label, figures.unit, figures.decimals, figures.better, figures.value, figures.previous, figures.change,
    figures.last_year, figures.year_change, figures.days_covered, figures.days, figures.missing, figures.reason,
    figures.reason_platform, figures.reason_first_day, figures.reason_last_day, interval.chance
from marts.metric_period as figures
left join marts.interval as interval using (period, metric)
where
    figures.period = getvariable('period') and figures.level = 'total'
    and figures.metric in ('search_clicks', 'search_impressions', 'search_ctr', 'position')
order by figures.place;

-- rows: sources
-- trace: website sessions engaged_sessions key_events
select session_source_medium as source_medium, sessions, engaged_sessions, key_events, days_covered, days
from marts.source_period
where period = getvariable('period') and excluded is null
order by sessions desc, session_source_medium
limit 9;

-- rows: pages
-- trace: website views key_events
select page, views, key_events
from marts.page_period
where period = getvariable('period')
order by views desc, page
limit 5;

-- rows: queries
-- trace: query search_clicks search_impressions
select query, search_clicks, search_impressions, position, first_day, last_day
from marts.query_period
where period = getvariable('period')
order by search_clicks desc, search_impressions desc, query
limit 8;

-- rows: daily
-- trace: day value previous
-- Each day of the period beside the same day of the one before.
select measures.measure, days.day as date, today.amount as value, earlier.amount as previous
from client.periods as periods
cross join (values ('sessions'), ('search_clicks')) as measures (measure)
cross join
    lateral (
        select unnest(generate_series(periods.first_day, periods.last_day, interval 1 day))::date as day
    ) as days
left join marts.measure_day as today on measures.measure = today.measure and days.day = today.day
left join marts.measure_day as earlier
    on
        measures.measure = earlier.measure
        and earlier.day = periods.previous_first_day + (days.day - periods.first_day)::integer
where periods.period = getvariable('period')
order by measures.measure, days.day;

-- rows: excluded
-- trace: figure amount
select
    excluded.label, excluded.measure, metrics.label as measure_label, metrics.unit, metrics.decimals, excluded.amount,
    periods.first_day, periods.last_day
from marts.excluded_period as excluded
inner join client.periods as periods using (period)
inner join marts.metrics as metrics on excluded.measure = metrics.metric
where excluded.period = getvariable('period')
order by excluded.label, metrics.place;
