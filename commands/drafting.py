"""`handshake inspect --draft`: of a file nobody knows, a first platform as files: table, staging model, suite and a fixture without people.

A start, not an answer: what the file does not say is marked `find out`. Of its cells only days and empty marks are kept as they are.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from random import Random

from commands.naming import ascii_words
from platforms import grammar
from platforms.catalogue import Language, load_platforms, normal_header
from platforms.columns import COLUMNS, DATES
from platforms.decode import read_sheets, unpack
from platforms.records import SnapshotError
from platforms.transports import from_file

Say = Callable[[str], None]
LOOKED_AT, KEPT_ROWS = 200, 20
_NO_WORD = re.compile(r"[\W_]*")
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE = re.compile(r"(?=(?:\D*\d){7})\+?[\d\s()./-]*[\s()/+-][\d\s()./-]*")
_CASTS = {"count": "bigint", "money": "decimal(38, 18)", "number": "decimal(38, 18)", "rate": "decimal(38, 18)",
          "percent": "decimal(38, 18)", "seconds": "decimal(38, 18)"}  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """The table of an unknown file: the lines above its header, the header, its first rows, and how it spells numbers."""

    above: int
    header: list[str]
    rows: list[list[str]]
    language: Language

    def cells(self, place: int) -> list[str]:
        """What one column says, without cells that hold no letter and no digit."""
        return [row[place].strip() for row in self.rows if not _NO_WORD.fullmatch(row[place])]

    @property
    def nulls(self) -> list[str]:
        """The cells that hold no letter and no digit, as its way of saying nothing."""
        return sorted({cell.strip() for row in self.rows for cell in row if _NO_WORD.fullmatch(cell)} - {""})


def write_draft(path: Path, out: Path, today: date, say: Say) -> None:
    """Write the draft of one file into `out` and say what is there."""
    try:
        sample = _sample(unpack(from_file(path).content)[0].content)
    except SnapshotError as error:
        say(f"{path.name}: {error}")
        return
    if sample is None:
        say(f"{path.name}: no draft: no two lines of it have the same two columns or more.")
        return
    out.mkdir(parents=True, exist_ok=True)
    files = drafted(sample, slug_of(path.stem), path.stem, today)
    for name, text in files.items():
        (out / name).write_text(text, encoding="utf-8", newline="")
    say(f"{path.name}: a first platform is in {out}: {', '.join(files)}. Look for `find out` in them.")


def slug_of(stem: str) -> str:
    """A file's name as a platform's: lower-case ASCII words; never one that is known."""
    slug = ascii_words(stem, "_") or "unknown"
    slug = slug if slug[0].isalpha() else f"x_{slug}"
    return f"{slug}_draft" if slug in load_platforms() else slug


def _sample(content: bytes) -> Sample | None:
    """The first lines that share the most common width; the first of them is the header."""
    records = [record.cells for record in islice(read_sheets(content)[0].records, LOOKED_AT)]
    widths = Counter(len(cells) for cells in records if len(cells) > 1)
    width, count = max(widths.items(), key=lambda item: item[0] * item[1], default=(0, 0))
    if count < 2:
        return None
    above = next(place for place, cells in enumerate(records) if len(cells) == width)
    rows = [cells for cells in records[above + 1 :] if len(cells) == width]
    return Sample(above, [cell.strip() for cell in records[above]], rows, _language(rows))


def _language(rows: list[list[str]]) -> Language:
    """With a decimal comma where more cells are numbers that way."""
    spelt = [Language(), Language(decimal=",", group=".")]
    cells = [cell.strip() for row in rows for cell in row]
    return max(spelt, key=lambda language: sum(_obeys("money", cell, language) for cell in cells))


def _obeys(kind: str, cell: str, language: Language, order: str | None = None) -> bool:
    try:
        if kind in grammar.NUMBERS:
            grammar.NUMBERS[kind](cell, language)
        elif kind == "moment" or (kind in {column.kind for column in DATES.values()} and kind not in grammar.COUNTED):
            grammar.days_of("day" if kind in ("first", "last") else kind, cell, None, order)
    except grammar.CellError:
        return False
    return True


def _fits(kind: str, sample: Sample, place: int) -> bool:
    cells = sample.cells(place)
    return all(_obeys(kind, cell, sample.language, grammar.date_order(cells, None)) for cell in cells)


def _kind(sample: Sample, place: int) -> str:
    """The narrowest kind that every cell of a column obeys."""
    cells = sample.cells(place)
    if cells and all(map(_EMAIL.fullmatch, cells)):
        return "email"
    if cells and all(map(_PHONE.fullmatch, cells)) and not _fits("day", sample, place):
        return "phone"
    tried = ("day", "moment", "count", "number", "rate", "money")
    return next((kind for kind in tried if cells and _fits(kind, sample, place)), "text")


def _known_names(sample: Sample) -> dict[str, tuple[int, str]]:
    """Standard name -> (place, header): what most platforms call a header so, where its cells obey that column's grammar."""
    named: dict[str, tuple[int, str]] = {}
    for place, header in enumerate(sample.header):
        candidates = Counter()
        for platform in load_platforms().values():
            normal = normal_header(header)
            candidates.update((standard, header) for standard, _, _ in platform.spellings.get(normal, ()))
            for pattern, standard, _, _ in platform.money_spellings:
                if found := pattern.fullmatch(normal):
                    candidates[standard, header[: found.start(1)] + "{currency}" + header[found.end(1) :]] += 1
        for (standard, spelt), _ in candidates.most_common():
            kind = COLUMNS[standard].kind
            if standard not in named and kind not in ("dropped", *grammar.COUNTED) and _fits(kind, sample, place):
                named[standard] = (place, spelt)
                break
    return named


def drafted(sample: Sample, slug: str, name: str, today: date) -> dict[str, str]:
    """The draft's files by name."""
    known = _known_names(sample)
    entity = _entity(known)
    return {
        f"{slug}.toml": _table(sample, slug, name, today, known, entity),
        f"stg_{slug}__{entity}.sql": _model(slug, name, known),
        f"{slug}__report.yml": _SUITE,
        f"{slug}.csv": fixture(sample, {place for one, (place, _) in known.items() if one in DATES}),
    }


def _entity(known: dict[str, tuple[int, str]]) -> str:
    """What its rows are most like: the entity of the report that feeds a figure and whose columns it shares most of."""
    shared = Counter()
    for platform in load_platforms().values():
        for report in (platform.reports[name] for name in {name for feed in platform.feeds.values() for name in feed}):
            wanted = {
                *report.grain,
                *report.requires,
                *(name for group in report.any_of for name in group),
            } - DATES.keys()
            shared[report.entity] = max(shared[report.entity], len(wanted & known.keys()))
    entity, count = shared.most_common(1)[0]
    return entity if count > 1 else "fact"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _table(
    sample: Sample, slug: str, name: str, today: date, known: dict[str, tuple[int, str]], entity: str
) -> str:  # fmt: skip
    grain = [one for one in known if COLUMNS[one].kind == "text" and one not in ("account_id", "account_name", "currency_code")]  # fmt: skip
    measures = [one for one in known if COLUMNS[one].is_additive]
    required = [*grain[:1], *measures[:1]] or list(known)[:2]
    spelling = "" if sample.language == Language() else 'decimal = ","\ngroup = "."\n'
    places = {place for place, _ in known.values()}
    unknown = [
        f"# {ascii_words(header, '_') or 'column'} = {{ en = [{_quoted(header)}] }}    # {_kind(sample, place)}: a column of platforms/columns.py, or add one"
        for place, header in enumerate(sample.header)
        if place not in places and header
    ]
    columns = [f"{standard} = {{ en = [{_quoted(header)}] }}" for standard, (_, header) in known.items()]
    lines = [
        f"# {_quoted(name)}: drafted from one file by `handshake inspect --draft`; {sample.above} lines stand above its header.",
        f"name = {_quoted(name)}", f'checked = "{today}"', 'time_zone = "account"    # find out: whose midnight cuts its days',
        "restates_days = 30        # find out: how long past days may still change",
        "settles_hours = 48        # find out: when a day is final", 'absent_day = "unknown"    # find out: "zero" where it leaves out days without activity',
        f"nulls = [{', '.join(map(_quoted, sample.nulls))}]", 'export_hint = ""    # find out: where people click to get this file', "",
        f"[languages.en]\n{spelling}", "[feeds]", *(f'{one} = ["report"]' for one in measures), "",
        "[columns]", *columns, *unknown, "", "[reports.report]", f'entity = "{entity}"', f"label = {_quoted(name)}",
        f"grain = {json.dumps(grain)}", f"requires = {json.dumps(required)}", 'evidence = { en = "bytes" }', "",
    ]  # fmt: skip
    return "\n".join(lines)


def _model(slug: str, name: str, known: dict[str, tuple[int, str]]) -> str:
    text = [one for one in known if COLUMNS[one].kind == "text" and one not in ("account_id", "currency_code")]
    figures = [(one, _CASTS[COLUMNS[one].kind]) for one in known if COLUMNS[one].kind in _CASTS]
    columns = [
        f"'{slug}' as platform", "'report' as report", "account_id", *text, "period_start::date as period_start",
        "period_end::date as period_end", "currency_code", *(f"{one}::{cast} as {one}" for one, cast in figures),
    ]  # fmt: skip
    selected = ",\n    ".join(columns)
    head = f"-- {' '.join(name.split())}, drafted: bring it to the columns of its entity.\n-- grain: report, account_id, {', '.join([*text, 'period_start', 'period_end'])}\n"
    return f"{head}-- units: find out\nselect\n    {selected}\nfrom landed.{slug}__report\nwhere period_start is not null\n"


_SUITE = """expectations:
  - type: expect_column_to_exist
    kwargs: {column: period_start}
    severity: critical
    meta: {why: "The rows carry no days, so nothing of them can be reported."}
  - type: expect_table_row_count_to_be_between
    kwargs: {min_value: 1}
    severity: warning
    meta: {why: "The export holds no rows; zero is reported only where its days are stated."}
"""


def fixture(sample: Sample, dated: set[int]) -> str:
    """The header and the first rows as CSV, each text another one, each number another of its shape, people invented."""
    texts: dict[str, str] = {}
    kept = dated | {place for place in range(len(sample.header)) if _kind(sample, place) in ("day", "moment")}
    file = io.StringIO(newline="")
    rows = [
        [cell if place in kept else _anonymous(cell.strip(), sample.language, texts) for place, cell in enumerate(row)]
        for row in sample.rows[:KEPT_ROWS]
    ]
    csv.writer(file, lineterminator="\n").writerows([sample.header, *rows])
    return file.getvalue()


def _anonymous(cell: str, language: Language, texts: dict[str, str]) -> str:
    """A cell that tells nothing of the original; the same text always becomes the same."""
    if _NO_WORD.fullmatch(cell):
        return cell
    if any(_obeys(kind, cell, language) for kind in ("money", "rate")):
        return _other_digits(cell)
    number = len(texts) + 1
    if _EMAIL.fullmatch(cell):
        return texts.setdefault(cell, f"person-{number}@example.com")
    if _PHONE.fullmatch(cell):
        return texts.setdefault(cell, f"+1 555 010 {number:04}")
    return texts.setdefault(cell, f"text-{number}")


def _other_digits(cell: str) -> str:
    """Every digit another one, nought aside, the same each time."""
    chance = Random(cell)
    return re.sub(r"[1-9]", lambda found: chance.choice("123456789".replace(found[0], "")), cell)
