-- What people have corrected in what platforms export: a layer of its own, never an edited export.
-- grain: correction, report
-- units: amount in the measure's own unit, money in the client's currency; it is added to what the platform says of the day
-- note:  it stands beside every report that feeds the measure, since one of them is taken. channel by the client's own mapping
select
    corrections.correction, corrections.platform, feeds.report, corrections.account_id, corrections.campaign_name, corrections.measure,
    corrections.day, corrections.amount,
    case when platform.is_paid then coalesce(channel.name, platform.name) end as channel
from client.corrections as corrections
inner join client.feeds as feeds on corrections.platform = feeds.platform and corrections.measure = feeds.measure
inner join client.platforms as platform on corrections.platform = platform.platform
left join lateral (
    select channels.name
    from client.channels as channels
    where
        (channels.platform is null or channels.platform = corrections.platform)
        and (channels.campaign_like is null or coalesce(corrections.campaign_name, '') ilike channels.campaign_like)
    order by channels.place
    limit 1
) as channel on true
where exists (
    select 1 from client.exports as exports
    where exports.platform = corrections.platform and exports.account_id = corrections.account_id and exports.report = feeds.report
)
