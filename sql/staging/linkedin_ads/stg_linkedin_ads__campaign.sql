-- LinkedIn Campaign Manager facts, one row per campaign and day or stated period. Days are UTC.
-- grain: report, account_id, campaign_id, campaign_name, campaign_type, period_start, period_end, currency_code
-- units: spend in account currency (major units); conversions as attributed by LinkedIn
-- note:  LinkedIn's campaign group is what others call a campaign, and its campaign what they call an ad group: rows are brought
--        to the group, which has no id in the export, or kept as they are where none is named. clicks are all the clicks LinkedIn
--        charges for; link_clicks are those that left for the landing page
with reports as (
    select * from landed.linkedin_ads__campaign
)

select
    'linkedin_ads' as platform,
    report,
    account_id,
    case when campaign_group_name is null then campaign_id end as campaign_id,
    coalesce(campaign_group_name, campaign_name) as campaign_name,
    campaign_type,
    period_start::date as period_start,
    period_end::date as period_end,
    currency_code,
    sum(impressions::bigint)::bigint as impressions,
    sum(clicks::bigint)::bigint as clicks,
    sum(link_clicks::bigint)::bigint as link_clicks,
    sum(spend::decimal(38, 18)) as spend,
    sum(conversions::decimal(38, 18)) as conversions,
    sum(conversions_value::decimal(38, 18)) as conversions_value
from reports
where period_start is not null
group by all
