-- What each advertising platform claims, beside what GA4 saw arrive from it. Never added: platforms may claim the same person.
-- grain: period, platform
-- units: conversions as attributed by the platform; value in the client's currency; sessions and key events counts by GA4
with seen as (
    select source.period, sources.platform, sum(source.sessions) as sessions, sum(source.key_events) as key_events
    from marts.source_period as source
    inner join (select distinct platform from client.platform_sources) as sources
        on
            exists (
                select 1 from client.platform_sources as patterns
                where patterns.platform = sources.platform and source.session_source_medium ilike patterns.pattern
            )
    where source.excluded is null
    group by all
),

claimed as (
    select
        period, platform,
        any_value(amount) filter (where measure = 'conversions') as conversions,
        any_value(amount) filter (where measure = 'conversions_value') as conversions_value,
        any_value(amount) filter (where measure = 'clicks') as clicks,
        any_value(amount) filter (where measure = 'link_clicks') as link_clicks,
        min(days_covered) filter (where measure = 'conversions') as days_covered
    from marts.measure_total
    where level = 'platform'
    group by all
)

select
    accounts.period,
    accounts.platform,
    platforms.name,
    claimed.conversions,
    claimed.conversions_value,
    coalesce(claimed.link_clicks, claimed.clicks) as clicks,
    case
        when
            exists (
                select 1 from marts.source_period as source
                where source.period = accounts.period
            )
            then coalesce(seen.sessions, 0)
    end as sessions,
    case
        when
            exists (
                select 1 from marts.source_period as source
                where source.period = accounts.period and source.key_events is not null
            )
            then coalesce(seen.key_events, 0)
    end as key_events,
    claimed.days_covered,
    accounts.days
from (select distinct period, platform, days from marts.measure_choice) as accounts
inner join client.platforms as platforms on accounts.platform = platforms.platform and platforms.is_paid
left join claimed on accounts.period = claimed.period and accounts.platform = claimed.platform
left join seen on accounts.period = seen.period and accounts.platform = seen.platform
