-- Genuine connections of each period in one row a setting: how many, how sure, how many of them new, beside the spend.
-- grain: period, setting
-- units: parties; spend and fee in the client's currency (major units)
-- note:  genuine is null where no source shows people: not measured, never 0. At least genuine_least of them are different people, since
--        unkeyed ones may be somebody already counted. again_of counts all who were genuine in the 26 weeks before.
--        sourced: those of whom some record names a source; won: the new ones among them whom an ad brought. fee is null where it is not
--        part of what each person costs. same_days_* only of a period not yet whole: those of the days that each source speaks for, and
--        of as many days of the one before
with counted as (
    select
        period, setting, count(*) as genuine, count(*) filter (where is_keyed) as genuine_least, count(*) filter (where is_again) as again,
        count(*) filter (where first_rung = 4) as first_conversation,
        count(*) filter (where first_rung = 6) as first_commitment,
        count(*) filter (where first_rung = 7) as first_presence,
        count(*) filter (where source is not null) as sourced, count(*) filter (where is_paid and not is_again) as won
    from marts.genuine_connection
    group by all
),

-- through which day of the period each source speaks: it is compared with as many days of the period before
through as (
    select periods.period, covered.platform, covered.account_id, covered.measure, max(covered.day - periods.first_day)::integer as days
    from client.periods as periods
    inner join marts.tier_period as tier on periods.period = tier.period and tier.days_covered < tier.days
    inner join intermediate.int_coverage as covered on covered.day between periods.first_day and periods.last_day
    group by all
),

same_days as (
    select
        periods.period, thresholds.setting,
        count(distinct entry.party) filter (
            where entry.period_start between periods.first_day and periods.first_day + through.days
        ) as genuine,
        count(distinct entry.party) filter (where entry.period_start <= periods.previous_first_day + through.days) as previous
    from client.periods as periods
    inner join through on periods.period = through.period
    cross join marts.thresholds as thresholds
    inner join intermediate.int_interaction as entry
        on
            coalesce(entry.setting, thresholds.setting) = thresholds.setting
            and through.platform = entry.platform
            and through.account_id = entry.account_id
            and through.measure = entry.measure
            and entry.period_start between periods.previous_first_day and periods.last_day
    left join marts.copied_period as copied
        on periods.period = copied.period and entry.platform = copied.platform and entry.measure = copied.measure
    where copied.period is null and (entry.is_two_way or entry.has_stake or entry.is_present)
    group by all
),

-- our fee, where its record says that it belongs to what each person costs: each day its part of the month in force on it
fees as (
    select periods.period, sum(fee.monthly / day(last_day(days.day)))::decimal(38, 18) as fee
    from client.periods as periods
    cross join
        lateral (
            select unnest(generate_series(periods.first_day, periods.last_day, interval 1 day))::date as day
        ) as days
    asof inner join client.fees as fee on days.day >= fee.from_day
    where fee.in_cost
    group by periods.period
),

before as (
    select periods.period, entry.setting, count(distinct entry.party) as again_of
    from client.periods as periods
    cross join (
        select again_weeks from marts.thresholds
        where setting = 'default'
    ) as limits
    inner join (
        select distinct coalesce(entry.setting, thresholds.setting) as setting, entry.party, entry.period_start as day
        from intermediate.int_interaction as entry
        inner join marts.thresholds as thresholds on coalesce(entry.setting, thresholds.setting) = thresholds.setting
        where entry.is_keyed and (entry.is_two_way or entry.has_stake or entry.is_present)
    ) as entry on periods.first_day > entry.day and entry.day >= periods.first_day - 7 * limits.again_weeks
    group by all
)

select
    tier.period, thresholds.setting, tier.tier, tier.shows_people, tier.days_covered, tier.days,
    case when tier.shows_people then coalesce(counted.genuine, 0) end as genuine,
    case when tier.shows_people then coalesce(counted.genuine_least, 0) end as genuine_least,
    case when tier.shows_people then coalesce(counted.again, 0) end as again,
    case when tier.shows_people then coalesce(before.again_of, 0) end as again_of,
    case when tier.shows_people then coalesce(counted.first_conversation, 0) end as first_conversation,
    case when tier.shows_people then coalesce(counted.first_commitment, 0) end as first_commitment,
    case when tier.shows_people then coalesce(counted.first_presence, 0) end as first_presence,
    case when tier.shows_people then coalesce(counted.sourced, 0) end as sourced,
    case when tier.shows_people then coalesce(counted.won, 0) end as won,
    spend.amount as spend,
    fees.fee,
    case when tier.shows_people and tier.days_covered < tier.days then coalesce(same_days.genuine, 0) end as same_days_genuine,
    case when tier.shows_people and tier.days_covered < tier.days then coalesce(same_days.previous, 0) end as same_days_previous
from marts.tier_period as tier
cross join marts.thresholds as thresholds
left join counted on tier.period = counted.period and thresholds.setting = counted.setting
left join same_days on tier.period = same_days.period and thresholds.setting = same_days.setting
left join before on tier.period = before.period and thresholds.setting = before.setting
left join fees on tier.period = fees.period
left join marts.measure_total as spend on tier.period = spend.period and spend.level = 'total' and spend.measure = 'spend'
