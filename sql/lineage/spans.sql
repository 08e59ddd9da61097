-- Which rows of which report a period's figures are taken from, and the figures it is compared with.
-- grain: platform, account_id, measure, report, period_start, period_end
-- note:  says of one period and side what measure_amount adds up: days, or exactly the period. A side that has no figure has no rows
with cell as (
    select periods.*, getvariable('cell').side as side
    from client.periods as periods
    where periods.period = getvariable('cell').period
),

chosen as (
    select theirs.*
    from cell
    inner join marts.measure_choice as mine on cell.period = mine.period
    inner join marts.measure_choice as theirs using (platform, account_id, measure)
    where
        theirs.method is not null
        and case cell.side
            when 'this' then theirs.period = cell.period
            when 'previous' then theirs.period = cell.previous and mine.is_complete and theirs.is_complete
            else theirs.period = cell.last_year and mine.is_complete and theirs.is_complete
        end
),

shifted as (
    select
        mine.platform, mine.account_id, mine.measure, mine.report,
        if(cell.side = 'previous', cell.previous_first_day, cell.last_year_first_day) + (covered.day - cell.first_day)::integer as day
    from cell
    inner join marts.measure_choice as mine on cell.period = mine.period
    inner join kept.intermediate.int_coverage as covered using (platform, account_id, measure, report)
    where
        cell.side <> 'this' and mine.method = 'days' and not mine.is_complete
        and covered.day between cell.first_day and cell.last_day
)

select platform, account_id, measure, report, first_day as period_start, last_day as period_end
from chosen
where method = 'period'
union
select
    platform, account_id, measure, report, unnest(generate_series(first_day, last_day, interval 1 day))::date as period_start,
    unnest(generate_series(first_day, last_day, interval 1 day))::date as period_end
from chosen
where method = 'days'
union
select platform, account_id, measure, report, day, day from shifted
