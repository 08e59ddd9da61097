"""The table in docs/platforms.md, made from the platforms' own tables: `python -m platforms.directory` prints the page.

The words around the table are written by hand and kept.
"""

from collections import defaultdict
from pathlib import Path

from platforms.catalogue import EVIDENCE, FOLDER, Platform, Report, load_platforms
from platforms.reader import read_file

PAGE = FOLDER.parent / "docs/platforms.md"
FIXTURES = FOLDER.parent / "tests/exports"
START, END = "<!-- made by `make golden` from platforms/*.toml -->\n", "<!-- end -->\n"
HEAD = """| Platform | Report | Languages and evidence | Days by the clock of | Final after | Restates | A missing day is | Checked | Checked on |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
"""
_CLOCKS = {"account": "the account", "property": "the property", "stated": "each moment"}


def platforms_page() -> str:
    """The page's text: one line a report, by platform."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    fixtures = _fixtures()
    lines = [
        _line(platform, report, fixtures[platform.slug, report.name])
        for platform in sorted(load_platforms().values(), key=lambda one: one.name)
        for report in platform.reports.values()
    ]
    return before + START + HEAD + "".join(lines) + END + rest.partition(END)[2]


def _fixtures() -> dict[tuple[str, str], list[str]]:
    """(platform, report) -> the fixtures that hold one."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path in sorted(path for path in FIXTURES.glob("*/*") if path.is_file()):
        for table in read_file(path.read_bytes()).tables:
            if table.report:
                found[table.platform, table.report].append(f"`{Path(path.parent.name, path.name)}`")
    return found


def _line(platform: Platform, report: Report, fixtures: list[str]) -> str:
    spoken = {
        evidence: [language for language, how in report.evidence.items() if how == evidence] for evidence in EVIDENCE
    }
    languages = "; ".join(f"{', '.join(names)}: {evidence}" for evidence, names in spoken.items() if names)
    real = f"a real file of {report.label}" if spoken["bytes"] else "–"
    cells = [
        platform.name, report.label, languages, _CLOCKS.get(platform.time_zone, platform.time_zone), f"{platform.settles_hours} h",
        f"{platform.restates_days} days", platform.absent_day, platform.checked, ", ".join(dict.fromkeys(fixtures)) or real,
    ]  # fmt: skip
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |\n"


if __name__ == "__main__":
    print(platforms_page(), end="")
