"""The truth about the example clients: every figure of every period, added up from the daily facts and never from an export.

A day's figure is what the newest export covering it shows: conversions that arrived after that export was made are not in it.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from samples.facts import (
    EXAMPLES,
    FIRST_DAY,
    HISTORY_EXPORT,
    LAST_DAY,
    SEARCH_DELAY_DAYS,
    WEEKLY_EXPORTS,
    Arrival,
    Example,
    all_days,
    arrived,
    held_days,
    late,
    name_in,
    owner,
)
from samples.formats import ads, page_views, people, queries, search, site
from samples.ledger import cells, parties, waiting
from samples.relationship import relationship

Figures = dict[str, Decimal]
WITHOUT_DAYS = (
    "teatro-aurora"  # its advertising is exported by stated week, so months and quarters of it are not measured
)


def truth() -> dict:
    """{client: {period: {"days", "total", "platform", "channel", "campaign", "source", "page", "query", "excluded", "search_days",
    "ledger", "parties", "relationship"}}}; figures are exact text."""
    return {example.slug: {label: _plain(_period(example, days)) for label, days in _periods()} for example in EXAMPLES}


def left_hanging() -> dict[str, list[str]]:
    """{client: ids of the calls and conversations that wait for an answer}, as of the last export."""
    return {example.slug: waiting(example.slug) for example in EXAMPLES}


def write_truth(path: Path) -> None:
    path.write_text(json.dumps(truth(), ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _periods() -> Iterator[tuple[str, list[date]]]:
    """Weeks, and the months and quarters that lie wholly inside the 60 weeks."""
    labels: dict[str, list[date]] = defaultdict(list)
    for day in all_days():
        year, week, _ = day.isocalendar()
        labels[f"{year}-W{week:02}"].append(day)
        labels[f"{day.year}-{day.month:02}"].append(day)
        labels[f"{day.year}-Q{(day.month + 2) // 3}"].append(day)
    for label, days in labels.items():
        begins, ends = days[0] > FIRST_DAY or "W" in label, days[-1] < LAST_DAY or "W" in label
        if begins and ends:
            yield label, days


def _hundredths(count: int) -> Decimal:
    return Decimal(count) / 100


def _period(example: Example, days: list[date]) -> dict:
    told: dict = {"days": len(days), "total": {}, "platform": {}, "channel": {}, "campaign": {}, "excluded": {}}
    is_week = len(days) == 7
    if is_week or example.slug != WITHOUT_DAYS:
        _tell_ads(example, days, told)
    _tell_site(example, days, told)
    told["source"] = {one.source_medium: _source(example, one, days) for one in example.arrivals}
    shown = [day for day in days if day <= WEEKLY_EXPORTS[-1] - timedelta(days=SEARCH_DELAY_DAYS)]
    facts = [search(example)[day] for day in shown]
    told["total"]["search_clicks"] = Decimal(sum(fact.clicks for fact in facts))
    told["total"]["search_impressions"] = Decimal(sum(fact.impressions for fact in facts))
    told["search_days"] = len(shown)
    weight = sum(Decimal(fact.position) / 10 * fact.impressions for fact in facts)
    told["total"]["position"] = weight  # rank times impressions: divided by the impressions it is the average position
    told["query"] = _queries(example, days)
    told["ledger"] = cells(example, days, is_week or example.slug != WITHOUT_DAYS, shown)
    told["parties"], told["relationship"] = parties(example.slug, days), relationship(example.slug, days)
    if is_week and days[-1] + timedelta(days=1) in WEEKLY_EXPORTS:
        active, new = people(example, days)
        told["total"] |= {"users": Decimal(active), "new_users": Decimal(new)}
        told["page"] = {page: {"views": views, "key_events": views // 40} for page, views in page_views(example, days)}
    return told


def _queries(example: Example, days: list[date]) -> dict[str, dict]:
    """What the shortest, then newest, export that holds days of the period lists: its own days, not the period's."""
    held = [held_days(made, SEARCH_DELAY_DAYS) for made in (HISTORY_EXPORT, *WEEKLY_EXPORTS)]
    listed = min(
        (one for one in held if one[0] <= days[-1] and one[-1] >= days[0]),
        key=lambda one: (len(one), -one[-1].toordinal()),
    )
    return {
        query: {"search_clicks": clicks, "search_impressions": impressions, "position": Decimal(rank) / 10}
        for query, clicks, impressions, rank in queries(example, listed)
    }


def _tell_ads(example: Example, days: list[date], told: dict) -> None:
    sums: dict[tuple[str, str], Figures] = defaultdict(lambda: defaultdict(Decimal))
    for campaign in example.campaigns:
        for day in (day for day in days if day in ads(example, campaign)):
            made = _made(example, day)
            fact = ads(example, campaign)[day]
            conversions = (
                arrived(campaign, fact.conversions, day, made) if example.slug != WITHOUT_DAYS else fact.conversions
            )
            extra = late(campaign, day)
            counted = {
                "impressions": Decimal(fact.impressions),
                "link_clicks" if campaign.platform == "meta_ads" else "clicks": Decimal(fact.clicks),
                "spend": _hundredths(fact.cost),
                "conversions": _hundredths(conversions + extra),
                **_value(example, campaign, fact.value * bool(conversions) + campaign.value * extra // 100),
            }
            places = (
                ("total", ""),
                ("platform", campaign.platform),
                ("channel", campaign.channel),
                ("campaign", name_in(campaign, made)),
            )
            for place in places:
                for measure, amount in counted.items():
                    sums[place][measure] += amount
    for (level, name), figures in sums.items():
        if level == "campaign" and not figures["conversions_value"]:
            del figures["conversions_value"]  # an export leaves the cell blank: not reported, which is not zero
        told[level].update(figures) if level == "total" else told[level].setdefault(name, {}).update(figures)


def _source(example: Example, arrival: Arrival, days: list[date]) -> Figures:
    facts = [fact for day, fact in site(example, arrival).items() if day in days]
    return {
        "sessions": Decimal(sum(fact.sessions for fact in facts)),
        "engaged_sessions": Decimal(sum(fact.engaged for fact in facts)),
        "key_events": Decimal(sum(fact.key_events for fact in facts)),
    }


def _value(example: Example, campaign, hundredths: int) -> Figures:
    """Conversion value, where the client's export of that platform has the column."""
    has_column = example.slug == "northlight-coffee" or (
        example.slug == "harbor-dental" and campaign.platform == "google_ads"
    )
    return {"conversions_value": _hundredths(hundredths)} if has_column else {}


def _made(example: Example, day: date) -> date:
    """When the export that owns this day's advertising figures was made; by stated week there is only one."""
    return owner(day) if example.slug != WITHOUT_DAYS else day + timedelta(days=7 - day.weekday())


def _tell_site(example: Example, days: list[date], told: dict) -> None:
    has_value = any(arrival.value for arrival in example.arrivals)
    columns: dict[str, Callable] = {
        "sessions": lambda fact: Decimal(fact.sessions),
        "engaged_sessions": lambda fact: Decimal(fact.engaged),
        "key_events": lambda fact: Decimal(fact.key_events),
    } | ({"total_revenue": lambda fact: _hundredths(fact.revenue)} if has_value else {})
    for measure, value in columns.items():
        for kind, is_spam in (("total", False), ("excluded", True)):
            arrivals = [arrival for arrival in example.arrivals if arrival.is_spam is is_spam]
            if arrivals:
                told[kind][measure] = sum(
                    (value(fact) for one in arrivals for day, fact in site(example, one).items() if day in days),
                    Decimal(),
                )


def _plain(told: object) -> object:
    if isinstance(told, dict):
        return {key: _plain(value) for key, value in told.items()}
    if isinstance(told, Decimal):
        text = format(told, "f")
        return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
    return told
