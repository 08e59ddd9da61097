-- Calls and conversations by a stricter and a looser reading beside the usual one: what each leaves out, and what it says waits.
-- grain: period, setting
-- units: events; measured is all but what no export shows
-- note:  only they hang on thresholds of ours: the seconds of a visit are the platform's own, and its export cannot be read otherwise
select
    choice.period, entry.setting,
    sum(entry.count) filter (where entry.class = 'kept') as kept,
    sum(entry.count) filter (where entry.class = 'hollow') as hollow,
    sum(entry.count) filter (where entry.class = 'hanging') as hanging,
    sum(entry.count) filter (where entry.class <> 'unknown') as measured
from marts.measure_choice as choice
inner join intermediate.int_interaction as entry
    on
        choice.platform = entry.platform and choice.account_id = entry.account_id and choice.report = entry.report
        and choice.measure = entry.measure and entry.period_start between choice.first_day and choice.last_day
anti join marts.copied_period as copied
    on choice.period = copied.period and choice.platform = copied.platform and choice.measure = copied.measure
where choice.method is not null and entry.setting is not null
group by choice.period, entry.setting
