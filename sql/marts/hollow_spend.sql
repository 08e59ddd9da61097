-- What of each channel's spend paid for hollow events of the kind it is billed by: impressions, or clicks.
-- grain: period, channel
-- units: spend and hollow_spend in the client's currency (major units); hollow_share is a fraction of what is measured
-- note:  only where the client says how the channel is billed (client.channels) and its exports show what was hollow; clicks a platform has
--        taken out as invalid are not billed and not counted here. Null is not known, never 0
with billed as (
    select channels.name as channel, min(channels.billing) as billing
    from client.channels as channels
    where channels.billing is not null
    group by channels.name
),

counted as (
    select
        choice.period, billed.channel, billed.billing,
        sum(entry.count) filter (where entry.class = 'hollow') as hollow,
        sum(entry.count) filter (where entry.class <> 'unknown') as shown
    from marts.measure_choice as choice
    inner join intermediate.int_group_class as entry
        on
            choice.platform = entry.platform and choice.account_id = entry.account_id and choice.report = entry.report
            and choice.measure = entry.measure
            and case choice.method
                when 'days' then entry.period_start = entry.period_end and entry.period_start between choice.first_day and choice.last_day
                when 'period' then choice.first_day = entry.period_start and choice.last_day = entry.period_end
            end
    inner join billed on entry.channel = billed.channel
    where
        entry.reason <> 'invalid' and entry.excluded is null
        and case billed.billing when 'impression' then entry.measure = 'impressions' else entry.measure in ('clicks', 'link_clicks') end
    group by all
),

shares as (
    select period, channel, round(coalesce(hollow, 0) / nullif(shown, 0), 12)::decimal(18, 12) as hollow_share from counted
)

select
    spend.period, spend.channel, billed.billing, spend.amount as spend, shares.hollow_share,
    round(spend.amount::decimal(20, 4) * shares.hollow_share, 6)::decimal(38, 6) as hollow_spend
from marts.measure_total as spend
inner join billed on spend.channel = billed.channel
left join shares on spend.period = shares.period and spend.channel = shares.channel
where spend.level = 'channel' and spend.measure = 'spend'
