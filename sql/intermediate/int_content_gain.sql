-- What posts gained between two exports of their lifetime figures, each the newest of its day in the client's time zone.
-- grain: platform, report, account_id, content_id, period_start, period_end
-- units: counts, negative where a figure fell; the period runs from the earlier export's day to the day before the later one's
-- note:  for each period of the report, and from each export to the next. A post that is in the later export alone counts whole if it
--        was published inside, else what it had before is unknown and it is left out, as is one that the later export lacks
with posts as (
    select
        content.platform, content.report, content.account_id, content.content_id,
        timezone(settings.time_zone, content.exported_at)::date as made_on,
        coalesce(content.published_on, timezone(settings.time_zone, content.published_at)::date) as published_on,
        content.likes, content.reactions, content.comments, content.shares, content.saves
    from intermediate.int_content as content
    cross join client.settings as settings
    where content.period_start is null
),

made as (
    select platform, report, account_id, made_on, lead(made_on) over (partition by platform, report, account_id order by made_on) as next_on
    from (select distinct platform, report, account_id, made_on from posts) as days
),

pairs as (
    select
        earlier.platform, earlier.report, earlier.account_id,
        earlier.made_on as earlier_on, later.made_on as later_on, later.made_on - 1 as last_day
    from made as earlier
    inner join made as later using (platform, report, account_id)
    where
        later.made_on = earlier.next_on
        or exists (
            select 1 from client.periods as periods
            where periods.first_day = earlier.made_on and periods.last_day + 1 = later.made_on
        )
)

select
    pairs.platform, pairs.report, pairs.account_id, later.content_id,
    pairs.earlier_on as period_start, pairs.last_day as period_end,
    later.likes - if(earlier.content_id is null, 0, earlier.likes) as likes,
    later.reactions - if(earlier.content_id is null, 0, earlier.reactions) as reactions,
    later.comments - if(earlier.content_id is null, 0, earlier.comments) as comments,
    later.shares - if(earlier.content_id is null, 0, earlier.shares) as shares,
    later.saves - if(earlier.content_id is null, 0, earlier.saves) as saves
from pairs
inner join posts as later
    on
        pairs.platform = later.platform and pairs.report = later.report and pairs.account_id = later.account_id
        and pairs.later_on = later.made_on
left join posts as earlier
    on
        pairs.platform = earlier.platform and pairs.report = earlier.report and pairs.account_id = earlier.account_id
        and pairs.earlier_on = earlier.made_on and later.content_id = earlier.content_id
where earlier.content_id is not null or later.published_on between pairs.earlier_on and pairs.last_day
