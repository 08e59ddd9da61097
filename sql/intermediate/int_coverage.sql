-- The days a report answers for, measure by measure: those its exports cover, less those of which some money has no rate.
-- grain: platform, report, account_id, measure, day
select covered.*
from client.covered_measure as covered
where not exists (
    select 1 from intermediate.int_measure as facts
    where
        facts.amount is null
        and facts.platform = covered.platform and facts.report = covered.report and facts.account_id = covered.account_id
        and facts.measure = covered.measure and facts.period_start = covered.day and facts.period_end = covered.day
)
