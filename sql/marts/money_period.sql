-- Money that landed in another currency than the client's, in each period: what it was, what it is, and by which rates.
-- grain: period, platform, account_id, measure, currency_code
-- units: amount_native in currency_code, amount in the client's; unpriced is the money of single days that no rate brought over, in
--        currency_code and in no figure; rates are units of the client's currency for one of currency_code, lowest and highest of the days
-- note:  of one report: the one that answers for the measure, else the first that has it. has_long_rows: rows speak for several days
--        together, so that there is no one rate, and they are in no figure either
with foreign_money as (
    select
        periods.period, facts.platform, facts.account_id, facts.measure, facts.currency_code, facts.period_start, facts.period_end,
        facts.amount, facts.amount_native
    from client.periods as periods
    inner join intermediate.int_measure as facts
        on periods.first_day <= facts.period_end and periods.last_day >= facts.period_start
    inner join client.feeds as feeds
        on facts.platform = feeds.platform and facts.measure = feeds.measure and facts.report = feeds.report
    inner join marts.measure_choice as choice
        on
            periods.period = choice.period and facts.platform = choice.platform and facts.account_id = choice.account_id
            and facts.measure = choice.measure
    cross join client.settings as settings
    where facts.currency_code <> settings.currency and facts.amount_native <> 0 and facts.excluded is null
    qualify dense_rank() over (
        partition by periods.period, facts.platform, facts.account_id, facts.measure
        order by coalesce(facts.report = choice.report, false) desc, feeds.place
    ) = 1
)

select
    facts.period, facts.platform, facts.account_id, facts.measure, facts.currency_code,
    sum(facts.amount_native) filter (where facts.amount is not null) as amount_native,
    sum(facts.amount) as amount,
    sum(facts.amount_native) filter (where facts.amount is null and facts.period_start = facts.period_end) as unpriced,
    bool_or(facts.amount is null and facts.period_start < facts.period_end) as has_long_rows,
    min(rates.rate) as lowest_rate,
    max(rates.rate) as highest_rate,
    min(rates.rate_day) as first_rate_day,
    max(rates.rate_day) as last_rate_day,
    any_value(rates.platform) as source
from foreign_money as facts
left join intermediate.int_rate as rates
    on
        facts.currency_code = rates.currency_code and facts.period_start = rates.day and facts.period_end = rates.day
        and facts.amount is not null
group by all
