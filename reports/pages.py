"""What templates need beyond words and numbers: rows grouped in order, charts drawn and named, the terms of a comparison."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from markupsafe import escape

from reports.brand import Brand
from reports.formats import visible
from reports.references import table_reference
from reports.sentence import BEFORE, formats_of
from reports.words import translator

Row = dict[str, Any]
PRINTED_ROWS = 200
_BODY = re.compile(r"<tbody>.*?</tbody>", re.DOTALL)
LEAST_POINTS = 3
DRAWN_CHANNELS, MOST_DAYS = 6, 31
_PREVIOUS = {"week": "last week", "month": "last month", "quarter": "last quarter", "range": "the days before"}
_LAST_YEAR = {
    "week": "same week last year",
    "month": "same month last year",
    "quarter": "same quarter last year",
    "range": "",
}
_PREVIOUS_HEAD = {"week": "Last week", "month": "Last month", "quarter": "Last quarter", "range": "Before"}
_PERIODS = {"week": "weeks", "month": "months", "quarter": "quarters", "range": "periods"}
_THIS = {"week": "This week", "month": "This month", "quarter": "This quarter", "range": "These days"}
_TITLES = {"week": "Weekly report", "month": "Monthly report", "quarter": "Quarterly report", "range": "Report"}


def _isolated(text: str) -> str:
    """A name among words that run from right to left: its brackets and full stops stay at its own ends."""
    return f"\u2068{visible(text)}\u2069"


class Pages:
    """Helpers of one report's pages. `assets` fills as charts are drawn: name -> bytes."""

    def __init__(self, report: dict[str, Any], brand: Brand) -> None:
        self.brand = brand
        self.locale = report["client"]["locale"]
        self.words = translator(self.locale)
        self.formats = formats_of(report)
        self.period = report["period"]
        self.sections = report["sections"]
        if self.formats.direction == "rtl":
            self.visible = _isolated
        self.replaced = report.get("replaces")  # editions made before these were told lack them
        self.annotations = report.get("annotations", [])
        self.assets: dict[str, bytes] = {}
        cadence = report["period"]["cadence"]
        self.previous, self.last_year = (
            self.words(_PREVIOUS[cadence]),
            self.words(_LAST_YEAR[cadence]) if _LAST_YEAR[cadence] else "",
        )
        self.title, self.before = self.words(_TITLES[cadence]), self.words(BEFORE[cadence])
        self.previous_head = self.words(_PREVIOUS_HEAD[cadence])
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
        return self.put(f"assets/{hashlib.sha256(content).hexdigest()[:12]}.{ending}", content)

    def put(self, name: str, content: bytes) -> str:
        """Keep an asset under a name of its own."""
        self.assets[name] = content
        return name

    def number(self) -> str:
        """A week's short name: `46 / 2026`."""
        return f"{int(self.period['label'][6:])} / {self.period['label'][:4]}"

    def reference(self, section: str, query: str) -> str:
        """What a table is called where its numbers are traced."""
        return table_reference(self.sections, section, query)

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

    def shortened(self, html: str) -> str:
        """The pages with no table longer than PRINTED_ROWS; a line says how many rows are in the edition's tables alone."""
        return _BODY.sub(self._shortened_body, html)

    def _shortened_body(self, body: re.Match[str]) -> str:
        head, *rows = re.split(r"(?=<tr\b)", body[0].removesuffix("</tbody>"))
        totals = [row for row in rows if row.startswith('<tr class="total"')]
        others = [row for row in rows if row not in totals]
        kept = PRINTED_ROWS - len(totals) - 1
        if len(rows) <= PRINTED_ROWS:
            return body[0]
        told = self.words(
            "And {count} more rows; all are in the edition's tables.", count=self.count(len(others) - kept)
        )
        more = f'<tr class="more"><td colspan="{len(re.findall("<t[dh]", others[-1]))}">{escape(told)}</td></tr>'
        return "".join([head, *others[:kept], more, *totals, "</tbody>"])

    def listed(self, days: list[str]) -> str:
        return "; ".join(f"{self.formats.weekday(day)} {self.formats.short_day(day)}" for day in days[:MOST_DAYS])

    def translated(self, messages: list[str]) -> str:
        return ", ".join(self.words(message) for message in messages)

    def told(self, rows: Iterable[Row]) -> list[Row]:
        """Measured figures worth a line: what is nought now and was nought before is left out."""
        return [row for row in self.measured(rows) if not row["value"] == row["previous"] == "0"]

    @staticmethod
    def most(rows: list[Row], *keys: str) -> str:
        """The largest figure of some columns, as exact text; what bars are drawn against."""
        return str(max(Decimal(row[key] or 0) for row in rows for key in keys))

    @staticmethod
    def share(value: str | None, whole: str) -> str:
        """How much of a bar is filled, 0 to 100, for a style sheet; what a person took off the whole may leave less than a part."""
        return f"{min(max(Decimal(value or 0) / (Decimal(whole) or 1), 0), 1) * 100:.1f}"

    def spend_share(self, metrics: dict[str, Row], channels: list[tuple[Row, dict[str, Row]]]) -> str:
        """A channel's part of the largest channel's spend, for its bar."""
        return self.share(
            _spend(metrics), str(max(Decimal(_spend(each)) for head, each in channels if head["channel"] is not None))
        )

    @staticmethod
    def top_channels(channels: list[tuple[Row, dict[str, Row]]]) -> list[str]:
        """The channels a chart has lines for, by what they cost."""
        return [head["channel"] for head, _ in channels if head["channel"] is not None][:DRAWN_CHANNELS]

    def moved(self, row: Row) -> str:
        """A table cell's change: its direction only where it is more than chance."""
        chance = row.get("chance", "fixed")
        if row["change"] is None or chance is None:
            return ""
        if chance == "chance":
            return self.words("could be chance")
        return f"{'↓' if row['change'].startswith('-') else '↑'} {self.formats.change(row['change'])}"

    def figure(self, row: Row, key: str = "value") -> str:
        """A figure of a row as a reader sees it, for sentences."""
        return self.formats.metric(row[key], row["unit"], row["decimals"])

    def value(self, row: Row, key: str = "value") -> str:
        """The same where it stands by itself on a page."""
        return self.figure(row, key)

    def expected_from(self, method: str) -> str:
        """What an expected figure was made from."""
        return self.words(_METHODS[method])

    def goal_status(self, status: str) -> str:
        """What may be said of a goal."""
        return self.words(_STATUSES[status])

    @staticmethod
    def conversion(code: str) -> str:
        """What a platform calls a type of conversion, without the prefixes of its programming interface."""
        return visible(_CODE.sub("", code).replace("_", " "))

    def matured(self, row: Row) -> str:
        """A late figure so far, and what it may come to."""
        told = {key: self.count(round(Decimal(row[key]))) for key in ("seen", "expected", "low", "high")}
        said = self.words(_LATE[row["measure"]], platform=row["platform"])
        return said + " " + self.words("{seen} so far, about {expected} expected ({low} to {high}).", **told)

    def broken(self, row: Row) -> str:
        """Where a series breaks, and what is counted otherwise since."""
        return self.words(
            "From {day} on {platform} counts otherwise: {what}. Before and after are not compared",
            day=self.formats.short_day(row["changed_on"]), platform=row["name"], what=self.words(row["what"]),
        )  # fmt: skip

    @staticmethod
    def place(row: Row) -> str:
        """The places a row of a league table may hold: one, or from which to which."""
        first, last = row["place_first"], row["place_last"]
        return str(first) if first == last else f"{first}–{last}"

    def restated_by(self, why: str) -> str:
        """Why a figure that was told is another now."""
        return self.words(_RESTATED[why])

    def count(self, value: object) -> str:
        return self.formats.metric(None if value is None else str(value), "count", 0)

    def age(self, hours: int) -> str:
        """How long ago, in days from two days on."""
        return (
            self.words("{count} days", count=hours // 24) if hours >= 48 else self.words("{count} hours", count=hours)
        )

    def took(self, minutes: str) -> str:
        """How long something took, in minutes up to two hours."""
        whole = round(Decimal(minutes))
        return self.words("{count} minutes", count=whole) if whole < 120 else self.age(whole // 60)

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

    @staticmethod
    def shows_people(sections: dict[str, dict[str, list[Row]]]) -> bool:
        """Whether a source shows people: without one, who was reached takes half a page, and the channels follow on it."""
        return "ledger" not in sections or any(row["shows_people"] for row in sections["ledger"]["people"])

    def so_far(self, row: Row) -> str | None:
        """How many of a figure's days are in, where not all are."""
        if row["days_covered"] >= row["days"]:
            return None
        if row.get("previous") is None:
            return self.words("{count} of {days} days so far", count=row["days_covered"], days=row["days"])
        return self.words(
            "{count} of {days} days so far, against the same days", count=row["days_covered"], days=row["days"]
        )

    def unseen(self, sections: dict[str, dict[str, list[Row]]]) -> list[tuple[str, str]]:
        """What is not measured or not yet whole, each with what would bring it: sources, else figures, then whole sections."""
        sources = [source for source in sections.get("notes", {}).get("coverage", []) if source["status"] != "measured"]
        lines = [(self.coverage(source), self._remedy(source["reason"])) for source in sources]
        missing = [row for row in sections["summary"]["headline"] if row["value"] is None and not sources]
        lines += [
            (f"{self.words(row['label'])}: {self.unmeasured(row)}.", self._remedy(row["reason"])) for row in missing
        ]
        absent = [
            each
            for each in _ABSENT
            if each[0] in sections and not any(self.measured(sections[each[0]][rows]) for rows in each[1])
        ]
        return lines + [
            (self.words("{section}: not measured.", section=self.words(title)), self.words(how))
            for _, _, title, how in absent
        ]

    def _remedy(self, reason: str | None) -> str:
        return self.words(_REMEDIES[reason], days=self.days()) if reason in _REMEDIES else ""

    def money(self, row: Row) -> list[str]:
        """What money of another currency came to and by which rates, and what of it is in no figure, in sentences."""
        figure = {"platform": row["platform"], "label": self.words(row["label"]), "currency": row["currency_code"]}
        lines = []
        if row["amount"] is not None:
            rates = dict.fromkeys(self.formats.rate(row[key]) for key in ("lowest_rate", "highest_rate"))
            lines.append(
                self.words(
                    "{platform}, {label}: {native} is {amount}, each day at its own rate ({rates} for 1 {currency}; {source}, {days}).",
                    native=self.formats.money(Decimal(row["amount_native"]), currency=row["currency_code"]),
                    amount=self.formats.money(Decimal(row["amount"])), rates=" – ".join(rates), source=row["source"],
                    days=self.formats.days(row["first_rate_day"], row["last_rate_day"]), **figure,
                )
            )  # fmt: skip
        if row["unpriced"] is not None:
            native = self.formats.money(Decimal(row["unpriced"]), currency=row["currency_code"])
            lines.append(self.words(_NO_RATE, native=native, **figure))
        if row["has_long_rows"]:
            lines.append(self.words(_NO_ONE_RATE, **figure))
        return lines

    def clock(self, row: Row) -> str:
        """By which clock a source's days are cut."""
        if row["zone"] is None:
            return self.words("each moment states its own clock")
        if row["zone_from"] == "assumed":
            return self.words("days by the clock of {place}, as is assumed", place=self.formats.city(row["zone"]))
        return self.words("days by the clock of {place}", place=self.formats.city(row["zone"]))

    def clocks(self, rows: list[Row]) -> str:
        """Which sources' days are cut elsewhere than others'."""
        told = [f"{self.formats.city(row['zone'])} ({', '.join(row['platforms'])})" for row in rows]
        return self.words(
            "These sources cut their days by different clocks: {clocks}. A day or week of one is not quite that of another.",
            clocks="; ".join(told),
        )

    @staticmethod
    def file(row: Row) -> str:
        """A file by its own name, without the folders it lay in; a file of a zip after the zip's name."""
        names = [row.get("original_name") or row["file"], row.get("entry")]
        return visible(": ".join(name.rpartition("/")[2] for name in names if name))

    def held(self, row: Row) -> str:
        """Why a file was not used, as far as the client may read it."""
        return self.words(_HOLDS[row["hold"]]) if row["hold"] in _HOLDS else self.words(visible(row["reason"]))

    def control(self, control: dict[str, str]) -> str:
        """How a file stands against the totals it prints itself."""
        return self.words(
            _CONTROLS[control["kind"]], **{key: visible(text) for key, text in control.items() if key != "kind"}
        )

    def definitions(self, rows: list[Row]) -> list[str]:
        """What the key figures are, in sentences: those added up together, then each of the others."""
        added = [row for row in rows if row["denominator"] is None and row["metric"] not in _DEFINITIONS]
        labels = ", ".join(self.words(row["label"]) for row in added)
        lines = (
            [self.words("{labels}: added up over the days, as the platforms report them.", labels=labels)]
            if added
            else []
        )
        return lines + [self._definition(row) for row in rows if row not in added]

    def _definition(self, row: Row) -> str:
        label = self.words(row["label"])
        if row["metric"] in _DEFINITIONS:
            return self.words(_DEFINITIONS[row["metric"]], label=label)
        above, below = (self.words(row[key]) for key in ("numerator", "denominator"))
        return self.words(
            "{label}: “{above}” divided by “{below}”, each added up first.", label=label, above=above, below=below
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
            spend=self.figure(total["spend"]), share=self.formats.metric(str(share), "percent", 0), channel=visible(top[0]["channel"]),
        )  # fmt: skip

    def website_lead(self, site: list[Row], search: list[Row]) -> str:
        """Visits and search in a sentence, whichever is measured; says so where days are still to come."""
        rows = {row["metric"]: row for row in [*site, *search]}
        found = {metric: self.figure(row) for metric, row in rows.items()}
        told = [
            self.words(
                whole if rows[keys[0]]["days_covered"] == rows[keys[0]]["days"] else so_far, **rows[keys[0]] | found
            )
            for keys, whole, so_far in _WEBSITE
            if all(key in found for key in keys)
        ]
        return " ".join(told) or self.words("What GA4 and Search Console report.")

    def claims_lead(self, claimed: list[Row]) -> str:
        """The boldest claim beside what GA4 saw of it."""
        top = claimed[0]
        values = {
            "platform": top["label"],
            "claimed": self.count(top["claimed"]),
            "seen": self.count(top["key_events"]),
        }
        if top["key_events"] is None:
            return self.words("{platform} claims {claimed} conversions; GA4 was not there to see.", **values)
        return self.words("{platform} claims {claimed} conversions; GA4 saw {seen} key events from it.", **values)

    def notes_lead(self, rows: dict[str, list[Row]]) -> str:
        """How many rows stand behind the report."""
        landed = rows["earlier"][0]["landed"]
        said = "{landed} rows have landed, and every one is accounted for." if landed else "No rows have landed yet."
        return self.words(said, landed=self.count(landed))


_WEBSITE = (
    (
        ("sessions", "engagement_rate"),
        "{sessions} visits, of which {engagement_rate} stayed to look.",
        "{sessions} visits in {days_covered} of {days} days so far, of which {engagement_rate} stayed to look.",
    ),
    (
        ("search_clicks", "search_impressions"),
        "The site was shown {search_impressions} times in search and got {search_clicks} clicks.",
        "In {days_covered} of {days} days so far, the site was shown {search_impressions} times in search and got {search_clicks} clicks.",
    ),
)
_STATUSES = {
    "reached": "will be reached",
    "missed": "will be missed",
    "open": "could go either way",
    "on_pace": "on pace",
    "warning": "off pace by 10 % or more",
    "critical": "off pace by 20 % or more",
}
_CODE = re.compile(r"^(actions:)?((offsite|onsite)_conversion\.)?(fb_pixel_)?")  # as Meta spells its result indicators
_LATE = {
    "conversions": "Conversions that {platform} claims still come in:",
    "key_events": "Key events that {platform} counts still come in:",
}
_RESTATED = {
    "correction": "we corrected it by hand",
    "late_rows": "days have come in since",
    "platform": "the platform corrected it",
    "rule": "we changed how it is counted",
}
_METHODS = {
    "stl": "two years or more, with their seasons",
    "last_year": "the same week last year",
    "median": "the last 8 weeks; no season model",
}
_DEFINITIONS = {
    "position": "{label}: the average rank among the results, weighted by how often the site was shown.",
    "returning_users": "{label}: as GA4 counted them for exactly this period; never added up.",
    "users": "{label}: as GA4 counted them for exactly this period; never added up.",
}
_HOLDS = {
    "wrong_account": "A file of an account that is not listed was set aside.",
    "looks_like": "A file that seems to be of another account was set aside.",
    "account_unknown": "The file does not say which account it is of.",
    "looks_filtered": "The file shows less of past days than an earlier one did, and waits for somebody to look at it.",
    "agreement_missing": "People are left out until the agreement is signed.",
}
_CONTROLS = {
    "none": "no total printed",
    "equal": "equal to the cent",
    "rounding": "equal within the export's own rounding",
    "differs": "{label} prints {printed}, the rows sum to {summed}",
}
_NO_RATE = "{platform}, {label}: {native} is in no figure, for want of a rate; the European Central Bank’s eurofxref-hist.csv, dropped in the inbox, would bring it over."
_NO_ONE_RATE = "{platform}, {label}: money in {currency} is in no figure where one row speaks for several days, which have no one rate; an export with a row per day would bring it over."
_REASONS = {
    "no_rate": "its money is in another currency, and no rate of these days has landed",
    "no_one_rate": "its money is in another currency, and rows for several days have no one rate",
    "parts": "the exports speak only for parts of these days, each as a whole",
    "no_source": "no source that carries it has landed",
    "not_covered": "no export covers these days",
    "undated": "the export does not say which days it speaks for",
    "not_reported": "the exports lack this column",
    "nothing_below": "there was nothing to divide by",
    "not_additive": "people of several accounts may be the same ones, so they are not added",
}
_ABSENT = (
    (
        "channels",
        ("channels",),
        "Channels and campaigns",
        "The campaign report of Google Ads or Meta Ads, a row per day, would bring it.",
    ),
    (
        "website",
        ("site", "search"),
        "Website and search",
        "A GA4 report by date, or Search Console's performance export, would bring it.",
    ),
)
_REMEDIES = {
    "no_rate": "The European Central Bank’s eurofxref-hist.csv, dropped in the inbox, would bring it over.",
    "no_one_rate": "An export with a row per day would bring it over.",
    "no_source": "Send an export that carries it, and it appears in the next edition.",
    "other_period": "An export with a row per day, or one for exactly {days}, would bring it.",
    "parts": "An export with a row per day, or one for exactly {days}, would bring it.",
    "not_covered": "An export that covers {days} would bring it.",
    "not_reported": "The same export with this column switched on would bring it.",
}


def _spend(metrics: dict[str, Row]) -> str:
    return metrics["spend"]["value"] or "0" if "spend" in metrics else "0"
