"""What templates need beyond words and numbers: rows grouped in order, charts drawn and named, the terms of a comparison."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from reports.brand import Brand
from reports.chart import draw
from reports.formats import visible
from reports.sentence import BEFORE, formats_of
from reports.words import translator

Row = dict[str, Any]
PRINTED_ROWS = 200
LEAST_POINTS = 3
_PREVIOUS = {"week": "last week", "month": "last month", "quarter": "last quarter", "range": "the days before"}
_LAST_YEAR = {
    "week": "same week last year",
    "month": "same month last year",
    "quarter": "same quarter last year",
    "range": "",
}
_PERIODS = {"week": "weeks", "month": "months", "quarter": "quarters", "range": "periods"}
_THIS = {"week": "This week", "month": "This month", "quarter": "This quarter", "range": "These days"}
_TITLES = {"week": "Weekly report", "month": "Monthly report", "quarter": "Quarterly report", "range": "Report"}


class Pages:
    """Helpers of one report's pages. `assets` fills as charts are drawn: name -> bytes."""

    def __init__(self, report: dict[str, Any], brand: Brand) -> None:
        self.brand = brand
        self.locale = report["client"]["locale"]
        self.words = translator(self.locale)
        self.formats = formats_of(report)
        self.period = report["period"]
        self.assets: dict[str, bytes] = {}
        cadence = report["period"]["cadence"]
        self.previous, self.last_year = (
            self.words(_PREVIOUS[cadence]),
            self.words(_LAST_YEAR[cadence]) if _LAST_YEAR[cadence] else "",
        )
        self.title, self.before = self.words(_TITLES[cadence]), self.words(BEFORE[cadence])
        self.periods = self.words(_PERIODS[cadence])
        self.this = self.words(_THIS[cadence])

    visible = staticmethod(visible)
    short: ClassVar = {
        "spend": "Spend",
        "impressions": "Impressions",
        "clicks": "Clicks",
        "conversions": "Conversions",
        "cost_per_conversion": "Cost each",
    }

    def keep(self, content: bytes, ending: str) -> str:
        """Name an asset by its content and keep it."""
        name = f"assets/{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
        self.assets[name] = content
        return name

    def number(self) -> str:
        """The period's short name: `46 / 2026`, or the days themselves."""
        label = self.period["label"]
        return f"{int(label[6:])} / {label[:4]}" if self.period["cadence"] == "week" else self.days()

    def days(self) -> str:
        return self.formats.days(self.period["first_day"], self.period["last_day"])

    @staticmethod
    def grouped(rows: list[Row], *keys: str) -> list[tuple[Row, dict[str, Row]]]:
        """Rows of several metrics a thing, as (first row, metric -> row), in the order they came."""
        groups: dict[tuple, dict[str, Row]] = {}
        for row in rows:
            groups.setdefault(tuple(row[key] for key in keys), {})[row["metric"]] = row
        return [(next(iter(metrics.values())), metrics) for metrics in groups.values()]

    @staticmethod
    def grouped_rows(rows: list[Row], key: str) -> dict[str, list[Row]]:
        """Rows by one of their columns, in the order they came."""
        groups: dict[str, list[Row]] = {}
        for row in rows:
            groups.setdefault(row[key], []).append(row)
        return groups

    @staticmethod
    def measured(rows: Iterable[Row]) -> list[Row]:
        return [row for row in rows if row["value"] is not None]

    @staticmethod
    def first(rows: list[Row]) -> list[Row]:
        """As many rows as a printed table holds; the rest is in the edition's tables."""
        return rows[:PRINTED_ROWS]

    def translated(self, messages: list[str]) -> str:
        return ", ".join(self.words(message) for message in messages)

    def value(self, row: Row, key: str = "value") -> str:
        return self.formats.metric(row[key], row["unit"], row["decimals"])

    def count(self, value: object) -> str:
        return self.formats.metric(None if value is None else str(value), "count", 0)

    def moved(self, row: Row) -> str:
        """A table cell's change: its direction only where it is more than chance."""
        chance = row.get("chance", "fixed")
        if row["change"] is None or chance is None:
            return ""
        if chance == "chance":
            return self.words("could be chance")
        return f"{'↓' if row['change'].startswith('-') else '↑'} {self.formats.change(row['change'])}"

    def unmeasured(self, row: Row) -> str:
        """Why a figure is not measured, as the end of a sentence."""
        if row["reason"] == "other_period":
            days = self.formats.days(row["reason_first_day"], row["reason_last_day"])
            return self.words("the export speaks only for {days} as a whole", days=days)
        return self.words(_REASONS[row["reason"]])

    @staticmethod
    def is_short(trend: list[Row]) -> bool:
        """Too little history to draw a line: then sections follow one another instead of taking a page each."""
        periods = Counter(row["metric"] for row in trend if row["value"] is not None)
        return max(periods.values(), default=0) < LEAST_POINTS

    def coverage(self, source: Row) -> str:
        """What a source that is not wholly there does cover."""
        if source["status"] == "partial":
            return self.words(
                "{platform}: {count} of {days} days so far; the rest arrives later.",
                platform=source["platform"], count=source["days_covered"], days=source["days"],
            )  # fmt: skip
        return self.words("{platform}: not measured; {why}.", platform=source["platform"], why=self.unmeasured(source))

    def control(self, control: dict[str, str]) -> str:
        """How a file stands against the totals it prints itself."""
        return self.words(
            _CONTROLS[control["kind"]], **{key: visible(text) for key, text in control.items() if key != "kind"}
        )

    def definition(self, row: Row) -> str:
        """A key figure in one line: what is summed, and over what."""
        label = self.words(row["label"])
        if row["metric"] in _DEFINITIONS:
            return self.words(_DEFINITIONS[row["metric"]], label=label)
        if row["denominator"] is None:
            return self.words("{label}: added up over the days, as the platforms report it.", label=label)
        above, below = (self.words(row[key]).lower() for key in ("numerator", "denominator"))
        return self.words(
            "{label}: {above} divided by {below}, each added up first.", label=label, above=above, below=below
        )

    def exclusions(self, rows: list[Row]) -> list[str]:
        """What the client's exclude rules took out, a line a rule."""
        lines = []
        for label, found in self.grouped_rows(rows, "label").items():
            amounts = [f"{self.formats.metric(row['amount'], row['unit'], row['decimals'])} {self.words(row['measure_label']).lower()}"
                       for row in found if row["amount"] != "0"]  # fmt: skip
            if amounts:
                lines.append(
                    self.words(
                        "Left out of every figure: {label}, {amounts}.",
                        label=visible(label),
                        amounts=", ".join(amounts),
                    )
                )
        return lines

    def channel_lead(self, channels: list[tuple[Row, dict[str, Row]]]) -> str:
        """What the money did, in a sentence: the total and the channel that took most of it."""
        total, top = channels[-1][1], channels[0]
        if "spend" not in total or "spend" not in top[1] or top[0]["channel"] is None:
            return self.words("What the platforms report for each channel.")
        share = Decimal(top[1]["spend"]["value"] or 0) / (Decimal(total["spend"]["value"] or 0) or 1)
        return self.words(
            "{spend} was spent on advertising; {share} of it on {channel}.",
            spend=self.value(total["spend"]), share=self.formats.metric(str(share), "percent", 0), channel=visible(top[0]["channel"]),
        )  # fmt: skip

    def website_lead(self, site: list[Row], search: list[Row]) -> str:
        """Visits and search in a sentence, whichever is measured."""
        found = {row["metric"]: self.value(row) for row in [*site, *search] if row["value"] is not None}
        parts = [self.words(text, **found) for keys, text in _WEBSITE if all(key in found for key in keys)]
        return " ".join(parts) or self.words("What GA4 and Search Console report.")

    def claims_lead(self, claimed: list[Row]) -> str:
        said = ", ".join(
            self.words("{platform} {count}", platform=row["label"], count=self.count(row["claimed"])) for row in claimed
        )
        return self.words("Conversions the platforms claim for themselves: {said}.", said=said)

    def notes_lead(self, rows: dict[str, list[Row]]) -> str:
        """How many rows stand behind the report, and what became of the others."""
        kept = rows["earlier"][0]
        return self.words(
            "{landed} rows have landed: {loaded} loaded, {aside} totals and summaries set aside, {quarantined} quarantined. None is lost.",
            **{key: self.count(kept[key]) for key in ("landed", "loaded", "aside", "quarantined")},
        )

    def trend(self, rows: list[Row]) -> tuple[str, str] | None:
        """(asset, what it shows in words) for one metric's periods; None where there is no line to draw."""
        drawn = [row for row in rows if row["value"] is not None]
        if len(drawn) < LEAST_POINTS:
            return None
        scale = 100 if drawn[0]["unit"] == "percent" else 1
        points = [
            {
                "first_day": row["first_day"],
                "value": Decimal(row["value"]) * scale,
                "is_now": row["period"] == self.period["label"],
                "is_whole": row["days_covered"] == row["days"],
            }
            for row in drawn
        ]
        return self.keep(draw("trend", points, self.brand, self.locale), "svg"), self._range(drawn)

    def _range(self, rows: list[Row]) -> str:
        whole = [row for row in rows if row["days_covered"] == row["days"]] or rows
        low, high = (pick(whole, key=lambda row: Decimal(row["value"])) for pick in (min, max))
        return self.words(
            "Last {count} {periods}: lowest {low} ({low_day}), highest {high} ({high_day})",
            count=len(rows), periods=self.periods, low=self.value(low), high=self.value(high),
            low_day=self.formats.short_day(low["first_day"]), high_day=self.formats.short_day(high["first_day"]),
        )  # fmt: skip

    def spend(self, rows: list[Row]) -> str | None:
        """Each channel's spend over the periods, labelled at its end."""
        drawn = [row for row in rows if row["value"] is not None]
        if len({row["period"] for row in drawn}) < LEAST_POINTS:
            return None
        points = [
            {"channel": visible(row["channel"]), "first_day": row["first_day"], "value": Decimal(row["value"]),
             "is_now": row["period"] == self.period["label"]} for row in drawn
        ]  # fmt: skip
        top = max(point["value"] for point in points)
        placed = _apart(
            sorted((point for point in points if point["is_now"]), key=lambda point: point["value"]), top / 11
        )
        for point, place in placed:
            point["label_at"] = place
        return self.keep(draw("spend", points, self.brand, self.locale), "svg")

    def daily(self, rows: list[Row]) -> tuple[str, str] | None:
        """Each day beside the same day of the period before, and the same in words."""
        if not any(row["value"] is not None for row in rows) or len(rows) > 31:
            return None
        points = [
            {
                "day": self._short_day(row["date"], len(rows)),
                "value": _decimal(row["value"]),
                "previous": _decimal(row["previous"]),
            }
            for row in rows
        ]
        told = ", ".join(
            f"{self.formats.weekday(row['date'])} {self.count(row['value'])} ({self.count(row['previous'])})"
            for row in rows[:7]
        )
        return self.keep(draw("daily", points, self.brand, self.locale), "svg"), told

    def _short_day(self, day: str, count: int) -> str:
        return self.formats.weekday(day) if count <= 7 else str(date.fromisoformat(day).day)


_WEBSITE = (
    (("sessions", "engagement_rate"), "{sessions} visits, of which {engagement_rate} stayed to look."),
    (
        ("search_clicks", "search_impressions"),
        "Google showed the site {search_impressions} times and sent {search_clicks} clicks.",
    ),
)
_DEFINITIONS = {
    "position": "{label}: the average rank among the results, weighted by how often the site was shown.",
    "users": "{label}: as GA4 counted them for exactly this period; never added up.",
}
_CONTROLS = {
    "none": "no total printed",
    "equal": "equal to the cent",
    "rounding": "equal within the export's own rounding",
    "differs": "{label} prints {printed}, the rows sum to {summed}",
}
_REASONS = {
    "no_source": "no source that carries it has landed",
    "not_covered": "no export covers these days",
    "not_reported": "the exports lack this column",
}


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _apart(points: list[Row], least: Decimal) -> list[tuple[Row, Decimal]]:
    """Places for labels, from the lowest up, each at least `least` above the one below."""
    placed: list[tuple[Row, Decimal]] = []
    for point in points:
        floor = placed[-1][1] + least if placed else point["value"]
        placed.append((point, max(point["value"], floor)))
    return placed
