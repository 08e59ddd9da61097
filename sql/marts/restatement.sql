-- What the last edition told of the period before, and what the same figures are now: old, new and why.
-- grain: period, metric
-- units: in the metric's own unit; change is a fraction of what was told
-- note:  why, the first that holds: correction (a person has corrected a day of it since, or taken a correction back), late_rows (days
--        have come in since), platform (another export owns some days of what it is made of), rule (the same exports, read or reckoned
--        otherwise by us). Figures that did not move have no row; genuine is how many people there were
with owners as (
    select distinct owned.platform, owned.report, owned.account_id, owned.day, owned.export_id
    from client.covered_day as owned
    inner join (select distinct period from client.sent) as sent on true
    inner join client.periods as periods on sent.period = periods.period and owned.day between periods.first_day and periods.last_day
),

moved as (
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
),

-- what each figure is made of: the measures of a metric; of people, whatever shows an event
made_of as (
    select choice.period, metrics.metric, choice.platform, choice.report, choice.account_id
    from marts.measure_choice as choice
    inner join marts.metrics as metrics on choice.measure in (metrics.numerator, metrics.denominator)
    union
    select choice.period, 'genuine' as metric, choice.platform, choice.report, choice.account_id
    from marts.measure_choice as choice
    inner join marts.rungs as rungs
        on choice.platform = rungs.platform and choice.report = rungs.report and choice.measure = rungs.measure
    where rungs.is_event
),

touched as (
    select distinct made_of.period, made_of.metric
    from made_of
    semi join moved using (platform, report, account_id)
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
),

figures as (
    select period, metric, label, unit, decimals, better, value, days_covered
    from marts.metric_period
    where level = 'total'
    union all
    select period, 'genuine', 'Talked to you, booked or came in', 'count', 0, 'more', genuine, days_covered
    from marts.connection_period
    where setting = 'default'
)

select
    sent.period, sent.edition, sent.metric, figures.label, figures.unit, figures.decimals, figures.better,
    sent.value as told, figures.value, figures.value - sent.value as delta,
    case
        when corrected.metric is not null then 'correction'
        when figures.days_covered > sent.days_covered then 'late_rows'
        when touched.metric is not null then 'platform'
        else 'rule'
    end as why
from client.sent as sent
inner join figures on sent.period = figures.period and sent.metric = figures.metric
left join corrected on sent.period = corrected.period and sent.metric = corrected.metric
left join touched on sent.period = touched.period and sent.metric = touched.metric
where figures.value is distinct from sent.value
