-- Every campaign's sums in each period, for ranking and for reading side by side.
-- grain: period, platform, channel, campaign_name
-- units: spend and value in the client's currency (major units); counts; null is not reported
select
    period,
    platform,
    channel,
    campaign_name,
    any_value(amount) filter (where measure = 'spend') as spend,
    any_value(amount) filter (where measure = 'impressions') as impressions,
    any_value(amount) filter (where measure = 'clicks') as clicks,
    any_value(amount) filter (where measure = 'link_clicks') as link_clicks,
    any_value(amount) filter (where measure = 'conversions') as conversions,
    any_value(amount) filter (where measure = 'conversions_value') as conversions_value,
    min(days_covered) as days_covered,
    any_value(days) as days
from marts.measure_total
where level = 'campaign' and campaign_name is not null
group by all
