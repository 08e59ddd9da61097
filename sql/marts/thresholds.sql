-- What counts as genuine, in three settings: what the ledger goes by, and a stricter and a looser reading beside it.
-- grain: setting
-- units: seconds, days, hours, weeks as the names say
-- note:  a client's own values (client.thresholds) take the place of the default ones and are printed; the stricter and looser reading
--        are never on their wrong side. The 10 seconds of an engaged visit are GA4's own setting: its export cannot be read otherwise
with own as (
    select coalesce(max(call_seconds), 60) as call_seconds, coalesce(max(answer_days), 7) as answer_days from client.thresholds
)

select
    settings.setting,
    case settings.setting
        when 'strict' then greatest(own.call_seconds, 120) when 'loose' then least(own.call_seconds, 30) else own.call_seconds
    end as call_seconds,
    case settings.setting
        when 'strict' then least(own.answer_days, 3) when 'loose' then greatest(own.answer_days, 14) else own.answer_days
    end as answer_days,
    24 as return_hours,
    1 as sweep_seconds,
    14 as refund_days,
    26 as again_weeks
from (values ('strict'), ('default'), ('loose')) as settings (setting)
cross join own
