-- Website pages, for periods that a pages report answers.
-- grain: period, page
-- units: counts
select
    choice.period,
    site.page,
    sum(site.views) as views,
    sum(site.key_events) as key_events
from marts.measure_choice as choice
inner join intermediate.int_site as site
    on
        choice.platform = site.platform and choice.account_id = site.account_id and choice.report = site.report
        and case choice.method
            when 'days' then site.period_start = site.period_end and site.period_start between choice.first_day and choice.last_day
            when 'period' then choice.first_day = site.period_start and choice.last_day = site.period_end
        end
where choice.measure = 'views' and choice.report in ('page_path', 'page_title') and site.excluded is null
group by all
