-- Every measure by day, all accounts together, for charts. A day that not every measured account covers has no row.
-- grain: day, measure
-- units: amount in the measure's own unit; excluded rows are left out
with reports as (
    select facts.platform, facts.account_id, facts.measure, facts.report, covered.day, feeds.place
    from (
        select distinct platform, account_id, measure, report
        from intermediate.int_measure
        where period_start = period_end and not is_unique
    ) as facts
    inner join intermediate.int_coverage as covered using (platform, account_id, report, measure)
    inner join client.feeds as feeds using (platform, measure, report)
    qualify row_number() over (partition by facts.platform, facts.account_id, facts.measure, covered.day order by feeds.place) = 1
),

by_account as (
    select reports.day, reports.measure, reports.platform, reports.account_id, coalesce(sum(facts.amount), 0) as amount
    from reports
    left join intermediate.int_measure as facts
        on
            reports.platform = facts.platform and reports.account_id = facts.account_id and reports.measure = facts.measure
            and reports.report = facts.report and reports.day = facts.period_start and reports.day = facts.period_end
            and facts.excluded is null
    group by all
),

accounts as (
    select measure, count(distinct(platform, account_id)) as accounts from by_account
    group by all
)

select day, measure, sum(amount) as amount
from by_account
inner join accounts using (measure)
group by day, measure, accounts
having count(*) = accounts
