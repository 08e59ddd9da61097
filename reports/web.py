"""The web edition: the report as one HTML file that asks for nothing outside itself, from the same report.json and templates.

Every figure opens what stands behind it; charts are pictures that come alive where scripts run (vl-convert carries the chart library).
"""

import base64
import hashlib
import io
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import fontTools
import vl_convert
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from markupsafe import Markup

from reports.brand import Brand, brand_of
from reports.fonts import font_files
from reports.pages import Pages
from reports.plots import Plots
from reports.templates import FOLDER, client_layer, filled, stylesheet

Row = dict[str, Any]
_TYPES = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg"}
_ENDINGS = {"svg": "svg", "png": "png", "jpeg": "jpg"}
_WEIGHTS = (400, 600)  # what the screens' weights run between
_LATIN = (
    *range(0x20, 0x17F),
    0x2009,
    0x200A,
    0x202F,
    *range(0x2010, 0x2027),
    0x20AC,
    0x2190,
    0x2191,
    0x2192,
    0x2193,
    0x2212,
    0x2713,
)
_LIVE = (FOLDER / "web.js").read_text(encoding="utf-8")
_CAUSES = (
    "Its own screen may show days by another clock, or a range that ends today.",
    "Platforms still correct the last days; what we hold is what the file said when it was exported.",
    "Filters, segments and removed campaigns change what its screen adds up.",
)


class WebPages(Pages):
    """Helpers of the web edition: a figure is a button that opens what it is made of."""

    def __init__(self, report: dict[str, Any], brand: Brand) -> None:
        super().__init__(report, brand)
        self.opened: dict[str, None] = {}
        notes = next((one["rows"] for one in report["sections"] if one["name"] == "notes"), {})
        self._provenance = self.grouped_rows(notes.get("provenance", []), "metric")
        self._definitions = {row["metric"]: row for row in notes.get("definitions", [])}
        self._sources = notes.get("sources", [])

    def value(self, row: Row, key: str = "value") -> Markup | str:
        """The figure; where its sources are known, as a button for the box that names them."""
        said = self.figure(row, key)
        if key != "value" or row[key] is None or row.get("metric") not in self._provenance:
            return said
        self.opened[row["metric"]] = None
        return Markup('<button type="button" class="figure" popovertarget="of-{}">{}</button>').format(
            row["metric"], said
        )

    @property
    def boxes(self) -> list[Row]:
        """What each figure that can be opened is: its label, its formula, and the files behind it."""
        return [
            {"metric": metric, "label": self._definitions[metric]["label"], "told": self.definitions([self._definitions[metric]]),
             "files": self._files(metric), "causes": [self.words(cause) for cause in _CAUSES]}
            for metric in self.opened
        ]  # fmt: skip

    def _files(self, metric: str) -> list[Row]:
        told = [(one["platform"], one["account_id"], one["report"]) for one in self._provenance[metric]]
        return [
            source for source in self._sources
            if any(source["platform"] == platform and source["account_id"] == account and report in source["report_names"]
                   for platform, account, report in told)
        ]  # fmt: skip


def render_web(report: dict[str, Any], *, brand_css: str, logo: bytes | None, logo_type: str | None) -> str:
    """The web edition as HTML; the same report.json gives the same text."""
    brand = brand_of(brand_css)
    paper, pages = Pages(report, brand), WebPages(report, brand)
    mark = _data(logo, _TYPES[_ENDINGS[logo_type]]) if logo and logo_type else None
    plots = Plots(paper)
    html = filled(
        "web.html", report, pages, plots,
        logo=mark, printed=set(), edition="web", style=Markup("@@style@@"), live=Markup("@@live@@"), library=Markup("@@library@@"),
    )  # fmt: skip
    pictures = paper.assets | pages.assets
    html = re.sub(r'src="(assets/[^"]+)"', lambda found: _picture(found[1], pictures[found[1]], plots), html)
    html = html.replace("<table", '<div class="scroll" tabindex="0"><table').replace("</table>", "</table></div>")
    style = f":root {{ --client-brand: {brand.brand} }}\n{_faces()}\n{stylesheet()}\n{client_layer(brand_css)}\n{(FOLDER / 'styles' / 'web.css').read_text(encoding='utf-8')}"
    drawn = [plots.drawn[name] for name in plots.drawn]
    parts = {"style": style, "live": json.dumps(_told(drawn, pages)).replace("<", "\\u003c"), "library": _library()}
    return re.sub(r"@@(style|live|library)@@", lambda found: parts[found[1]], html)


def _told(drawn: list[Row], pages: WebPages) -> Row:
    """What the script needs: the charts in the order they were drawn, and how the locale writes."""
    return {"charts": drawn, "number": pages.formats.number_locale, "time": pages.formats.time_locale}


def _picture(name: str, content: bytes, plots: Plots) -> str:
    """A picture inside the page; one that can come alive says which chart it is."""
    live = f' data-chart="{list(plots.drawn).index(name)}"' if name in plots.drawn else ""
    return f'src="{_data(content, _TYPES[name.rpartition(".")[2]])}"{live}'


def _data(content: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _kept(name: str, make: Callable[[], str]) -> str:
    """What takes a second to make and follows from the installed packages: made once, at setup (`python -m reports.web`), kept beside us."""
    path = _made(name)
    return path.read_text(encoding="utf-8") if path.exists() else make()


def _made(name: str) -> Path:
    """Where it is kept; another library, script, font or choice of letters gives another name."""
    from_what = [
        vl_convert.__version__,
        fontTools.version,
        _LIVE,
        str((_WEIGHTS, _LATIN)),
        *(f"{path.stat().st_size}" for _, path in font_files()),
    ]
    digest = hashlib.sha256("\n".join(from_what).encode()).hexdigest()[:12]
    return FOLDER / ".made" / f"{digest}-{name}"


@cache
def _library() -> str:
    return _kept("library.js", _make_library)


def _make_library() -> str:
    """The chart library and our few lines that use it; what would end the script it stands in is written otherwise."""
    return vl_convert.javascript_bundle(_LIVE).replace("</script", "<\\/script")


@cache
def _faces() -> str:
    return _kept("faces.css", _make_faces)


def _make_faces() -> str:
    """The typefaces, cut down to the letters of European languages and to what screens vary, inside the style sheet."""
    rules = []
    for family, path in font_files():
        with TTFont(path) as font:
            options = subset.Options(layout_features=["kern", "liga", "tnum", "ccmp", "mark"])
            subsetter = subset.Subsetter(options)
            subsetter.populate(unicodes=_LATIN)
            subsetter.subset(font)
            pinned = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes if axis.axisTag != "wght"}
            cut = instantiateVariableFont(font, pinned | {"wght": _WEIGHTS})
            cut.flavor, cut.recalcTimestamp = "woff2", False
            file = io.BytesIO()
            cut.save(file)
        rules.append(
            f'@font-face {{ font-family: "{family}"; font-weight: 400 600; src: url("{_data(file.getvalue(), "font/woff2")}") format("woff2"); }}'
        )
    return "\n".join(rules)


def main() -> None:
    """Make what every web edition shares, once an installation."""
    for name, make in (("library.js", _make_library), ("faces.css", _make_faces)):
        path = _made(name)
        path.parent.mkdir(exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(make(), encoding="utf-8")
        fresh.replace(path)


if __name__ == "__main__":
    main()
