-- Google Ads facts that can be brought to the campaign, from each of the table reports that carry them.
-- grain: report, account_id, campaign_id, campaign_name, campaign_type, period_start, period_end, currency_code
-- units: spend in account currency (major units); conversions as attributed by Google Ads, fractional
-- note:  the reports overlap; int_measure takes each measure from one of them. Names are not unique: equal ones are summed
with reports as (
    select * from landed.google_ads__campaign
    union all by name
    select * from landed.google_ads__ad_group
    union all by name
    select * from landed.google_ads__keyword
    union all by name
    select * from landed.google_ads__time_series
)

select
    'google_ads' as platform,
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
    sum(conversions_value::decimal(38, 18)) as conversions_value,
    sum(viewable_impressions::bigint)::bigint as viewable_impressions,
    sum(non_viewable_impressions::bigint)::bigint as non_viewable_impressions,
    sum(invalid_clicks::bigint)::bigint as invalid_clicks
from reports
where period_start is not null
group by all
