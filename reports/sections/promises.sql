-- title: Done, next, needed
-- order: 70
-- print: every week

-- rows: asks
-- What one side still needed of the other when the period ended, those of the client first, the longest overdue first.
select
    asks.ask, asks.side, asks.text, asks.asked_on, asks.due, asks.closed_on, coalesce(owners.name, asks.owner) as owner,
    periods.last_day - asks.asked_on as age_days, coalesce(asks.due <= periods.last_day and asks.closed_on is null, false) as is_overdue
from client.asks as asks
inner join client.periods as periods on periods.period = getvariable('period')
left join client.contacts as owners on asks.owner = owners.contact
where asks.asked_on <= periods.last_day and (asks.closed_on is null or asks.closed_on > periods.last_day)
order by asks.side desc, is_overdue desc, asks.asked_on, asks.ask;
