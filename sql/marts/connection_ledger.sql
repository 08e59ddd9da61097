-- The Connection ledger: every event a platform reports, on its rung, in exactly one class with its reason.
-- grain: period, rung, unit, platform, measure, class, reason
-- units: count in unit; days
-- note:  the double entry: gross stands in ledger_balance, counted apart. A period's events are those of the report that answers for the
--        measure in it; class withdrawn (rung -1) stands beside and is never netted off
select
    choice.period,
    entry.rung,
    entry.unit,
    entry.platform,
    entry.measure,
    entry.class,
    entry.reason,
    sum(entry.count) as count,
    count(*) filter (where entry.is_keyed is false) as unkeyed,
    min(choice.days_covered)::integer as days_covered,
    any_value(choice.days)::integer as days
from marts.measure_choice as choice
inner join intermediate.int_interaction as entry
    on
        choice.platform = entry.platform and choice.account_id = entry.account_id and choice.report = entry.report
        and choice.measure = entry.measure
        and case choice.method
            when 'days' then entry.period_start = entry.period_end and entry.period_start between choice.first_day and choice.last_day
            when 'period' then choice.first_day = entry.period_start and choice.last_day = entry.period_end
        end
where coalesce(entry.setting, 'default') = 'default'
group by choice.period, entry.rung, entry.unit, entry.platform, entry.measure, entry.class, entry.reason
