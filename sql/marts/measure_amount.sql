-- What each measure came to in each period, and in the periods it is compared with, cut by channel, campaign and exclusion.
-- grain: period, side, platform, account_id, channel, campaign_name, excluded, measure
-- units: amount in the measure's own unit
-- note:  side is this, previous or last_year. A period of which k of n days are in is compared with the same k days of the other
--        period, never scaled; with none where the platform has changed in between what it means by the measure. A measured account has
--        a zero row, so that nothing sold is 0 and nothing known is absent
with sides as (
    select
        period,
        'previous' as side,
        previous as other,
        previous_first_day as other_first_day,
        previous_last_day as other_last_day,
        first_day,
        last_day
    from client.periods
    union all
    select period, 'last_year', last_year, last_year_first_day, last_year_last_day, first_day, last_day from client.periods
    where last_year is not null
),

own as (
    select
        choice.period, facts.platform, facts.account_id, facts.channel, facts.campaign_name, facts.excluded, facts.measure,
        sum(facts.amount) as amount
    from marts.measure_choice as choice
    inner join intermediate.int_measure as facts
        on
            choice.platform = facts.platform and choice.account_id = facts.account_id
            and choice.report = facts.report and choice.measure = facts.measure
            and case choice.method
                when 'days'
                    then facts.period_start = facts.period_end and facts.period_start between choice.first_day and choice.last_day
                when 'period' then choice.first_day = facts.period_start and choice.last_day = facts.period_end
            end
    group by all
    union all by name
    select period, platform, account_id, measure, 0::decimal(38, 18) as amount from marts.measure_choice
    where method is not null
),

-- complete against complete: the other period's own figure
whole as (
    select sides.period, sides.side, own.* exclude (period)
    from sides
    inner join marts.measure_choice as mine on sides.period = mine.period and mine.is_complete
    inner join marts.measure_choice as theirs
        on
            sides.other = theirs.period and theirs.is_complete
            and mine.platform = theirs.platform and mine.account_id = theirs.account_id and mine.measure = theirs.measure
    inner join own
        on
            theirs.period = own.period and theirs.platform = own.platform
            and theirs.account_id = own.account_id and theirs.measure = own.measure
),

-- some days so far: the same days of the other period, where all of them are there and it is long enough to have them
same_days as (
    select
        mine.period, sides.side, mine.platform, mine.account_id, mine.measure, mine.report, mine.days_covered,
        sides.other_first_day + (covered.day - mine.first_day)::integer as day
    from marts.measure_choice as mine
    inner join sides on mine.period = sides.period
    inner join intermediate.int_coverage as covered
        on
            mine.platform = covered.platform and mine.account_id = covered.account_id and mine.report = covered.report
            and mine.measure = covered.measure
            and covered.day between mine.first_day and mine.last_day
    where
        mine.method = 'days' and not mine.is_complete
        and sides.other_first_day + (covered.day - mine.first_day)::integer <= sides.other_last_day
),

comparable as (
    select same_days.period, same_days.side, same_days.platform, same_days.account_id, same_days.measure, same_days.report
    from same_days
    inner join intermediate.int_coverage as covered using (platform, account_id, report, measure, day)
    group by all
    having count(*) = any_value(same_days.days_covered)
),

part as (
    select
        comparable.period, comparable.side, facts.platform, facts.account_id, facts.channel, facts.campaign_name, facts.excluded,
        facts.measure, facts.amount
    from comparable
    inner join same_days using (period, side, platform, account_id, measure, report)
    inner join intermediate.int_measure as facts
        on
            same_days.platform = facts.platform and same_days.account_id = facts.account_id and same_days.report = facts.report
            and same_days.measure = facts.measure
            and same_days.day = facts.period_start and same_days.day = facts.period_end
    union all by name
    select period, side, platform, account_id, measure, 0::decimal(38, 18) as amount from comparable
),

every as (
    select 'this' as side, * from own
    union all by name
    select * from whole
    union all by name
    select * from part
)

select
    every.period, every.side, every.platform, every.account_id, every.channel, every.campaign_name, every.excluded, every.measure,
    sum(every.amount) as amount
from every
left join sides on every.period = sides.period and every.side = sides.side
where
    not exists (
        select 1 from client.changes as changes
        where
            changes.platform = every.platform and changes.measure = every.measure
            and changes.changed_on > sides.other_first_day and changes.changed_on <= sides.last_day
    )
group by all
