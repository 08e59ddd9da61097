-- How much of each period each listed account's exports cover, and what they cover instead.
-- grain: period, platform, account_id
-- units: days
select
    period,
    platform,
    account_id,
    any_value(days)::integer as days,
    max(days_covered)::integer as days_covered,
    case
        when bool_or(is_complete) then 'measured'
        when max(days_covered) > 0 then 'partial'
        else 'not_measured'
    end as status,
    case when not bool_or(method is not null) then min(reason) end as reason,
    case when not bool_or(method is not null) then min(reason_first_day) end as reason_first_day,
    case when not bool_or(method is not null) then max(reason_last_day) end as reason_last_day
from marts.measure_choice
group by all
