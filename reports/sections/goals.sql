-- title: Goals and budget
-- order: 38

-- rows: goals
-- Targets of the client, what came so far, and where the target's period ends at this pace.
select
    goals.metric, goals.label, goals.unit, goals.decimals, goals.better, goals.cadence, goals.is_sum, goals.target, goals.actual,
    goals.wanted_by_now, goals.projected, goals.gap, goals.goal_first_day, goals.goal_last_day, goals.days_known, goals.goal_days,
    interval.status, interval.low::decimal(38, 6) as low, interval.high::decimal(38, 6) as high
from marts.goal_period as goals
inner join marts.goal_interval as interval using (period, metric, cadence)
inner join marts.metrics as metrics using (metric)
where goals.period = getvariable('period')
order by metrics.place, goals.cadence;

-- rows: fee
-- What the client spends in the month: on media, and on us; two lines, never one.
select fees.monthly, spend.actual as media, spend.goal_first_day as first_day, spend.goal_last_day as last_day
from client.fees as fees
inner join client.periods as periods on periods.period = getvariable('period') and fees.from_day <= periods.last_day
left join marts.goal_period as spend on periods.period = spend.period and spend.metric = 'spend' and spend.cadence = 'month'
order by fees.from_day desc
limit 1;
