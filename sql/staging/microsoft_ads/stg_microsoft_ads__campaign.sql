-- Microsoft Advertising facts that can be brought to the campaign, from each of the performance reports that carry them.
-- grain: report, account_id, campaign_id, campaign_name, campaign_type, period_start, period_end, currency_code
-- units: spend and revenue in account currency (major units); conversions as attributed by Microsoft, fractional
-- note:  the reports overlap; int_measure takes each measure from one of them. Devices and networks are summed; clicks without
--        impressions are true
with reports as (
    select * from landed.microsoft_ads__campaign
    union all by name
    select * from landed.microsoft_ads__ad_group
    union all by name
    select * from landed.microsoft_ads__keyword
    union all by name
    select * from landed.microsoft_ads__account
)

select
    'microsoft_ads' as platform,
    report,
    account_id,
    campaign_id,
    campaign_name,
    campaign_type,
    period_start::date as period_start,
    period_end::date as period_end,
    currency_code,
    sum(impressions::bigint)::bigint as impressions,
    sum(clicks::bigint)::bigint as clicks,
    sum(spend::decimal(38, 18)) as spend,
    sum(conversions::decimal(38, 18)) as conversions,
    sum(conversions_value::decimal(38, 18)) as conversions_value
from reports
where period_start is not null
group by all
