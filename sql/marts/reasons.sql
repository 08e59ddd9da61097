-- The rules of the ledger for single events: which class and reason an event gets by what its export shows of it.
-- grain: measure, place
-- units: place is the order of precedence
-- note:  the first rule whose fact the event has is the one; `any` has no condition and stands last. facts are told in int_event_class;
--        a reason that no export shows never applies: its events fall to what is unknown
select measure, row_number() over () as place, fact, class, reason
from (
    values
    ('calls', 'staff', 'hollow', 'our own people'),
    ('calls', 'spam', 'hollow', 'spam'),
    ('calls', 'qualified', 'kept', 'answered'),
    ('calls', 'long enough', 'kept', 'answered'),
    ('calls', 'length unknown', 'unknown', 'length not exported'),
    ('calls', 'answered', 'unknown', 'short call'),
    ('calls', 'called back', 'kept', 'called back'),
    ('calls', 'tried back', 'unknown', 'called back, not reached'),
    ('calls', 'answer unknown', 'unknown', 'not shown whether it was answered'),
    ('calls', 'returns unknown', 'unknown', 'calls back are not exported'),
    ('calls', 'just now', 'unknown', 'missed just before the export'),
    ('calls', 'any', 'hanging', 'missed, not called back'),
    ('conversations', 'staff', 'hollow', 'our own people'),
    ('conversations', 'spam', 'hollow', 'spam'),
    ('conversations', 'empty', 'hollow', 'a sign, no words'),
    ('conversations', 'both spoke', 'kept', 'both spoke'),
    ('conversations', 'answered', 'hanging', 'answered too late'),
    ('conversations', 'any', 'hanging', 'not answered'),
    ('reply_events', 'any', 'unknown', 'answers to e-mail are not exported'),
    ('bookings_made', 'staff', 'hollow', 'our own people'),
    ('bookings_made', 'any', 'kept', 'in the booking list'),
    ('orders', 'cancelled', 'hollow', 'cancelled'),
    ('orders', 'refunded early', 'hollow', 'refunded'),
    ('orders', 'refunded', 'unknown', 'refunded, not shown when'),
    ('orders', 'any', 'kept', 'in the order system'),
    ('contacts_created', 'duplicate', 'hollow', 'the same person again'),
    ('contacts_created', 'any', 'kept', 'in the CRM'),
    ('deals_won', 'any', 'kept', 'in the CRM'),
    ('meetings', 'staff', 'hollow', 'our own people'),
    ('meetings', 'nobody came', 'hollow', 'nobody came'),
    ('meetings', 'held in person', 'kept', 'in person'),
    ('meetings', 'held by video', 'kept', 'by video'),
    ('meetings', 'held by phone', 'kept', 'by telephone'),
    ('meetings', 'held', 'unknown', 'form not written down'),
    ('meetings', 'any', 'unknown', 'outcome not written down'),
    ('open_events', 'with the delivery', 'hollow', 'opened by a machine'),
    ('open_events', 'any', 'unknown', 'machine or human is not shown'),
    ('click_events', 'sweep', 'hollow', 'clicked by a scanner'),
    ('click_events', 'with the delivery', 'hollow', 'clicked by a scanner'),
    ('click_events', 'any', 'kept', 'clicked')
) as listed (measure, fact, class, reason)
