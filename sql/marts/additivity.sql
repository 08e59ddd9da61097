-- Measures that may not be summed, and why: people are unique within the days and accounts they were counted in, averages are no amounts.
-- grain: measure
-- units: kind is people or average; every measure that does not stand here is an amount, and may be summed
-- note:  a model that sums one of them by name stops the build (sql/warehouse.py); measure_total gives none over several accounts
select *
from (
    values
    ('users', 'people'),
    ('total_users', 'people'),
    ('returning_users', 'people'),
    ('reach', 'people'),
    ('total_followers', 'people'),
    ('frequency', 'average')
) as listed (measure, kind)
