-- Platforms whose figure of a measure may hold what another measured platform holds itself, so that it stays out of their total.
-- grain: period, platform, measure
-- note:  a platform's table says which of its measures are copies (client.copies); two copies without an original stand both
with measured_by as (
    select distinct period, platform, measure from marts.measure_choice
    where method is not null
)

select distinct original.period, copies.platform, copies.measure
from client.copies as copies
inner join measured_by as original on copies.measure = original.measure and copies.platform <> original.platform
where not exists (
    select 1 from client.copies as others
    where others.platform = original.platform and others.measure = original.measure
)
