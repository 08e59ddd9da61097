-- What all platforms together claim, beside what was really booked, ordered or won: side by side, never added to one another.
-- grain: period
-- units: claimed, conversions as each platform attributes them; real, records of the client's own lists
-- note:  claims overlap: several platforms may claim one person, so claimed less real is not an error of anybody. real is null where no
--        list of bookings, orders or deals answers for the period; unclaimed says how many claims have no record behind them
with claimed as (
    select period, sum(conversions) as claimed, count(conversions) as platforms
    from marts.claim_period
    group by period
),

happened as (
    select rung.period, sum(rung.kept) as kept
    from marts.ledger_balance as rung
    inner join (
        select distinct rungs.platform, rungs.measure from marts.rungs as rungs
        where rungs.is_event and rungs.rung = 6
    ) as listed on rung.platform = listed.platform and rung.measure = listed.measure
    group by rung.period
),

answered as (
    select distinct choice.period
    from marts.measure_choice as choice
    inner join marts.rungs as rungs
        on choice.platform = rungs.platform and choice.report = rungs.report and choice.measure = rungs.measure
    where choice.method is not null and rungs.is_event and rungs.rung = 6
)

select
    claimed.period, claimed.claimed, claimed.platforms,
    case when answered.period is not null then coalesce(happened.kept, 0) end as real,
    case when answered.period is not null then greatest(claimed.claimed - coalesce(happened.kept, 0), 0) end as unclaimed
from claimed
left join answered on claimed.period = answered.period
left join happened on claimed.period = happened.period
