"""Transposed tables, names on the first line and values on the lines below it, turned into a header and a record of each value."""

import re
from collections.abc import Iterator

from platforms.records import Record

_NUMBER = re.compile(r"[\d.,]+\s*%?")


def turned_lines(title: str, lines: list[Record]) -> list[Record]:
    """A header of four cells, then a record of each value: the title, its line's name, its own name, the value."""
    names, *rest = lines
    return [Record(names.row, [title] * 4, names.last_row), *_values(title, names, rest)]


def _values(title: str, names: Record, lines: list[Record]) -> Iterator[Record]:
    """Lines are named by their first cells where none of these is a number.

    A line of another width than the names' is one record that no grammar lets pass: nobody can say which value is whose.
    """
    width = len(names.cells)
    first = [line.cells[0].strip() for line in lines if len(line.cells) == width and not line.fault]
    are_named = not any(map(_NUMBER.fullmatch, first))
    for line in lines:
        if line.fault:
            yield line
        elif len(line.cells) != width:
            value = f"{len(line.cells)} cells under {width} names: {' | '.join(line.cells)}"
            yield Record(line.row, [title, "", "", value], line.last_row)
        else:
            label = line.cells[0] if are_named else ""
            for name, value in list(zip(names.cells, line.cells, strict=True))[are_named:]:
                if name.strip() or value.strip():
                    yield Record(line.row, [title, label, name, value], line.last_row)
