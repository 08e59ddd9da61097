-- E-mails that Mailchimp sent, one row a campaign, booked on the day it was sent.
-- grain: report, account_id, email_id, period_start, period_end
-- units: counts; opens and clicks are all of them, not people; revenue in currency_code, null is the report's
-- note:  figures of a sent e-mail go on rising: the newest export that covers its day owns it. Apple's mail opens every message
select
    'mailchimp' as platform,
    report,
    account_id,
    email_id,
    email_title,
    email_subject,
    'email' as email_channel,
    period_start::date as period_start,
    period_end::date as period_end,
    currency_code,
    recipients::bigint as recipients,
    deliveries::bigint as deliveries,
    bounces::bigint as bounces,
    opens::bigint as opens,
    email_clicks::bigint as email_clicks,
    unsubscribes::bigint as unsubscribes,
    email_orders::bigint as email_orders,
    revenue::decimal(38, 18) as revenue
from landed.mailchimp__campaign
where period_start is not null
