"""A table that spreads one column over many, such as a rate under each currency's own header, as the rows it means."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from platforms.catalogue import Unpivot
from platforms.recognise import Match
from platforms.records import Record, other_width


@dataclass(frozen=True)
class _Long:
    """The records of a wide table, given anew each time: one for each cell that was spread out.

    A record of another width than the header's stays one: nobody can say under which headers its cells stand.
    """

    records: Iterable[Record]
    width: int
    kept: list[int]
    spread: dict[int, str]

    def __iter__(self) -> Iterator[Record]:
        for record in self.records:
            cells = record.cells
            if record.fault or len(cells) < self.width or any(map(str.strip, cells[self.width :])):
                yield record._replace(fault=record.fault or other_width(record, self.width))
                continue
            rest = [cells[place] for place in self.kept]
            for place, header in self.spread.items():
                yield record._replace(cells=[*rest, header, cells[place]])


def unpivoted(
    header: Record, records: Iterable[Record], match: Match, unpivot: Unpivot
) -> tuple[Record, Iterable[Record], Match]:
    """(header, records, match) of the long table."""
    spread = {place: cell.strip() for place, cell in enumerate(header.cells) if cell.strip() in unpivot.headers}
    kept = [place for place in range(len(header.cells)) if place not in spread]
    columns = {name: kept.index(place) for name, place in match.columns.items()}
    columns |= {unpivot.name: len(kept), unpivot.value: len(kept) + 1}
    long = header._replace(cells=[*(header.cells[place] for place in kept), "", ""])
    return long, _Long(records, len(header.cells), kept, spread), replace(match, columns=columns)
