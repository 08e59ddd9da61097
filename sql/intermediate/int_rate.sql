-- What one unit of a currency is in the client's, day by day, through the currency that a bank quotes them in.
-- grain: currency_code, day
-- units: rate is units of the client's currency for one of this one, exact and rounded once, half up, to 12 decimals
-- note:  a day without a rate takes the last before it, 7 days back at most; after that there is none. rate_day says whose it is.
--        The division is of whole numbers (rates are held to 8 decimals), so that no floating point comes near money. Days are those of
--        the periods in the warehouse
with quoted as (
    select platform, day, currency_code, (rate::decimal(38, 8) * 100000000)::hugeint as units
    from query_table(getvariable('stg_rate'), true)
    where rate > 0
),

crossed as (
    select
        native.platform, native.currency_code, native.day as rate_day,
        ((2000000000000 * ours.units + native.units) // (2 * native.units))::decimal(38, 0) * 0.000000000001 as rate
    from quoted as native
    inner join quoted as ours on native.platform = ours.platform and native.day = ours.day
    inner join client.settings as settings on ours.currency_code = settings.currency
),

known as (
    select min(first_day) as first_day, max(last_day) as last_day from client.periods
)

select
    crossed.currency_code,
    unnest(generate_series(
        greatest(crossed.rate_day, known.first_day),
        least(crossed.rate_day + 7, crossed.next_day - 1, known.last_day),
        interval 1 day
    ))::date as day,
    crossed.rate::decimal(38, 12) as rate,
    crossed.rate_day,
    crossed.platform
from (
    select *, coalesce(lead(rate_day) over (partition by currency_code order by rate_day), date '9999-12-31') as next_day
    from (
        select * from crossed
        qualify row_number() over (partition by currency_code, rate_day order by platform) = 1
    ) as once
) as crossed
cross join known
