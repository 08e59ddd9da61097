-- Meetings that are over and of which nobody has written down what became of them.
-- grain: period, meeting
-- units: age in days, to the period's last day
select periods.period, meetings.meeting, meetings.day, meetings.purpose, meetings.form, periods.last_day - meetings.day as age_days
from client.periods as periods
inner join client.meetings as meetings on periods.last_day >= meetings.day
where meetings.outcome is null
