"""Charts with axes: Vega-Lite specifications in charts/, drawn to SVG without a browser. Brand colours come in as configuration."""

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import vl_convert

from reports.brand import Brand
from reports.fonts import MEASURED, font_folders

FOLDER = Path(__file__).parent / "charts"
QUIET, RULE = "#5d6b6c", "#d9dfdd"  # the same as --quiet and --rule in styles/tokens.css, which no SVG file can read


@cache
def _specification(name: str) -> str:
    return (FOLDER / f"{name}.vl.json").read_text(encoding="utf-8")


@cache
def _register_fonts() -> None:
    for folder in font_folders():
        vl_convert.register_font_directory(str(folder))


def draw(name: str, rows: list[dict[str, Any]], brand: Brand, locale: str) -> bytes:
    """The chart of that name over these rows, as SVG; decimals are drawn as floats, which is all a drawing needs."""
    _register_fonts()
    specification = json.loads(_specification(name)) | {"datasets": {"rows": [_drawable(row) for row in rows]}}
    svg = vl_convert.vegalite_to_svg(
        specification,
        config=_config(brand),
        allowed_base_urls=[],
        format_locale=_d3(locale),
        time_format_locale=_d3(locale),
    )
    return svg.encode()


def _drawable(row: dict[str, Any]) -> dict[str, Any]:
    return {key: float(value) if isinstance(value, Decimal) else value for key, value in row.items()}


_D3_LOCALES = {
    "pt-BR": "pt-BR",
    "en-GB": "en-GB",
    "en-US": "en-US",
    "de-DE": "de-DE",
    "fr-FR": "fr-FR",
    "es-ES": "es-ES",
}


def _d3(locale: str) -> str:
    return _D3_LOCALES.get(locale, "en-US")


def _config(brand: Brand) -> dict[str, Any]:
    text = {"labelFont": MEASURED, "titleFont": MEASURED, "labelFontSize": 8, "labelColor": QUIET}
    return {
        "background": None,
        "padding": {"left": 0, "right": 6, "top": 4, "bottom": 0},
        "view": {"stroke": None},
        "font": MEASURED,
        "axis": text | {"domain": False, "ticks": False, "gridColor": RULE, "gridWidth": 0.5, "labelPadding": 4},
        "line": {"color": brand.brand},
        "point": {"color": brand.brand},
        "bar": {"color": brand.brand},
        "text": {"font": MEASURED, "fontSize": 8},
        "range": {"category": [brand.brand, brand.accent, "#7c8b8c", "#b08d2e", "#4d6fa9", "#3f3f3f"]},
    }
