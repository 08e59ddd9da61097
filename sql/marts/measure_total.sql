-- Measures at every level a report prints: total, platform, channel, campaign; this period beside the two it is compared with.
-- grain: period, level, platform, channel, campaign_name, measure
-- units: amounts in the measure's own unit; days
-- note:  a comparison is null unless every account that is measured now could be compared; excluded rows are left out. What may be a
--        copy of another platform's figure stays out of a total that the other is in. People of several accounts may be the same ones:
--        they have no sum, and the amount is null
with accounts as (
    select
        period, platform, measure,
        count(*) filter (where method is not null) as measured,
        count(*) filter (where method is null) as unmeasured,
        min(days_covered) filter (where method is not null) as days_covered,
        any_value(days) as days
    from marts.measure_choice
    group by all
),

compared as (
    select
        period, platform, measure,
        count(distinct account_id) filter (where side = 'previous') as with_previous,
        count(distinct account_id) filter (where side = 'last_year') as with_last_year
    from marts.measure_amount
    group by all
),

by_platform as (
    select
        accounts.*, coalesce(with_previous, 0) as with_previous, coalesce(with_last_year, 0) as with_last_year,
        copied.platform is not null as is_copy
    from accounts
    left join compared using (period, platform, measure)
    left join marts.copied_period as copied using (period, platform, measure)
),

scope as (
    select
        period, platform, measure, is_copy,
        sum(measured) as measured, sum(with_previous) as with_previous, sum(with_last_year) as with_last_year,
        min(days_covered) as days_covered, max(days) as days,
        coalesce(list(platforms.name order by platforms.name) filter (where unmeasured > 0), []) as missing
    from by_platform
    inner join client.platforms as platforms using (platform)
    group by grouping sets ((period, platform, measure, is_copy), (period, measure, is_copy))
),

amounts as (
    select measure_amount.*, copied.platform is not null as is_copy
    from marts.measure_amount
    left join marts.copied_period as copied using (period, platform, measure)
    where excluded is null
),

sums as (
    select
        period,
        case
            when grouping(campaign_name) = 0 then 'campaign'
            when grouping(channel) = 0 then 'channel'
            when grouping(platform) = 0 then 'platform'
            else 'total'
        end as level,
        platform, channel, campaign_name, measure, is_copy,
        sum(amount) filter (where side = 'this') as amount,
        sum(amount) filter (where side = 'previous') as previous,
        sum(amount) filter (where side = 'last_year') as last_year,
        count(distinct(platform, account_id)) filter (where side = 'this') as accounts
    from amounts
    group by grouping sets (
        (period, measure, is_copy), (period, platform, measure, is_copy), (period, channel, measure, is_copy),
        (period, platform, channel, campaign_name, measure, is_copy)
    )
)

select
    sums.period, sums.level, sums.platform, sums.channel, sums.campaign_name, sums.measure,
    case when not people or sums.accounts = 1 then coalesce(sums.amount, 0) end as amount,
    case
        when scope.with_previous = scope.measured and (not people or sums.accounts = 1) then coalesce(sums.previous, 0)
    end as previous,
    case
        when scope.with_last_year = scope.measured and (not people or sums.accounts = 1) then coalesce(sums.last_year, 0)
    end as last_year,
    scope.days_covered::integer as days_covered,
    scope.days::integer as days,
    scope.missing
from (
    select
        sums.*, exists(
            select 1 from marts.additivity as listed
            where listed.measure = sums.measure
        ) as people
    from sums
) as sums
inner join scope
    on
        sums.period = scope.period and sums.measure = scope.measure and sums.is_copy = scope.is_copy
        and scope.platform is not distinct from (case when sums.level in ('platform', 'campaign') then sums.platform end)
where
    scope.measured > 0
    and (sums.level not in ('channel', 'campaign') or sums.channel is not null)
    and (sums.level in ('platform', 'campaign') or not sums.is_copy)
