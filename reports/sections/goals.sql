-- title: Goals and budget
-- order: 22
-- print: every week

-- rows: goals
-- trace: day actual
-- Targets of the client, what came so far, and where the target's period ends at this pace.
select
    goals.metric, goals.label, goals.unit, goals.decimals, goals.better, goals.cadence, goals.is_sum, goals.target, goals.actual,
    goals.wanted_by_now,
    goals.pace,
    interval.projected::decimal(38, 6) as projected,
    interval.gap::decimal(38, 12) as gap,
    goals.goal_first_day,
    goals.goal_last_day,
    goals.days_known,
    goals.goal_days,
    interval.status, interval.low::decimal(38, 6) as low, interval.high::decimal(38, 6) as high
from marts.goal_period as goals
inner join marts.goal_interval as interval using (period, metric, cadence)
inner join marts.metrics as metrics using (metric)
where goals.period = getvariable('period')
order by metrics.place, goals.cadence;

-- rows: spent
-- trace: day media metric=spend
-- What the client spends in the month: on media, and on us; two lines, never one.
select first_day, last_day, media, days_known, days, fee
from marts.client_spend
where period = getvariable('period') and fee is not null;
