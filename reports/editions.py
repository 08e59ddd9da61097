"""Editions: numbered, immutable, hashed. An edition exists when its manifest.json does, which is written last.

`editions/<client>/<period>/<n>/` holds report.pdf, report.html, web.html, email.html (the body of its mail), meeting.ics (where one is arranged),
report.json, tables/, assets/, warehouse.duckdb and manifest.json. A new one is made only if its report.json differs from the latest one's; the same inputs are not even
built again.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from clients.client import Client
from clients.period import Period
from reports.email import render_email
from reports.invitation import invitation
from reports.render import render_html, render_pdf, renderer
from reports.sentence import sentence_text
from reports.view_model import ClientReport
from reports.web import render_web
from store import Store

ROOT = Path(__file__).parent.parent
_CODE = ("clients", "expectations", "platforms", "reports", "sql")
_CODE_KINDS = {".py", ".sql", ".html", ".css", ".toml", ".yml", ".json", ".po"}
_BRAND, _LOGO = "assets/brand.css", "assets/logo."  # what an edition is drawn with, kept so that it can be drawn again
_LOGOS = {".svg": "svg", ".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}
_FORMULA = re.compile(r"^[\s\x00'\"]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


class _Exported(Protocol):
    sha256: str
    original_name: str
    first_day: object
    exported_at: object


@dataclass(frozen=True)
class Edition:
    """One made edition: its number, its folder in the store, and what its manifest says."""

    number: int
    folder: str
    manifest: dict[str, Any]
    is_new: bool


@cache
def code_digest() -> str:
    """A digest of everything that turns inputs into an edition; what a git commit would say, and true in a changed tree too."""
    paths = sorted(path for folder in _CODE for path in (ROOT / folder).rglob("*") if path.suffix in _CODE_KINDS)
    ours = [path for path in paths if path.parent.parent.name != "clients"]
    return _digest(
        part
        for path in [*ours, ROOT / "judging.py", ROOT / "pipeline.py"]
        for part in (str(path.relative_to(ROOT)).encode(), path.read_bytes())
    )


def _digest(parts: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def inputs_digest(client: Client, exports: list[_Exported], decided: list) -> dict[str, str]:
    """Digests of what an edition is a function of: exports, what was decided about them, code and folder."""
    landed = (f"{one.sha256} {one.original_name} {one.first_day} {one.exported_at}".encode() for one in exports)
    files = sorted(path for path in client.folder.rglob("*") if path.is_file())
    folder = (part for path in files for part in (str(path.relative_to(client.folder)).encode(), path.read_bytes()))
    agency = client.folder.parent / "agency.toml"
    return {
        "exports": _digest([*landed, *(repr(one).encode() for one in decided)]),
        "client": _digest([*folder, agency.read_bytes() if agency.exists() else b""]),
        "code": code_digest(),
    }


def _folder(client: Client, period: Period) -> str:
    return f"editions/{client.slug}/{period.label}"


def _latest(store: Store, folder: str) -> tuple[int, dict[str, Any]] | None:
    numbers = sorted(
        (int(name.rpartition("/")[2]) for name in store.names(folder) if name.rpartition("/")[2].isdecimal()),
        reverse=True,
    )
    for number in numbers:
        if store.exists(f"{folder}/{number}/manifest.json"):
            return number, json.loads(store.read(f"{folder}/{number}/manifest.json"))
    return None


def newest(store: Store, client: Client, period: Period) -> Edition | None:
    """The latest edition of a period."""
    folder = _folder(client, period)
    latest = _latest(store, folder)
    return Edition(latest[0], f"{folder}/{latest[0]}", latest[1], is_new=False) if latest else None


def find(store: Store, slug: str, period: str, number: int | None = None) -> Edition | None:
    """An edition by client, period and number; without one, the latest."""
    folder = f"editions/{slug}/{period}"
    if number is None:
        latest = _latest(store, folder)
        return Edition(latest[0], f"{folder}/{latest[0]}", latest[1], is_new=False) if latest else None
    name = f"{folder}/{number}/manifest.json"
    return (
        Edition(number, f"{folder}/{number}", json.loads(store.read(name)), is_new=False)
        if store.exists(name)
        else None
    )


def unchanged(store: Store, client: Client, period: Period, inputs: dict[str, str]) -> Edition | None:
    """The latest edition, if it was made from these very inputs."""
    folder = _folder(client, period)
    latest = _latest(store, folder)
    if latest is None or latest[1]["inputs"] != inputs:
        return None
    return Edition(latest[0], f"{folder}/{latest[0]}", latest[1], is_new=False)


def write(
    store: Store,
    client: Client,
    period: Period,
    report: ClientReport,
    inputs: dict[str, str],
    warehouse: Callable[[], bytes],
    known_at: datetime,
) -> Edition:
    """Render and keep an edition, unless the latest one says the same. `warehouse` gives the DuckDB file kept for tracing.

    `known_at` is the instant up to which exports and decisions were known.
    """
    folder, latest = _folder(client, period), _latest(store, _folder(client, period))
    if latest:
        before, now = json.loads(store.read(f"{folder}/{latest[0]}/report.json")), report.to_dict()
        if before | {"replaces": None} == now:
            return Edition(latest[0], f"{folder}/{latest[0]}", latest[1], is_new=False)
        report = replace(report, replaces={"edition": latest[0], "figures": replaced_figures(before, now)})
    told, said = report.to_dict(), report.to_json()
    brand = client.folder / "brand.css"
    files, fonts = drawn(told, said, brand.read_bytes() if brand.exists() else b"", *_logo(client))
    for name, content in fonts.items():  # shared by all editions: named by their content, they never change
        store.put(name, content)
    number = _keep(store, folder, (latest[0] if latest else 0) + 1, files)
    store.put(f"{folder}/{number}/warehouse.duckdb", warehouse())
    manifest = {
        "client": client.slug,
        "period": period.label,
        "edition": number,
        "as_of": report.as_of.isoformat(),
        "known_at": known_at.isoformat(),
        "inputs": inputs,
        "renderer": renderer(),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
        "sentence": sentence_text(told),
        "rows": report.rows,
        "warnings": report.warnings,
        "lacks": report.lacks,
    }
    store.put(f"{folder}/{number}/manifest.json", (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode())
    return Edition(number, f"{folder}/{number}", manifest, is_new=True)


def drawn(
    told: dict[str, Any], said: str, brand: bytes, logo: bytes | None, kind: str | None
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """An edition's files, by name, and the fonts they share with others: all that follows from report.json, brand and logo."""
    html, assets = render_html(told, brand_css=brand.decode(), logo=logo, logo_type=kind)
    identifier = hashlib.sha256(html.encode()).hexdigest()
    created = datetime.fromisoformat(told["as_of"])
    files = {
        "report.json": said.encode(),
        "report.html": html.encode(),
        "email.html": render_email(told, brand_css=brand.decode()).encode(),
        "web.html": render_web(told, brand_css=brand.decode(), logo=logo, logo_type=kind).encode(),
        "report.pdf": render_pdf(html, assets, identifier=identifier, created=created),
        **({"meeting.ics": calendar} if (calendar := invitation(told)) else {}),
        _BRAND: brand,
        **{name: content for name, content in assets.items() if name.startswith("assets/")},
        **{f"tables/{name}.csv": content for name, content in _tables(told)},
    }
    return files, {name: content for name, content in assets.items() if name.startswith("fonts/")}


def drawn_again(store: Store, edition: Edition) -> dict[str, bytes]:
    """An edition's files made anew from its own report.json and assets/."""
    said = store.read(f"{edition.folder}/report.json").decode()
    brand = store.read(f"{edition.folder}/{_BRAND}")
    logo = next((name for name in edition.manifest["files"] if name.startswith(_LOGO)), None)
    kind = logo and _LOGOS[PurePosixPath(logo).suffix]
    return drawn(json.loads(said), said, brand, store.read(f"{edition.folder}/{logo}") if logo else None, kind)[0]


_OF_WHAT = ("metric", "platform", "channel", "campaign_name")


def replaced_figures(before: dict[str, Any], now: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures of this period that stand in both reports with other values, each once: the new row, and `was`."""
    old, new = _figures(before), _figures(now)
    return [
        row | {"was": old[key]["value"]} for key, row in new.items() if key in old and old[key]["value"] != row["value"]
    ]


def _figures(report: dict[str, Any]) -> dict[tuple, dict[str, Any]]:
    """What a figure is of -> its row; no day's, no earlier period's."""
    rows = (row for section in report["sections"] for rows in section["rows"].values() for row in rows)
    found: dict[tuple, dict[str, Any]] = {}
    for row in rows:
        if {"metric", "label", "value", "unit", "decimals"} <= row.keys() and not {
            "period",
            "date",
            "day",
        } & row.keys():
            told = {name: row[name] for name in ("label", "value", "unit", "decimals")}
            found.setdefault(
                tuple(row.get(name) for name in _OF_WHAT), told | {"where": row.get("platform") or row.get("channel")}
            )
    return found


def _keep(store: Store, folder: str, number: int, files: dict[str, bytes]) -> int:
    """Put the files under the first number that holds nothing else; what a killed run left there is the same bytes, or is passed over."""
    while not all(store.put(f"{folder}/{number}/{name}", content) or store.read(f"{folder}/{number}/{name}") == content
                  for name, content in files.items()):  # fmt: skip
        number += 1
    return number


def _logo(client: Client) -> tuple[bytes | None, str | None]:
    for path in sorted(client.folder.glob("logo.*")):
        if kind := _LOGOS.get(path.suffix.lower()):
            return path.read_bytes(), kind
    return None, None


def _tables(told: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Each query's rows as a CSV that a spreadsheet may open: text that could be taken for a formula is quoted."""
    for section in told["sections"]:
        for name, rows in section["rows"].items():
            if rows:
                sheet = io.StringIO()
                writer = csv.writer(sheet, lineterminator="\n")
                writer.writerow(rows[0])
                writer.writerows([_safe(value) for value in row.values()] for row in rows)
                yield f"{section['name']}.{name}", sheet.getvalue().encode()


def _safe(value: object) -> object:
    """Text as text: numbers stay numbers, `=1+1` gets an apostrophe (OWASP, CSV injection)."""
    if isinstance(value, str) and _FORMULA.match(value) and not re.fullmatch(r"-?\d+(\.\d+)?", value):
        return f"'{value}"
    return value
