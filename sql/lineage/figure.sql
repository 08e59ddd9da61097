-- A figure of one measure: a total, or a platform's, a channel's, a campaign's; of the period, or of one it is compared with.
-- model: sql/marts/metric_period.sql <- sql/marts/measure_total.sql <- sql/marts/measure_amount.sql <- sql/intermediate/int_measure.sql
select facts.tag as unit, facts.tag, sum(facts.amount) as amount
from traced.fact as facts
inner join traced.spans as spans using (platform, account_id, measure, report, period_start, period_end)
where
    facts.measure = getvariable('cell').measure
    and coalesce(getvariable('cell').platform = facts.platform, true)
    and coalesce(getvariable('cell').channel = facts.channel, getvariable('cell').channel is null)
    and coalesce(getvariable('cell').campaign_name = facts.campaign_name, getvariable('cell').campaign_name is null)
    and facts.excluded is not distinct from getvariable('cell').label
    and (
        getvariable('cell').platform is not null or getvariable('cell').campaign_name is not null
        or not exists (
            select 1 from marts.copied_period as copied
            where
                copied.period = getvariable('cell').period and copied.platform = facts.platform and copied.measure = facts.measure
        )
    )
group by all
