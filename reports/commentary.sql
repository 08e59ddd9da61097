-- The figures that words may cite: every one of the period, in all, by platform and by channel, and what was expected of it.
select
    figures.metric, figures.level, figures.platform, figures.channel, platforms.name as platform_name, figures.label, figures.unit,
    figures.decimals, figures.value, figures.previous, figures.change, figures.last_year,
    round(flags.expected, 6)::decimal(38, 6) as expected, coalesce(flags.is_flagged, false) as is_flagged
from marts.metric_period as figures
inner join marts.metrics as metrics using (metric)
left join client.platforms as platforms on figures.platform = platforms.platform
left join marts.flag as flags
    on
        figures.period = flags.period and figures.level = flags.level and figures.metric = flags.metric
        and figures.platform is not distinct from flags.platform and figures.channel is not distinct from flags.channel
where figures.period = getvariable('period') and figures.level in ('total', 'platform', 'channel')
order by list_position(['total', 'platform', 'channel'], figures.level), metrics.place, platforms.name, figures.channel
