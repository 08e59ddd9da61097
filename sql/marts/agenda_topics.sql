-- What a meeting's agenda is drafted from, in this order, and the section of the report that tells more of it.
-- grain: topic
-- note:  the question has no section: it is the client's to answer
select row_number() over () as place, topic, section
from (
    values
    ('flag', 'changes'),
    ('hollow', 'ledger'),
    ('hanging', 'ledger'),
    ('ask', 'promises'),
    ('question', null)
) as listed (topic, section)
