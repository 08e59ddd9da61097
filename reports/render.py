"""report.json to HTML to PDF. No network, no database, no host font: only the assets at hand; a warning of the renderer is an error."""

import logging
import os
from datetime import datetime
from functools import cache
from importlib import metadata
from typing import Any

from markupsafe import Markup

from reports.brand import brand_of
from reports.fonts import font_assets
from reports.pages import Pages
from reports.plots import Plots
from reports.templates import client_layer, filled, stylesheet

BASE_URL = "https://report.invalid/editions/client/period/1/"
_ENDINGS = {"svg": "svg", "png": "png", "jpeg": "jpg"}


class RenderError(RuntimeError):
    """The renderer warned or asked for something that is not in the report; the message says what."""


def render_html(
    report: dict[str, Any], *, brand_css: str, logo: bytes | None, logo_type: str | None
) -> tuple[str, dict[str, bytes]]:
    """The report's pages as deterministic HTML, and the assets it names (charts, logo, fonts), by name."""
    pages = Pages(report, brand_of(brand_css))
    mark = pages.put(f"assets/logo.{_ENDINGS[logo_type]}", logo) if logo and logo_type else None
    fonts, faces = font_assets()
    html = filled(
        "report.html", report, pages, Plots(pages),
        logo=mark, style=Markup(f"{faces}\n{stylesheet()}\n{client_layer(brand_css)}"),  # ours, not a reader's
        printed={section["name"] for section in report["sections"] if section["is_printed"]}, edition="paper",
    )  # fmt: skip
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
