-- What may speak for meeting in person, as far as each period knows: how long ago that was, bad news, targets that changed, who is new.
-- grain: period, reason, about
-- units: days up to the period's last day; negative for what came after it, up to as many days as the period has
-- note:  never: meetings are on record and none of them in person; days since the first. A target changed on the day a later list of goals
--        puts it otherwise, or from which another one holds. A new contact who has been met in person since is not new any more.
--        Which of these make a suggestion: in_person_rules
with held as (
    select meeting, day, coalesce(held_as, form) as form
    from client.meetings
    where outcome = 'held'
),

changed as (
    select metric, changed_on
    from client.goal_changes
    union
    select metric, from_day
    from (
        select
            metric, from_day, target, lag(target) over (partition by metric, cadence order by from_day) as before
        from client.goals
    ) as listed
    where target <> before
),

arrived as (
    select contacts.contact, contacts.name, contacts.arrived_on
    from client.contacts as contacts
    where
        contacts.side = 'client' and contacts.arrived_on is not null
        and not exists (
            select 1 from client.attendees as attendees
            inner join held on attendees.meeting = held.meeting
            where attendees.contact = contacts.contact and attendees.came and held.form = 'in_person' and held.day >= contacts.arrived_on
        )
)

select period, 'long since' as reason, null as about, days_since_in_person as days
from marts.relationship_period
where days_since_in_person is not null
union all
select periods.period, 'never' as reason, null as about, periods.last_day - min(held.day) as days
from client.periods as periods
inner join held on periods.last_day >= held.day
group by periods.period, periods.last_day
having count(*) filter (where held.form = 'in_person') = 0
union all
select periods.period, 'verdict off' as reason, null as about, 0 as days
from client.periods as periods
inner join client.ticks as ticks on periods.period = ticks.period and ticks.slot = 'verdict' and ticks.mark = 'off'
union all
select periods.period, 'goal changed' as reason, metrics.label as about, periods.last_day - max(changed.changed_on) as days
from client.periods as periods
inner join changed on changed.changed_on <= periods.last_day + periods.days::integer
inner join marts.metrics as metrics on changed.metric = metrics.metric
group by periods.period, periods.last_day, metrics.label
union all
select periods.period, 'new contact' as reason, arrived.name as about, periods.last_day - arrived.arrived_on as days
from client.periods as periods
inner join arrived on arrived.arrived_on <= periods.last_day + periods.days::integer
