-- title: Conversations and people
-- order: 65

-- rows: relationship
-- How agency and client met, how fast each answers the other, who is in touch.
select
    meetings_in_person, meetings_video, meetings_phone, days_since_in_person, agency_minutes::decimal(18, 2) as agency_minutes,
    client_minutes::decimal(18, 2) as client_minutes, live_contacts, client_asks, agency_asks
from marts.relationship_period
where period = getvariable('period');

-- rows: contacts
-- Who speaks for the client.
select contacts.contact, contacts.name, contacts.role, contacts.prefers, deputies.name as deputy
from client.contacts as contacts
left join client.contacts as deputies on contacts.deputy = deputies.contact
where contacts.side = 'client'
order by contacts.name, contacts.contact;

-- rows: warnings
select warning, contact, name from marts.contact_warning
where period = getvariable('period')
order by warning, name, contact;

-- rows: waiting
-- How many have waited for an answer for up to four weeks, by who answers, the longest waiting first; the list itself is the ledger's.
select hanging.owner, count(*) as waiting, max(hanging.age_hours) as age_hours
from marts.left_hanging as hanging
inner join client.periods as periods on periods.period = getvariable('period')
where hanging.event_date between periods.last_day - 27 and periods.last_day
group by hanging.owner
order by age_hours desc, hanging.owner;
