-- Claimed conversions by their own type and attribution setting: windows differ, so types are never added to one another here.
-- grain: platform, report, account_id, campaign_name, excluded, conversion_type, attribution, period_start, period_end
-- units: conversions as attributed by the platform
-- note:  type and attribution are null where the export names neither
with typed as (
    select * exclude (conversions_by), unnest(conversions_by) as told from intermediate.int_campaign
),

every as (
    select
        platform, report, account_id, campaign_name, excluded, period_start, period_end, told.type as conversion_type,
        told.attribution, told.conversions
    from typed
    union all by name
    select platform, report, account_id, campaign_name, excluded, period_start, period_end, conversions from intermediate.int_campaign
    where conversions_by is null and conversions is not null
)

select
    platform, report, account_id, campaign_name, excluded, conversion_type, attribution, period_start, period_end,
    sum(conversions) as conversions
from every
group by all
