-- The one figure that leads the report: the largest complete change among the client's key figures.
-- A clear change of a count leads, then a decided change of money of five per cent or more, then one that could be chance, then what
-- stayed as it was; then a figure without comparison.
with figures as (
    select
        figures.*, interval.chance,
        figures.days_covered = figures.days and len(figures.missing) = 0 as is_complete
    from marts.metric_period as figures
    left join marts.interval as interval using (period, metric)
    where
        figures.period = getvariable('period') and figures.level = 'total' and figures.value is not null
        and list_contains(getvariable('kpis'), figures.metric)
),

ranked as (
    select
        case
            when is_complete and change is not null and chance = 'clear' then 'change'
            when is_complete and change is not null and chance = 'fixed' and abs(change) >= 0.05 then 'change'
            when is_complete and change is not null and chance = 'fixed' then 'steady'
            when is_complete and change is not null then 'quiet'
            when is_complete then 'first'
            else 'partial'
        end as kind,
        coalesce(list_position(['clear', 'fixed', 'chance'], chance), 9) as strength,
        *
    from figures
)

select kind, metric, label, value, previous, change, unit, decimals, better, chance, days_covered, days
from ranked
order by list_position(['change', 'quiet', 'steady', 'first', 'partial'], kind), strength, abs(change) desc nulls last, metric
limit 1
