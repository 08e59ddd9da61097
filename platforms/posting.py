"""Records of one table to loaded, aside or quarantined, each exactly once."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from operator import itemgetter

from platforms import grammar
from platforms.catalogue import Language
from platforms.closing import CellReason, Closing
from platforms.columns import COLUMNS, DATES
from platforms.parties import PartyKeys
from platforms.recognise import Match
from platforms.records import Record, other_width
from platforms.tables import Problem, Table

VALUE_CHARACTERS = 80
CHUNK_RECORDS = 5_000
LOOKED_AT = 200
_SHARED = ("currency_code", "campaign_type", "account_id", "account_name")  # texts that a total may carry too
_ROW, _CELLS, _FAULT = itemgetter(0), itemgetter(1), itemgetter(3)  # of a Record
_FIRST, _LAST = itemgetter(0), itemgetter(1)
_DATED = ("day", "week", "month", "first", "last", "moment")  # kinds that may be written in numbers of doubtful order


_ENDS_INSIDE = "the file ends inside this row: it is cut; download it again"


def _texts(records: Iterable[Record], place: int) -> set[str]:
    return {record.cells[place].strip() for record in records if place < len(record.cells)}


def _chunks(records: Iterable[Record]) -> Iterator[list[Record]]:
    rest = iter(records)
    while chunk := list(islice(rest, CHUNK_RECORDS)):
        yield chunk


def _is_own_text(name: str, match: Match) -> bool:
    """A text that only a row of its own carries."""
    return COLUMNS[name].kind == "text" and name not in match.grain and name not in _SHARED


class _Parsed(dict):
    """Text -> what it was parsed to, each text once; `doubtful` holds those that obey no grammar, or that a total or a footer may say."""

    def __init__(self, parse: Callable, marks: Iterable[re.Pattern] = ()) -> None:
        super().__init__()
        self.parse, self.marks, self.refused, self.doubtful = parse, tuple(marks), set(), set()

    def learn(self, texts: Iterable) -> None:
        for text in texts:
            if text not in self and text not in self.refused:
                self._meet(text)

    def _meet(self, text: object) -> None:
        if self.marks and not text[:1].isdecimal() and any(mark.match(text.strip()) for mark in self.marks):
            self.doubtful.add(text)
        try:
            self[text] = self.parse(text)
        except grammar.CellError:
            self.refused.add(text)
            self.doubtful.add(text)


def _unread(text: str) -> None:
    """What a column that is not kept is parsed to."""


def _dating(match: Match) -> list[str]:
    """The columns that date a row: none, one, or a first and a last day."""
    if match.date is None:
        return []
    return (
        [match.date, "period_end"] if match.date == "period_start" and "period_end" in match.columns else [match.date]
    )


def _texts_of(days: grammar.Days | None) -> tuple[str | None, str | None]:
    """First and last day as a row carries them."""
    return (days[0].isoformat(), days[1].isoformat()) if days else (None, None)


class Posting:
    """Posts each record of one table to loaded, aside or quarantined, exactly once."""

    def __init__(
        self, table: Table, match: Match, width: int, records: Iterable[Record], said: dict[str, str], keys: PartyKeys
    ) -> None:
        self.table, self.match, self.width, self.keys = table, match, width, keys
        self.row_count = said.get("row_count")
        self.date_kind = match.platform.date_kinds.get(said.get("date_kind", ""))
        self.platform = match.platform
        self.language: Language = self.platform.languages[match.language]
        self.nulls = {"", *self.platform.nulls}
        self.totals: list[tuple[int, str, list[str]]] = []
        self.cells = {
            name: place
            for name, place in match.columns.items()
            if name not in DATES and COLUMNS[name].kind != "dropped"
        }
        self.memo: dict[tuple[str, str | None, str], str | CellReason] = {}
        self.orders = self._date_orders(records)
        self.values: dict[str, list[str | None]] = {name: [] for name in (*self.cells, "period_start", "period_end")}
        self.symbol: str | None = None
        self.label = re.compile(self.platform.totals) if self.platform.totals else None
        self.naming = [match.columns[name] for name in match.grain if name not in ("period_start", *_SHARED)]
        self.footer = re.compile(self.platform.footer) if self.platform.footer else None
        marks = [mark for mark in (self.label, self.footer) if mark]
        self.parsed = {place: _Parsed(_unread, marks) for place in range(width)}
        self.parsed |= {place: _Parsed(partial(self._of_cell, name), marks) for name, place in self.cells.items()}
        self._blank = [""] * width
        self.dating = [match.columns[name] for name in _dating(match)]
        self.days = _Parsed(self._span)
        self.telling = self.naming + [
            place for name, place in match.columns.items() if name == match.date or _is_own_text(name, match)
        ]

    def _date_orders(self, records: Iterable[Record]) -> dict[str, str | None]:
        """How each column's numeric dates are written: what its platform states, or what the whole column admits.

        The whole column is looked at only where its first dates are written in numbers of doubtful order.
        """
        stated = self.language.date_order or self.platform.date_order
        dated = {name: place for name, place in self.match.columns.items() if COLUMNS[name].kind in _DATED}
        orders = dict.fromkeys(dated, stated)
        first = list(islice(records, LOOKED_AT))
        for name, place in dated.items():
            if any(grammar.is_numeric_date(text) for text in _texts(first, place)):
                orders[name] = grammar.date_order(_texts(records, place), stated)
        return orders

    def post_all(self, records: Iterable[Record], is_cut: bool) -> None:
        """Post every record; `is_cut` says that the file ends inside the last one.

        Runs of ordinary records are taken column by column, each text parsed once; whatever needs a second look goes one by one.
        """
        chunks = _chunks(records)
        chunk = next(chunks, [])
        for following in chunks:
            self._post_chunk(chunk, {})
            chunk = following
        if chunk:
            self._post_chunk(chunk, {chunk[-1].row: _ENDS_INSIDE} if is_cut else {})

    def _post_chunk(self, chunk: list[Record], broken: dict[int, str]) -> None:
        ordinary = list(map(_CELLS, chunk))
        if any(map(_FAULT, chunk)):
            broken |= {record.row: record.fault for record in chunk if record.fault}
        odd = {0} if self.table.landed == 0 else set()
        if broken or set(map(len, ordinary)) != {self.width}:
            odd |= {place for place, one in enumerate(chunk) if len(one.cells) != self.width or one.row in broken}
        for place in odd:
            ordinary[place] = self._blank
        columns = list(zip(*ordinary, strict=True))
        odd |= self._worth_a_look(columns)
        self._post_runs(chunk, columns, sorted(odd), broken)

    def _worth_a_look(self, columns: list[tuple[str, ...]]) -> set[int]:
        """The places of records that may be totals or a closing line, or whose cells are refused."""
        suspects: set[int] = set()
        for place, column in enumerate(columns):
            texts, known = set(column), self.parsed[place]
            known.learn(texts)
            if doubtful := texts & known.doubtful:
                suspects |= {row for row, text in enumerate(column) if text in doubtful}
        if self.dating:
            dates = self._dates_of(columns)
            self.days.learn(set(dates))
            suspects |= (
                {row for row, texts in enumerate(dates) if texts in self.days.refused} if self.days.refused else set()
            )
        return suspects

    def _dates_of(self, columns: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """The texts that date each record: one, or a first and a last day."""
        return list(zip(*(columns[place] for place in self.dating), strict=True))

    def _of_cell(self, name: str, text: str) -> str | None:
        """A cell's canonical text, or nothing if it spells nothing. Raises CellError."""
        value = text.strip()
        if value in self.nulls:
            return None
        parsed = self.parse(name, value)
        if isinstance(parsed, CellReason):
            raise grammar.CellError(parsed.reason)
        return parsed

    def _post_runs(
        self, chunk: list[Record], columns: list[tuple[str, ...]], odd: list[int], broken: dict[int, str]
    ) -> None:
        start = 0
        for end in [*odd, len(chunk)]:
            if end > start:
                self._load_run(chunk[start:end], [column[start:end] for column in columns])
            if end < len(chunk):
                self.post(chunk[end], broken.get(chunk[end].row))
            start = end + 1

    def _load_run(self, records: list[Record], columns: list[tuple[str, ...]]) -> None:
        self.table.landed += len(records)
        self.table.row_numbers.extend(map(_ROW, records))
        for name, place in self.cells.items():
            self.values[name].extend(map(self.parsed[place].__getitem__, columns[place]))
        spans = (
            [self.days[texts] for texts in self._dates_of(columns)]
            if self.dating
            else [_texts_of(self.table.stated)] * len(records)
        )
        self.values["period_start"].extend(map(_FIRST, spans))
        self.values["period_end"].extend(map(_LAST, spans))

    def post(self, record: Record, reason: str | None) -> None:
        self.table.landed += 1
        cells = record.cells
        if len(cells) > self.width and not any(cell.strip() for cell in cells[self.width :]):
            cells = cells[: self.width]
        if reason is None and self._is_no_row(record, cells):
            self.table.aside += 1
            return
        if reason is None and (label := self._total_label(record, cells)):
            self.totals.append((record.row, label, cells))
            return
        if reason is None and len(cells) != self.width:
            reason = other_width(record, self.width)
        if reason:
            self._quarantine(record, None, reason)
            return
        self._load(record, cells)

    def _quarantine(self, record: Record, column: str | None, reason: str, value: str | None = None) -> None:
        """One record aside, and why. What a row of people says is not told: where cells have slipped, a name stands under any header."""
        is_told = value is not None and not self.match.report.is_of_people and not COLUMNS[column].is_personal
        told = value[:VALUE_CHARACTERS] if is_told else None
        subject = "" if value is None else f"{told!r} " if is_told else "the cell "
        self.table.quarantined += 1
        self.table.problems.append(Problem(record.row, column, subject + reason, told))

    def finish(self) -> None:
        """Fill in what the whole table says of every row, and hold the printed totals against the sums."""
        Closing(self).close()

    def is_null(self, cells: list[str], place: int) -> bool:
        return place >= len(cells) or cells[place].strip() in self.nulls

    def _is_no_row(self, record: Record, cells: list[str]) -> bool:
        """A platform's closing line, or a first row of words that explain the columns."""
        filled = [cell.strip() for cell in cells if cell.strip()]
        if self.footer and len(filled) == 1 and self.footer.match(filled[0]):
            return True
        measures = [place for name, place in self.cells.items() if COLUMNS[name].is_additive and place < len(cells)]
        words = [cells[place] for place in measures if re.search(r"[^\W\d_]{3}", cells[place])]
        return self.platform.definitions and self.table.landed == 1 and bool(words) and len(words) == len(measures)

    def _total_label(self, record: Record, cells: list[str]) -> str | None:
        """A total's own words: a cell that says so while nothing else tells rows apart, or a first row without names."""
        if self.label:
            for place, cell in enumerate(cells):
                if self.label.fullmatch(cell.strip()):
                    return cell.strip() if self._stands_alone(cells, place) else None
        is_first = self.table.landed == 1
        if (
            self.platform.blank_total
            and is_first
            and self.naming
            and all(self.is_null(cells, place) for place in self.naming)
        ):
            return "Total"
        return None

    def _stands_alone(self, cells: list[str], place: int) -> bool:
        """Nothing else tells the record apart; a total that does not stand where names stand may be of one day."""
        named = self.telling if place in self.naming else [one for one in self.telling if one not in self.dating]
        return all(self.is_null(cells, other) for other in named if other != place)

    def _load(self, record: Record, cells: list[str]) -> None:
        row: dict[str, str | None] = {}
        for name, place in self.cells.items():
            value = cells[place].strip()
            if value in self.nulls:
                row[name] = None
                continue
            parsed = self.parse(name, value)
            if isinstance(parsed, CellReason):
                self._quarantine(record, name, parsed.reason, value)
                return
            row[name] = parsed
        try:
            days = self.days_of(cells)
        except grammar.CellError as error:
            value = cells[self.match.columns[self.match.date]].strip()
            self._quarantine(record, "period_start", str(error), value)
            return
        row["period_start"], row["period_end"] = _texts_of(days)
        for name, values in self.values.items():
            values.append(row[name])
        self.table.row_numbers.append(record.row)

    def parse(self, name: str, value: str) -> str | CellReason:
        kind, order = COLUMNS[name].kind, self.orders.get(name)
        if kind == "text" and not name.endswith("_id"):
            return value
        key = (kind, order, value)
        if key not in self.memo:
            try:
                self.memo[key] = self._canonical(kind, order, value)
            except grammar.CellError as error:
                self.memo[key] = CellReason(str(error))
        return self.memo[key]

    def _canonical(self, kind: str, order: str | None, value: str) -> str:
        if kind == "text":
            return grammar.identifier(value)
        if kind == "moment":
            return grammar.moment(value, order)
        if kind == "place":
            return grammar.place(value)
        if kind in ("email", "phone", "keyed"):
            return getattr(self.keys, kind)(value)
        if kind == "money" and self.symbol is None and not (value[:1].isdecimal() and value[-1:].isdecimal()):
            self.symbol = grammar.money_parts(value)[1]
        return grammar.NUMBERS[kind](value, self.language)

    def days_of(self, cells: list[str]) -> grammar.Days | None:
        return self._days_said(tuple(cells[place] for place in self.dating)) if self.dating else self.table.stated

    def _span(self, texts: tuple[str, ...]) -> tuple[str | None, str | None]:
        return _texts_of(self._days_said(texts))

    def _days_said(self, texts: tuple[str, ...]) -> grammar.Days | None:
        """The days that the cells which date a row speak for. Raises CellError."""
        stated, name, text = self.table.stated, self.match.date, texts[0].strip()
        kind = self.date_kind or COLUMNS[name].kind
        if (stated is None and kind in grammar.COUNTED) or (kind == "moment" and text in self.nulls):
            return None
        first, last = grammar.days_of(kind, text, stated, self.orders.get(name))
        if len(texts) > 1:
            last = grammar.day(texts[1].strip(), self.orders.get("period_end"))
        if last < first:
            raise grammar.CellError("ends before it starts")
        if stated and kind == "day" and not stated[0] <= first <= stated[1]:
            raise grammar.CellError(f"lies outside the period the file states, {stated[0]} to {stated[1]}")
        return first, last
