"""report.json to HTML to PDF. No network, no database, no host font: only the assets at hand; a warning of the renderer is an error."""

import logging
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import metadata
from typing import Any

from markupsafe import Markup

from reports.brand import brand_of
from reports.chart import as_drawn
from reports.fonts import font_assets
from reports.pages import Pages
from reports.plots import Plots
from reports.templates import FOLDER, client_layer, filled, stylesheet

BASE_URL = "https://report.invalid/editions/client/period/1/"
_ENDINGS = {"svg": "svg", "png": "png", "jpeg": "jpg"}
_FONTCONFIG = FOLDER / "styles" / "fonts.conf"
_PAPER = re.compile(r'<html [^>]*data-paper="(\w+)"')


@dataclass(frozen=True)
class _Paper:
    """A sheet as the styles see it, before `zoom`: every paper holds the same 178 x 255 mm, so no page breaks elsewhere on another."""

    zoom: float
    sheet: str
    first: str


_PAPERS = {
    "a4": _Paper(1, "size: 210mm 297mm; margin: 25mm 16mm 17mm", "margin-top: 15mm"),
    "letter": _Paper(0.97, "size: 222.577mm 288.041mm; margin: 20.641mm 22.288mm 12.4mm", "margin-top: 10.641mm"),
}


class RenderError(RuntimeError):
    """The renderer warned or asked for something that is not in the report; the message says what."""


def _page_layer(report: dict[str, Any]) -> str:
    paper = _PAPERS[report["client"]["paper"]]
    return f"@page {{ {paper.sheet} }} @page :first {{ {paper.first} }}"


def render_html(
    report: dict[str, Any], *, brand_css: str, logo: bytes | None, logo_type: str | None
) -> tuple[str, dict[str, bytes]]:
    """The report's pages as deterministic HTML, and the assets it names (charts, logo, fonts), by name."""
    pages = Pages(report, brand_of(brand_css))
    mark = pages.put(f"assets/logo.{_ENDINGS[logo_type]}", logo) if logo and logo_type else None
    html = filled(
        "report.html", report, pages, Plots(pages),
        logo=mark, style=Markup(f"{_page_layer(report)}\n{stylesheet()}\n{client_layer(brand_css)}"),  # ours, not a reader's
        printed={section["name"] for section in report["sections"] if section["is_printed"]}, edition="paper",
    )  # fmt: skip
    html = pages.shortened(html)
    fonts, faces = font_assets(html + "".join(_drawn_text(pages.assets)))
    html = html.replace("<style>", f"<style>{faces}\n", 1)
    return html, pages.assets | {f"fonts/{name}": content for name, content in fonts.items()}


def _drawn_text(assets: dict[str, bytes]) -> Iterator[str]:
    """What charts write, in a browser and on paper: their letters need faces too."""
    for name, content in assets.items():
        if name.endswith(".svg"):
            text = content.decode(errors="ignore")
            yield from (text, as_drawn(text))


class _Warnings(logging.Handler):
    """Collects what WeasyPrint logs, so that no warning passes unseen."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _printed(name: str, content: bytes) -> bytes:
    return as_drawn(content.decode()).encode() if name.endswith(".svg") and b'class="marks"' in content else content


def _fetcher(assets: dict[str, bytes]) -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    by_name = {name.rpartition("/")[2]: _printed(name, content) for name, content in assets.items()}
    types = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "ttf": "font/ttf", "otf": "font/otf"}

    class AssetsOnly(URLFetcher):
        """Serves the report's own assets by name, and nothing else from anywhere."""

        def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
            name = url.rpartition("/")[2]
            if not url.startswith("https://report.invalid/") or name not in by_name:
                raise FatalURLFetchingError(f"The report asks for {url[:200]!r}, which is not one of its assets.")
            return URLFetcherResponse(url, by_name[name], {"Content-Type": types[name.rpartition(".")[2]]})

    return AssetsOnly()


@contextmanager
def _environment_of(created: datetime) -> Iterator[None]:
    """What WeasyPrint's libraries read from the environment: no font of the host, and the time that subset fonts carry."""
    ours = {"FONTCONFIG_FILE": str(_FONTCONFIG), "SOURCE_DATE_EPOCH": str(int(created.timestamp()))}
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@cache
def _weasyprint() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses the host's fonts, which we took away
        import weasyprint
    return weasyprint


def _unbranded(document: Any, pdf: Any) -> None:
    """Take the renderer's name out of the file: a client reads the agency's. What drew it stands in the manifest."""
    mark = re.compile(rb""" [\w]+:Producer=("[^"]*"|'[^']*')""")
    pdf.info.pop("Producer", None)
    for one in pdf.objects:
        if getattr(one, "extra", {}).get("Type") == "/Metadata":
            one.stream = [mark.sub(b"", part) for part in one.stream]


def render_pdf(html: str, assets: dict[str, bytes], *, identifier: str, created: datetime) -> bytes:
    """The PDF of rendered HTML: tagged, PDF/UA-1. The same HTML and assets give the same bytes; raises RenderError."""
    stamped = html.replace("<!-- created -->", f'<meta name="dcterms.created" content="{created.isoformat()}">')
    warned, log = _Warnings(), logging.getLogger("weasyprint")
    with _environment_of(created):
        weasyprint = _weasyprint()
        log.addHandler(warned)
        try:
            content = weasyprint.HTML(string=stamped, base_url=BASE_URL, url_fetcher=_fetcher(assets)).write_pdf(
                pdf_variant="pdf/ua-1",
                pdf_tags=True,
                zoom=_PAPERS[_PAPER.search(html)[1]].zoom,
                pdf_identifier=bytes.fromhex(identifier)[:16],
                finisher=_unbranded,
            )
        except weasyprint.urls.FatalURLFetchingError as error:
            raise RenderError(str(error)) from error
        finally:
            log.removeHandler(warned)
    if warned.messages:
        said = "; ".join(dict.fromkeys(warned.messages))
        raise RenderError(f"WeasyPrint warns: {said}")
    return content


@cache
def renderer() -> str:
    """What drew a PDF, for the manifest: the same inputs under another version may give other bytes."""
    return f"weasyprint {metadata.version('weasyprint')}, vl-convert-python {metadata.version('vl-convert-python')}"
