-- The rules of the ledger for single events: which class and reason an event gets by what its export shows of it.
-- grain: measure, place
-- units: place is the order of precedence
-- note:  the first rule whose fact the event has is the one; `any` has no condition and stands last. facts are told in int_event_class;
--        a reason that no export shows never applies: its events fall to what is unknown. shown_by is the standard column of an export
--        that shows the fact (platforms/columns.py), threshold the one of marts.thresholds that it hangs on
select measure, row_number() over () as place, fact, class, reason, shown_by, threshold
from (
    values
    ('calls', 'staff', 'hollow', 'our own people', 'phone_key', null),
    ('calls', 'spam', 'hollow', 'spam', 'event_status', null),
    ('calls', 'qualified', 'kept', 'answered', 'event_status', null),
    ('calls', 'long enough', 'kept', 'answered', 'duration_seconds', 'call_seconds'),
    ('calls', 'length unknown', 'unknown', 'length not exported', 'duration_seconds', null),
    ('calls', 'answered', 'unknown', 'short call', 'is_answered', null),
    ('calls', 'called back', 'kept', 'called back', 'direction', 'return_hours'),
    ('calls', 'tried back', 'unknown', 'called back, not reached', 'direction', 'return_hours'),
    ('calls', 'answer unknown', 'unknown', 'not shown whether it was answered', 'is_answered', null),
    ('calls', 'returns unknown', 'unknown', 'calls back are not exported', 'direction', null),
    ('calls', 'just now', 'unknown', 'missed just before the export', 'started_at', 'return_hours'),
    ('calls', 'any', 'hanging', 'missed, not called back', 'is_answered', 'return_hours'),
    ('conversations', 'staff', 'hollow', 'our own people', 'email_key', null),
    ('conversations', 'spam', 'hollow', 'spam', 'event_status', null),
    ('conversations', 'empty', 'hollow', 'a sign, no words', 'event_status', null),
    ('conversations', 'both spoke', 'kept', 'both spoke', 'direction', 'answer_days'),
    ('conversations', 'answered', 'hanging', 'answered too late', 'direction', 'answer_days'),
    ('conversations', 'any', 'hanging', 'not answered', 'direction', null),
    ('reply_events', 'any', 'unknown', 'answers to e-mail are not exported', 'event_type', null),
    ('bookings_made', 'staff', 'hollow', 'our own people', 'email_key', null),
    ('bookings_made', 'any', 'kept', 'in the booking list', 'created_at', null),
    ('orders', 'cancelled', 'hollow', 'cancelled', 'cancelled_at', null),
    ('orders', 'refunded early', 'hollow', 'refunded', 'refunded', 'refund_days'),
    ('orders', 'refunded', 'unknown', 'refunded, not shown when', 'refunded', null),
    ('orders', 'any', 'kept', 'in the order system', 'order_id', null),
    ('contacts_created', 'duplicate', 'hollow', 'the same person again', 'email_key', null),
    ('contacts_created', 'any', 'kept', 'in the CRM', 'created_at', null),
    ('deals_won', 'any', 'kept', 'in the CRM', 'is_won', null),
    ('meetings', 'staff', 'hollow', 'our own people', 'email_key', null),
    ('meetings', 'nobody came', 'hollow', 'nobody came', 'event_status', null),
    ('meetings', 'held in person', 'kept', 'in person', 'event_place', null),
    ('meetings', 'held by video', 'kept', 'by video', 'event_place', null),
    ('meetings', 'held by phone', 'kept', 'by telephone', 'event_place', null),
    ('meetings', 'held', 'unknown', 'form not written down', 'event_status', null),
    ('meetings', 'any', 'unknown', 'outcome not written down', 'event_status', null),
    ('open_events', 'with the delivery', 'hollow', 'opened by a machine', 'event_at', 'sweep_seconds'),
    ('open_events', 'any', 'unknown', 'machine or human is not shown', 'event_type', null),
    ('click_events', 'sweep', 'hollow', 'clicked by a scanner', 'event_at', 'sweep_seconds'),
    ('click_events', 'with the delivery', 'hollow', 'clicked by a scanner', 'event_at', 'sweep_seconds'),
    ('click_events', 'any', 'kept', 'clicked', 'link_key', null)
) as listed (measure, fact, class, reason, shown_by, threshold)
