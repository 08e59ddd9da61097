"""What a cell may say, by kind and language, and its canonical text: plain decimals, ISO days. Anything else is a reason.

Numbers never pass through floating point. A reason is a sentence's end: `"1.5 is not a whole number"`.
"""

import calendar
import re
from collections.abc import Callable
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


def number(text: str, language: Language) -> str:
    """Canonical decimal text of a number as this language spells it. Raises CellError."""
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


_MONEY = re.compile(r"([-\u2212]?)\s*([^\d\s.,\u2212-]{0,4})\s*([-\u2212]?)\s*([\d.,\u00a0\u202f]+)\s*([^\d\s.,]{0,4})")


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


NUMBERS: dict[str, Callable[[str, Language], str]] = {"count": count, "number": number, "money": money, "rate": rate}


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


_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T00:00:00)?", re.ASCII)
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_WORDS = re.compile(r"[^\W\d_]+\.?|\d+", re.UNICODE)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_QUARTER = re.compile(r"(?:(\d)(?:st|nd|rd|th|º)? (?:quarter|trimestre)(?: de)?|Q(\d)) (\d{4})", re.IGNORECASE)
_FILLERS = {"de", "of", "di", "del"}


def day(text: str) -> date:
    """One day: ISO, `20250708`, or with its month in words (`Thu, 5 Feb 2026`, `5 de maio de 2026`). Raises CellError."""
    found = _ISO.fullmatch(text) or _BASIC.fullmatch(text)
    try:
        if found:
            return date(*map(int, found.groups()))
        return _day_in_words(text)
    except ValueError as error:
        raise CellError("is not a date") from error


def _day_in_words(text: str) -> date:
    words = [word.casefold().rstrip(".") for word in _WORDS.findall(text)]
    numbers = [word for word in words if word.isdecimal()]
    months = [_months()[word] for word in words if word in _months()]
    others = [word for word in words if not word.isdecimal() and word not in _months() and word not in _FILLERS]
    if len(numbers) != 2 or len(months) != 1 or len(others) > 1:
        raise CellError("is not a date")
    year, of_month = sorted(map(int, numbers), reverse=True)
    return date(year, months[0], of_month)


def day_range(text: str) -> Days | None:
    """A stated range such as `July 8, 2025 - July 31, 2025`, or one day; None if it is neither."""
    for dash in (" - ", " – ", " — ", " a ", " to "):
        first, found, last = text.partition(dash)
        if found:
            try:
                return day(first.strip()), day(last.strip())
            except CellError:
                continue
    try:
        only = day(text.strip())
    except CellError:
        return None
    return only, only


def month(text: str) -> Days:
    """A month: `2024-03`, `March 2024`, its first day, or the part of it a range states."""
    if stated := day_range(text):
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


def week(text: str) -> Days:
    """A week by its first day, or the range it states."""
    stated = day_range(text)
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


def days_of(kind: str, text: str, stated: Days | None) -> Days:
    """The first and last day a date cell of this kind speaks for. Raises CellError."""
    if kind in COUNTED:
        return nth(text, stated, 1 if kind == "nth_day" else 7)
    if kind in ("week", "month", "quarter"):
        return {"week": week, "month": month, "quarter": quarter}[kind](text)
    only = day(text)
    return only, only
