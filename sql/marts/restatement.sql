-- What the last edition told of the period before, and what the same figures are now: old, new and why.
-- grain: period, metric
-- units: in the metric's own unit; change is a fraction of what was told
-- note:  why, the first that holds: correction (a person has corrected a day of it since, or taken a correction back), late_rows (days have
--        come in since), platform (another export owns some of the days), rule (the same exports, read or reckoned otherwise by us).
--        Figures that did not move have no row
with owners as (
    select distinct owned.platform, owned.report, owned.account_id, owned.day, owned.export_id
    from client.covered_day as owned
    inner join (select distinct period from client.sent) as sent on true
    inner join client.periods as periods on sent.period = periods.period and owned.day between periods.first_day and periods.last_day
),

moved as (
    select count(*) as days
    from (
        (
            from owners
            except
            from client.sent_owner
        )
        union all
        (
            from client.sent_owner
            except
            from owners
        )
    ) as either
),

corrected as (
    select distinct periods.period, metrics.metric
    from (
        (
            select correction, measure, day, amount from client.corrections
            except
            from client.sent_correction
        )
        union all
        (
            from client.sent_correction
            except
            select correction, measure, day, amount from client.corrections
        )
    ) as either
    inner join client.periods as periods on either.day between periods.first_day and periods.last_day
    inner join marts.metrics as metrics on either.measure = metrics.numerator or either.measure = metrics.denominator
)

select
    sent.period, sent.edition, sent.metric, figures.label, figures.unit, figures.decimals, figures.better,
    sent.value as told, figures.value, figures.value - sent.value as delta,
    case
        when corrected.metric is not null then 'correction'
        when figures.days_covered > sent.days_covered then 'late_rows'
        when moved.days > 0 then 'platform'
        else 'rule'
    end as why
from client.sent as sent
inner join marts.metric_period as figures
    on sent.period = figures.period and sent.metric = figures.metric and figures.level = 'total'
left join corrected on sent.period = corrected.period and sent.metric = corrected.metric
cross join moved
where figures.value is distinct from sent.value
