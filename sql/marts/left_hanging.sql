-- Who waits for an answer: conversations and calls that our side has left open, as far as the newest export shows.
-- grain: platform, account_id, measure, event_id
-- units: waiting_since an instant (UTC); age_hours to the moment of the account's newest export
-- note:  never the person's name. owner is the client's own word for who answers that channel (client.owners); what was answered or
--        called back too late is counted in the ledger, and no longer stands here
select
    entry.platform,
    entry.account_id,
    entry.measure,
    entry.event_id,
    if(entry.measure = 'conversations', entry.medium, entry.measure) as channel,
    owners.owner,
    event.event_date,
    event.event_at as waiting_since,
    date_diff('hour', event.event_at, newest.exported_at) as age_hours,
    entry.reason
from intermediate.int_interaction as entry
inner join intermediate.int_event as event
    on
        entry.platform = event.platform and entry.report = event.report and entry.account_id = event.account_id
        and entry.measure = event.measure and entry.event_id = event.event_id and entry.party = event.party
left join (
    select exports.platform, exports.report, exports.account_id, max(exports.exported_at) as exported_at
    from client.exports as exports
    group by all
) as newest
    on
        entry.platform = newest.platform and entry.report = newest.report and entry.account_id = newest.account_id
left join client.owners as owners on if(entry.measure = 'conversations', entry.medium, entry.measure) = owners.channel
where
    entry.class = 'hanging' and entry.setting = 'default' and not coalesce(event.is_answered, false)
    and event.called_back_at is null
