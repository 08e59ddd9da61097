-- Every metric of the catalogue, for every period and level, beside the previous period and the same one last year.
-- grain: period, level, platform, channel, campaign_name, metric
-- units: unit and decimals of the catalogue; ratios and *_change are fractions
-- note:  division happens here and nowhere earlier; a ratio with nothing below the line is null. At level total every metric has a
--        row: a null value carries the reason it is not measured. missing lists platforms that should have been part of the figure
with ratios as (
    select
        above.period, above.level, above.platform, above.channel, above.campaign_name,
        metrics.metric, metrics.label, metrics.unit, metrics.decimals, metrics.better, metrics.place,
        metrics.denominator is null as is_sum,
        metrics.numerator in (select listed.measure from marts.additivity as listed) as is_people,
        above.amount * metrics.scale as above_value,
        above.previous * metrics.scale as above_previous,
        above.last_year * metrics.scale as above_last_year,
        below.amount as below_value,
        below.previous as below_previous,
        below.last_year as below_last_year,
        least(above.days_covered, coalesce(below.days_covered, above.days_covered)) as days_covered,
        above.days,
        list_sort(list_distinct(list_concat(above.missing, coalesce(below.missing, [])))) as missing
    from marts.metrics as metrics
    inner join marts.measure_total as above on metrics.numerator = above.measure
    left join marts.measure_total as below
        on
            metrics.denominator = below.measure and above.period = below.period and above.level = below.level
            and above.platform is not distinct from below.platform
            and above.channel is not distinct from below.channel
            and above.campaign_name is not distinct from below.campaign_name
),

measured as (
    select
        * exclude (above_value, above_previous, above_last_year, below_value, below_previous, below_last_year, is_sum),
        case when is_sum then above_value else round(above_value / nullif(below_value, 0), 12)::decimal(38, 12) end as value,
        case when is_sum then above_previous else round(above_previous / nullif(below_previous, 0), 12)::decimal(38, 12) end as previous,
        case when is_sum then above_last_year else round(above_last_year / nullif(below_last_year, 0), 12)::decimal(38, 12) end as last_year
    from ratios
    where is_sum or below_value is not null
),

-- why a total is missing: the reason of the first account that should have carried its numerator
reasons as (
    select
        choice.period, metrics.metric,
        min({
            'place': list_position(
                ['no_rate', 'no_one_rate', 'other_period', 'parts', 'not_covered', 'undated', 'not_reported', 'no_source'], choice.reason
            ),
            'reason': choice.reason,
            'platform': choice.platform,
            'first_day': choice.reason_first_day,
            'last_day': choice.reason_last_day
        }) filter (where choice.reason is not null) as why
    from marts.metrics as metrics
    inner join marts.measure_choice as choice
        on metrics.numerator = choice.measure or metrics.denominator = choice.measure
    group by all
),

every as (
    select * from measured
    union all by name
    select
        periods.period, 'total' as level, metrics.metric, metrics.label, metrics.unit, metrics.decimals, metrics.better, metrics.place,
        0 as days_covered, periods.days, []::varchar[] as missing
    from client.periods as periods
    cross join marts.metrics as metrics
    where not exists (
        select 1 from measured
        where measured.period = periods.period and measured.metric = metrics.metric and measured.level = 'total'
    )
)

select
    every.period, every.level, every.platform, every.channel, every.campaign_name, every.metric, every.label, every.unit,
    every.decimals::integer as decimals, every.better, every.place, every.value, every.previous,
    round((every.value - every.previous) / nullif(every.previous, 0), 12)::decimal(38, 12) as change,
    every.last_year,
    round((every.value - every.last_year) / nullif(every.last_year, 0), 12)::decimal(38, 12) as year_change,
    every.days_covered, every.days, every.missing,
    case
        when every.value is not null then null
        when every.is_people and every.days_covered > 0 then 'not_additive'
        else coalesce(reasons.why.reason, if(every.days_covered > 0, 'nothing_below', 'no_source'))
    end as reason,
    case when every.value is null then reasons.why.platform end as reason_platform,
    case when every.value is null then reasons.why.first_day end as reason_first_day,
    case when every.value is null then reasons.why.last_day end as reason_last_day
from every
left join reasons using (period, metric)
