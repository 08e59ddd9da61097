-- title: Summary
-- order: 10

-- rows: headline
-- The client's own key figures, in the client's order.
select
    figures.metric, figures.label, figures.unit, figures.decimals, figures.better, figures.value, figures.previous, figures.change,
    figures.last_year, figures.year_change, figures.days_covered, figures.days, figures.missing, figures.reason,
    figures.reason_platform, figures.reason_first_day, figures.reason_last_day, interval.chance
from marts.metric_period as figures
left join marts.interval as interval using (period, metric)
where figures.period = getvariable('period') and figures.level = 'total' and list_contains(getvariable('kpis'), figures.metric)
order by list_position(getvariable('kpis'), figures.metric);

-- rows: trend
-- The same figures over the last 26 periods.
select
    figures.metric, figures.label, figures.unit, figures.decimals, figures.period, periods.first_day, figures.value,
    figures.days_covered, figures.days
from marts.metric_period as figures
inner join (
    select period, first_day from client.periods
    order by first_day desc limit 26
) as periods using (period)
where figures.level = 'total' and list_contains(getvariable('kpis'), figures.metric)
order by list_position(getvariable('kpis'), figures.metric), periods.first_day;

-- rows: breaks
-- Where what a figure means changed within the periods drawn.
select breaks.metric, breaks.name, breaks.first_day, breaks.changed_on, breaks.what
from marts.definition_break as breaks
inner join (
    select period from client.periods
    order by first_day desc limit 26
) as periods using (period)
where list_contains(getvariable('kpis'), breaks.metric)
order by list_position(getvariable('kpis'), breaks.metric), breaks.changed_on, breaks.name;
