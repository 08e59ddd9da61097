-- What each platform claims in a period, by type of conversion and attribution setting, as far as its export names them.
-- grain: period, platform, conversion_type, attribution
-- units: conversions as attributed by the platform; days
-- note:  types are never added up here: windows differ, and one person may be in several. Excluded campaigns are left out
select
    choice.period, platforms.name, facts.platform, facts.conversion_type, facts.attribution, sum(facts.conversions) as conversions,
    min(choice.days_covered)::integer as days_covered, any_value(choice.days)::integer as days
from marts.measure_choice as choice
inner join intermediate.int_conversion as facts
    on
        choice.platform = facts.platform and choice.account_id = facts.account_id and choice.report = facts.report
        and case choice.method
            when 'days' then facts.period_start = facts.period_end and facts.period_start between choice.first_day and choice.last_day
            when 'period' then choice.first_day = facts.period_start and choice.last_day = facts.period_end
        end
inner join client.platforms as platforms on choice.platform = platforms.platform
where choice.measure = 'conversions' and facts.excluded is null
group by choice.period, platforms.name, facts.platform, facts.conversion_type, facts.attribution
