-- People and companies: each counts once, and stands on the rows of the events that make them genuine.
-- model: sql/marts/genuine_connection.sql <- sql/intermediate/int_interaction.sql <- sql/intermediate/int_event_class.sql
select people.party as unit, event.tag, 1::decimal(38, 18) as amount
from marts.genuine_connection as people
inner join client.periods as periods using (period)
inner join kept.intermediate.int_interaction as entry
    on people.party = entry.party and people.setting = coalesce(entry.setting, people.setting)
inner join traced.event as event
    on
        entry.platform = event.platform and entry.report = event.report and entry.account_id = event.account_id
        and entry.event_id = event.event_id and coalesce(entry.measure = event.measure, true)
where
    people.period = getvariable('cell').period and people.setting = getvariable('cell').setting
    and (entry.is_two_way or entry.has_stake or entry.is_present)
    and entry.period_start between periods.first_day and periods.last_day
    and case getvariable('cell').measure
        when 'genuine' then true
        when 'genuine_least' then people.is_keyed
        when 'again' then people.is_again
        when 'first_conversation' then people.first_rung = 4
        when 'first_commitment' then people.first_rung = 6
        when 'first_presence' then people.first_rung = 7
    end
    and not exists (
        select 1 from marts.copied_period as copied
        where copied.period = people.period and copied.platform = entry.platform and copied.measure = entry.measure
    )
group by all
