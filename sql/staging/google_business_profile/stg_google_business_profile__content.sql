-- Places on Google's map: what people did with each, for a period that the file does not state.
-- grain: report, account_id, content_id, period_start, period_end
-- units: counts of actions
-- note:  without days nothing of it can be a period's figure, and two exports cannot be subtracted: they are not cumulative. Views are
--        people counted once on each surface, which overlap, so they are not staged
select
    'google_business_profile' as platform,
    report,
    account_id,
    coalesce(store_code, concat_ws(', ', business_name, business_address)) as content_id,
    business_name as content_title,
    'Place' as content_type,
    period_start::date as period_start,
    period_end::date as period_end,
    exported_at,
    call_clicks::bigint as call_clicks,
    messages::bigint as messages,
    profile_bookings::bigint as profile_bookings,
    directions::bigint as directions,
    website_clicks::bigint as website_clicks
from landed.google_business_profile__locations
