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
    case when not bool_or(method is not null) then min(why).reason end as reason,
    case when not bool_or(method is not null) then min(why).first_day end as reason_first_day,
    case when not bool_or(method is not null) then min(why).last_day end as reason_last_day
from (
    select
        *,
        {
            'place': list_position(
                ['no_rate', 'no_one_rate', 'other_period', 'parts', 'not_covered', 'undated', 'not_reported', 'no_source'], reason
            ),
            'reason': reason,
            'first_day': reason_first_day,
            'last_day': reason_last_day
        } as why
    from marts.measure_choice
) as choices
group by all
