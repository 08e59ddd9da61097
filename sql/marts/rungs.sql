-- The registry: on which rung each measure of each report stands, or why it stands on none. A measure that is missing here stops the build.
-- grain: platform, report, measure
-- units: unit is what is counted; rung 0 is context (not a connection), -1 is withdrawal (shown beside, never netted off)
-- note:  a measure with `native` is a part of that measure and says which class its amount is posted to; `added` parts are not in the
--        native figure and are added back to the gross side. `rest` says what an export that shows all parts leaves over: without the
--        columns of the parts, and for what stands here without a rest, the events are unknown. `over` names the measure that speaks
--        instead where the report has it. Events (is_event) are classed one by one in int_interaction
with registry as (
    select *
    from (
        values
        -- 1 exposure
        ('impressions', 1, 'impressions', null, null, null, false, 'unknown', 'not shown whether it could be seen', null, false),
        ('viewable_impressions', 1, 'impressions', 'impressions', 'kept', 'viewable', false, null, null, null, false),
        ('non_viewable_impressions', 1, 'impressions', 'impressions', 'hollow', 'never viewable', false, null, null, null, false),
        ('search_impressions', 1, 'impressions', null, null, null, false, 'unknown', 'not shown whether it was seen', null, false),
        ('content_views', 1, 'views', null, null, null, false, 'kept', 'as reported', null, false),
        (
            'content_impressions',
            1,
            'impressions',
            null,
            null,
            null,
            false,
            'unknown',
            'not shown whether it was seen',
            'content_views',
            false
        ),
        ('deliveries', 1, 'messages', null, null, null, false, 'unknown', 'not shown whether it was opened', null, false),
        ('opens', 1, 'opens', null, null, null, false, 'unknown', 'machine or human is not shown', null, false),
        ('open_events', 1, 'opens', null, null, null, false, null, null, null, true),
        -- 2 attention
        ('sessions', 2, 'visits', null, null, null, false, 'hollow', 'left within 10 s', null, false),
        ('engaged_sessions', 2, 'visits', 'sessions', 'kept', 'stayed', false, null, null, null, false),
        ('engaged_views', 2, 'plays', null, null, null, false, 'kept', 'watched on', null, false),
        -- 3 response
        ('clicks', 3, 'clicks', null, null, null, false, 'unknown', 'not shown whether the page loaded', 'link_clicks', false),
        ('invalid_clicks', 3, 'clicks', 'clicks', 'hollow', 'invalid', true, null, null, 'link_clicks', false),
        ('link_clicks', 3, 'clicks', null, null, null, false, 'hollow', 'page never loaded', null, false),
        ('landing_page_views', 3, 'clicks', 'link_clicks', 'kept', 'page loaded', false, null, null, null, false),
        ('search_clicks', 3, 'clicks', null, null, null, false, 'unknown', 'not shown whether the page loaded', null, false),
        ('content_clicks', 3, 'clicks', null, null, null, false, 'unknown', 'not shown what was clicked', null, false),
        (
            'content_link_clicks',
            3,
            'clicks',
            null,
            null,
            null,
            false,
            'unknown',
            'not shown whether the page loaded',
            'content_clicks',
            false
        ),
        ('likes', 3, 'acts', null, null, null, false, 'unknown', 'not shown who acted', 'reactions', false),
        ('reactions', 3, 'acts', null, null, null, false, 'unknown', 'not shown who acted', null, false),
        ('comments', 3, 'acts', null, null, null, false, 'unknown', 'not shown who wrote', null, false),
        ('shares', 3, 'acts', null, null, null, false, 'unknown', 'not shown who acted', null, false),
        ('saves', 3, 'acts', null, null, null, false, 'unknown', 'not shown who acted', null, false),
        ('follows', 3, 'acts', null, null, null, false, 'unknown', 'not shown who acted', null, false),
        ('new_followers', 3, 'acts', null, null, null, false, 'unknown', 'not shown who acted', null, false),
        ('call_clicks', 3, 'taps', null, null, null, false, 'unknown', 'not shown whether a call followed', null, false),
        ('directions', 3, 'taps', null, null, null, false, 'unknown', 'not shown whether they came', null, false),
        ('website_clicks', 3, 'taps', null, null, null, false, 'unknown', 'not shown whether the page loaded', null, false),
        ('email_clicks', 3, 'clicks', null, null, null, false, 'unknown', 'scanner or human is not shown', null, false),
        ('click_events', 3, 'clicks', null, null, null, false, null, null, null, true),
        -- 4 conversation
        ('calls', 4, 'conversations', null, null, null, false, null, null, null, true),
        ('conversations', 4, 'conversations', null, null, null, false, null, null, null, true),
        ('reply_events', 4, 'conversations', null, null, null, false, null, null, null, true),
        ('messages', 4, 'conversations', null, null, null, false, 'unknown', 'not shown whether they were answered', null, false),
        -- 6 commitment
        ('bookings_made', 6, 'people', null, null, null, false, null, null, null, true),
        ('orders', 6, 'orders', null, null, null, false, null, null, null, true),
        ('contacts_created', 6, 'leads', null, null, null, false, null, null, null, true),
        ('deals_won', 6, 'deals', null, null, null, false, null, null, null, true),
        ('profile_bookings', 6, 'people', null, null, null, false, 'unknown', 'not in a booking list', null, false),
        -- 7 face to face
        ('meetings', 7, 'meetings', null, null, null, false, null, null, null, true),
        -- withdrawal
        ('unsubscribes', -1, 'acts', null, null, null, false, 'withdrawn', 'unsubscribed', null, false),
        ('unsubscribe_events', -1, 'acts', null, null, null, false, 'withdrawn', 'unsubscribed', null, false),
        ('lost_followers', -1, 'acts', null, null, null, false, 'withdrawn', 'unfollowed', null, false),
        -- context
        ('spend', 0, 'money', null, null, null, false, null, null, null, false),
        ('conversions', 0, 'claims', null, null, null, false, null, null, null, false),
        ('conversions_value', 0, 'money', null, null, null, false, null, null, null, false),
        ('views', 0, 'pages', null, null, null, false, null, null, null, false),
        ('event_count', 0, 'events', null, null, null, false, null, null, null, false),
        ('key_events', 0, 'claims', null, null, null, false, null, null, null, false),
        ('total_revenue', 0, 'money', null, null, null, false, null, null, null, false),
        ('users', 0, 'people', null, null, null, false, null, null, null, false),
        ('total_users', 0, 'people', null, null, null, false, null, null, null, false),
        ('returning_users', 0, 'people', null, null, null, false, null, null, null, false), -- came back, but nobody shows who
        ('new_users', 0, 'people', null, null, null, false, null, null, null, false),
        ('position', 0, 'rank', null, null, null, false, null, null, null, false),
        ('ranked_impressions', 0, 'impressions', null, null, null, false, null, null, null, false),
        ('reach', 0, 'people', null, null, null, false, null, null, null, false),
        ('total_followers', 0, 'people', null, null, null, false, null, null, null, false),
        ('subscribers', 0, 'people', null, null, null, false, null, null, null, false),
        ('profile_views', 0, 'views', null, null, null, false, null, null, null, false),
        ('visits', 0, 'views', null, null, null, false, null, null, null, false),
        ('interactions', 0, 'acts', null, null, null, false, null, null, null, false),
        ('watch_time_hours', 0, 'hours', null, null, null, false, null, null, null, false),
        ('estimated_revenue', 0, 'money', null, null, null, false, null, null, null, false),
        ('recipients', 0, 'messages', null, null, null, false, null, null, null, false),
        ('bounces', 0, 'messages', null, null, null, false, null, null, null, false),
        ('email_orders', 0, 'claims', null, null, null, false, null, null, null, false),
        ('revenue', 0, 'money', null, null, null, false, null, null, null, false),
        ('order_total', 0, 'money', null, null, null, false, null, null, null, false),
        ('refunded', 0, 'money', null, null, null, false, null, null, null, false),
        ('meetings_planned', 0, 'meetings', null, null, null, false, null, null, null, false)
    ) as listed (measure, rung, unit, native, class, reason, is_added, rest_class, rest_reason, over, is_event)
)

select
    feeds.platform, feeds.report, feeds.measure,
    case
        when registry.rung is null
            then error(feeds.measure || ' of ' || feeds.platform || ' has no rung: give it one, or context, in sql/marts/rungs.sql')
        when
            exists (
                select 1 from client.feeds as other
                where other.platform = feeds.platform and other.report = feeds.report and other.measure = registry.over
            )
            then 0
        else registry.rung
    end as rung,
    registry.* exclude (measure, rung)
from client.feeds as feeds
left join registry on feeds.measure = registry.measure
