-- title: Who you reached, and who became real
-- order: 15
-- print: every week

-- rows: lines
-- trace: ledger gross
-- trace: ledger kept entry_class=kept
-- trace: ledger hollow entry_class=hollow
-- trace: ledger hanging entry_class=hanging
-- trace: ledger unknown entry_class=unknown
-- trace: ledger withdrawn entry_class=withdrawn
-- The Connection ledger by rung and kind of act, from presence down to pixels.
select
    lines.rung, lines.unit, lines.gross, lines.kept, lines.hollow, lines.hanging, lines.unknown, lines.withdrawn,
    interval.hollow_share::decimal(18, 9) as hollow_share, interval.hollow_low::decimal(18, 9) as hollow_low,
    interval.hollow_high::decimal(18, 9) as hollow_high, interval.coverage::decimal(18, 9) as coverage,
    interval.hanging_share::decimal(18, 9) as hanging_share, interval.hanging_low::decimal(18, 9) as hanging_low,
    interval.hanging_high::decimal(18, 9) as hanging_high, interval.change_low::decimal(18, 9) as change_low,
    interval.change_high::decimal(18, 9) as change_high
from marts.rung_period as lines
inner join marts.rung_interval as interval
    on lines.period = interval.period and lines.rung = interval.rung and lines.unit = interval.unit
where lines.period = getvariable('period')
order by lines.rung desc, lines.gross desc, lines.unit;

-- rows: shown
-- trace: figure value metric=impressions
-- How often the client's ads were shown.
select value
from marts.metric_period
where period = getvariable('period') and level = 'total' and metric = 'impressions' and value > 0;

-- rows: reasons
-- trace: ledger count
-- What was counted and left out on each line, and why, largest first.
select entry.rung, entry.unit, entry.class, entry.reason, sum(entry.count) as count
from marts.connection_ledger as entry
left join marts.copied_period as copied
    on entry.period = copied.period and entry.platform = copied.platform and entry.measure = copied.measure
where entry.period = getvariable('period') and copied.period is null
group by entry.rung, entry.unit, entry.class, entry.reason
having sum(entry.count) > 0
order by
    entry.rung desc,
    entry.unit,
    list_position(['kept', 'hanging', 'hollow', 'unknown', 'withdrawn'], entry.class),
    count desc,
    entry.reason;

-- rows: people
-- trace: people genuine genuine_least again first_conversation first_commitment first_presence
-- trace: figure spend metric=spend
-- Who talked to the client, booked, bought or came in, in the usual, a stricter and a looser reading.
select
    people.setting, people.tier, people.shows_people, people.genuine, people.genuine_least, people.again, people.again_of, people.spend,
    people.fee, people.sourced, people.won, people.first_conversation, people.first_commitment, people.first_presence,
    people.days_covered, people.days,
    interval.low::decimal(18, 4) as low, interval.high::decimal(18, 4) as high, interval.cost::decimal(18, 4) as cost,
    interval.cost_low::decimal(18, 4) as cost_low, interval.cost_high::decimal(18, 4) as cost_high,
    interval.previous::decimal(18, 0) as previous, interval.ratio_low::decimal(18, 4) as ratio_low,
    interval.ratio_high::decimal(18, 4) as ratio_high, interval.chance,
    interval.return_share::decimal(18, 9) as return_share, interval.return_low::decimal(18, 9) as return_low,
    interval.return_high::decimal(18, 9) as return_high, interval.won_cost::decimal(18, 4) as won_cost,
    interval.won_low::decimal(18, 4) as won_low, interval.won_high::decimal(18, 4) as won_high
from marts.connection_period as people
inner join marts.connection_interval as interval on people.period = interval.period and people.setting = interval.setting
where people.period = getvariable('period')
order by list_position(['strict', 'default', 'loose'], people.setting);

-- rows: claims
-- trace: figure claimed metric=conversions
-- What each platform claims, where no source shows people.
select claims.platform, claims.name as label, claims.conversions as claimed
from marts.claim_period as claims
inner join marts.tier_period as tier using (period)
where claims.period = getvariable('period') and not tier.shows_people and claims.conversions is not null
order by claims.conversions desc, claims.name;

-- rows: joins
-- What made several events one person.
select join_rule, count(*) as parties, sum(events)::bigint as events
from marts.genuine_connection
where period = getvariable('period') and setting = 'default'
group by join_rule
order by parties desc, join_rule;

-- rows: returned
-- trace: figure value metric=returning_users
-- People who came back to the site, as the platform counts them without showing who.
select value
from marts.metric_period
where period = getvariable('period') and level = 'total' and metric = 'returning_users' and value > 0;

-- rows: steps
select above, below, per_thousand::decimal(18, 2) as per_thousand, low::decimal(18, 2) as low, high::decimal(18, 2) as high
from marts.step_interval
where period = getvariable('period')
order by above, below;

-- rows: answers
-- How long those who wrote waited for the first answer.
select answered, (median_seconds / 60)::decimal(18, 2) as median_minutes
from marts.answer_period
where period = getvariable('period');

-- rows: settings
-- What calls and conversations leave out by a stricter and a looser reading.
select setting, hollow, measured, (hollow / nullif(measured, 0))::decimal(18, 9) as share
from marts.setting_period
where period = getvariable('period')
order by list_position(['strict', 'default', 'loose'], setting);

-- rows: own
-- The client's own reading of what is genuine, where it differs from the usual one.
select limits.call_seconds, limits.answer_days
from marts.thresholds as limits
where limits.setting = 'default' and (limits.call_seconds <> 60 or limits.answer_days <> 7);

-- rows: waiting
-- Who has waited for an answer for up to four weeks, oldest first; never by name.
select hanging.channel, hanging.event_id, hanging.owner, hanging.event_date, hanging.age_hours, hanging.reason
from marts.left_hanging as hanging
inner join client.periods as periods on periods.period = getvariable('period')
where hanging.event_date between periods.last_day - 27 and periods.last_day
order by hanging.event_date, hanging.channel, hanging.event_id;

-- rows: waiting_longer
select count(*) as waiting
from marts.left_hanging as hanging
inner join client.periods as periods on periods.period = getvariable('period')
where hanging.event_date < periods.last_day - 27;

-- rows: digital
-- Of people who first talked through a digital channel, how many had a stake or a meeting within 26 weeks, as far as they are followed;
-- first all together, then by channel, each share drawn towards the others'.
select
    channel, parties, at_risk, days, share::decimal(18, 9) as share, low::decimal(18, 9) as low, high::decimal(18, 9) as high,
    drawn::decimal(18, 9) as drawn
from marts.digital_to_real
order by channel nulls first;

-- rows: hollow_spend
-- trace: figure spend metric=spend
select channel, billing, spend, hollow_share, hollow_spend
from marts.hollow_spend
where period = getvariable('period') and hollow_spend is not null
order by hollow_spend desc, channel;
