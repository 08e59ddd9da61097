-- What all platforms together claim, beside what each of the client's own lists really holds: side by side, never added to one another.
-- grain: period, platform, measure
-- units: claimed, conversions as each platform attributes them; real, records of one list of the client's own
-- note:  claims overlap: several platforms may claim one person, so claimed less real is not an error of anybody. So do lists: who books
--        may order too, and their records are not added either. A list is one of bookings, orders or deals won; a contact of a CRM is a
--        lead, not yet a sale. real is null, and the list unnamed, where no list answers for the period
with claimed as (
    select period, sum(conversions) as claimed, count(conversions) as platforms
    from marts.claim_period
    group by period
),

lists as (
    select distinct choice.period, choice.platform, choice.measure, rungs.rung
    from marts.measure_choice as choice
    inner join marts.rungs as rungs
        on choice.platform = rungs.platform and choice.report = rungs.report and choice.measure = rungs.measure
    anti join marts.copied_period as copied
        on choice.period = copied.period and choice.platform = copied.platform and choice.measure = copied.measure
    where choice.method is not null and rungs.is_event and rungs.rung = 6 and rungs.unit <> 'leads'
)

select
    claimed.period, claimed.claimed, claimed.platforms, lists.platform, lists.measure,
    case when lists.platform is not null then coalesce(balance.kept, 0) end as real
from claimed
left join lists using (period)
left join marts.ledger_balance as balance
    on
        lists.period = balance.period and lists.platform = balance.platform and lists.measure = balance.measure
        and lists.rung = balance.rung
