-- What the client spends in the months of a period: on media, and on us.
-- grain: period
-- units: money in the client's currency (major units), media as known so far; days
-- note:  two lines, never one figure. A period of up to seven days is told by the month that holds its last day. fee is the record in force
--        on each month's last day; null without one for every month
with months as (
    select
        periods.period, periods.last_day, unnest(generate_series(
            date_trunc('month', if(periods.days > 7, periods.first_day, periods.last_day)), periods.last_day, interval 1 month
        ))::date as first_day
    from client.periods as periods
),

fees as (
    select months.period, months.first_day, max_by(fees.monthly, fees.from_day) as monthly
    from months
    left join client.fees as fees on fees.from_day < months.first_day + interval 1 month
    group by all
),

media as (
    select months.period, min(months.first_day) as first_day, sum(days.amount) as amount, count(days.day) as days_known
    from months
    left join marts.measure_day as days
        on
            days.measure = 'spend' and days.day between months.first_day and months.last_day
            and days.day < months.first_day + interval 1 month
    group by all
)

select
    media.period, media.first_day, periods.last_day, media.amount as media, media.days_known,
    (periods.last_day - media.first_day) + 1 as days,
    case when count(fees.monthly) = count(*) then sum(fees.monthly) end as fee
from media
inner join client.periods as periods using (period)
inner join fees using (period)
group by all
