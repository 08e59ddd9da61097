-- Paid-media facts of every platform, one row per report, campaign and day or stated period.
-- grain: platform, report, account_id, campaign_id, campaign_name, campaign_type, period_start, period_end, currency_code
-- units: spend and conversions_value in currency_code (major units); conversions as attributed by the platform
-- note:  a platform that does not report a measure leaves it null (see docs/platforms.md); a file that names no currency is taken to be
--        in the client's. int_measure brings money to the client's currency
with unified as (
    select * from query_table(getvariable('stg_campaign'), true)
)

select
    unified.* exclude (currency_code),
    coalesce(unified.currency_code, settings.currency) as currency_code,
    coalesce(channel.name, platform.name) as channel,
    exclusion.label as excluded
from unified
cross join client.settings as settings
inner join client.platforms as platform on unified.platform = platform.platform
left join lateral (
    select channels.name
    from client.channels as channels
    where
        (channels.platform is null or channels.platform = unified.platform)
        and (channels.campaign_like is null or coalesce(unified.campaign_name, '') ilike channels.campaign_like)
    order by channels.place
    limit 1
) as channel on true
left join lateral (
    select exclude.label
    from client.exclude as exclude
    where
        exclude.platform = unified.platform and exclude.column_name = 'campaign_name'
        and unified.campaign_name ilike exclude.pattern
    order by exclude.place
    limit 1
) as exclusion on true
