-- title: Social, video and e-mail
-- order: 35

-- rows: figures
-- trace: figure value previous
-- What each platform reports of what was not paid for; platforms are never added to one another here.
-- A change is tested where one platform is the whole of the metric; where several are, both figures stand without one.
with topics as (
    select topic, unnest(metrics) as metric
    from (
        values
        (
            'content',
            [
                'content_views', 'engaged_views', 'watch_time_hours', 'content_impressions', 'likes', 'reactions', 'comments', 'shares',
                'saves', 'interactions', 'content_clicks', 'content_link_clicks', 'profile_views', 'visits', 'follows', 'new_followers',
                'lost_followers', 'subscribers', 'estimated_revenue', 'call_clicks', 'directions', 'website_clicks', 'messages',
                'profile_bookings'
            ]
        ),
        ('email', ['recipients', 'deliveries', 'opens', 'email_clicks', 'unsubscribes', 'email_revenue']),
        ('orders', ['orders', 'order_total', 'order_average', 'refunded']),
        ('meetings', ['calls', 'meetings', 'meetings_planned', 'bookings_made', 'contacts_created', 'deals_won'])
    ) as listed (topic, metrics)
),

-- figures that are what posts gained between two exports
gained as (
    select distinct choice.period, choice.platform, metrics.metric
    from marts.measure_choice as choice
    inner join client.lifetime as lifetime on choice.platform = lifetime.platform and choice.report = lifetime.report
    inner join marts.metrics as metrics on choice.measure = metrics.numerator
)

select
    platforms.name as platform, topics.topic,
    figures.metric, figures.label, figures.unit, figures.decimals, figures.better, figures.value, figures.previous, figures.change,
    figures.days_covered, figures.days,
    case when count(*) over (partition by figures.metric) = 1 then interval.chance end as chance,
    gained.metric is not null as is_of_posts
from marts.metric_period as figures
inner join topics on figures.metric = topics.metric
left join marts.interval as interval on figures.period = interval.period and figures.metric = interval.metric
left join gained
    on figures.period = gained.period and figures.platform = gained.platform and figures.metric = gained.metric
inner join client.platforms as platforms on figures.platform = platforms.platform and not platforms.is_paid
where figures.period = getvariable('period') and figures.level = 'platform' and figures.value is not null
order by list_position(['content', 'email', 'orders', 'meetings'], topics.topic), platforms.name, figures.place;
