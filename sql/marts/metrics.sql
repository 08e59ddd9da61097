-- The metric catalogue: the only definition a report number has. Every metric is a sum, or a sum over a sum.
-- grain: metric
-- units: see the unit column; ratios are fractions until formats.py
-- note:  better says which way is good news, null where neither is; place orders the metrics on a page
select *, row_number() over () as place
from (
    values
    ('spend', 'Ad spend', 'spend', null, 1, 'currency', 0, null),
    ('impressions', 'Ad impressions', 'impressions', null, 1, 'count', 0, 'higher'),
    ('clicks', 'Ad clicks', 'clicks', null, 1, 'count', 0, 'higher'),
    ('link_clicks', 'Link clicks', 'link_clicks', null, 1, 'count', 0, 'higher'),
    ('ctr', 'Click rate', 'clicks', 'impressions', 1, 'percent', 2, 'higher'),
    ('cpc', 'Cost per click', 'spend', 'clicks', 1, 'currency', 2, 'lower'),
    ('cpm', 'Cost per 1,000 impressions', 'spend', 'impressions', 1000, 'currency', 2, 'lower'),
    ('conversions', 'Conversions claimed by the platforms', 'conversions', null, 1, 'count', 0, 'higher'),
    ('cost_per_conversion', 'Cost per claimed conversion', 'spend', 'conversions', 1, 'currency', 2, 'lower'),
    ('conversions_value', 'Value claimed by the platforms', 'conversions_value', null, 1, 'currency', 0, 'higher'),
    ('roas', 'Claimed value for each unit spent', 'conversions_value', 'spend', 1, 'multiple', 2, 'higher'),
    ('sessions', 'Visits', 'sessions', null, 1, 'count', 0, 'higher'),
    ('engaged_sessions', 'Visits that stayed', 'engaged_sessions', null, 1, 'count', 0, 'higher'),
    ('engagement_rate', 'Share that stayed', 'engaged_sessions', 'sessions', 1, 'percent', 1, 'higher'),
    ('key_events', 'Key events', 'key_events', null, 1, 'count', 0, 'higher'),
    ('total_revenue', 'Revenue seen by GA4', 'total_revenue', null, 1, 'currency', 0, 'higher'),
    ('users', 'People on the site', 'users', null, 1, 'count', 0, 'higher'),
    ('new_users', 'New people on the site', 'new_users', null, 1, 'count', 0, 'higher'),
    ('views', 'Pages viewed', 'views', null, 1, 'count', 0, 'higher'),
    ('search_clicks', 'Clicks from search', 'search_clicks', null, 1, 'count', 0, 'higher'),
    ('search_impressions', 'Shown in search', 'search_impressions', null, 1, 'count', 0, 'higher'),
    ('search_ctr', 'Click rate in search', 'search_clicks', 'search_impressions', 1, 'percent', 2, 'higher'),
    ('position', 'Position in search', 'position', 'ranked_impressions', 1, 'number', 1, 'lower')
) as catalogue (metric, label, numerator, denominator, scale, unit, decimals, better)
