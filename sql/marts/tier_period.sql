-- What a client's sources allow in each period: A platforms only, B calls and conversations too, C bookings, orders or a CRM as well.
-- grain: period
-- units: days
-- note:  people are measured where a source that can show one on rung 4, 6 or 7 answers for the period, one whose events some rule keeps;
--        else they are not measured, never 0. A change of tier breaks the series
select
    periods.period,
    case
        when bool_or(rungs.rung = 6) then 'C'
        when bool_or(rungs.rung in (4, 7)) then 'B'
        else 'A'
    end as tier,
    bool_or(coalesce(rungs.rung in (4, 6, 7), false)) as shows_people,
    min(choice.days_covered) filter (where rungs.rung in (4, 6, 7))::integer as days_covered,
    any_value(periods.days)::integer as days
from client.periods as periods
left join marts.measure_choice as choice on periods.period = choice.period and choice.method is not null
left join marts.rungs as rungs
    on
        choice.platform = rungs.platform and choice.report = rungs.report and choice.measure = rungs.measure
        and rungs.is_event and rungs.rung in (4, 6, 7)
        and rungs.measure in (
            select reasons.measure from marts.reasons as reasons
            where reasons.class = 'kept'
        )
group by periods.period
