"""The only rounding there is: exact values to what a reader of one locale expects, by CLDR through Babel."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from unicodedata import category
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, format_time, get_timezone_location
from babel.numbers import format_decimal, get_currency_precision

from reports.fonts import JOINERS, is_joined, printable

CELL_CHARACTERS = 300


@dataclass(frozen=True)
class Formats:
    """Number, money and date formats of one report."""

    locale_name: str
    currency: str
    time_zone: str

    @cached_property
    def locale(self) -> Locale:
        return Locale.parse(self.locale_name, sep="-")

    @property
    def direction(self) -> str:
        """Which way the locale's script runs: ltr or rtl. Digits are Latin in every locale, so that a figure can be looked up as it is exported."""
        return "rtl" if self.locale.character_order == "right-to-left" else "ltr"

    def metric(self, value: str | None, unit: str, decimals: int) -> str:
        """A metric's value: count, currency, percent (from a fraction), multiple or number; an en dash for none."""
        if value is None:
            return "–"
        exact = Decimal(value)
        if unit == "currency":
            return self.money(exact, decimals)
        if unit == "percent":
            return self._percent(exact * 100, decimals)
        if unit == "multiple":
            return f"{self._number(exact, decimals)}×"
        if unit == "count":
            return self._number(exact, 0 if exact == exact.to_integral_value() else 1)
        return self._number(exact, decimals)

    def _number(self, value: Decimal, decimals: int) -> str:
        rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        return format_decimal(rounded, format="#,##0" + ("." + "0" * decimals if decimals else ""), locale=self.locale)

    def _percent(self, hundredths: Decimal, decimals: int) -> str:
        """A number of per cent with its sign where the locale puts it: 58%, 58 %."""
        number = self._number(hundredths, decimals)
        return re.sub(r"[#0,.]+", lambda _: number, self.locale.percent_formats[None].pattern)

    def money(self, value: Decimal, decimals: int = 2, currency: str | None = None) -> str:
        """An amount in the client's currency, or in another; no more decimals than the currency has."""
        code = currency or self.currency
        decimals = min(decimals, get_currency_precision(code))
        rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        pattern = re.sub(
            r"0\.00", "0" + ("." + "0" * decimals if decimals else ""), self.locale.currency_formats["standard"].pattern
        )
        symbol = self.locale.currency_symbols.get(code, code)
        return format_decimal(rounded, format=pattern.replace("¤", f"'{symbol}'"), locale=self.locale)

    def rate(self, value: str) -> str:
        """A rate of exchange, to five significant digits."""
        exact = Decimal(value)
        return self._number(exact, max(0, 4 - exact.adjusted()))

    def change(self, fraction: str) -> str:
        """The size of a change in per cent, without its sign; below ten per cent to one decimal."""
        size = abs(Decimal(fraction)) * 100
        return self._percent(size, 1 if Decimal("0.05") <= size < 10 else 0)

    def days(self, first: str, last: str) -> str:
        """`Nov 9 – 15, 2026`, as the locale writes it."""
        start, stop = date.fromisoformat(first), date.fromisoformat(last)
        return self.day(first) if start == stop else format_interval(start, stop, "yMMMd", locale=self.locale)

    def day(self, text: str) -> str:
        return format_date(date.fromisoformat(text), "medium", locale=self.locale)

    def short_day(self, text: str) -> str:
        """A day without its year: `Nov 9`."""
        return format_skeleton("MMMd", date.fromisoformat(text), locale=self.locale)

    def weekday(self, text: str) -> str:
        """`Mon`, as the locale writes it."""
        return format_date(date.fromisoformat(text), "EEE", locale=self.locale).rstrip(".")

    def instant(self, text: str) -> str:
        """An instant in the client's own zone."""
        local = datetime.fromisoformat(text).astimezone(ZoneInfo(self.time_zone))
        return f"{format_date(local, 'long', locale=self.locale)}, {format_time(local, 'short', locale=self.locale)}"

    def date_and_time(self, text: str) -> str:
        """An instant with its day of the week, in the client's own zone: `Tuesday, November 24, 2026, 10:00 AM`."""
        local = datetime.fromisoformat(text).astimezone(ZoneInfo(self.time_zone))
        return f"{format_date(local, 'full', locale=self.locale)}, {format_time(local, 'short', locale=self.locale)}"

    def clock(self, text: str, beside: str, zone: str | None = None) -> str:
        """An instant's time in a zone, the client's own if none is named; with its day where that is another than `beside` has in the client's."""
        local = datetime.fromisoformat(text).astimezone(ZoneInfo(zone or self.time_zone))
        day = datetime.fromisoformat(beside).astimezone(ZoneInfo(self.time_zone)).date()
        time = format_time(local, "short", locale=self.locale)
        return time if local.date() == day else f"{self.short_day(str(local.date()))}, {time}"

    @property
    def zone(self) -> str:
        """The client's own zone by its city."""
        return self.city(self.time_zone)

    def city(self, zone: str) -> str:
        """A zone by its city, in the reader's language."""
        return get_timezone_location(ZoneInfo(zone), locale=self.locale, return_city=True)

    @property
    def number_locale(self) -> dict[str, object]:
        """Numbers of chart axes, as d3-format wants its locales."""
        before, _, after = self.metric("0", "currency", 0).partition("0")
        symbols = self.locale.number_symbols["latn"]
        return {
            "decimal": symbols["decimal"],
            "thousands": symbols["group"],
            "grouping": [3],
            "currency": [before, after],
        }

    @property
    def time_locale(self) -> dict[str, object]:
        """Months and days of chart axes, as d3-time-format wants its locales; its week begins on Sunday."""
        days, months = self.locale.days["format"], self.locale.months["format"]
        return {
            "dateTime": "%x, %X", "date": "%x", "time": "%X", "periods": ["", ""],
            "days": [days["wide"][day % 7] for day in range(6, 13)],
            "shortDays": [days["abbreviated"][day % 7] for day in range(6, 13)],
            "months": [months["wide"][month] for month in range(1, 13)],
            "shortMonths": [months["abbreviated"][month].rstrip(".") for month in range(1, 13)],
        }  # fmt: skip


_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Me", "Zl", "Zp"}


def drawn(text: str) -> str:
    """Somebody's text with controls, direction marks and what our fonts lack as escapes."""
    return "".join(
        letter if _is_seen(letter) or is_joined(text, place) else f"\\u{ord(letter):04x}"
        for place, letter in enumerate(text)
    )


def _is_seen(letter: str) -> bool:
    return ord(letter) in printable() and ord(letter) not in JOINERS and category(letter) not in _UNSEEN


def visible(text: str) -> str:
    """Somebody's text as it may be printed in a cell: as `drawn`, at most CELL_CHARACTERS."""
    shown = drawn(text)
    return shown if len(shown) <= CELL_CHARACTERS else shown[: CELL_CHARACTERS - 1] + "…"
