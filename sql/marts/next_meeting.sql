-- The next meeting of client and agency after each period, and whether everyone who must come expects the same.
-- grain: period
-- units: day by the client's clock; starts_at an instant (UTC)
-- note:  the first after the period's last day that has no outcome yet: what is cancelled or already held is none. agreed only if every
--        required contact has said the form, place and time that are written down; not agreed if one says otherwise; else waiting
with coming as (
    select
        periods.period, meetings.*
    from client.periods as periods
    inner join client.meetings as meetings on periods.last_day < meetings.day
    where meetings.outcome is null
    qualify row_number() over (partition by periods.period order by meetings.starts_at, meetings.meeting) = 1
),

said as (
    select
        meeting,
        count(*) as required,
        count(*) filter (where says = 'same') as same,
        count(*) filter (where says = 'otherwise') as otherwise
    from marts.meeting_confirmation
    where is_required
    group by meeting
)

select
    coming.period, coming.meeting, coming.day, coming.starts_at, coming.form, coming.purpose, coming.place, coming.join_at,
    coalesce(deciding.name, coming.decides) as decides, coming.pre_reads, coming.declined_in_person,
    case
        when said.otherwise > 0 then 'not agreed'
        when said.same = said.required then 'agreed'
        else 'waiting'
    end as state
from coming
left join said on coming.meeting = said.meeting
left join client.contacts as deciding on coming.decides = deciding.contact
