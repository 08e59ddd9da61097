-- Messages that Klaviyo sent, one row a campaign, everything booked on the day it was sent.
-- grain: report, account_id, email_id, period_start, period_end
-- units: counts; opens and clicks are all of them, not people; revenue in currency_code, null is the report's
-- note:  text messages stand in the same file: email_channel tells them, and their opens are null
select
    'klaviyo' as platform,
    report,
    account_id,
    email_id,
    email_title,
    email_subject,
    lower(coalesce(email_channel, 'email')) as email_channel,
    period_start::date as period_start,
    period_end::date as period_end,
    currency_code,
    recipients::bigint as recipients,
    deliveries::bigint as deliveries,
    bounces::bigint as bounces,
    opens::bigint as opens,
    email_clicks::bigint as email_clicks,
    unsubscribes::bigint as unsubscribes,
    revenue::decimal(38, 18) as revenue
from landed.klaviyo__campaign
where period_start is not null
