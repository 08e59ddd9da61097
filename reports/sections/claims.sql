-- title: What the platforms claim
-- order: 40

-- rows: claims
-- trace: figure claimed metric=conversions
-- trace: figure claimed_value metric=conversions_value
-- trace: website sessions key_events
select
    platform, name as label, conversions as claimed, conversions_value as claimed_value, clicks, sessions, key_events,
    days_covered, days
from marts.claim_period
where period = getvariable('period')
order by conversions desc nulls last, platform;

-- rows: types
-- trace: conversion conversions
-- Claims by type of conversion and attribution setting, where the export names them.
select name as platform, conversion_type, attribution, conversions
from marts.conversion_period
where period = getvariable('period') and conversion_type is not null
order by platform, conversions desc, conversion_type, attribution;

-- rows: maturity
-- Claims that still grow: what this period's may come to, by how earlier ones grew.
select
    platforms.name as platform, maturity.measure, maturity.seen::decimal(18, 4) as seen, maturity.expected::decimal(18, 4) as expected,
    maturity.low::decimal(18, 4) as low, maturity.high::decimal(18, 4) as high, maturity.share::decimal(18, 6) as share
from marts.maturity as maturity
inner join client.platforms as platforms on maturity.platform = platforms.platform
where maturity.period = getvariable('period')
order by platforms.name, maturity.measure;

-- rows: total
-- trace: figure claimed metric=conversions
-- What all of them claim together.
select any_value(claimed) as claimed
from marts.claim_total
where period = getvariable('period') and claimed is not null
having count(*) > 0;

-- rows: lists
-- trace: ledger real rung=6 entry_class=kept
-- What is in each of the client's own lists: beside the claims, never added to one another.
select total.platform, platforms.name as label, rungs.unit, total.real
from marts.claim_total as total
inner join client.platforms as platforms on total.platform = platforms.platform
inner join (select distinct platform, measure, unit from marts.rungs) as rungs
    on total.platform = rungs.platform and total.measure = rungs.measure
where total.period = getvariable('period') and total.claimed is not null
order by total.real desc, platforms.name, rungs.unit;
