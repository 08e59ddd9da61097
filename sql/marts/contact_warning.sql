-- What is thin about the people the agency knows at the client: who has no deputy, and whether all hangs on one of them.
-- grain: period, warning, contact
-- note:  a deputy is another contact of the client; one who is on no list is none. Live as relationship_period says: nobody live is
--        unknown, not a warning
select periods.period, 'no deputy' as warning, contacts.contact, contacts.name
from client.periods as periods
cross join client.contacts as contacts
left join client.contacts as deputies
    on contacts.deputy = deputies.contact and deputies.side = 'client' and contacts.contact <> deputies.contact
where contacts.side = 'client' and deputies.contact is null
union all
select period, 'single contact' as warning, null as contact, null as name
from marts.relationship_period
where live_contacts = 1
