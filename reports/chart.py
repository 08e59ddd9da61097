"""Charts with axes: Vega-Lite specifications in charts/, drawn to SVG without a browser. Brand colours come in as configuration."""

import json
import re
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, unescape

import arabic_reshaper
import vl_convert
from bidi import get_display

from reports.brand import TOKENS, Brand
from reports.fonts import MEASURED, font_folders, stack
from reports.formats import Formats

FOLDER = Path(__file__).parent / "charts"
_AXES = {"currency": "$,.0f", "percent": ".0%", "count": ",.0f", "multiple": ",.1f", "number": ",.0f"}


_LABEL = re.compile(r"(?<=>)[^<>]*[\u0590-\u08ff][^<>]*(?=</text>)")


@cache
def _specification(name: str) -> str:
    return (FOLDER / f"{name}.vl.json").read_text(encoding="utf-8")


@cache
def _register_fonts() -> None:
    for folder in font_folders():
        vl_convert.register_font_directory(str(folder))


def draw(
    name: str,
    rows: list[dict[str, Any]],
    brand: Brand,
    formats: Formats,
    unit: str,
    title: str,
    height: int | None = None,
) -> bytes:
    """The chart of that name over these rows, as SVG; decimals are drawn as floats, which is all a drawing needs.

    `unit` is that of the vertical axis: count, currency, percent (of fractions), multiple or number. `title` says what
    is drawn to whoever cannot see it. `height` in CSS pixels, if not the specification's own.
    """
    _register_fonts()
    parts = (specified(name, rows, brand, unit, height), formats.number_locale, formats.time_locale)
    svg = _svg(*(json.dumps(part, sort_keys=True) for part in parts))
    return svg.replace("<svg ", '<svg role="img" ', 1).replace(">", f"><title>{escape(title)}</title>", 1).encode()


@lru_cache(maxsize=32)
def _svg(specification: str, number_locale: str, time_locale: str) -> str:
    """A chart's picture; paper and web take the same one."""
    return vl_convert.vegalite_to_svg(
        json.loads(specification),
        allowed_base_urls=[],
        format_locale=json.loads(number_locale),
        time_format_locale=json.loads(time_locale),
    )


def specified(
    name: str, rows: list[dict[str, Any]], brand: Brand, unit: str, height: int | None = None
) -> dict[str, Any]:
    """The chart's whole Vega-Lite specification, its rows and the brand's colours in it."""
    specification = json.loads(_specification(name)) | {"datasets": {"rows": [_drawable(row) for row in rows]}}
    return specification | {"height": height or specification["height"], "config": _config(brand, unit)}


def as_drawn(svg: str) -> str:
    """The SVG with its right-to-left words joined and in the order they stand: the PDF's renderer sets letter by letter."""
    return _LABEL.sub(lambda label: escape(get_display(arabic_reshaper.reshape(unescape(label[0])), base_dir="L")), svg)


def _drawable(row: dict[str, Any]) -> dict[str, Any]:
    return {key: float(value) if isinstance(value, Decimal) else value for key, value in row.items()}


def _config(brand: Brand, unit: str) -> dict[str, Any]:
    fonts = stack(MEASURED)
    quiet, rule, ink = TOKENS["quiet"], TOKENS["rule"], TOKENS["ink"]
    # Vega ignores tickMinStep beside tickCount: half a count is drawn, and made invisible
    between = [{"test": "datum.value % 1 !== 0", "value": "transparent"}] if unit == "count" else []
    grid = {"condition": [*between, {"test": "datum.value === 0", "value": quiet}], "value": rule}
    label = {"condition": between, "value": quiet} if between else quiet
    return {
        "aria": False,  # the title says it, in a reader's words
        "background": None,
        "padding": {"left": 0, "right": 8, "top": 5, "bottom": 0},
        "view": {"stroke": None},
        "font": fonts,
        "axis": {
            "labelFont": fonts,
            "labelFontSize": 9.5,
            "labelColor": quiet,
            "domain": False,
            "ticks": False,
            "labelPadding": 5,
        },
        "axisY": {"gridColor": grid, "gridWidth": 0.6, "format": _AXES[unit], "labelColor": label},
        "line": {"color": brand.brand, "strokeCap": "round"},
        "point": {"color": brand.brand},
        "bar": {"color": brand.brand},
        "text": {"font": fonts, "fontSize": 9.5, "color": ink},
        "style": {
            "now": {"color": rule, "strokeWidth": 5},
            "hollow": {"fill": "white", "stroke": brand.brand, "strokeWidth": 1.4, "opacity": 1},
            "before": {"color": ink},
            "note": {"color": brand.accent, "strokeWidth": 1.1},
            "break": {"color": quiet, "strokeWidth": 0.8, "strokeDash": [3, 2]},
        },
        "range": {"category": [brand.brand, ink, quiet], "symbol": ["circle"]},
    }
