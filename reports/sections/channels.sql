-- title: Channels and campaigns
-- order: 20
-- print: every week

-- rows: channels
-- trace: figure value previous last_year
-- Each channel's figures, by spend; the total stands last.
with spend as (
    select channel, value from marts.metric_period
    where period = getvariable('period') and level = 'channel' and metric = 'spend'
)

select
    figures.channel, figures.metric, figures.label, figures.unit, figures.decimals, figures.better, figures.value, figures.previous,
    figures.change, figures.last_year, figures.year_change, figures.days_covered, figures.days, figures.missing, figures.reason
from marts.metric_period as figures
left join spend on figures.channel = spend.channel
where
    figures.period = getvariable('period')
    and (figures.level = 'channel' or (figures.level = 'total' and figures.value is not null))
    and figures.metric in ('spend', 'impressions', 'clicks', 'conversions', 'cost_per_conversion')
order by figures.channel is null, spend.value desc nulls last, figures.channel, figures.place;

-- rows: campaigns
-- trace: figure value previous
-- The campaigns that cost most, at most nine.
with ranked as (
    select platform, channel, campaign_name, spend as value
    from marts.campaign_period
    where period = getvariable('period') and spend > 0
    order by spend desc, campaign_name, platform
    limit 9
)

select
    figures.channel, platforms.name as platform, figures.campaign_name, figures.metric, figures.label, figures.unit, figures.decimals,
    figures.better, figures.value, figures.previous, figures.change, figures.days_covered, figures.days
from ranked
inner join marts.metric_period as figures
    on
        ranked.platform = figures.platform and ranked.channel = figures.channel and ranked.campaign_name = figures.campaign_name
        and figures.level = 'campaign' and figures.period = getvariable('period')
inner join client.platforms as platforms on figures.platform = platforms.platform
where figures.metric in ('spend', 'impressions', 'clicks', 'conversions', 'cost_per_conversion')
order by ranked.value desc, figures.campaign_name, figures.platform, figures.place;

-- rows: campaign_count
select count(*) as campaigns
from marts.campaign_period
where period = getvariable('period') and spend > 0;

-- rows: spend_trend
-- trace: figure value metric=spend
-- What each channel cost over the last 26 periods.
select figures.channel, figures.period, periods.first_day, figures.value, figures.unit, figures.decimals, figures.days_covered, figures.days
from marts.metric_period as figures
inner join (
    select period, first_day from client.periods
    order by first_day desc limit 26
) as periods using (period)
where figures.level = 'channel' and figures.metric = 'spend'
order by figures.channel, periods.first_day;
