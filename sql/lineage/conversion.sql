-- Claimed conversions of one platform, type and attribution setting.
-- model: sql/marts/conversion_period.sql <- sql/intermediate/int_conversion.sql
select facts.tag as unit, facts.tag, sum(facts.conversions) as amount
from traced.conversion as facts
inner join traced.spans as spans using (platform, account_id, report, period_start, period_end)
where
    spans.measure = 'conversions' and facts.excluded is null and facts.platform = getvariable('cell').platform
    and facts.conversion_type is not distinct from getvariable('cell').conversion_type
    and facts.attribution is not distinct from getvariable('cell').attribution
group by all
