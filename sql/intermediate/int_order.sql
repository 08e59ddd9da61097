-- Orders of shops, one row an order, on the shop's own day it was placed.
-- grain: platform, report, account_id, order_id, order_name, period_start, period_end
-- units: money in currency_code (major units)
-- note:  cancelled orders stay, marked; is_refunded where all of it went back; people are keys. A file that names no currency is taken to
--        be in the client's. int_measure brings money to the client's currency
select
    orders.platform, orders.report, orders.account_id, orders.order_id, orders.order_name, orders.order_status, orders.is_cancelled,
    orders.is_refunded, orders.email_key, orders.phone_key, orders.order_source, orders.exported_at,
    orders.period_start, orders.period_end,
    coalesce(orders.currency_code, settings.currency) as currency_code,
    orders.order_total,
    orders.refunded
from query_table(getvariable('stg_order'), true) as orders
cross join client.settings as settings
