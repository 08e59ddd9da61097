-- What people have corrected, each correction apart, as if it were a row of an export.
select
    * replace (concat_ws(chr(31), account_id, 'correction', report, correction) as account_id)
from kept.intermediate.int_correction
