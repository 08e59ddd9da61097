-- TikTok Ads Manager facts that can be brought to the campaign.
-- grain: report, account_id, campaign_id, campaign_name, campaign_type, period_start, period_end, currency_code
-- units: spend in account currency (major units); conversions as attributed by TikTok
-- note:  clicks are those to the destination; TikTok exports no campaign type and no value of conversions, so both are null; the
--        closing total never gets here. An export without a day or dates is left out
with reports as (
    select * from landed.tiktok_ads__campaign
    union all by name
    select * from landed.tiktok_ads__ad_group
)

select
    'tiktok_ads' as platform,
    report,
    account_id,
    campaign_id,
    campaign_name,
    null::varchar as campaign_type,
    period_start::date as period_start,
    period_end::date as period_end,
    currency_code,
    sum(impressions::bigint)::bigint as impressions,
    sum(clicks::bigint)::bigint as clicks,
    sum(spend::decimal(38, 18)) as spend,
    sum(conversions::decimal(38, 18)) as conversions,
    null::decimal(38, 18) as conversions_value
from reports
where period_start is not null
group by all
