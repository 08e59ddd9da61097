-- title: What changed
-- order: 45
-- news: restated restated_people corrections

-- rows: flagged
-- trace: figure value
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

-- rows: ledger_flagged
-- How many people, and what share of a line of the ledger is left out, where it moved more than it usually does.
select
    flags.metric, flags.channel as line, if(flags.metric = 'genuine', 'count', 'percent') as unit, 0 as decimals,
    round(flags.value, 6)::decimal(38, 6) as value, round(flags.expected, 6)::decimal(38, 6) as expected, flags.method
from marts.flag as flags
where flags.period = getvariable('period') and flags.is_flagged and flags.level = 'ledger'
order by flags.metric, flags.channel;

-- rows: restated
-- trace: figure value
-- What the last edition told of the period before, and what it is now.
select period, edition, metric, label, unit, decimals, told, value, delta, why
from marts.restatement
where period <> getvariable('period') and metric <> 'genuine'
order by metric;

-- rows: restated_people
-- trace: people value measure=genuine setting=default
-- How many people the last edition told of, and how many there are now.
select period, edition, metric, label, unit, decimals, told, value, delta, why
from marts.restatement
where period <> getvariable('period') and metric = 'genuine';

-- rows: tests
select count(*) as tested, count(*) filter (where is_flagged) as flagged
from marts.flag
where period = getvariable('period');

-- rows: league
-- trace: website counted measure=sessions
-- trace: website kept measure=engaged_sessions
-- Where visits that stayed came from, each share drawn towards the others', with the places it may hold.
select
    segment, kept::decimal(18, 0) as kept, counted::decimal(18, 0) as counted, measured::decimal(18, 6) as measured,
    share::decimal(18, 6) as share, place_first, place_last
from marts.league
where league = 'visits' and period = getvariable('period')
order by low desc nulls last, counted desc, segment;

-- rows: corrections
-- What people have corrected in the platforms' figures of this period and the one before it.
select
    corrections.correction, platforms.name as platform, corrections.campaign_name, corrections.measure, metrics.label, metrics.unit,
    metrics.decimals, corrections.day, corrections.amount as value, corrections.why, corrections.who, corrections.corrected_on
from client.corrections as corrections
inner join client.platforms as platforms on corrections.platform = platforms.platform
inner join marts.metrics as metrics on corrections.measure = metrics.numerator and metrics.denominator is null
inner join client.periods as periods on periods.period = getvariable('period')
where corrections.day between periods.previous_first_day and periods.last_day
order by corrections.day, corrections.correction;
