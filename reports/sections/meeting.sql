-- title: Our next meeting
-- order: 75
-- print: every week

-- rows: meeting
select
    meeting, day, starts_at, form, purpose, place, join_at, decides, pre_reads, declined_in_person, state
from marts.next_meeting
where period = getvariable('period');

-- rows: confirmations
-- What each contact has said of it; those who must come first, those of the client before the agency's.
select
    said.contact, said.name, said.side, said.time_zone, said.is_required, said.form, said.place, said.starts_at, said.differs, said.says
from marts.next_meeting as next_meeting
inner join marts.meeting_confirmation as said on next_meeting.meeting = said.meeting
where next_meeting.period = getvariable('period')
order by said.is_required desc, said.side desc nulls last, said.name, said.contact;

-- rows: due
select meeting, day, purpose, form, age_days from marts.meeting_due
where period = getvariable('period')
order by day, meeting;

-- rows: in_person
-- Why to meet in person, and whether that is so already, declined, or suggested.
with facts as (
    select reason, about, days from marts.in_person_fact
    where period = getvariable('period')
    union all
    select distinct 'goal missed' as reason, metrics.label as about, 0 as days
    from marts.goal_interval as goals
    inner join marts.metrics as metrics on goals.metric = metrics.metric
    where goals.period = getvariable('period') and goals.status = 'missed'
)

select
    facts.reason, facts.about, facts.days,
    case
        when next_meeting.form = 'in_person' then 'arranged'
        when next_meeting.declined_in_person is not null then 'declined'
        else 'suggested'
    end as state
from facts
inner join marts.in_person_rules as rules on facts.reason = rules.reason
left join marts.next_meeting as next_meeting on next_meeting.period = getvariable('period')
where
    (rules.over_days is null or facts.days > rules.over_days) and (rules.within_days is null or facts.days <= rules.within_days)
order by rules.place, facts.about;

-- rows: agenda
-- What there is to talk about: the figure least like chance that nobody dropped, what was left out most, who has waited longest of those
-- listed, what is asked for and due by then.
with flags as (
    select
        'flag' as topic, 0 as place_in, flags.metric, metrics.label, platforms.name as platform, flags.channel, metrics.unit,
        metrics.decimals, figures.value, round(flags.expected, 6)::decimal(38, 6) as expected
    from marts.flag as flags
    inner join marts.metrics as metrics on flags.metric = metrics.metric
    inner join marts.metric_period as figures
        on
            flags.period = figures.period and flags.level = figures.level and flags.metric = figures.metric
            and flags.platform is not distinct from figures.platform and flags.channel is not distinct from figures.channel
    left join client.platforms as platforms on flags.platform = platforms.platform
    where
        flags.period = getvariable('period') and flags.is_flagged
        and not exists (
            select 1 from client.ticks as ticks
            where
                ticks.period = flags.period and ticks.slot = 'finding' and ticks.mark = 'dropped'
                and ticks.about = concat_ws('@', flags.metric, case flags.level when 'platform' then flags.platform else flags.channel end)
        )
    order by flags.p, list_position(['total', 'platform', 'channel'], flags.level), metrics.place, platforms.name, flags.channel
    limit 1
),

hollow as (
    select 'hollow' as topic, 0 as place_in, entry.reason, entry.unit, sum(entry.count) as count
    from marts.connection_ledger as entry
    left join marts.copied_period as copied
        on entry.period = copied.period and entry.platform = copied.platform and entry.measure = copied.measure
    where entry.period = getvariable('period') and entry.class = 'hollow' and entry.rung > 0 and copied.period is null
    group by entry.reason, entry.unit
    having sum(entry.count) > 0
    order by count desc, entry.reason, entry.unit
    limit 1
),

hanging as (
    select 'hanging' as topic, 0 as place_in, hanging.channel, hanging.event_id, hanging.owner, hanging.age_hours
    from marts.left_hanging as hanging
    inner join client.periods as periods on periods.period = getvariable('period')
    where hanging.event_date between periods.last_day - 27 and periods.last_day
    order by hanging.event_date, hanging.channel, hanging.event_id
    limit 1
),

asks as (
    select
        'ask' as topic, row_number() over (order by asks.due nulls last, asks.asked_on, asks.ask) as place_in,
        asks.ask, asks.side, asks.text, asks.due, coalesce(owners.name, asks.owner) as owner
    from client.asks as asks
    inner join client.periods as periods on periods.period = getvariable('period')
    inner join marts.next_meeting as next_meeting on periods.period = next_meeting.period
    left join client.contacts as owners on asks.owner = owners.contact
    where
        asks.asked_on <= periods.last_day and (asks.closed_on is null or asks.closed_on > periods.last_day)
        and (asks.due is null or asks.due <= next_meeting.day)
),

found as (
    select * from flags
    union all by name
    select * from hollow
    union all by name
    select * from hanging
    union all by name
    select * from asks
    union all by name
    select 'question' as topic, 0 as place_in
)

select topics.topic, topics.section, found.* exclude (topic, place_in)
from found
inner join marts.agenda_topics as topics on found.topic = topics.topic
inner join marts.next_meeting as next_meeting on next_meeting.period = getvariable('period')
order by topics.place, found.place_in;
