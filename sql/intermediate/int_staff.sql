-- Contacts on either side as the parties they are in the client's exports: what they do is the relationship's, not the audience's.
-- grain: contact, party
-- units: side is client or agency
select distinct ours.contact, ours.side, coalesce(identity.party, ours.key) as party
from client.staff as ours
left join intermediate.int_identity as identity on ours.key = identity.key
