"""Numbers that somebody typed where a figure's name should stand: they would not follow when the figure changes. Warned about, never changed.

A typed number is one only if it has a metric's unit, or lies within rounding of a figure of the report. Days, times and addresses pass.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from babel import Locale

from reports.prose import Figure

_STREETS = (
    "street", "st", "avenue", "ave", "road", "rd", "lane", "square", "floor", "suite", "room", "pier", "quay", "platz", "straße", "weg",
    "etage", "raum", "rua", "avenida", "av", "largo", "praça", "andar", "sala",
)  # fmt: skip
_SIGNS = "$€£¥%×"


def stray_numbers(
    text: str, figures: Iterable[Figure], locale: str, currency: str
) -> Iterator[tuple[int, str, Figure | None]]:
    """(place, number as typed, the figure it is like) of each typed number that belongs to a figure."""
    parsed = Locale.parse(locale, sep="-")
    symbol = re.escape(parsed.currency_symbols.get(currency, currency))
    unit = rf"[{_SIGNS}]|{symbol}|\b{currency}\b"
    group, point = (re.escape(parsed.number_symbols["latn"][key]) for key in ("group", "decimal"))
    number = re.compile(
        rf"(?<![\w{point}])(?P<before>(?:{unit})\s?)?(?P<number>\d{{1,3}}(?:{group}\d{{3}})+(?:{point}\d+)?|\d+(?:{point}\d+)?)(?P<after>\s?(?:{unit}))?(?!\w)"
    )
    passing = [found.span() for found in re.finditer(_passing(parsed), text, re.IGNORECASE)]
    known = [figure for figure in figures if figure.value is not None]
    for found in number.finditer(text):
        has_unit = bool(found["before"] or found["after"])
        if not has_unit and any(start <= found.start() < end for start, end in passing):
            continue
        typed = re.sub(group, "", found["number"])
        exact = Decimal(re.sub(point, ".", typed))
        is_share = "%" in (found["after"] or "")
        like = next((one for one in known if _is_like(exact, one, is_share)), None)
        if has_unit or like:
            yield found.start(), found[0].strip(), like


def _is_like(typed: Decimal, figure: Figure, is_share: bool) -> bool:
    """Whether the typed number is the figure, to the digits it was typed with; one of few digits is as exact as it looks."""
    value = abs(figure.value * 100 if figure.unit in ("percent", "change") else figure.value)
    if is_share != (figure.unit in ("percent", "change")):
        return False
    digits = typed.as_tuple()
    noughts = len(str(typed)) - len(str(typed).rstrip("0")) if digits.exponent == 0 else 0
    step = Decimal(10) ** (min(noughts, max(0, len(digits.digits) - 2)) if digits.exponent == 0 else digits.exponent)
    return typed != 0 and abs(typed - value) * 2 <= step


def _passing(locale: Locale) -> str:
    """Days, times and addresses, as the locale and ISO write them."""
    months = "|".join(
        sorted(
            {
                re.escape(name.rstrip("."))
                for form in ("wide", "abbreviated")
                for name in locale.months["format"][form].values()
            },
            key=len,
        )[::-1]
    )
    streets = "|".join(_STREETS)
    return "|".join(
        (
            r"\b\d{4}-\d{2}(?:-\d{2})?\b", r"\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b", r"\b\d{1,2}\.\d{1,2}\.(?:\d{2,4}\b)?", r"\b(?:19|20)\d{2}\b",
            rf"\b\d{{1,2}}\.?(?:\s*[–-]\s*\d{{1,2}}\.?)?(?:\s+de)?\s+(?:{months})\b", rf"\b(?:{months})\.?\s+\d{{1,2}}(?:\s*[–-]\s*\d{{1,2}})?\b",
            r"\b\d{1,2}[:h]\d{2}\b", r"\b\d{1,2}\s?(?:am|pm|a\.m\.|p\.m\.|h|uhr)\b", r"\b\d{1,2}\s?o[’']clock\b",
            rf"\b\d{{1,5}}(?:\s+[\w.'’-]+){{0,3}}?\s+(?:{streets})\b", rf"\b(?:{streets})\.?(?:\s+[\w.'’-]+){{0,3}}?,?\s+\d{{1,5}}\b",
        )
    )  # fmt: skip
