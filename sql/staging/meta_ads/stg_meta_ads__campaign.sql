-- Meta Ads facts that can be brought to the campaign (or to the ad, where the export names no campaign).
-- grain: report, account_id, campaign_id, campaign_name, campaign_type, period_start, period_end, currency_code
-- units: spend in account currency (major units), unrounded; conversions are results whose own type is a purchase or a lead
-- note:  result types are written in the user's language; those of other types (link clicks, post engagement, plays) are no
--        conversions; blank results are none where the export names result types at all; without them nobody knows what its results are.
--        conversions_by keeps each type and attribution setting apart
with reports as (
    select * from landed.meta_ads__campaign
    union all by name
    select * from landed.meta_ads__ad_set
    union all by name
    select * from landed.meta_ads__ad
    union all by name
    select * from landed.meta_ads__account
),

typed as (
    select
        *,
        { 'type': result_type, 'attribution': attribution, 'conversions': results::decimal(38, 18) } as told,
        count(result_type) over (partition by export_id) > 0 as has_types,
        regexp_matches(
            lower(result_type),
            'purchase|lead|registration|subscription|appointment|schedule'
            || '|käufe|registrierung|abonnement|terminvereinb'           -- German
            || '|achats|prospects|inscriptions|rendez-vous'              -- French
            || '|compras|clientes potenciales|registros|suscripci|citas' -- Spanish
            || '|cadastros|assinaturas|agendamentos'                     -- Portuguese
        ) as is_conversion
    from reports
    where period_start is not null
)

select
    'meta_ads' as platform,
    report,
    account_id,
    campaign_id,
    coalesce(campaign_name, ad_name) as campaign_name,
    null::varchar as campaign_type,
    period_start::date as period_start,
    period_end::date as period_end,
    currency_code,
    sum(impressions::bigint)::bigint as impressions,
    sum(clicks::bigint)::bigint as clicks,
    sum(link_clicks::bigint)::bigint as link_clicks,
    sum(landing_page_views::bigint)::bigint as landing_page_views,
    sum(spend::decimal(38, 18)) as spend,
    sum(case when is_conversion then results::decimal(38, 18) when has_types then 0 end) as conversions,
    sum(conversions_value::decimal(38, 18)) as conversions_value,
    list(told order by result_type, attribution, results) filter (where is_conversion and results is not null) as conversions_by
from typed
group by all
