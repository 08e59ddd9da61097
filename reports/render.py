"""report.json to HTML to PDF. No network, no database, no host font: only the assets at hand; a warning of the renderer is an error."""

import logging
import os
import re
from datetime import datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reports.brand import brand_of
from reports.fonts import font_assets
from reports.front import Front
from reports.ledger import Ledger
from reports.pages import Pages
from reports.plots import Plots
from reports.saying import Saying
from reports.sentence import formats_of, sentence_text
from reports.words import translator

FOLDER = Path(__file__).parent
BASE_URL = "https://report.invalid/editions/client/period/1/"
_ENDINGS = {"svg": "svg", "png": "png", "jpeg": "jpg"}
_LAYERS = ("tokens", "page", "base", "components")
_BRAND_PROPERTY = re.compile(r"--(brand|accent|font-said|font-measured):\s*([#\w\"', -]+);")


class RenderError(RuntimeError):
    """The renderer warned or asked for something that is not in the report; the message says what."""


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(FOLDER)
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment


@cache
def _stylesheet() -> str:
    """Our own CSS, in the order of its layers."""
    styles = {name: [FOLDER / "styles" / f"{name}.css"] for name in ("tokens", "page", "base")}
    styles["components"] = sorted((FOLDER / "components").glob("*.css"))
    layers = (
        f"@layer {name} {{\n{''.join(path.read_text(encoding='utf-8') for path in styles[name])}}}" for name in _LAYERS
    )
    return f"@layer {', '.join(_LAYERS)}, client;\n" + "\n".join(layers)


def _client_layer(brand_css: str) -> str:
    """A client's brand.css sets custom properties and nothing else; whatever else it holds is left out."""
    properties = "".join(f"--{name}: {value};" for name, value in _BRAND_PROPERTY.findall(brand_css))
    return f"@layer client {{ :root {{ {properties} --tint: {brand_of(brand_css).tint}; }} }}"


def render_html(
    report: dict[str, Any], *, brand_css: str, logo: bytes | None, logo_type: str | None
) -> tuple[str, dict[str, bytes]]:
    """The report's pages as deterministic HTML, and the assets it names (charts, logo, fonts), by name."""
    pages = Pages(report, brand_of(brand_css))
    mark = pages.put(f"assets/logo.{_ENDINGS[logo_type]}", logo) if logo and logo_type else None
    plots = Plots(pages)
    fonts, faces = font_assets()
    html = (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            pages=pages,
            front_of=lambda rows: Front(pages, plots, rows),
            ledger_of=lambda rows: Ledger(pages, rows),
            plots=plots,
            saying=Saying(pages),
            formats=formats_of(report),
            _=translator(report["client"]["locale"]),
            sentence=sentence_text(report),
            logo=mark,
            style=Markup(f"{faces}\n{_stylesheet()}\n{_client_layer(brand_css)}"),  # ours, not a reader's
            printed={section["name"] for section in report["sections"] if section["is_printed"]},
            sections={section["name"]: section["rows"] for section in report["sections"]},
        )
    )
    return html, pages.assets | {f"fonts/{name}": content for name, content in fonts.items()}


class _Warnings(logging.Handler):
    """Collects what WeasyPrint logs, so that no warning passes unseen."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _fetcher(assets: dict[str, bytes]) -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    by_name = {name.rpartition("/")[2]: content for name, content in assets.items()}
    types = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "ttf": "font/ttf"}

    class AssetsOnly(URLFetcher):
        """Serves the report's own assets by name, and nothing else from anywhere."""

        def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
            name = url.rpartition("/")[2]
            if not url.startswith("https://report.invalid/") or name not in by_name:
                raise FatalURLFetchingError(f"The report asks for {url[:200]!r}, which is not one of its assets.")
            return URLFetcherResponse(url, by_name[name], {"Content-Type": types[name.rpartition(".")[2]]})

    return AssetsOnly()


def render_pdf(html: str, assets: dict[str, bytes], *, identifier: str, created: datetime) -> bytes:
    """The PDF of rendered HTML: tagged, PDF/UA-1. The same HTML and assets give the same bytes; raises RenderError."""
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    warnings, log = _Warnings(), logging.getLogger("weasyprint")
    log.addHandler(warnings)
    stamped = html.replace("<!-- created -->", f'<meta name="dcterms.created" content="{created.isoformat()}">')
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(created.timestamp()))  # subset fonts carry the time they were made
    try:
        document = HTML(string=stamped, base_url=BASE_URL, url_fetcher=_fetcher(assets))
        content = document.write_pdf(
            pdf_variant="pdf/ua-1", pdf_tags=True, pdf_identifier=bytes.fromhex(identifier)[:16]
        )
    except FatalURLFetchingError as error:
        raise RenderError(str(error)) from error
    finally:
        log.removeHandler(warnings)
        os.environ.pop("SOURCE_DATE_EPOCH") if epoch is None else os.environ.update(SOURCE_DATE_EPOCH=epoch)
    if warnings.messages:
        said = "; ".join(dict.fromkeys(warnings.messages))
        raise RenderError(f"WeasyPrint warns: {said}")
    return content


@cache
def renderer() -> str:
    """What drew a PDF, for the manifest: the same inputs under another version may give other bytes."""
    return f"weasyprint {metadata.version('weasyprint')}, vl-convert-python {metadata.version('vl-convert-python')}"
