-- title: Data notes
-- order: 90

-- rows: coverage
select
    platforms.name as platform, coverage.account_id, coverage.days, coverage.days_covered, coverage.status, coverage.reason,
    coverage.reason_first_day, coverage.reason_last_day
from marts.coverage_period as coverage
inner join client.platforms as platforms using (platform)
where coverage.period = getvariable('period')
order by platforms.name, coverage.account_id;

-- rows: gaps
-- Days of the period that no export of the source covers.
select platforms.name as platform, list(days.day order by days.day) as missing_days
from marts.coverage_period as coverage
inner join client.periods as periods using (period)
inner join client.platforms as platforms using (platform)
cross join
    lateral (
        select unnest(generate_series(periods.first_day, periods.last_day, interval 1 day))::date as day
    ) as days
where
    coverage.period = getvariable('period') and coverage.status = 'partial'
    and not exists (
        select 1 from client.covered_day as covered
        where covered.platform = coverage.platform and covered.account_id = coverage.account_id and covered.day = days.day
    )
group by all
order by platforms.name;

-- rows: owners
-- Which export answers for the days of this period.
select distinct covered.export_id, covered.platform || '__' || covered.report as report_name
from client.covered_day as covered
inner join client.periods as periods on covered.day between periods.first_day and periods.last_day
where periods.period = getvariable('period')
union
select owned.export_id, owned.platform || '__' || owned.report
from client.owned_period as owned
inner join client.periods as periods on owned.period_start <= periods.last_day and owned.period_end >= periods.first_day
where periods.period = getvariable('period')
union
-- two exports of lifetime figures, one made on the first day and one on the day after the last
select export_id, report_name
from (
    select
        owned.export_id, owned.platform || '__' || owned.report as report_name,
        count(*) over (partition by owned.platform, owned.report, owned.account_id) as exports
    from client.owned_undated as owned
    inner join client.lifetime as lifetime on owned.platform = lifetime.platform and owned.report = lifetime.report
    inner join client.periods as periods on owned.made_on in (periods.first_day, periods.last_day + 1)
    where periods.period = getvariable('period')
) as made
where exports = 2
order by 1, 2;

-- rows: money
-- Money in other currencies than the report's.
select
    platforms.name as platform, money.account_id, metrics.label, money.currency_code, money.amount_native, money.amount, money.unpriced,
    money.has_long_rows, money.lowest_rate, money.highest_rate, money.first_rate_day, money.last_rate_day, sources.name as source
from marts.money_period as money
inner join client.platforms as platforms using (platform)
inner join marts.metrics as metrics on money.measure = metrics.numerator and metrics.denominator is null
left join client.platforms as sources on money.source = sources.platform
where money.period = getvariable('period')
order by platforms.name, money.account_id, metrics.place, money.currency_code;

-- rows: definitions
select
    metrics.metric,
    metrics.label,
    list_contains(getvariable('kpis'), metrics.metric) as is_key,
    coalesce(above.label, metrics.numerator) as numerator,
    coalesce(below.label, metrics.denominator) as denominator
from marts.metrics as metrics
left join marts.metrics as above on metrics.numerator = above.metric
left join marts.metrics as below on metrics.denominator = below.metric
order by list_position(getvariable('kpis'), metrics.metric) nulls last, metrics.place;

-- rows: provenance
-- Which report of which account each figure of this period is made of.
select distinct
    metrics.metric, platforms.name as platform, choice.account_id, choice.report, choice.days_covered, choice.days
from marts.metrics as metrics
inner join marts.measure_choice as choice on metrics.numerator = choice.measure or metrics.denominator = choice.measure
inner join client.platforms as platforms on choice.platform = platforms.platform
where choice.period = getvariable('period') and choice.method is not null
order by metrics.metric, platforms.name, choice.account_id, choice.report;
