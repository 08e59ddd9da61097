-- Messages sent to lists, e-mail and text, one row each, on the day they were sent.
-- grain: platform, report, account_id, email_id, period_start, period_end
-- units: counts; opens and clicks are all of them, not people; revenue in currency_code, as the sender claims it; null is the client's
-- note:  email_channel tells text messages from e-mail; a measure that is not reported is null, as opens of a text message are
select
    platform, report, account_id, email_id, email_title, email_subject, email_channel, period_start, period_end, currency_code,
    recipients, deliveries, bounces, opens, email_clicks, unsubscribes, email_orders, revenue
from query_table(getvariable('stg_email'), true)
