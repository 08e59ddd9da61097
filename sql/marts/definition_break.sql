-- Where a metric's series breaks: on that day a platform that carries it changed what it means by it.
-- grain: metric, platform, changed_on
-- note:  nothing is compared across it (measure_amount), no week before it says what one after it should be (marts.flag), charts draw it.
--        Only breaks inside the history, of platforms that answered for the metric
select distinct
    metrics.metric, changes.platform, platforms.name, periods.period, periods.first_day, changes.changed_on, changes.what
from client.changes as changes
inner join marts.metrics as metrics on changes.measure = metrics.numerator or changes.measure = metrics.denominator
inner join client.periods as periods on changes.changed_on between periods.first_day and periods.last_day
inner join client.platforms as platforms on changes.platform = platforms.platform
where exists (
    select 1 from marts.measure_choice as choice
    where choice.platform = changes.platform and choice.measure = changes.measure and choice.method is not null
)
