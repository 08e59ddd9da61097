-- A measure of one day, or of a run of days, all accounts together, as charts and goals have it.
-- model: sql/marts/measure_day.sql <- sql/intermediate/int_measure.sql
with reports as (
    select covered.platform, covered.account_id, covered.report, covered.day
    from kept.intermediate.int_coverage as covered
    inner join client.feeds as feeds using (platform, measure, report)
    where
        covered.measure = getvariable('cell').measure
        and covered.day between getvariable('cell').first_day and getvariable('cell').last_day
        and exists (
            select 1 from marts.measure_day as known
            where known.measure = covered.measure and known.day = covered.day
        )
        and exists (
            select 1 from traced.fact as facts
            where
                facts.platform = covered.platform and facts.account_id = covered.account_id and facts.report = covered.report
                and facts.measure = covered.measure and facts.period_start = facts.period_end
        )
    qualify row_number() over (partition by covered.platform, covered.account_id, covered.day order by feeds.place) = 1
)

select facts.tag as unit, facts.tag, sum(facts.amount) as amount
from reports
inner join traced.fact as facts using (platform, account_id, report)
where
    facts.measure = getvariable('cell').measure and facts.period_start = reports.day and facts.period_end = reports.day
    and facts.excluded is null
group by all
