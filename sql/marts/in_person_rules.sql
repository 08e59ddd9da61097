-- When the agency suggests to meet in person: each rule alone is enough.
-- grain: reason
-- units: days; over_days holds from one day more on, within_days up to and with it; null is no bound
-- note:  facts are told in in_person_fact, and of goals in marts.goal_interval. `own` is the client's own number of days
--        ([thresholds] in_person_days in client.toml), 60 where it has none
select
    row_number() over () as place,
    rules.reason,
    if(rules.bound = 'own', coalesce(own.in_person_days, 60), null) as over_days,
    rules.within_days
from (
    values
    ('long since', 'own', null),
    ('never', 'own', null),
    ('verdict off', 'none', null),
    ('goal missed', 'none', null),
    ('goal changed', 'none', 35),
    ('new contact', 'none', 35)
) as rules (reason, bound, within_days)
cross join (select max(in_person_days) as in_person_days from client.thresholds) as own
