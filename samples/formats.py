"""The platforms' own formats, byte habits included. One function per download; none of them knows how it is read."""

import csv
import io
import random
import zipfile
from datetime import date
from decimal import Decimal
from functools import cache
from xml.sax.saxutils import escape

from samples.facts import (
    AdDay,
    Arrival,
    Campaign,
    Example,
    SearchDay,
    SiteDay,
    ad_days,
    arrived,
    late,
    name_in,
    search_days,
    site_days,
)

Days = list[date]
_ads = cache(ad_days)
_sites = cache(site_days)
_searches = cache(search_days)
_STATUS = {"en": "Enabled", "pt": "Ativada"}
_MONTHS_PT = (
    "janeiro",
    "fevereiro",
    "março",
    "abril",
    "maio",
    "junho",
    "julho",
    "agosto",
    "setembro",
    "outubro",
    "novembro",
    "dezembro",
)


def ads(example: Example, campaign: Campaign) -> dict[date, AdDay]:
    return _ads(example, campaign)


def site(example: Example, arrival: Arrival) -> dict[date, SiteDay]:
    return _sites(example, arrival)


def search(example: Example) -> dict[date, SearchDay]:
    return _searches(example)


def _sheet(rows: list[list], newline: str = "\n") -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator=newline).writerows(rows)
    return text.getvalue()


def _quoted(cell: str, marks: str) -> str:
    """A cell in quotes where it holds one of the marks, its own quotes doubled."""
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in marks) else cell


def money(hundredths: int) -> str:
    """Two decimals, no separator, as Google prints cost."""
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _grouped(count: int) -> str:
    return f"{count:,}"


def _long_day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


_CAMPAIGN_HEADER = ["Campaign status", "Campaign", "Day", "Budget", "Status", "Campaign type", "Currency code", "Impr.", "Clicks",
                    "Interactions", "Interaction rate", "Avg. cost", "Cost", "Conv. rate", "Conversions", "Cost / conv.", "Conv. value"]  # fmt: skip


_QUALITY_HEADER = ["Viewable impr.", "Non-viewable impr.", "Invalid clicks"]


def _quality_cells(facts: list[AdDay]) -> list[str]:
    return [_grouped(sum(getattr(fact, name) for fact in facts)) for name in ("viewable", "non_viewable", "invalid")]


def _campaign_cells(day: AdDay, conversions: int, value: int) -> list[str]:
    rate = f"{100 * day.clicks / day.impressions:.2f}%" if day.impressions else " --"
    average = f"{day.cost / 100 / day.clicks:.2f}" if day.clicks else "0"
    conversion_rate = f"{conversions / day.clicks:.2f}%" if day.clicks else "0.00%"
    each = f"{day.cost / conversions:.2f}" if conversions else "0"
    return [_grouped(day.impressions), _grouped(day.clicks), _grouped(day.clicks), rate, average, money(day.cost), conversion_rate,
            money(conversions), each, money(value)]  # fmt: skip


def google_campaigns(example: Example, days: Days, made: date) -> bytes:
    """Google Ads campaign report segmented by day, ".csv": UTF-8, comma, totals at the end; one client chose the columns of quality too."""
    has_quality = example.slug == "harbor-dental"
    rows, by_kind = [], {}
    for campaign in (one for one in example.campaigns if one.platform == "google_ads"):
        for day in days:
            if fact := ads(example, campaign).get(day):
                conversions = arrived(campaign, fact.conversions, day, made)
                told = (fact, conversions, fact.value * bool(conversions))
                head = [
                    _STATUS["en"],
                    name_in(campaign, made),
                    str(day),
                    "120.00",
                    "Eligible",
                    campaign.kind,
                    example.currency,
                ]
                rows.append(head + _campaign_cells(*told) + _quality_cells([fact]) * has_quality)
                by_kind.setdefault(campaign.kind, []).append(told)
    every = [one for facts in by_kind.values() for one in facts]
    totals = [["Total: Campaigns", *[" --"] * 5, example.currency, *_total_cells(every, has_quality)]]
    totals.append(["Total: Account", *[""] * 5, example.currency, *_total_cells(every, has_quality)])
    totals += [
        [f"Total: {kind}", *[""] * 4, kind, example.currency, *_total_cells(facts, has_quality)]
        for kind, facts in by_kind.items()
    ]
    period = _sheet([[f"{_long_day(days[0])} - {_long_day(days[-1])}"]])
    return (
        "Campaign report\n" + period + _sheet([_CAMPAIGN_HEADER + _QUALITY_HEADER * has_quality, *rows, *totals])
    ).encode()


def _total_cells(facts: list[tuple[AdDay, int, int]], has_quality: bool = False) -> list[str]:
    whole = AdDay(
        *(sum(getattr(fact, name) for fact, _, _ in facts) for name in ("impressions", "clicks", "cost")), 0, 0
    )
    cells = _campaign_cells(whole, sum(one[1] for one in facts), sum(one[2] for one in facts))
    return cells + _quality_cells([fact for fact, _, _ in facts]) * has_quality


def excel_csv(content: bytes) -> bytes:
    """The other download of the same report, "Excel .csv": UTF-16 with tabs, still named .csv; numbers with a comma stay quoted."""
    rows = csv.reader(io.StringIO(content.decode()))
    lines = ["\t".join(_quoted(cell, ',"') for cell in row) for row in rows]
    return b"\xff\xfe" + ("\n".join(lines) + "\n").encode("utf-16-le")


_KEYWORDS = (
    ("harbor dental", "Exact match", 60),
    ("harbor dentist", "Phrase match", 30),
    ("dental harbor ny", "Broad match", 10),
)


def google_keywords(example: Example, days: Days, made: date) -> bytes:
    """Search keyword report by day of the brand campaign: the same clicks and cost once more, one level down."""
    campaign = example.campaigns[0]
    rows, facts = [], []
    for day in days:
        left = ads(example, campaign).get(day)
        for place, (keyword, match, share) in enumerate(_KEYWORDS if left else ()):
            fact = ads(example, campaign)[day]
            part = AdDay(*((value * share // 100 if place else value - sum(value * other // 100 for *_, other in _KEYWORDS[1:]))
                           for value in (fact.impressions, fact.clicks, fact.cost)), 0, 0)  # fmt: skip
            facts.append((part, 0, 0))
            rows.append(["Enabled", keyword, str(day), match, campaign.name, "Ad group 1", "Eligible", "", "", example.currency,
                         _grouped(part.impressions), _grouped(part.clicks), money(part.cost), "0.00"])  # fmt: skip
    whole = _total_cells(facts)
    total = [
        " --",
        "",
        " --",
        "Total: All but removed keywords",
        " --",
        " --",
        " --",
        "",
        "",
        example.currency,
        whole[0],
        whole[1],
        whole[5],
        "0.00",
    ]
    header = ["Keyword status", "Keyword", "Day", "Match type", "Campaign", "Ad group", "Status", "Status reasons", "Final URL",
              "Currency code", "Impr.", "Clicks", "Cost", "Conversions"]  # fmt: skip
    period = _sheet([[f"{_long_day(days[0])} - {_long_day(days[-1])}"]])
    return ("Search keyword report\n" + period + _sheet([header, *rows, total])).encode()


def google_time_series(example: Example, days: Days) -> bytes:
    """The Overview page's card: all campaigns by day, the currency glued to the amounts."""
    rows = []
    for day in days:
        facts = [ads(example, one).get(day) for one in example.campaigns if one.platform == "google_ads"]
        clicks, impressions, cost = (
            sum(getattr(fact, name) for fact in facts if fact) for name in ("clicks", "impressions", "cost")
        )
        average = round(cost / clicks) if clicks else 0
        rows.append(
            [
                f"{day:%a}, {day.day} {day:%b} {day.year}",
                clicks,
                impressions,
                f"US${money(average)}",
                f"US${cost // 100:,}.{cost % 100:02}",
            ]
        )
    return _sheet([["Date", "Clicks", "Impressions", "Avg. CPC", "Cost"], *rows]).encode()


def _pt(text: str) -> str:
    """A number as Brazil writes it."""
    return text.translate(str.maketrans(".,", ",."))


def google_campaigns_pt(example: Example, made: date) -> bytes:
    """Google Ads campaign report in Portuguese for one stated week, no day column."""
    first, last = date.fromordinal(made.toordinal() - 7), date.fromordinal(made.toordinal() - 1)
    header = ["Status da campanha", "Campanha", "Orçamento", "Nome do orçamento", "Tipo de orçamento", "Código da moeda", "Status",
              "Motivos do status", "Pontuação de otimização", "Tipo de campanha", "Impr.", "CTR", "Custo",
              "Tipo de estratégia de lances", "Cliques", "Taxa de conv.", "Conversões", "CPC méd.", "Custo / conv."]  # fmt: skip
    kinds = {"Search": "Pesquisa", "Display": "Display"}
    rows, weeks, by_kind = [], [], {}
    for campaign in example.campaigns:
        days = [fact for day, fact in ads(example, campaign).items() if first <= day <= last]
        week = _added(days)
        weeks.append(week)
        by_kind.setdefault(kinds[campaign.kind], []).append(week)
        rows.append(_pt_row([_STATUS["pt"], campaign.name], kinds[campaign.kind], example.currency, week))
    totals = [_pt_row(["Total: Conta", " --"], " --", example.currency, _added(weeks))]
    totals += [
        _pt_row([f"Total: {kind}", " --"], kind, example.currency, _added(some)) for kind, some in by_kind.items()
    ]
    period = f"{first.day} de {_MONTHS_PT[first.month - 1]} de {first.year} - {last.day} de {_MONTHS_PT[last.month - 1]} de {last.year}"
    return (f"Relatório de campanha\n{period}\n" + _sheet([header, *rows, *totals])).encode()


def _added(facts: list[AdDay]) -> AdDay:
    names = ("impressions", "clicks", "cost", "conversions", "value")
    return AdDay(*(sum(getattr(fact, name) for fact in facts) for name in names))


def _pt_row(head: list[str], kind: str, currency: str, week: AdDay) -> list[str]:
    rate = f"{100 * week.clicks / max(1, week.impressions):.2f}%"
    each = f"{week.cost / week.conversions:.2f}" if week.conversions else "0"
    cost = f"{week.cost // 100}.{week.cost % 100:02}"
    numbers = [_grouped(week.impressions), rate, cost, "Maximizar conversões", _grouped(week.clicks),
               f"{week.conversions / max(1, week.clicks):.2f}%", money(week.conversions), f"{week.cost / max(1, week.clicks) / 100:.2f}", each]  # fmt: skip
    return [*head, _pt("80.00"), " --", "Diário", currency, "Qualificada", "", " --", kind,
            *(cell if cell.startswith("Maximizar") else _pt(cell) for cell in numbers)]  # fmt: skip


def _meta_rows(example: Example, days: Days, made: date) -> list[tuple[date, Campaign, AdDay, int]]:
    ordered = [one for one in example.campaigns if one.platform == "meta_ads"]
    return [(day, one, fact, arrived(one, fact.conversions, day, made) // 100) for day in reversed(days) for one in ordered
            if (fact := ads(example, one).get(day))]  # fmt: skip


def meta_csv(example: Example, days: Days, made: date) -> bytes:
    """Ads by day from Meta, CSV: UTF-8 with a mark, quotes only where a blank or a comma asks for them.

    An ad's name stands twice a day, once per ad set; money is split between them and not rounded.
    """
    header = ["Day", "Ad name", f"Amount spent ({example.currency})", "Result type", "Results", "Impressions", "Link clicks",
              "Purchases conversion value", "Preview link", "Reporting starts", "Reporting ends"]  # fmt: skip
    lines = [",".join(_quoted(cell, ' ,"') for cell in header)]
    for day, one, fact, conversions in _meta_rows(example, days, made):
        halves = [
            (fact.impressions // 3, fact.clicks // 3, fact.cost * 33),
            (fact.impressions - fact.impressions // 3, fact.clicks - fact.clicks // 3, fact.cost * 67),
        ]
        for place, (impressions, clicks, cost) in enumerate(halves):
            results = conversions if place else 0
            kind = "Website purchases" if results else "Post engagement" if one.conversion_rate == 0 and place else ""
            shown = results or (clicks * 3 if kind else "")
            value = _trimmed(fact.value) if results and fact.value else ""
            cells = [str(day), one.name, _plain(Decimal(cost) / 10_000), kind, shown, impressions, clicks, value,
                     f"https://fb.example/{abs(hash_of(one.name)) % 10**9}{place}", str(day), str(day)]  # fmt: skip
            lines.append(",".join(_quoted(str(cell), ' ,"') for cell in cells))
        if results := late(one, day) // 100:
            cells = [str(day), one.name, "0", "Website purchases", str(results), "0", "0", _trimmed(one.value),
                     "https://fb.example/late", str(day), str(day)]  # fmt: skip
            lines.append(",".join(_quoted(cell, ' ,"') for cell in cells))
    return ("\ufeff" + "\n".join(lines) + "\n").encode()


def hash_of(text: str) -> int:
    """A number for a text that is the same in every process."""
    return sum(ord(letter) * 31**place for place, letter in enumerate(text[:12]))


def _trimmed(hundredths: int) -> str:
    """Meta drops trailing zeros: 8.1, 69.8, 12."""
    return _plain(Decimal(hundredths) / 100)


def _plain(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def meta_xlsx(example: Example, days: Days, made: date) -> bytes:
    """The same as a workbook of Ads Manager: the first data row is the total, its names blank, its reach counted once."""
    header = ["Day", "Ad name", "Ad delivery", "Ad set name", "Attribution setting", "Results", "Result indicator", "Reach", "Impressions",
              "Cost per results", "Link clicks", "Landing page views", f"Amount spent ({example.currency})", "Reporting starts", "Reporting ends"]  # fmt: skip
    rows = []
    for day, one, fact, conversions in _meta_rows(example, days, made):
        lead = "actions:offsite_conversion.fb_pixel_lead" if one.conversion_rate else "video_thruplay_watched_actions"
        results = conversions if one.conversion_rate else fact.clicks * 2
        rows.append([str(day), one.name, "active", f"{one.name} - set", "7-day click or 1-day view", results or "", lead if results else "",
                     fact.impressions * 7 // 10, fact.impressions, "", fact.clicks, fact.loaded, Decimal(fact.cost) / 100,
                     str(day), str(day)])  # fmt: skip
    total = ["", "", "", "", "", "", "", sum(row[7] for row in rows) * 2 // 5, sum(row[8] for row in rows), "", *(sum(row[place] for row in rows) for place in (10, 11, 12)),
             str(days[0]), str(days[-1])]  # fmt: skip
    return _workbook("Raw Data Report", [header, total, *rows])


_PARTS = {
    "[Content_Types].xml": '<Types xmlns="{p}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="{o}.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{o}.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="{p}/relationships"><Relationship Id="r1" Type="{r}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="{p}/relationships"><Relationship Id="r1" Type="{r}/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


def _workbook(sheet: str, rows: list[list]) -> bytes:
    """A workbook with one sheet: numbers as numbers, the rest as inline text."""
    names = {
        "p": "http://schemas.openxmlformats.org/package/2006",
        "o": "application/vnd.openxmlformats-officedocument.spreadsheetml",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    }
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    book = f'<workbook xmlns="{main}" xmlns:r="{names["r"]}"><sheets><sheet name="{sheet}" sheetId="1" r:id="r1"/></sheets></workbook>'
    cells = "".join(f"<row>{''.join(_cell(value) for value in row)}</row>" for row in rows)
    parts = {name: text.format(**names) for name, text in _PARTS.items()} | {
        "xl/workbook.xml": book,
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    return zipped({name: text.encode() for name, text in parts.items()}, date(2026, 1, 1))


def _cell(value: object) -> str:
    if isinstance(value, int | Decimal):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>' if value else "<c/>"


def zipped(files: dict[str, bytes], made: date) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(zipfile.ZipInfo(name, (made.year, made.month, made.day, 9, 0, 0)), content)
    return archive.getvalue()


_DASHES = "# ----------------------------------------"


def _ga4(example: Example, title: str, tables: list[tuple[str, list[list]]], days: Days) -> bytes:
    """GA4's download: comment lines, then each table under its own dates, with a blank line between; no newline at the end."""
    head = [
        _DASHES,
        f"# {title}",
        f"# Account: {example.account_name}",
        f"# Property: {example.property_name}",
        _DASHES,
    ]
    blocks = []
    for name, rows in tables:
        dates = [f"# Start date: {days[0]:%Y%m%d}", f"# End date: {days[-1]:%Y%m%d}"]
        blocks.append("\n".join([f"# {name}", *dates]) + "\n" + _sheet(rows))
    return ("\n".join(head) + "\n" + "\n".join(blocks)).rstrip("\n").encode()


def ga4_sources(example: Example, days: Days) -> bytes:
    """Traffic acquisition by source, medium and day; GA4 sorts by the first measure, not by date."""
    has_value = any(arrival.value for arrival in example.arrivals)
    header = ["Session source / medium", "Date", "Sessions", "Engaged sessions", "Engagement rate", "Key events"]
    rows = []
    for arrival in example.arrivals:
        for day in days:
            if fact := site(example, arrival).get(day):
                row = [
                    arrival.source_medium,
                    f"{day:%Y%m%d}",
                    fact.sessions,
                    fact.engaged,
                    fact.engaged / fact.sessions,
                    fact.key_events,
                ]
                rows.append([*row, _trimmed(fact.revenue)] if has_value else row)
    rows.sort(key=lambda row: (-row[2], row[1], row[0]))
    return _ga4(
        example,
        "Traffic acquisition: Session source / medium",
        [(" ", [header + ["Total revenue"] * has_value, *rows])],
        days,
    )


def people(example: Example, week: Days) -> tuple[int, int]:
    """Active and new people of exactly this week, as GA4 would count them."""
    sessions = sum(fact.sessions for one in example.arrivals for day, fact in site(example, one).items() if day in week)
    return sessions * 79 // 100, sessions * 61 // 100


def ga4_snapshot(example: Example, week: Days) -> bytes:
    """Reports snapshot of one week: people, stacked tables, some of them empty, days as ordinals."""
    active, new = people(example, week)
    trend = [[f"{place:04}", active // 7 - place, active // 90] for place in range(len(week))]
    tables = [
        (" ", [["Active users", "New users", "Average engagement time per active user", "Event count"], [active, new, 61.31578947368421, active * 6]]),
        (" ", [["Page title and screen class", "Views", "Active users", "Event count", "Bounce rate"],
               *[[f"{page} - {example.account_name}", views, views * 2 // 3, views * 3, 0.25] for page, views in page_views(example, week)]]),
        (" ", [["Nth day", "new", "returning"], *trend]),
        ("How does activity on your platforms compare?", [["Platform", "Key events"]]),
        (" ", [["Nth day", "30 days", "7 days", "1 day"], *[[ordinal, active * 3, active, day] for ordinal, day, _ in trend]]),
    ]  # fmt: skip
    return _ga4(example, "Reports snapshot", tables, week)


def page_views(example: Example, week: Days) -> list[tuple[str, int]]:
    """Each page's views of a week, most first; a fortieth of them, rounded down, led to a key event."""
    sessions = sum(
        fact.sessions
        for one in example.arrivals
        if not one.is_spam
        for day, fact in site(example, one).items()
        if day in week
    )
    weights = [random.Random(page).randint(75, 125) for page in example.pages]
    views = [sessions * weight // (50 * (place + 3)) for place, weight in enumerate(weights)]
    return sorted(zip(example.pages, views, strict=True), key=lambda row: -row[1])


def ga4_pages(example: Example, week: Days) -> bytes:
    """Pages and screens of one week."""
    header = ["Page path and screen class", "Views", "Active users", "Views per active user", "Average engagement time per active user",
              "Event count", "Key events", "Total revenue"]  # fmt: skip
    rows = [
        [page, views, views * 2 // 3, 1.5, 41.25, views * 3, views // 40, 0]
        for page, views in page_views(example, week)
    ]
    return _ga4(example, "Pages and screens: Page path and screen class", [(" ", [header, *rows])], week)


_COUNTRIES = {
    "USD": (("United States", 91), ("Canada", 5), ("India", 3)),
    "GBP": (("United Kingdom", 87), ("Ireland", 8), ("France", 3)),
    "BRL": (("Brazil", 94), ("Portugal", 4)),
}


def _split(names: tuple[str, ...], clicks: int, impressions: int) -> list[tuple[str, int, int, int]]:
    """(name, clicks, impressions, rank in tenths) of a list that falls off, each name with its own click rate and rank."""
    traits = []
    for place, name in enumerate(names):
        noise = random.Random(name)
        weight = 1000 * noise.randint(75, 125) // (place + 2)
        traits.append(
            (
                name,
                weight,
                weight * noise.randint(60, 170) // (100 if place else 300),
                14 + 17 * place + noise.randint(0, 40),
            )
        )
    drawn, shown = sum(trait[1] for trait in traits), sum(trait[2] for trait in traits)
    rows = [(name, clicks * weight // drawn, impressions * seen // shown, rank) for name, weight, seen, rank in traits]
    return sorted(rows, key=lambda row: (-row[1], -row[2]))


def queries(example: Example, days: Days) -> list[tuple[str, int, int, int]]:
    """What people searched for in these days, the anonymised left out: (query, clicks, impressions, rank in tenths)."""
    facts = [search(example)[day] for day in days]
    clicks, impressions = sum(fact.clicks for fact in facts), sum(fact.impressions for fact in facts)
    return _split(example.queries, clicks * 55 // 100, impressions * 62 // 100)


def search_console(example: Example, days: Days) -> dict[str, bytes]:
    """Search Console's seven files. Queries lose the anonymised, pages count per address, countries and devices equal the chart."""
    facts = search(example)
    chart = [_search_row(str(day), facts[day].clicks, facts[day].impressions, facts[day].position) for day in days]
    clicks, impressions = sum(facts[day].clicks for day in days), sum(facts[day].impressions for day in days)
    addresses = tuple(example.site.rstrip("/") + page for page in example.pages)
    pages = _split(addresses, clicks, impressions * 105 // 100)
    countries = [
        (country, clicks * share // 100, impressions * share // 100) for country, share in _COUNTRIES[example.currency]
    ]
    rest = (clicks - sum(row[1] for row in countries), impressions - sum(row[2] for row in countries))
    countries[0] = (countries[0][0], countries[0][1] + rest[0], countries[0][2] + rest[1])
    devices = [
        ("Mobile", clicks * 6 // 10, impressions * 6 // 10),
        ("Desktop", clicks - clicks * 6 // 10, impressions - impressions * 6 // 10),
    ]
    tables = {
        "Chart.csv": ["Date", chart],
        "Queries.csv": ["Top queries", [_search_row(*row) for row in queries(example, days)]],
        "Pages.csv": ["Top pages", [_search_row(*row) for row in pages]],
        "Countries.csv": ["Country", [_search_row(*row, 93 + 31 * place) for place, row in enumerate(countries)]],
        "Devices.csv": ["Device", [_search_row(*row, 92 + 27 * place) for place, row in enumerate(devices)]],
        "Search appearance.csv": ["Search Appearance", []],
    }
    measures = ["Clicks", "Impressions", "CTR", "Position"]
    files = {name: _sheet([[first, *measures], *rows]).rstrip("\n").encode() for name, (first, rows) in tables.items()}
    files["Filters.csv"] = (
        _sheet([["Filter", "Value"], ["Search type", "Web"], ["Date", "Custom"]]).rstrip("\n").encode()
    )
    return files


def _search_row(name: str, clicks: int, impressions: int, tenths: int) -> list:
    if not impressions:
        return [name, 0, 0, "", ""]
    rate = f"{100 * clicks / impressions:.2f}".rstrip("0").rstrip(".")
    return [name, clicks, impressions, f"{rate}%", f"{tenths / 10:.1f}".removesuffix(".0")]
