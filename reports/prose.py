"""Markdown that people write, as blocks of runs: words, and figures of the report where the words name one in braces.

An allow-list: paragraphs, lists, emphasis. Everything else, HTML and links too, stays the text it was typed as.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_TAGS = {"p", "ul", "li", "strong", "em"}
_NUMBERED = re.compile(r"^(\s*\d+)([.)])", re.MULTILINE)  # "12. November" at the start of a line is no list


@dataclass(frozen=True)
class Figure:
    """A cell of the report that words cite: the cell, which of its figures, and that figure, exact. Null is not measured."""

    cell: str
    field: str
    label: str
    where: str | None
    value: Decimal | None
    unit: str
    decimals: int


@dataclass(frozen=True)
class Run:
    """Words of one style, or a figure in their place."""

    text: str = ""
    figure: Figure | None = None
    strong: bool = False
    em: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph, or one line of a list."""

    kind: str
    runs: tuple[Run, ...]


Prose = tuple[Block, ...]
_RUN = {field.name for field in fields(Run)}


def plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """What `asdict` makes of one dataclass; of a run only what it has, or a line of words would be twenty of report.json."""
    told = dict(pairs)
    return {name: value for name, value in told.items() if value} if told.keys() == _RUN else told


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("zero", {"html": False}).enable(["list", "emphasis", "escape", "newline"])


def prose(text: str, figure: Callable[[str, int], Figure]) -> Prose:
    """The blocks of some Markdown; `figure` gives what the words in braces stand for, and is told at which character they stand."""
    figures = [figure(found[1], found.start()) for found in PLACEHOLDER.finditer(text)]
    places = iter(range(len(figures)))
    text = PLACEHOLDER.sub(
        lambda _: f"{{{next(places)}}}", text
    )  # a channel's name may hold what Markdown takes for its own
    blocks, depth = [], 0
    for token in _markdown().parse(_NUMBERED.sub(r"\1\\\2", text)):
        depth += (token.type == "list_item_open") - (token.type == "list_item_close")
        if token.type == "inline":
            blocks.append(Block("item" if depth else "paragraph", tuple(_runs(token.children or [], figures))))
    return tuple(blocks)


def _runs(tokens: list[Token], figures: list[Figure]) -> Iterator[Run]:
    """The runs of one block: pieces of one style joined, then cut where a figure stands."""
    pieces: list[tuple[str, bool, bool]] = []
    strong = em = 0
    for token in tokens:
        strong += (token.type == "strong_open") - (token.type == "strong_close")
        em += (token.type == "em_open") - (token.type == "em_close")
        style = (bool(strong), bool(em))
        words = " " if token.type in ("softbreak", "hardbreak") else token.content
        if pieces and pieces[-1][1:] == style:
            pieces[-1] = (pieces[-1][0] + words, *style)
        elif words:
            pieces.append((words, *style))
    for words, is_strong, is_em in pieces:
        for place, part in enumerate(PLACEHOLDER.split(words)):
            if place % 2:
                yield Run(figure=figures[int(part)], strong=is_strong, em=is_em)
            elif part:
                yield Run(part, strong=is_strong, em=is_em)


def prose_html(blocks: list[dict[str, Any]], told: Callable[[dict[str, Any]], str]) -> Markup:
    """Blocks of report.json as HTML; `told` writes a run. Written with every word escaped, and cleaned all the same."""
    html = "".join(_block(block, told) for block in blocks).replace("</ul><ul>", "")
    return Markup(nh3.clean(html, tags=_TAGS, attributes={}))


def _block(block: dict[str, Any], told: Callable[[dict[str, Any]], str]) -> str:
    words = "".join(_styled(run, str(escape(told(run)))) for run in block["runs"])
    return f"<ul><li>{words}</li></ul>" if block["kind"] == "item" else f"<p>{words}</p>"


def _styled(run: dict[str, Any], words: str) -> str:
    words = f"<em>{words}</em>" if run.get("em") else words
    return f"<strong>{words}</strong>" if run.get("strong") else words
