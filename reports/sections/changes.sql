-- title: What changed
-- order: 45

-- rows: flagged
-- The figures that moved more than they usually do, all tests of the report taken together.
select
    flags.level, platforms.name as platform, flags.channel, flags.metric, metrics.label, metrics.unit, metrics.decimals, metrics.better,
    figures.value, round(flags.expected, 6)::decimal(38, 6) as expected, flags.method
from marts.flag as flags
inner join marts.metrics as metrics on flags.metric = metrics.metric
inner join marts.metric_period as figures
    on
        flags.period = figures.period and flags.level = figures.level and flags.metric = figures.metric
        and flags.platform is not distinct from figures.platform and flags.channel is not distinct from figures.channel
left join client.platforms as platforms on flags.platform = platforms.platform
where flags.period = getvariable('period') and flags.is_flagged
order by list_position(['total', 'platform', 'channel'], flags.level), metrics.place, platforms.name, flags.channel;

-- rows: restated
-- What the last edition told of the period before, and what it is now.
select period, edition, metric, label, unit, decimals, told, value, delta, why
from marts.restatement
where period <> getvariable('period')
order by metric;

-- rows: tests
select count(*) as tested, count(*) filter (where is_flagged) as flagged
from marts.flag
where period = getvariable('period');
