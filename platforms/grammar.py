"""What a cell may say, by kind and language, and its canonical text: plain decimals, ISO days. Anything else is a reason.

Numbers never pass through floating point. A reason is a sentence's end: `"1.5 is not a whole number"`.
"""

import calendar
import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache

from babel import Locale
from babel.numbers import get_currency_symbol, list_currencies

from platforms.catalogue import Language

Days = tuple[date, date]
MAX_DIGITS = 18


class CellError(ValueError):
    """A cell does not obey its column's grammar; the message says how."""


@cache
def _number_pattern(decimal: str, group: str) -> re.Pattern:
    d, g = re.escape(decimal), f"[{re.escape(group)}\u00a0\u202f]"
    whole = rf"\d{{1,3}}(?:{g}\d{{2,3}})*{g}\d{{3}}|\d+"
    return re.compile(rf"([-\u2212]?)({whole})(?:{d}(\d+))?|([-\u2212]?){d}(\d+)", re.ASCII)


def _plain(text: str, language: Language) -> str | None:
    """The commonest numbers without a pattern: digits, and at most one decimal mark between them."""
    whole, mark, part = text.partition(language.decimal)
    if not (whole.isdecimal() and text.isascii() and len(whole) <= MAX_DIGITS and (part.isdecimal() or not mark)):
        return None
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    return f"{whole}.{part}" if part else whole


def number(text: str, language: Language) -> str:
    """Canonical decimal text of a number as this language spells it. Raises CellError."""
    if plain := _plain(text, language):
        return plain
    found = _number_pattern(language.decimal, language.group).fullmatch(text)
    if not found:
        raise CellError("is not a number")
    sign, whole, part, bare_sign, bare_part = found.groups()
    whole = re.sub(r"\D", "", whole) if whole else "0"
    whole = whole.lstrip("0") or "0"
    if len(whole) > MAX_DIGITS:
        raise CellError(f"has more than {MAX_DIGITS} digits")
    part = (part or bare_part or "").rstrip("0")
    minus = "-" if (sign or bare_sign) and (whole != "0" or part) else ""
    return f"{minus}{whole}.{part}" if part else f"{minus}{whole}"


def count(text: str, language: Language) -> str:
    """A whole number; `14.0` is one."""
    canonical = number(text, language)
    if "." in canonical:
        raise CellError("is not a whole number")
    return canonical


@cache
def currency_symbols() -> dict[str, str]:
    """Printed symbol -> ISO code, for symbols that mean one currency only; a bare `$` is not among them."""
    codes: dict[str, set[str]] = {}
    for locale in ("en_001", "en_IN"):
        for code in list_currencies():
            symbol = get_currency_symbol(code, locale)
            if symbol != code:
                codes.setdefault(symbol, set()).add(code)
    codes.pop("$", None)
    return {symbol: next(iter(found)) for symbol, found in codes.items() if len(found) == 1}


_MONEY = re.compile(
    r"([-\u2212]?)\s*([^\d\s.,\u2212-]{0,4})\s*([-\u2212]?)\s*([\d.,\u00a0\u202f]*\d)\s*([^\d\s.,]{0,4})"
)


def money_parts(text: str) -> tuple[str, str | None]:
    """A money cell as (number text, currency symbol or code glued to it)."""
    found = _MONEY.fullmatch(text.strip())
    if not found:
        raise CellError("is not an amount of money")
    minus, before, minus_after, digits, after = found.groups()
    if before and after:
        raise CellError("is not an amount of money")
    return (minus or minus_after) + digits, (before or after) or None


def currency_of(symbol: str | None) -> str | None:
    """The ISO code a printed symbol or code means, if it means just one."""
    if symbol is None:
        return None
    return symbol if symbol in list_currencies() else currency_symbols().get(symbol)


def money(text: str, language: Language) -> str:
    """An amount in major units; a symbol is allowed only where it is a currency's."""
    if plain := _plain(text, language):
        return plain
    digits, symbol = money_parts(text)
    if symbol is not None and symbol != "$" and currency_of(symbol) is None:
        raise CellError("is not an amount of money")
    return number(digits, language)


def rate(text: str, language: Language) -> str:
    """A fraction; `4.88%` is 0.0488."""
    if not text.endswith("%"):
        return number(text, language)
    canonical = number(text.removesuffix("%").rstrip(), language)
    sign, digits = ("-", canonical[1:]) if canonical.startswith("-") else ("", canonical)
    whole, _, part = digits.partition(".")
    whole = whole.rjust(3, "0")
    fraction = (whole[-2:] + part).rstrip("0")
    return f"{sign}{whole[:-2]}.{fraction}" if fraction else f"{sign}{whole[:-2]}"


def percent(text: str, language: Language) -> str:
    """A fraction printed in hundredths, its sign in the header: `4.31` is 0.0431."""
    return rate(text.removesuffix("%").rstrip() + "%", language)


def share(text: str, language: Language) -> str:
    """A fraction that is printed with its sign: `4%` is 0.04, and `4` might be anything."""
    if not text.endswith("%"):
        raise CellError("is not a percentage")
    return rate(text, language)


def identifier(text: str) -> str:
    """An id as it stands; one that a spreadsheet has rounded (`1.22158E+17`) is none."""
    if re.fullmatch(r"\d(?:[.,]\d+)?[eE]\+\d+", text):
        raise CellError("has lost its digits in a spreadsheet: export again and do not save it from there")
    return text.lstrip("'") if text.startswith("'") else text


_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})", re.ASCII)


def seconds(text: str, language: Language) -> str:
    """A duration in seconds: `0:11:34`, `11:34` or plain seconds."""
    if not (found := _CLOCK.fullmatch(text)):
        return number(text, language)
    hours, minutes, rest = (int(part or 0) for part in found.groups())
    if minutes > 59 or rest > 59:
        raise CellError("is not a duration")
    return str(3600 * hours + 60 * minutes + rest)


_VIDEO = re.compile(r"zoom|meet\.|google meet|teams|webex|video|https?://", re.IGNORECASE)
_PHONE = re.compile(r"phone|telephone|call|\+?[-0-9 ().]{7,}$", re.IGNORECASE)


def place(text: str) -> str:
    """What a place says of how people met: video, phone or in_person. The place itself may be somebody's home or number."""
    return "video" if _VIDEO.search(text) else "phone" if _PHONE.match(text) else "in_person"


NUMBERS: dict[str, Callable[[str, Language], str]] = {
    "count": count,
    "number": number,
    "money": money,
    "rate": rate,
    "percent": percent,
    "share": share,
    "seconds": seconds,
}


@cache
def _months() -> dict[str, int]:
    """Month names, wide and short, of the languages platforms export in."""
    names = {}
    for locale in ("en", "pt", "de", "fr", "es"):
        for width in ("wide", "abbreviated"):
            for form in ("format", "stand-alone"):
                for month, name in Locale(locale).months[form][width].items():
                    names[name.casefold().rstrip(".")] = month
    return names | {"sept": 9}


_ISO = re.compile(r"(\d{4})([-/])(\d{2})\2(\d{2})", re.ASCII)
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_WORDS = re.compile(r"[^\W\d_]+\.?|\d+", re.UNICODE)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_QUARTER = re.compile(
    r"(?:(\d)(?:st|nd|rd|th|º|er|e|ème|\.)? (?:quarter|trimestre|Quartal)(?: de)?|[QT](\d)) (\d{4})", re.IGNORECASE
)
_FILLERS = {"de", "of", "di", "del"}
_TIME = re.compile(
    r"(?:^|[T ,]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: ?([AaPp])\.?[Mm]\.?)? ?(Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
ORDERS = {"mdy": (2, 0, 1), "dmy": (2, 1, 0)}


def day(text: str, order: str | None = None) -> date:
    """One day: ISO, `20250708`, its month in words, or numbers in a known `order`; a midnight may follow. Raises CellError."""
    date_text, clock = _without_time(text)
    if clock not in (None, "00:00:00"):
        raise CellError("is not a day: it has a time")
    return _date(date_text, order)


def _date(text: str, order: str | None) -> date:
    try:
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[3]), int(found[4]))
        if found := _BASIC.fullmatch(text):
            return date(*map(int, found.groups()))
        if found := _NUMERIC.fullmatch(text):
            return _numeric(found, order)
        return _day_in_words(text)
    except ValueError as error:
        raise error if isinstance(error, CellError) else CellError("is not a date") from error


def _numeric(found: re.Match, order: str | None) -> date:
    if order is None:
        raise CellError("may be day-month or month-day: nothing in its column says which")
    numbers = [int(found[1]), int(found[3]), int(found[4]) + (2000 if len(found[4]) == 2 else 0)]
    return date(*(numbers[place] for place in ORDERS[order]))


def is_numeric_date(text: str) -> bool:
    """Whether a date is written in numbers whose order it does not show."""
    return bool(_NUMERIC.fullmatch(_without_time(text)[0]))


def date_order(cells: Iterable[str], stated: str | None) -> str | None:
    """How a column of numeric dates is to be read: as its platform states, else the one order that all its cells admit; else None."""
    found = [match for cell in cells if (match := _NUMERIC.fullmatch(_without_time(cell)[0]))]
    fitting = [order for order in ORDERS if all(_admits(one, order) for one in found)]
    if stated in fitting or not found:
        return stated
    return fitting[0] if len(fitting) == 1 else None


def _admits(found: re.Match, order: str) -> bool:
    try:
        return bool(_numeric(found, order))
    except ValueError:
        return False


def _without_time(text: str) -> tuple[str, str | None]:
    """(the date's text, HH:MM:SS with its offset from UTC where stated), or (text, None) without a time of day."""
    found = next((one for one in _TIME.finditer(text) if one.end() == len(text) and one.start()), None)
    if not found:
        return text, None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            return text, None
        hour = hour % 12 + (12 if found[4] in "Pp" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return text, None
    offset = (found[5] or "").replace(":", "")
    offset = "+00:00" if offset in ("Z", "UTC", "GMT") else f"{offset[:3]}:{offset[3:]}" if offset else ""
    return text[: found.start()], f"{hour:02}:{minute:02}:{second:02}{offset}"


def moment(text: str, order: str | None = None) -> str:
    """A day, with the time of day and the offset from UTC where they are stated: `2026-11-09T14:30:00+01:00`. Raises CellError."""
    date_text, clock = _without_time(text)
    on = _date(date_text.strip(" ,"), order).isoformat()
    return f"{on}T{clock}" if clock else on


def _day_in_words(text: str) -> date:
    words = [word.casefold().rstrip(".") for word in _WORDS.findall(text)]
    numbers = [word for word in words if word.isdecimal()]
    months = [_months()[word] for word in words if word in _months()]
    others = [word for word in words if not word.isdecimal() and word not in _months() and word not in _FILLERS]
    if len(numbers) != 2 or len(months) != 1 or len(others) > 1:
        raise CellError("is not a date")
    year, of_month = sorted(map(int, numbers), reverse=True)
    return date(year, months[0], of_month)


_DASH = re.compile(r" [-–—] | a | to | até | bis | au | al |(?<=\d{8})-(?=\d{8})|(?<=\d{4}),(?=\d{1,2}/)")


def day_range(text: str, order: str | None = None) -> Days | None:
    """A stated range such as `July 8, 2025 - July 31, 2025`, or one day; None if it is neither."""
    parts = _DASH.split(text.strip())
    try:
        days = [day(part.strip(), order) for part in parts]
    except CellError:
        return None
    return (days[0], days[-1]) if len(days) <= 2 else None


def month(text: str, order: str | None = None) -> Days:
    """A month: `2024-03`, `March 2024`, its first day, or the part of it a range states."""
    if stated := day_range(text, order):
        if stated[0] != stated[1]:
            return stated
        first = stated[0]
    elif found := _MONTH.fullmatch(text):
        first = date(int(found[1]), int(found[2]), 1)
    else:
        try:
            first = _day_in_words(f"1 {text}")
        except ValueError as error:
            raise CellError("is not a month") from error
    return first.replace(day=1), first.replace(day=calendar.monthrange(first.year, first.month)[1])


def week(text: str, order: str | None = None) -> Days:
    """A week by its first day, or the range it states."""
    stated = day_range(text, order)
    if stated is None:
        raise CellError("is not a week")
    return stated if stated[0] != stated[1] else (stated[0], stated[0] + timedelta(days=6))


def quarter(text: str) -> Days:
    """A quarter: `4th quarter 2023`, `Q4 2023`."""
    found = _QUARTER.fullmatch(text.strip())
    number_text = found and (found[1] or found[2])
    if not number_text or not 1 <= int(number_text) <= 4:
        raise CellError("is not a quarter")
    year, last_month = int(found[3]), int(number_text) * 3
    return date(year, last_month - 2, 1), date(year, last_month, calendar.monthrange(year, last_month)[1])


def nth(text: str, stated: Days | None, length: int) -> Days:
    """The nth run of `length` days of a stated period, counted from 0 and cut at its end."""
    if stated is None or not re.fullmatch(r"\d{1,4}", text, re.ASCII):
        raise CellError("is not a day number of a stated period")
    first = stated[0] + timedelta(days=int(text) * length)
    if first > stated[1]:
        raise CellError("lies after the period the file states")
    return first, min(first + timedelta(days=length - 1), stated[1])


COUNTED = ("nth_day", "nth_week")  # kinds of date that count from the start of a stated period


def days_of(kind: str, text: str, stated: Days | None, order: str | None = None) -> Days:
    """The first and last day a date cell of this kind speaks for; `order` is how numeric dates are written. Raises CellError."""
    if kind in COUNTED:
        return nth(text, stated, 1 if kind == "nth_day" else 7)
    if kind == "quarter":
        return quarter(text)
    if kind in ("week", "month"):
        return {"week": week, "month": month}[kind](text, order)
    only = date.fromisoformat(moment(text, order)[:10]) if kind == "moment" else day(text, order)
    return only, only
