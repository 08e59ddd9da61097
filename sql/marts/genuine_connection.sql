-- The people and companies who talked to the client, booked, bought or came in: each once a period, however often and wherever.
-- grain: period, setting, party
-- units: rungs 4 conversation, 6 commitment, 7 face to face; first_at an instant (UTC)
-- note:  is_paid: some record of the party in the period names an ad as its source, by the platform's name or as GA4 would name it.
--        genuine is a kept event in which a person spoke and was answered, put something at stake, or was present. again means genuine in
--        the 26 weeks before the period. join_rule says what made several events one party; one without a key is its
--        own event. What may be a copy of another source's events is left out
with genuine as (
    select
        entry.party,
        entry.setting,
        entry.rung,
        entry.is_keyed,
        entry.period_start as day,
        entry.event_at,
        entry.source,
        exists(
            select 1 from client.platforms as platforms
            left join client.platform_sources as patterns on platforms.platform = patterns.platform
            where
                platforms.is_paid
                and (
                    entry.source ilike platforms.name
                    or concat_ws(' / ', entry.source, entry.medium) ilike patterns.pattern
                    or entry.source ilike patterns.pattern
                )
        ) as is_paid,
        entry.platform,
        entry.measure
    from intermediate.int_interaction as entry
    where entry.is_two_way or entry.has_stake or entry.is_present
),

settled as (
    select genuine.* replace (thresholds.setting as setting)
    from genuine
    inner join marts.thresholds as thresholds on coalesce(genuine.setting, thresholds.setting) = thresholds.setting
),

within as (
    select
        periods.period, periods.first_day, settled.setting, settled.party,
        bool_and(settled.is_keyed) as is_keyed,
        min({ 'day': settled.day, 'at': settled.event_at, 'rung': settled.rung }).rung as first_rung,
        max(settled.rung) as highest_rung,
        count(*) as events,
        min({ 'day': settled.day, 'source': settled.source }) filter (where settled.source is not null).source as source,
        coalesce(bool_or(settled.is_paid), false) as is_paid
    from client.periods as periods
    inner join settled on settled.day between periods.first_day and periods.last_day
    left join marts.copied_period as copied
        on periods.period = copied.period and settled.platform = copied.platform and settled.measure = copied.measure
    where copied.period is null
    group by all
)

select
    within.* exclude (first_day),
    exists(
        select 1 from settled as earlier
        cross join (
            select again_weeks from marts.thresholds
            where setting = 'default'
        ) as limits
        where
            earlier.party = within.party and earlier.setting = within.setting and earlier.day < within.first_day
            and earlier.day >= within.first_day - 7 * limits.again_weeks
    ) as is_again,
    case
        when not within.is_keyed then 'no key'
        when identity.keys > 1 then 'one record holds both'
        when within.party like 'email:%' then 'same e-mail address'
        when within.party like 'phone:%' then 'same telephone number'
        else 'same record'
    end as join_rule
from within
left join (select distinct party, keys from intermediate.int_identity) as identity on within.party = identity.party
