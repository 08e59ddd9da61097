-- From digital to real: each party that first became genuine by talking through a digital channel, and how long until a stake or a meeting.
-- grain: party
-- units: days; a party is followed to its first stake or meeting, else to the last day any source of people covers, at most 26 weeks
-- note:  digital is a conversation in writing, or a call that a digital source is recorded for. Only parties with a key can be followed.
--        One that was at a stake or a meeting before is none: it did not begin here
with genuine as (
    select
        entry.party, entry.period_start as day, entry.rung,
        entry.measure = 'conversations' or entry.source is not null as is_digital,
        coalesce(if(entry.measure = 'conversations', entry.medium, entry.source), 'unknown') as channel
    from intermediate.int_interaction as entry
    where coalesce(entry.setting, 'default') = 'default' and entry.is_keyed and (entry.is_two_way or entry.has_stake or entry.is_present)
),

begun as (
    select
        party, min(day) as day,
        min({ 'day': day, 'channel': channel }) filter (where rung = 4 and is_digital) as first_digital,
        min(day) filter (where rung in (6, 7)) as first_real
    from genuine
    group by party
),

followed as (
    select max(covered.day) as last_day
    from client.covered_measure as covered
    inner join marts.rungs as rungs
        on covered.platform = rungs.platform and covered.report = rungs.report and covered.measure = rungs.measure and rungs.is_event
    where rungs.rung in (6, 7)
)

select
    begun.party, begun.first_digital.channel, begun.first_digital.day as first_day,
    coalesce(begun.first_real - begun.first_digital.day <= 7 * limits.again_weeks, false) as happened,
    least(coalesce(begun.first_real, followed.last_day) - begun.first_digital.day, 7 * limits.again_weeks) as days
from begun
cross join followed
cross join (
    select again_weeks from marts.thresholds
    where setting = 'default'
) as limits
where
    begun.first_digital.day = begun.day and (begun.first_real is null or begun.first_real >= begun.first_digital.day)
    and followed.last_day >= begun.first_digital.day
