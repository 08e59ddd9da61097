-- What each landed row gave to what posts gained: the later export's row adds, the earlier one's takes away.
-- note:  stands in for int_content_gain, of whose rows each is the sum of these
select
    gained.platform, gained.report, posts.account_id, gained.content_id, gained.period_start, gained.period_end,
    if(gained.likes is not null, posts.sign * posts.likes, null) as likes,
    if(gained.reactions is not null, posts.sign * posts.reactions, null) as reactions,
    if(gained.comments is not null, posts.sign * posts.comments, null) as comments,
    if(gained.shares is not null, posts.sign * posts.shares, null) as shares,
    if(gained.saves is not null, posts.sign * posts.saves, null) as saves
from kept.intermediate.int_content_gain as gained
inner join (
    select content.*, timezone(settings.time_zone, content.exported_at)::date as made_on, unnest([-1, 1]) as sign
    from intermediate.int_content as content
    cross join client.settings as settings
    where content.period_start is null
) as posts
    on
        gained.platform = posts.platform and gained.report = posts.report and gained.content_id = posts.content_id
        and gained.account_id = split_part(posts.account_id, chr(31), 1)
        and posts.made_on = if(posts.sign = 1, gained.period_end + 1, gained.period_start)
