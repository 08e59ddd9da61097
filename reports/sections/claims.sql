-- title: What the platforms claim
-- order: 40

-- rows: claims
select
    platform, name as label, conversions as claimed, conversions_value as claimed_value, clicks, sessions, key_events,
    days_covered, days
from marts.claim_period
where period = getvariable('period')
order by conversions desc nulls last, platform;
