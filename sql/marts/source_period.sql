-- Website visits by source and medium, for periods that a report by source answers.
-- grain: period, session_source_medium
-- units: counts; excluded carries the label of an exclude rule
select
    choice.period,
    site.session_source_medium,
    any_value(site.excluded) as excluded,
    sum(site.sessions) as sessions,
    sum(site.engaged_sessions) as engaged_sessions,
    sum(site.key_events) as key_events,
    any_value(choice.days_covered)::integer as days_covered,
    any_value(choice.days)::integer as days
from marts.measure_choice as choice
inner join intermediate.int_site as site
    on
        choice.platform = site.platform and choice.account_id = site.account_id and choice.report = site.report
        and case choice.method
            when 'days' then site.period_start = site.period_end and site.period_start between choice.first_day and choice.last_day
            when 'period' then choice.first_day = site.period_start and choice.last_day = site.period_end
        end
where choice.measure = 'sessions' and choice.report = 'session_source_medium'
group by all
