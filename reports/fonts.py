"""The two typefaces of a report, from packages: no font of the host and none from the web takes part."""

import hashlib
from functools import cache
from pathlib import Path

import fontpkg_fraunces
import fontpkg_inter
from fontTools.ttLib import TTFont

SAID, MEASURED = "Fraunces", "Inter"
_FILES = {
    (SAID, "normal"): Path(fontpkg_fraunces.ROOT) / "files" / "Fraunces[SOFT,WONK,opsz,wght].ttf",
    (MEASURED, "normal"): Path(fontpkg_inter.ROOT) / "files" / "Inter[opsz,wght].ttf",
}


@cache
def printable() -> frozenset[int]:
    """Every character there is a letter shape for; another would be drawn in a font of the host, or not at all."""
    with TTFont(_FILES[MEASURED, "normal"], lazy=True) as font:
        return frozenset(font.getBestCmap())


def font_folders() -> list[Path]:
    return sorted({path.parent for path in _FILES.values()})


def font_files() -> list[tuple[str, Path]]:
    """(family, file) of each typeface."""
    return [(family, path) for (family, _), path in _FILES.items()]


@cache
def font_assets() -> tuple[dict[str, bytes], str]:
    """(name -> bytes, the @font-face rules that name them); a name is the content's digest."""
    files, rules = {}, []
    for (family, style), path in _FILES.items():
        content = path.read_bytes()
        name = f"{hashlib.sha256(content).hexdigest()[:12]}.ttf"
        files[name] = content
        rules.append(
            f'@font-face {{ font-family: "{family}"; font-style: {style}; src: url("../../../../fonts/{name}"); }}'
        )
    return files, "\n".join(rules)
