"""The body of the mail: page 1 as HTML that any mail client shows, from the same report.json; no picture, no script, nothing fetched."""

from typing import Any

from markupsafe import Markup

from reports.brand import brand_of
from reports.pages import Pages
from reports.plots import Plots
from reports.templates import FOLDER, filled

_STYLE = FOLDER / "styles" / "email.css"


def render_email(report: dict[str, Any], *, brand_css: str) -> str:
    """Page 1 as the body of a mail; the same report.json gives the same text. Colours stand as such: mail clients know no properties."""
    brand = brand_of(brand_css)
    pages = Pages(report, brand)
    style = _STYLE.read_text(encoding="utf-8").replace("var(--brand)", brand.brand)
    return filled("email.html", report, pages, Plots(pages), style=Markup(style)).lstrip()
