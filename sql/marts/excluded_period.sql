-- What the client's exclude rules took out of each period, on lines of its own: never deleted, never counted.
-- grain: period, label, measure
-- units: amount in the measure's own unit
select period, excluded as label, measure, sum(amount) as amount
from marts.measure_amount
where excluded is not null and side = 'this'
group by all
