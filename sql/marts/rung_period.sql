-- The ledger by rung and kind of act: what the platforms report, what counts, what is left out, what waits for us, what nobody shows.
-- grain: period, rung, unit
-- units: events as unit says; visits are never added to clicks, nor impressions to views
-- note:  what may be a copy of another source's events is left out; connection_ledger has it
select
    period,
    rung,
    unit,
    sum(gross) as gross,
    sum(kept) as kept,
    sum(hollow) as hollow,
    sum(hanging) as hanging,
    sum(unknown) as unknown,
    sum(withdrawn) as withdrawn
from marts.ledger_balance
anti join marts.copied_period using (period, platform, measure)
group by period, rung, unit
