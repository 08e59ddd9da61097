"""The files in which people stand: CallRail, Shopify, and the plain files that somebody keeps by hand. None of them knows how it is read."""

import csv
import io
from datetime import date, datetime

from samples.deeds import Order, Visit, bookings, mails, orders, visits
from samples.people import Person, Practice
from samples.talks import calls, messages

Days = list[date]


def _sheet(header: str, rows: list[list]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header.split(","), *rows])
    return text.getvalue().encode()


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _printed(number: str) -> str:
    """A number as an American call tracker prints it; others as they are dialled."""
    return f"+1 ({number[2:5]}) {number[5:8]}-{number[8:]}" if number.startswith("+1") else number


_CALLS = "Call ID,Start Time,Duration (seconds),Answered,First-Time Caller,Phone Number,Source,Medium,Campaign,Direction,Tags"


def callrail(practice: Practice, days: Days, made: date) -> bytes:
    """CallRail's calls, the newest first. A tag shows once somebody has set it; an account without Direction exports no calls out."""
    rows = []
    for one in reversed(calls(practice.slug)):
        if days[0] <= one.at.date() <= days[-1]:
            answered, first = ("Yes" if said else "No" for said in (one.is_answered, one.is_first))
            tag = one.tag if one.tagged_on < made else ""
            row = [one.id, f"{one.at:%Y-%m-%d %H:%M:%S}", one.seconds, answered, first, _printed(one.caller.phone) if one.caller else "",
                   *one.source, "", "Outbound" if one.is_outbound else "Inbound", tag]  # fmt: skip
            rows.append(row if practice.shows_direction else [*row[:9], tag])
    return _sheet(_CALLS if practice.shows_direction else _CALLS.replace("Direction,", ""), rows)


def threads(practice: Practice, made: date) -> bytes:
    """Who wrote when, from the first day on; our own side goes by no name but to the client's contacts."""
    rows = [[one.thread, one.channel, _instant(one.at), "out" if one.is_ours else "in", one.author.email if one.author else "", one.mark]
            for one in messages(practice.slug) if one.at.date() < made]  # fmt: skip
    return _sheet("thread,channel,at,direction,author,kind", rows)


def booking_list(practice: Practice, made: date) -> bytes:
    rows = [[one.day, one.source, "new" if one.is_new else "returning", one.person.email if "email" in one.names else "",
             one.person.phone if "phone" in one.names else ""] for one in bookings(practice.slug) if one.day < made]  # fmt: skip
    return _sheet("date,source,new_or_returning,party,phone", rows)


def touchpoints(practice: Practice, made: date) -> bytes:
    """The diary, with what is still to come; an outcome stands in it once somebody has written it down."""
    return _sheet(
        "start,end,form,place,party,status",
        [_visit(one, made) for one in visits(practice.slug) if one.booked_on < made],
    )


def _visit(one: Visit, made: date) -> list:
    status = one.outcome if one.written_on < made else "planned"
    place = {"in person": "214 Quay Street, Floor 2", "video": "", "call": ""}[one.form]
    return [f"{one.at:%Y-%m-%d %H:%M}", f"{one.ends_at:%Y-%m-%d %H:%M}" if one.ends_at else "", one.form, place,
            "; ".join(person.email for person in one.people), status]  # fmt: skip


def email_events(practice: Practice, made: date) -> bytes:
    rows = [
        [_instant(one.at), one.what, one.message, one.person.email, one.link]
        for one in mails(practice.slug)
        if one.at.date() < made
    ]
    return _sheet("event_at,event,message,email,link", rows)


_ORDER = ("Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,"
          "Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,"
          "Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,"
          "Cancelled at,Payment Method,Refunded Amount,Outstanding Balance,Id,Source,Phone")  # fmt: skip


def shopify(practice: Practice, days: Days, made: date) -> bytes:
    """Shopify's orders, the newest first, a line an article: what belongs to the order stands on its first line alone."""
    held = [one for one in reversed(orders(practice.slug)) if days[0] <= one.at.date() <= days[-1]]
    return _sheet(_ORDER, [row for one in held for row in _order(one, made)])


def _order(one: Order, made: date) -> list[list]:
    is_cancelled, is_refunded = one.cancelled_on < made, one.refunded_on < made
    status = "refunded" if is_refunded and one.refund == one.total else "partially_refunded" if is_refunded else "paid"
    at, cents = f"{one.at:%Y-%m-%d %H:%M:%S %z}", f"{one.total // 100}.{one.total % 100:02}"
    name, buyer = f"#{one.number}", one.buyer
    first = [name, buyer.email, "voided" if is_cancelled else status, at, "fulfilled", at, "yes", "USD", _money(one.kits * 4900),
             "6.50", "0.00", cents, "", "0.00", "Standard", at, 1, "Whitening kit, mint", "49.00", "", "WK-1", "true", "true", "fulfilled",
             _name(buyer), at if is_cancelled else "", "card", _money(one.refund if is_refunded else 0), "0.00",
             555_000_000_000_000 + one.number, "web", f"'{buyer.phone}" if one.has_phone else ""]  # fmt: skip
    more = [
        name,
        buyer.email,
        *[""] * 13,
        at,
        1,
        "Whitening kit, clove",
        "49.00",
        "",
        "WK-2",
        "true",
        "true",
        "fulfilled",
        *[""] * 8,
    ]
    return [first, more][: one.kits]


def _money(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _name(person: Person) -> str:
    return person.email.partition("@")[0].replace(".", " ").title()
