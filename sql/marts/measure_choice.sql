-- Which report answers for each measure of each listed account in each period, and how completely; or why none does.
-- grain: period, platform, account_id, measure
-- units: days
-- note:  a report that has every day, or a row for exactly the period, wins over one that has some days; then the feed order decides.
--        People are taken only from a row for exactly the period. method: days, period, or null (not measured, see reason)
with carried as (
    select platform, account_id, report, measure, is_unique, bool_or(period_start = period_end) as has_days
    from intermediate.int_measure
    where amount is not null
    group by all
),

candidates as (
    select
        periods.period, periods.first_day, periods.last_day, periods.days,
        carried.platform, carried.account_id, carried.measure, carried.report, carried.is_unique, feeds.place,
        case when carried.has_days and (not carried.is_unique or periods.days = 1) then (
            select count(*) from intermediate.int_coverage as covered
            where
                covered.platform = carried.platform and covered.account_id = carried.account_id and covered.report = carried.report
                and covered.measure = carried.measure
                and covered.day between periods.first_day and periods.last_day
        ) else 0 end as days_covered,
        exists(
            select 1 from intermediate.int_measure as exact
            where
                exact.platform = carried.platform and exact.account_id = carried.account_id and exact.report = carried.report
                and exact.measure = carried.measure and exact.amount is not null
                and exact.period_start = periods.first_day and exact.period_end = periods.last_day
                and exact.period_start < exact.period_end
        ) as has_period
    from client.periods as periods
    cross join carried
    inner join client.feeds as feeds
        on carried.platform = feeds.platform and carried.measure = feeds.measure and carried.report = feeds.report
),

chosen as (
    select
        *,
        case when days_covered = days then 'days' when has_period then 'period' when days_covered > 0 then 'days' end as method,
        days_covered = days or has_period as is_complete
    from candidates
    where days_covered > 0 or has_period
    qualify row_number() over (
        partition by period, platform, account_id, measure order by is_complete desc, if(is_complete, 0, -days_covered), place
    ) = 1
),

wanted as (
    select periods.period, periods.first_day, periods.last_day, periods.days, accounts.platform, accounts.account_id, feeds.measure
    from client.periods as periods
    cross join client.accounts as accounts
    inner join (select distinct platform, measure from client.feeds) as feeds on accounts.platform = feeds.platform
),

-- rows that speak for days of the period only as part of a longer stated one, or for several parts of it
undivided as (
    select
        wanted.period,
        wanted.platform,
        wanted.account_id,
        wanted.measure,
        count(distinct { 'first': facts.period_start, 'last': facts.period_end }) as ranges,
        max({ 'last_day': facts.period_end, 'first_day': facts.period_start }) as newest,
        max({ 'last_day': facts.period_end, 'first_day': facts.period_start })
        filter (where facts.period_start <= wanted.first_day and facts.period_end >= wanted.last_day) as whole
    from wanted
    inner join intermediate.int_measure as facts
        on
            wanted.platform = facts.platform and wanted.account_id = facts.account_id and wanted.measure = facts.measure
            and wanted.last_day >= facts.period_start and wanted.first_day <= facts.period_end
    group by all
),

-- rows of the period whose money no rate brings over
unpriced as (
    select wanted.period, wanted.platform, wanted.account_id, wanted.measure, bool_or(facts.period_start = facts.period_end) as has_days
    from wanted
    inner join intermediate.int_measure as facts
        on
            wanted.platform = facts.platform and wanted.account_id = facts.account_id and wanted.measure = facts.measure
            and wanted.last_day >= facts.period_start and wanted.first_day <= facts.period_end
    where facts.amount is null
    group by all
),

spoken_for as (
    select
        * exclude (ranges, newest, whole),
        coalesce(whole, if(ranges = 1, newest, null)) as days
    from undivided
)

select
    wanted.period, wanted.first_day, wanted.last_day, wanted.days, wanted.platform, wanted.account_id, wanted.measure,
    chosen.report, chosen.method, coalesce(chosen.is_complete, false) as is_complete,
    case when chosen.method = 'period' then wanted.days else coalesce(chosen.days_covered, 0) end as days_covered,
    case
        when chosen.method is not null then null
        when not exists (
            select 1 from client.exports as exports
            where exports.platform = wanted.platform and exports.account_id = wanted.account_id
        ) then 'no_source'
        when unpriced.has_days then 'no_rate'
        when unpriced.period is not null then 'no_one_rate'
        when spoken_for.days is not null then 'other_period'
        when spoken_for.period is not null then 'parts'
        when exists (
            select 1 from client.exports as exports
            inner join client.feeds as feeds on exports.platform = feeds.platform and exports.report = feeds.report
            where
                exports.platform = wanted.platform and exports.account_id = wanted.account_id and feeds.measure = wanted.measure
                and exports.first_day is null
        ) and not exists (
            select 1 from carried
            where carried.platform = wanted.platform and carried.account_id = wanted.account_id and carried.measure = wanted.measure
        ) then 'undated'
        when not exists (
            select 1 from carried
            where carried.platform = wanted.platform and carried.account_id = wanted.account_id and carried.measure = wanted.measure
        ) then 'not_reported'
        else 'not_covered'
    end as reason,
    case when chosen.method is null then spoken_for.days.first_day end as reason_first_day,
    case when chosen.method is null then spoken_for.days.last_day end as reason_last_day
from wanted
left join chosen using (period, platform, account_id, measure)
left join spoken_for using (period, platform, account_id, measure)
left join unpriced using (period, platform, account_id, measure)
