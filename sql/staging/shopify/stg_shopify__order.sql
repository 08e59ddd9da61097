-- Orders of a Shopify store, one row an order, on the store's own day it was placed.
-- grain: report, account_id, order_id, order_name, period_start, period_end
-- units: money in currency_code (major units)
-- note:  what belongs to an order stands on its first line; further lines are its items, are never filled in and add nothing.
--        Cancelled and refunded orders stay, with their status; whether totals include tax is the store's own setting
select
    'shopify' as platform,
    report,
    account_id,
    coalesce(order_id, order_name) as order_id,
    order_name,
    order_status,
    period_start::date as period_start,
    period_end::date as period_end,
    currency_code,
    order_total::decimal(38, 18) as order_total,
    refunded::decimal(38, 18) as refunded,
    cancelled_at is not null as is_cancelled,
    refunded::decimal(38, 18) >= order_total::decimal(38, 18) and order_total::decimal(38, 18) > 0 as is_refunded,
    email_key,
    phone_key,
    order_source,
    exported_at
from landed.shopify__orders
where period_start is not null and coalesce(order_total, subtotal, refunded) is not null
