-- Which landed rows each single event of the ledger was read from.
-- grain: platform, report, account_id, measure, event_id, tag
-- units: tag names a landed row, or several that are one event (traced.member)
select distinct
    platform, report, split_part(account_id, chr(31), 1) as account_id, account_id as tag,
    case
        when kind <> 'email'
            then case kind
                when 'call' then 'calls' when 'meeting' then 'meetings' when 'booking' then 'bookings_made'
                when 'contact' then 'contacts_created' when 'deal' then 'deals_won' when 'message' then 'conversations'
            end
        else case status when 'opened' then 'open_events' when 'clicked' then 'click_events' when 'replied' then 'reply_events' end
    end as measure,
    if(kind = 'email', event_id || ' ' || event_at || ' ' || coalesce(source, ''), event_id) as event_id
from intermediate.int_party_event
union all by name
select platform, report, split_part(account_id, chr(31), 1) as account_id, account_id as tag, 'orders' as measure, order_id as event_id
from intermediate.int_order
