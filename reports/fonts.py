"""The typefaces of a report, from packages: no font of the host and none from the web takes part.

Two families are set in: what is said and what is measured. Letters neither has (Arabic, Japanese, emoji) come from fallbacks,
which stand behind both and take part only where a text needs them. Variable fonts are cut to the weights the styles use once an
environment, by `python -m reports.fonts` at setup or at first need: cutting them at every report took a fifth of its time.
"""

import contextlib
import hashlib
import io
import sys
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from unicodedata import category

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from store import Store

SAID, MEASURED = "Fraunces", "Inter"
JOINERS = frozenset((0x200C, 0x200D, 0xFE0F))  # between letters of Arabic and parts of an emoji; never drawn themselves


@dataclass(frozen=True)
class Face:
    """One weight of a family: a package's file, and where on its axes it is cut (none: the file is one weight already)."""

    family: str
    weight: int
    package: str
    file: str
    axes: tuple[tuple[str, float], ...] = ()

    @property
    def path(self) -> Path:
        return Path(find_spec(self.package).origin).parent / self.file


def _inter(weight: int) -> Face:
    return Face(MEASURED, weight, "fontpkg_inter", "files/Inter[opsz,wght].ttf", (("opsz", 14), ("wght", weight)))


def _fraunces(weight: int) -> Face:
    axes = (("opsz", 28), ("wght", weight), ("SOFT", 0), ("WONK", 0))  # drawn for 28 px: the middle of 8 to 26 pt
    return Face(SAID, weight, "fontpkg_fraunces", "files/Fraunces[SOFT,WONK,opsz,wght].ttf", axes)


def _arabic(weight: int) -> Face:
    file = "files/NotoSansArabic[wdth,wght].ttf"
    return Face("Noto Sans Arabic", weight, "fontpkg_noto_sans_arabic", file, (("wdth", 100), ("wght", weight)))


FACES = (_inter(400), _inter(500), _inter(600), _fraunces(500), _fraunces(600))
FALLBACKS = (
    _arabic(400),
    _arabic(600),
    Face("Noto Sans JP", 400, "pylopdf_fonts_jp", "NotoSansJP-Regular.otf"),
    Face("Noto Emoji", 400, "manimgx_fonts", "NotoEmoji[wght].ttf", (("wght", 400),)),
)


def stack(*families: str) -> str:
    """These families and the fallbacks behind them, as CSS lists them."""
    return ", ".join(f'"{name}"' for name in dict.fromkeys([*families, MEASURED, *(face.family for face in FALLBACKS)]))


@cache
def _letters(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def printable() -> frozenset[int]:
    """Every character there is a letter shape for; another is drawn by nobody."""
    return frozenset().union(*(_letters(face.path) for face in (FACES[0], *FALLBACKS)))


def is_joined(text: str, place: int) -> bool:
    """Whether the character there joins emoji or Arabic letters: between Latin ones it would be something nobody sees."""
    if ord(text[place]) not in JOINERS or place == 0:
        return False
    before = ord(text[place - 1])
    return before in JOINERS or before not in _letters(FACES[0].path) or category(text[place - 1]) == "So"


@cache
def face_bytes(face: Face) -> bytes:
    """The face's font file: the same bytes wherever the lock file is the same."""
    whole = face.path.read_bytes()
    if not face.axes:
        return whole
    made_of = repr((hashlib.sha256(whole).hexdigest(), face.axes, metadata.version("fonttools")))
    kept, name = _kept_faces(), f"fonts/{hashlib.sha256(made_of.encode()).hexdigest()[:12]}.ttf"
    if kept.exists(name):
        return kept.read(name)
    content = _cut(whole, face.axes)
    with contextlib.suppress(OSError):  # an environment nobody may write to cuts its fonts anew each time
        kept.put(name, content)
    return content


def _kept_faces() -> Store:
    return Store(Path(sys.prefix) / "share" / "handshake")


def _cut(whole: bytes, axes: tuple[tuple[str, float], ...]) -> bytes:
    font, cut = TTFont(io.BytesIO(whole), recalcTimestamp=False), io.BytesIO()
    instantiateVariableFont(font, dict(axes), static=True).save(cut)
    return cut.getvalue()


def font_folders() -> list[Path]:
    return sorted({face.path.parent for face in FACES + FALLBACKS})


def font_files() -> list[tuple[str, Path]]:
    """(family, file) of each typeface, whole."""
    return list(dict.fromkeys((face.family, face.path) for face in FACES))


def font_assets(text: str) -> tuple[dict[str, bytes], str]:
    """(name -> bytes, the @font-face rules that name them) of the faces this text is set in; a name is the content's digest."""
    strange = frozenset(map(ord, text)) - _letters(FACES[0].path)
    needed = [(face, drawn) for face in FALLBACKS if (drawn := strange & _letters(face.path) - JOINERS)]
    files, rules = {}, []
    for face, drawn in [*((face, None) for face in FACES), *needed]:
        content = face_bytes(face)
        name = f"{hashlib.sha256(content).hexdigest()[:12]}.{face.path.suffix[1:]}"
        files[name] = content
        ranges = ", ".join(f"U+{letter:X}" for letter in sorted(drawn | JOINERS)) if drawn else ""
        rules.append(
            f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight};'
            f'{f" unicode-range: {ranges};" if ranges else ""} src: url("../../../../fonts/{name}"); }}'
        )
    return files, "\n".join(rules)


if __name__ == "__main__":
    for one in FACES + FALLBACKS:
        face_bytes(one)
