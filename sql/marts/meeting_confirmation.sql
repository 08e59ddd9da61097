-- What each person asked to a meeting has said of its form, place and time, beside what is written down of it.
-- grain: meeting, contact
-- units: instants (UTC)
-- note:  says: nothing; otherwise (`differs` names the first of form, place and time in which they do); partly, where the time or the
--        place of a meeting in person is not said; same. By video or telephone a place need not be said; what is said is the place or
--        the join details. What a person said last counts: it stands in the newest record of the meeting
with compared as (
    select
        attendees.meeting, attendees.contact, attendees.is_required, attendees.form, attendees.place, attendees.starts_at,
        case
            when attendees.form <> meetings.form then 'form'
            when
                attendees.place is not null
                and not coalesce(
                    lower(trim(attendees.place)) in (lower(trim(meetings.place)), lower(trim(meetings.join_at))), false
                )
                then 'place'
            when attendees.starts_at <> meetings.starts_at then 'time'
        end as differs
    from client.attendees as attendees
    inner join client.meetings as meetings on attendees.meeting = meetings.meeting
)

select
    compared.meeting, compared.contact, coalesce(contacts.name, compared.contact) as name, contacts.side, contacts.time_zone,
    compared.is_required, compared.form, compared.place, compared.starts_at, compared.differs,
    case
        when compared.form is null then 'nothing'
        when compared.differs is not null then 'otherwise'
        when compared.starts_at is null or (compared.form = 'in_person' and compared.place is null) then 'partly'
        else 'same'
    end as says
from compared
left join client.contacts as contacts on compared.contact = contacts.contact
