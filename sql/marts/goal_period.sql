-- Targets and how they are paced: what was wanted by now, what came, and where the target's period ends at this pace.
-- grain: period, metric, cadence
-- units: in the metric's own unit; days; gap is a fraction of the target
-- note:  the target's period is the week, month or quarter that holds the last day of ours. Only days on record count, and the target is
--        prorated to them; projected is the mean of those days times the days of the target's period. A ratio is not paced: it is what it
--        is so far. Where the client wants it by weekdays, its end stands in marts.goal_interval, and so does the status by the interval
with wanted as (
    select
        periods.period, periods.last_day, goals.metric, goals.cadence, goals.target, goals.pace,
        date_trunc(goals.cadence, periods.last_day)::date as goal_first_day,
        (date_trunc(goals.cadence, periods.last_day) + case goals.cadence
            when 'week' then interval 7 day when 'month' then interval 1 month else interval 3 month
        end - interval 1 day)::date as goal_last_day
    from client.periods as periods
    inner join client.goals as goals
        on periods.last_day >= goals.from_day and (goals.until_day is null or periods.last_day <= goals.until_day)
    qualify row_number() over (partition by periods.period, goals.metric, goals.cadence order by goals.from_day desc) = 1
),

so_far as (
    select
        wanted.*, metrics.label, metrics.unit, metrics.decimals, metrics.better, metrics.scale, metrics.denominator is null as is_sum,
        count(distinct above.day) as days_known,
        sum(above.amount) as above,
        sum(below.amount) as below
    from wanted
    inner join marts.metrics as metrics on wanted.metric = metrics.metric
    left join marts.measure_day as above
        on metrics.numerator = above.measure and above.day between wanted.goal_first_day and wanted.last_day
    left join marts.measure_day as below
        on metrics.denominator = below.measure and above.day = below.day
    group by all
),

paced as (
    select
        * exclude (above, below, scale),
        (goal_last_day - goal_first_day) + 1 as goal_days,
        case when is_sum then above else round(above * scale / nullif(below, 0), 12)::decimal(38, 12) end as actual
    from so_far
)

select
    period,
    metric,
    cadence,
    pace,
    label,
    unit,
    decimals::integer as decimals,
    better,
    is_sum,
    target,
    goal_first_day,
    goal_last_day,
    goal_days,
    days_known, actual,
    case when is_sum then round(target * days_known / goal_days, 6)::decimal(38, 6) else target end as wanted_by_now,
    case when is_sum then round(actual * goal_days / nullif(days_known, 0), 6)::decimal(38, 6) else actual end as projected,
    round(
        (case when is_sum then actual * goal_days / nullif(days_known, 0) else actual end - target) / nullif(target, 0), 12
    )::decimal(38, 12) as gap
from paced
where days_known > 0
