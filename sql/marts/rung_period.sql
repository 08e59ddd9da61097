-- The ledger by rung and kind of act: what the platforms report, what counts, what is left out, what waits for us, what nobody shows.
-- grain: period, rung, unit
-- units: events as unit says; visits are never added to clicks, nor impressions to views
-- note:  what may be a copy of another source's events is left out; connection_ledger has it
select
    balance.period,
    rungs.rung,
    rungs.unit,
    sum(balance.gross) as gross,
    sum(balance.kept) as kept,
    sum(balance.hollow) as hollow,
    sum(balance.hanging) as hanging,
    sum(balance.unknown) as unknown,
    sum(balance.withdrawn) as withdrawn
from marts.ledger_balance as balance
inner join (
    select distinct platform, measure, rung, unit from marts.rungs
    where native is null and rung <> 0
) as rungs on balance.platform = rungs.platform and balance.measure = rungs.measure
where
    not exists (
        select 1 from marts.copied_period as copied
        where copied.period = balance.period and copied.platform = balance.platform and copied.measure = balance.measure
    )
group by balance.period, rungs.rung, rungs.unit
