-- Siblings that a league table could be made of: visits that stayed, of all that came, by source and medium.
-- grain: period, league, segment
-- units: counts; kept is part of counted
-- note:  what was given as a share of what: never a claim of a platform beside its own clicks, which is no part of them
select period, 'visits' as league, session_source_medium as segment, engaged_sessions as kept, sessions as counted
from marts.source_period
where excluded is null and sessions > 0 and engaged_sessions between 0 and sessions
