"""Who the example clients are and what happened to them day by day. Money in hundredths, conversions in hundredths: no floats kept."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_DAY = date(2025, 9, 22)  # Monday of 2025-W39
LAST_DAY = date(2026, 11, 15)  # Sunday of 2026-W46
HISTORY_EXPORT = date(2026, 9, 7)
WEEKLY_EXPORTS = tuple(date(2026, 9, 14) + timedelta(weeks=week) for week in range(10))
LOOKBACK_DAYS = 35
SEARCH_DELAY_DAYS = 3
LAST_WEEK = date(2026, 11, 9)


@dataclass(frozen=True)
class Campaign:
    """An advertising campaign (for Meta, an ad): what a usual day brings. Rates are per impression and per click."""

    name: str
    platform: str
    channel: str
    kind: str
    impressions: int
    click_rate: float
    cost_per_click: float
    conversion_rate: float
    value: int = 0
    later_name: str | None = None
    ends: date | None = None


@dataclass(frozen=True)
class Arrival:
    """A source of website visits as GA4 names it; rates are per visit, value in hundredths per key event."""

    source_medium: str
    sessions: int
    engaged: float
    key_events: float
    value: int = 0
    is_spam: bool = False
    last_week_factor: float = 1.0


@dataclass(frozen=True)
class Example:
    """One example client."""

    slug: str
    currency: str
    campaigns: tuple[Campaign, ...]
    arrivals: tuple[Arrival, ...]
    pages: tuple[str, ...]
    queries: tuple[str, ...]
    search_impressions: int
    property_name: str
    account_name: str
    site: str
    season: tuple[float, ...]  # one factor a month, January first
    weekdays: tuple[float, ...]  # one factor a weekday, Monday first


RENAMED_ON = date(2026, 10, 19)
_SEARCH, _DISPLAY, _PMAX = "Search", "Display", "Performance Max"

EXAMPLES = (
    Example(
        "harbor-dental",
        "USD",
        (
            Campaign("Brand | Harbor Dental", "google_ads", "Brand search", _SEARCH, 420, 0.21, 0.62, 0.11),
            Campaign("Implants, New York", "google_ads", "Paid search", _SEARCH, 2600, 0.031, 3.40, 0.024,
                     later_name="Dental implants, New York"),
            Campaign('Emergency "same day"', "google_ads", "Paid search", _SEARCH, 1400, 0.045, 2.70, 0.052),
            Campaign("Whitening - Summer", "google_ads", "Paid search", _DISPLAY, 5200, 0.006, 0.55, 0.006, ends=date(2026, 9, 20)),
            Campaign("Implants Q&A | reel", "meta_ads", "Paid social", "ad", 5400, 0.012, 0.95, 0.017),
            Campaign("Meet Dr. Raman | video", "meta_ads", "Paid social", "ad", 3900, 0.009, 1.10, 0.0),
            Campaign("Book a check-up", "meta_ads", "Paid social", "ad", 2800, 0.014, 1.05, 0.029),
        ),
        (
            Arrival("google / cpc", 205, 0.58, 0.045),
            Arrival("google / organic", 150, 0.66, 0.031, last_week_factor=2.1),
            Arrival("(direct) / (none)", 96, 0.47, 0.022),
            Arrival("facebook / paid_social", 88, 0.39, 0.012),
            Arrival("instagram / paid_social", 47, 0.36, 0.009),
            Arrival("bing / organic", 21, 0.63, 0.028),
            Arrival("yelp.com / referral", 14, 0.71, 0.06),
        ),
        ("/", "/implants", "/book", "/emergency", "/prices", "/team", "/whitening", "/contact", "/insurance"),
        ("harbor dental", "dentist near me", "dental implants cost", "emergency dentist manhattan", "teeth whitening nyc",
         "harbour dental reviews", "dr raman dentist", "same day crown"),
        1450, "harbordental.example", "Harbor Dental", "https://harbordental.example/",
        (1.08, 1.0, 1.02, 1.0, 0.98, 0.95, 0.9, 0.88, 1.0, 1.04, 1.03, 0.84), (1.12, 1.1, 1.06, 1.02, 0.96, 0.86, 0.88),
    ),
    Example(
        "northlight-coffee",
        "GBP",
        (
            Campaign("Brand | Northlight", "google_ads", "Brand search", _SEARCH, 380, 0.24, 0.34, 0.13, value=2650),
            Campaign("Shopping - all beans", "google_ads", "Shopping", _PMAX, 9800, 0.011, 0.48, 0.034, value=2380),
            Campaign("Espresso machines", "google_ads", "Paid search", _SEARCH, 1900, 0.027, 0.92, 0.011, value=18900),
            Campaign("Subscription, first bag free", "meta_ads", "Paid social", "ad", 7400, 0.013, 0.44, 0.026, value=1450),
            Campaign("Roastery tour | video", "meta_ads", "Paid social", "ad", 4300, 0.008, 0.52, 0.0),
            Campaign("Christmas blend", "meta_ads", "Paid social", "ad", 5100, 0.012, 0.41, 0.021, value=1990),
        ),
        (
            Arrival("google / cpc", 230, 0.61, 0.041, value=2500),
            Arrival("google / organic", 260, 0.64, 0.036, value=2450),
            Arrival("(direct) / (none)", 140, 0.55, 0.044, value=2600, last_week_factor=4.2),
            Arrival("facebook / paid", 120, 0.38, 0.014, value=1700),
            Arrival("instagram / paid", 95, 0.35, 0.011, value=1650),
            Arrival("newsletter / email", 64, 0.72, 0.07, value=2900),
            Arrival("seo-boost.example / referral", 31, 0.01, 0.0, is_spam=True),
        ),
        ("/", "/beans", "/beans/house-espresso", "/subscribe", "/brew-guides/v60", "/machines", "/basket", "/wholesale"),
        ("northlight coffee", "coffee beans uk", "v60 recipe", "coffee subscription", "house espresso beans", "christmas coffee blend"),
        3900, "northlightcoffee.example", "Northlight Coffee Roasters", "https://northlightcoffee.example/",
        (1.0, 0.97, 0.96, 0.94, 0.92, 0.88, 0.85, 0.86, 0.97, 1.06, 1.2, 1.38), (1.06, 1.02, 1.0, 0.99, 1.02, 0.94, 0.97),
    ),
    Example(
        "teatro-aurora",
        "BRL",
        (
            Campaign("Temporada | Marca", "google_ads", "Busca da marca", _SEARCH, 900, 0.17, 0.71, 0.09),
            Campaign("Peças infantis, fim de semana", "google_ads", "Busca paga", _SEARCH, 2100, 0.034, 1.28, 0.043),
            Campaign("Remarketing ingressos", "google_ads", "Rede de display", _DISPLAY, 6400, 0.004, 0.39, 0.012),
        ),
        (
            Arrival("google / organic", 170, 0.6, 0.034),
            Arrival("google / cpc", 165, 0.57, 0.04),
            Arrival("(direct) / (none)", 82, 0.49, 0.03, last_week_factor=3.1),
            Arrival("instagram / social", 74, 0.41, 0.017),
            Arrival("agenda.cultura.example / referral", 26, 0.68, 0.052),
        ),
        ("/", "/programacao", "/ingressos", "/infantil", "/visite", "/escola", "/imprensa"),
        ("teatro aurora", "peças infantis hoje", "programação teatro aurora", "ingressos teatro", "teatro perto de mim"),
        2100, "teatroaurora.example", "Teatro Aurora", "https://teatroaurora.example/",
        (0.7, 0.8, 1.0, 1.05, 1.08, 1.04, 0.92, 1.0, 1.06, 1.08, 1.05, 0.86), (0.78, 0.86, 0.94, 1.04, 1.2, 1.22, 0.96),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class AdDay:
    """One campaign's day when all has arrived. cost, value: hundredths of the currency; conversions: hundredths.

    Impressions that were neither viewable nor not were not measured; invalid clicks are in no other figure; `loaded` of the
    clicks reached their page.
    """

    impressions: int
    clicks: int
    cost: int
    conversions: int
    value: int
    viewable: int = 0
    non_viewable: int = 0
    invalid: int = 0
    loaded: int = 0


@dataclass(frozen=True)
class SiteDay:
    """One source's day on the website. revenue: hundredths of the currency."""

    sessions: int
    engaged: int
    key_events: int
    revenue: int


@dataclass(frozen=True)
class SearchDay:
    """One day of organic search. position in tenths."""

    clicks: int
    impressions: int
    position: int


def all_days() -> list[date]:
    return [FIRST_DAY + timedelta(days=place) for place in range((LAST_DAY - FIRST_DAY).days + 1)]


_HOLIDAYS = {(12, 24), (12, 25), (12, 26), (1, 1)}


def busyness(example: Example, day: date, noise: random.Random) -> float:
    holiday = 0.35 if (day.month, day.day) in _HOLIDAYS else 1.0
    return example.season[day.month - 1] * example.weekdays[day.weekday()] * holiday * max(0.4, noise.gauss(1, 0.07))


def about(expected: float, noise: random.Random) -> int:
    """A count near what is expected: wide as counts are, never below zero; nothing where nothing is expected."""
    if not expected:
        return 0
    return max(0, round(noise.gauss(expected, max(0.3, expected) ** 0.5)))


def ad_days(example: Example, campaign: Campaign) -> dict[date, AdDay]:
    """The campaign's days; days without impressions are absent, as a segmented report leaves them out."""
    noise = random.Random(f"{example.slug} {campaign.name}")
    days = {}
    for day in all_days():
        level = busyness(example, day, noise)
        impressions = about(campaign.impressions * level, noise)
        clicks = min(impressions, about(impressions * campaign.click_rate, noise))
        cost = sum(round(100 * campaign.cost_per_click * noise.uniform(0.55, 1.45)) for _ in range(clicks))
        conversions = sum(
            100 if noise.random() < 0.85 else 50 for _ in range(about(clicks * campaign.conversion_rate, noise))
        )
        if campaign.platform == "meta_ads":
            conversions = conversions // 100 * 100
        value = sum(round(campaign.value * noise.uniform(0.6, 1.6)) for _ in range(conversions // 100))
        if impressions and not (campaign.ends and day > campaign.ends):
            days[day] = AdDay(
                impressions, clicks, cost, conversions, value, *_quality(example, campaign, day, impressions, clicks)
            )
    return days


_SEEN = {_SEARCH: 0.86, _PMAX: 0.62, _DISPLAY: 0.47}  # of what is measured


def _quality(
    example: Example, campaign: Campaign, day: date, impressions: int, clicks: int
) -> tuple[int, int, int, int]:
    """Viewable and non-viewable impressions, invalid clicks, and clicks after which the page loaded; a chance of their own."""
    noise = random.Random(f"{example.slug} {campaign.name} {day} quality")
    measured = impressions * noise.randint(90, 100) // 100
    viewable = round(measured * min(1.0, noise.gauss(_SEEN.get(campaign.kind, 0.6), 0.03)))
    invalid = sum(noise.random() < 0.06 for _ in range(clicks))
    return viewable, measured - viewable, invalid, round(clicks * noise.uniform(0.6, 0.9))


def site_days(example: Example, arrival: Arrival) -> dict[date, SiteDay]:
    noise = random.Random(f"{example.slug} {arrival.source_medium}")
    days = {}
    for day in all_days():
        factor = arrival.last_week_factor if day >= LAST_WEEK else 1.0
        sessions = about(arrival.sessions * factor * busyness(example, day, noise), noise)
        engaged = min(sessions, about(sessions * arrival.engaged, noise))
        key_events = about(sessions * arrival.key_events, noise)
        revenue = sum(round(arrival.value * noise.uniform(0.5, 1.8)) for _ in range(key_events))
        if sessions:
            days[day] = SiteDay(sessions, engaged, key_events, revenue)
    return days


def search_days(example: Example) -> dict[date, SearchDay]:
    noise = random.Random(f"{example.slug} search")
    days = {}
    for day in all_days():
        impressions = (
            0 if day == date(2026, 2, 14) else about(example.search_impressions * busyness(example, day, noise), noise)
        )
        clicks = min(impressions, about(impressions * 0.034, noise))
        days[day] = SearchDay(clicks, impressions, noise.randint(84, 142))
    return days


def held_days(made: date, delay_days: int = 1) -> list[date]:
    """The days an export of that Monday holds."""
    first = FIRST_DAY if made == HISTORY_EXPORT else made - timedelta(days=LOOKBACK_DAYS)
    last = made - timedelta(days=delay_days)
    return [first + timedelta(days=place) for place in range((last - first).days + 1)]


def owner(day: date, delay_days: int = 1) -> date:
    """The newest export that covers a day: the last weekly one whose 35 days hold it, else the history export."""
    holding = [
        made
        for made in WEEKLY_EXPORTS
        if made - timedelta(days=LOOKBACK_DAYS) <= day <= made - timedelta(days=delay_days)
    ]
    return max(holding, default=HISTORY_EXPORT)


def arrived(campaign: Campaign, final: int, day: date, made: date) -> int:
    """How many hundredths of a day's conversions an export made on `made` shows: late ones are booked to the day of the click.

    Google credits halves; Meta's results are whole.
    """
    age = (made - day).days
    share = next(share for within, share in ((1, 78), (3, 88), (7, 95), (14, 98), (9999, 100)) if age <= within)
    step = 100 if campaign.platform == "meta_ads" else 50
    delays = random.Random(f"{campaign.name} {day}")
    return sum(step for _ in range(final // step) if delays.randrange(100) < share)


def late(campaign: Campaign, day: date) -> int:
    """Hundredths of conversions on a Meta row of their own, without spend or impressions: credited after delivery had ended."""
    return 100 if campaign.platform == "meta_ads" and campaign.value and day.day == 3 else 0


def name_in(campaign: Campaign, made: date) -> str:
    """A campaign's name in an export: once renamed, every later export shows the new name on all its days."""
    return campaign.later_name if campaign.later_name and made >= RENAMED_ON else campaign.name
