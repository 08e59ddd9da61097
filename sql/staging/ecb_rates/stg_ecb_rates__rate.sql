-- Euro reference rates, one row a currency and day it was published for; the euro itself is 1.
-- grain: currency_code, day
-- units: rate is units of the currency for one euro, to 8 decimals (the file prints 6 at most)
-- note:  a currency without a rate that day has no row; a weekend or holiday has none of any
with published as (
    select currency_code, period_start::date as day, exchange_rate::decimal(18, 8) as rate
    from landed.ecb_rates__daily
    where exchange_rate is not null
)

select 'ecb_rates' as platform, day, currency_code, rate from published
union all
select distinct 'ecb_rates', day, 'EUR', 1::decimal(18, 8) from published
