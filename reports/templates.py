"""Templates filled from report.json, and the style sheet in its layers: what paper and web have in common."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports.brand import brand_of, fonts_of
from reports.fonts import MEASURED, SAID, stack
from reports.front import Front
from reports.ledger import Ledger
from reports.meeting import FORMS, NextMeeting
from reports.pages import Pages
from reports.plots import Plots
from reports.saying import Saying
from reports.sentence import formats_of, sentence_text
from reports.words import translator

FOLDER = Path(__file__).parent
_LAYERS = ("tokens", "page", "base", "components", "direction")


@cache
def environment() -> Environment:
    loader = FileSystemLoader(FOLDER)
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment


@cache
def stylesheet() -> str:
    """Our own CSS, in the order of its layers."""
    styles = {name: [FOLDER / "styles" / f"{name}.css"] for name in ("tokens", "page", "base", "direction")}
    styles["components"] = sorted((FOLDER / "components").glob("*.css"))
    layers = (
        f"@layer {name} {{\n{''.join(path.read_text(encoding='utf-8') for path in styles[name])}}}" for name in _LAYERS
    )
    return f"@layer {', '.join(_LAYERS)}, client;\n" + "\n".join(layers)


def client_layer(brand_css: str) -> str:
    """A client's brand.css sets two colours and two fonts and nothing else; whatever else it holds is left out."""
    brand, fonts = brand_of(brand_css), fonts_of(brand_css)
    stacks = {
        "font-said": stack(fonts.get("font-said", SAID)),
        "font-measured": stack(fonts.get("font-measured", MEASURED)),
    }
    said = {"brand": brand.brand, "accent": brand.accent, "tint": brand.tint} | stacks
    return f"@layer client {{ :root {{ {' '.join(f'--{name}: {value};' for name, value in said.items())} }} }}"


def filled(template: str, report: dict[str, Any], pages: Pages, plots: Plots, **given: Any) -> str:
    """A template over a report: `pages`, `plots` and what else it is given, under the names that every template knows."""
    return (
        environment()
        .get_template(template)
        .render(
            report=report,
            pages=pages,
            plots=plots,
            front_of=lambda rows: Front(pages, plots, rows),
            ledger_of=lambda rows: Ledger(pages, rows),
            meeting_of=lambda rows: NextMeeting(pages, rows),
            forms=FORMS,
            saying=Saying(pages),
            formats=formats_of(report),
            _=translator(report["client"]["locale"]),
            sentence=sentence_text(report),
            sections={section["name"]: section["rows"] for section in report["sections"]},
            **given,
        )
    )
