-- Each measure as landed beside the same measure after staging and union: whatever is lost or doubled on the way shows here.
-- grain: platform, report, measure
-- units: amounts in the measure's own unit, money as it landed, before any rate; the difference is exact
with unified as (
    select platform, report, measure, sum(amount_native) as amount
    from intermediate.int_measure
    where measure not in ('position', 'ranked_impressions') and not is_unique
    group by all
)

select
    landed.platform, landed.report, landed.measure, landed.amount as landed, unified.amount as unified,
    coalesce(unified.amount, 0) - landed.amount as difference
from client.landed_sums as landed
inner join client.feeds as feeds
    on landed.platform = feeds.platform and landed.measure = feeds.measure and landed.report = feeds.report
left join unified
    on landed.platform = unified.platform and landed.report = unified.report and landed.measure = unified.measure
