"""Which platform's report a header belongs to, judged by the columns it names and by nothing else."""

from collections import Counter
from dataclasses import dataclass

from platforms.catalogue import Platform, Report, load_platforms, normal_header
from platforms.columns import DATES


@dataclass(frozen=True)
class Match:
    """A recognised header: standard column -> position, in the header's order. `date` is the column that dates the rows."""

    platform: Platform
    report: Report
    language: str
    columns: dict[str, int]
    date: str | None
    currency_code: str | None

    @property
    def grain(self) -> list[str]:
        """The columns present that tell rows apart; `period_start` where rows carry their own days."""
        known = (*self.report.grain, *self.platform.segments)
        return [name for name in dict.fromkeys(known) if name in self.columns] + (
            ["period_start"] if self.date in DATES else []
        )


def map_header(platform: Platform, cells: list[str]) -> tuple[str, dict[str, int], str | None]:
    """(language, standard column -> position, currency in a header) under the language that explains most cells."""
    found: list[tuple[int, str, str, int]] = []
    currency = None
    for position, cell in enumerate(cells):
        header = normal_header(cell)
        for standard, language, rank in platform.spellings.get(header, ()):
            found.append((position, standard, language, rank))
        for pattern, standard, language, rank in platform.money_spellings:
            if in_header := pattern.fullmatch(header):
                found.append((position, standard, language, rank))
                currency = in_header[1].upper()
    order = list(platform.languages)
    explained = Counter(language for _, _, language, _ in found)
    language = min(order, key=lambda name: (-explained[name], order.index(name)))
    best: dict[str, tuple[int, int]] = {}
    for position, standard, spoken, rank in found:
        if spoken == language and (rank, position) < best.get(standard, (99, 0)):
            best[standard] = (rank, position)
    columns = {standard: position for standard, (_, position) in best.items()}
    return language, dict(sorted(columns.items(), key=lambda item: item[1])), currency


def match_header(platform: Platform, cells: list[str], title: str | None = None) -> Match | None:
    """The report of this platform whose header this is, or None; `title` is the line above it, where that is what tells reports apart."""
    if not _may_be(platform, cells):
        return None
    language, columns, currency = map_header(platform, cells)
    fitting = [
        report
        for report in platform.reports.values()
        if not report.transposed
        and _fits(platform, report, language, columns)
        and (not platform.by_title or _is_titled(report, title))
        and (not report.exact or len(columns) == sum(1 for cell in cells if cell.strip()))
    ]
    if not fitting:
        return None
    first = {name: place for place, name in enumerate(columns)}
    report = min(
        fitting, key=lambda one: min((first[name] for name in one.requires if name in platform.dimensions), default=999)
    )
    columns = {report.rename.get(name, name): place for name, place in columns.items()}
    if report.lifetime:
        columns = {name: place for name, place in columns.items() if name not in DATES}
    dated = [name for name in (*DATES, report.date) if name in columns]
    date = dated[0] if dated else None
    dropped = set(dated[1:]) - {report.date} - ({"period_end"} if date == "period_start" else set())
    kept = {name: place for name, place in columns.items() if name not in dropped}
    return Match(platform, report, language, kept, None if date == "period_end" else date, currency)


def match_transposed(platform: Platform, title: str | None) -> Match | None:
    """The report under this title whose names stand on one line and its values on the lines below, or None."""
    for report in platform.reports.values():
        if report.transposed and _is_titled(report, title):
            columns = {name: place for place, name in enumerate(report.transposed)}
            return Match(platform, report, next(iter(report.evidence)), columns, None, None)
    return None


def _may_be(platform: Platform, cells: list[str]) -> bool:
    """A cheap look before a header is mapped: a cell of it is one of this platform's words, and one is spread out where they should be."""
    if platform.unpivot and not any(cell.strip() in platform.unpivot.headers for cell in cells):
        return False
    return any(normal_header(cell) in platform.headers for cell in cells if cell)


def _is_titled(report: Report, title: str | None) -> bool:
    """A report that has titles is told by them; one that has none needs none."""
    return not report.title or (title is not None and normal_header(title) in map(normal_header, report.title))


def _fits(platform: Platform, report: Report, language: str, columns: dict[str, int]) -> bool:
    foreign = platform.dimensions - set(report.grain) - set(platform.segments)
    return (
        language in report.evidence
        and all(name in columns for name in report.requires)
        and all(any(name in columns for name in group) for group in report.any_of)
        and not foreign & columns.keys()
    )


_WHAT_ELSE = {
    True: "the lines that {} writes above the header are missing",
    False: "the title above its header is another report's, or a column that we do not know splits its rows",
}


def nearest(header_candidates: list[list[str]]) -> str:
    """A sentence for a file nobody recognised: what to export instead where we know its title and do not read it; else the platform it is nearest to, what it lacked, and how to export it.

    Of two platforms that name as many of its columns, one whose report misses a column is nearer than one it contradicts.
    """
    titles = {normal_header(cells[0]) for cells in header_candidates if cells}
    for platform in load_platforms().values():
        for title, instead in platform.unread.items():
            if normal_header(title) in titles:
                return f"Not read: {platform.name}'s {title}. {instead} Step by step: docs/exports/{platform.slug}.md."
    named = [
        (platform, max((map_header(platform, cells)[1] for cells in header_candidates), key=len, default={}))
        for platform in load_platforms().values()
    ]
    told = [(len(columns), platform, *_closest(platform, columns)) for platform, columns in named if len(columns) > 1]
    if not told:
        known = ", ".join(sorted(one.name for one in load_platforms().values()))
        return f"Not recognised: no line names the columns of a report we know ({known})."
    _, platform, report, missed = max(told, key=lambda one: (one[0], bool(one[3])))
    spelt = [next(iter(platform.columns[name].values()))[0].replace(" ({currency})", "") for name in missed]
    lacks = (
        f"it lacks the column {' and '.join(spelt)}"
        if spelt
        else _WHAT_ELSE[platform.comment is not None].format(platform.name)
    )
    how = f"{platform.export_hint} Step by step: docs/exports/{platform.slug}.md."
    return f"Not recognised: nearest to {platform.name} ({report.label}), but {lacks}. {how}"


def _closest(platform: Platform, columns: dict[str, int]) -> tuple[Report, list[str]]:
    """The report that these columns come closest to, and what they miss of it."""

    def distance(report: Report) -> tuple[bool, int, str]:
        contradicted = (platform.dimensions - set(report.grain) - set(platform.segments)) & columns.keys()
        missed = len(_missed(report, columns))
        return bool(missed or contradicted), missed - 2 * sum(name in columns for name in report.requires), report.name

    nearest_report = min((one for one in platform.reports.values() if not one.transposed), key=distance)
    return nearest_report, _missed(nearest_report, columns)


def _missed(report: Report, columns: dict[str, int]) -> list[str]:
    groups = [group[0] for group in report.any_of if not any(name in columns for name in group)]
    return [name for name in report.requires if name not in columns] + groups
