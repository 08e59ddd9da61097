-- title: Summary
-- order: 10
-- print: every week

-- rows: headline
-- trace: figure value previous last_year
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
-- trace: figure value
-- The same figures over the last 26 periods.
select
    figures.metric, figures.label, figures.unit, figures.decimals, figures.period, periods.first_day, figures.value,
    figures.days_covered, figures.days
from marts.metric_period as figures
inner join (
    select period, first_day from client.periods
    order by first_day desc limit 26
) as periods using (period)
where
    figures.level = 'total' and (
        list_contains(getvariable('kpis'), figures.metric) or figures.metric in ('engaged_sessions', 'spend', 'key_events')
    )
order by list_position(getvariable('kpis'), figures.metric), figures.metric, periods.first_day;

-- rows: lead
-- trace: figure value previous last_year
-- What page 1 may lead with: where no source shows people, the visits that stayed, the spend, and enquiries as GA4 counts them.
select
    figures.metric, figures.label, figures.unit, figures.decimals, figures.better, figures.value, figures.previous, figures.change,
    figures.last_year, figures.year_change, figures.days_covered, figures.days, figures.missing, figures.reason,
    figures.reason_platform, figures.reason_first_day, figures.reason_last_day, interval.chance
from marts.metric_period as figures
left join marts.interval as interval using (period, metric)
where
    figures.period = getvariable('period') and figures.level = 'total'
    and figures.metric in ('engaged_sessions', 'spend', 'key_events') and figures.value is not null
order by list_position(['engaged_sessions', 'spend', 'key_events'], figures.metric);

-- rows: people
-- trace: people genuine genuine_least
-- Who talked to the client, booked or came in, beside the period before and the spend.
select
    people.setting, people.tier, people.shows_people, people.genuine, people.genuine_least, people.days_covered, people.days,
    interval.previous::decimal(18, 0) as previous, interval.chance, interval.ratio_low::decimal(18, 4) as ratio_low,
    interval.cost::decimal(18, 4) as cost
from marts.connection_period as people
inner join marts.connection_interval as interval on people.period = interval.period and people.setting = interval.setting
where people.period = getvariable('period') and people.setting = 'default';

-- rows: people_trend
-- trace: people genuine
-- Since the sources were last other ones: a client whose list of bookings is new has not won people by it.
select
    people.setting, people.period, periods.first_day, people.genuine, people.days_covered, people.days, 'count' as unit, 0 as decimals
from marts.connection_period as people
inner join (
    select period, first_day from client.periods
    order by first_day desc limit 26
) as periods using (period)
where
    people.setting = 'default'
    and not exists (
        select 1 from marts.connection_period as later
        inner join client.periods as until on later.period = until.period
        where later.setting = 'default' and until.first_day >= periods.first_day and later.tier is distinct from people.tier
    )
order by periods.first_day;

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

-- rows: goals
-- The targets of what page 1 may show.
select goals.metric, goals.cadence, goals.target, goals.actual, goals.unit, goals.decimals, interval.status
from marts.goal_period as goals
inner join marts.goal_interval as interval using (period, metric, cadence)
where goals.period = getvariable('period')
order by goals.metric, goals.cadence;

-- rows: maturity
-- What figures that still grow may come to.
select
    maturity.measure as metric, sum(maturity.seen)::decimal(18, 4) as seen, sum(maturity.expected)::decimal(18, 4) as expected,
    count(*) as platforms
from marts.maturity as maturity
where maturity.period = getvariable('period')
group by maturity.measure
order by maturity.measure;

-- rows: meeting
-- The next meeting, for page 1.
select meeting, day, starts_at, form, purpose, place, join_at, state
from marts.next_meeting
where period = getvariable('period');

-- rows: confirmations
-- What each contact has said of it.
select
    said.contact, said.name, said.side, said.time_zone, said.is_required, said.form, said.place, said.starts_at, said.differs, said.says
from marts.next_meeting as next_meeting
inner join marts.meeting_confirmation as said on next_meeting.meeting = said.meeting
where next_meeting.period = getvariable('period')
order by said.is_required desc, said.side desc nulls last, said.name, said.contact;
