"""A client's brand: two colours and two fonts read from brand.css, or colours taken from a logo, dark enough to be read."""

import io
import re
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from math import floor
from pathlib import Path

from coloraide import Color
from defusedxml import ElementTree
from PIL import Image

TOKENS: dict[str, str] = dict(
    re.findall(
        r"--([a-z]+): (#[0-9a-f]{6});", (Path(__file__).parent / "styles" / "tokens.css").read_text(encoding="utf-8")
    )
)
NEUTRAL = (TOKENS["brand"], TOKENS["accent"])
READABLE_CONTRAST = 4.5
MAX_PIXELS = 25_000_000
COLOURS, FONTS = ("brand", "accent"), ("font-said", "font-measured")
# What is written on what, or the other way round: WCAG's ratio is the same.
PAIRS = [(name, ground) for ground in ("white", "tint") for name in (*COLOURS, "ink", "quiet", "good", "bad", "warn")]
_PROPERTY = re.compile(r"--([\w-]+):\s*([^;}]*?)\s*[;}]")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FONT = re.compile(r"""["']?([\w -]+?)["']?""")
_HEX = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")


class LogoError(ValueError):
    """A logo cannot be used; the message says why and what to use instead."""


@dataclass(frozen=True)
class Brand:
    """The colours charts are drawn in, as #rrggbb; the stylesheet carries the rest."""

    brand: str
    accent: str

    @property
    def tint(self) -> str:
        """The brand colour at eight per cent on white, for the one tinted box of a page."""
        return _hex(tuple(255 - (255 - part) * 8 // 100 for part in _rgb(self.brand)))


def properties(css: str) -> dict[str, str]:
    """The properties a brand.css sets, by name without dashes; whatever else it holds is left out."""
    return dict(_PROPERTY.findall(css))


def brand_of(css: str) -> Brand:
    """The colours a brand.css sets, else the neutral ones."""
    said = properties(css)
    return Brand(*(said[name] if _COLOUR.fullmatch(said.get(name, "")) else TOKENS[name] for name in COLOURS))


def fonts_of(css: str) -> dict[str, str]:
    """The family a brand.css sets what is said and what is measured in, by property; none where it says nothing."""
    said = properties(css)
    return {name: match[1] for name in FONTS if (match := _FONT.fullmatch(said.get(name, "")))}


def brand_faults(css: str, families: Collection[str]) -> list[str]:
    """What is wrong with a brand.css, a sentence each: a property we do not read, a font we lack, text too pale to be read."""
    said = properties(css)
    unknown = [
        f"--{name} is none of {', '.join(f'--{one}' for one in COLOURS + FONTS)}: leave it out."
        for name in said if name not in COLOURS + FONTS
    ]  # fmt: skip
    wrong = [
        f"--{name} must be a colour such as #0b5563, found {said[name]}."
        for name in COLOURS if name in said and not _COLOUR.fullmatch(said[name])
    ]  # fmt: skip
    lacking = [
        f"--{name}: {font} is not one of our fonts; they are {', '.join(sorted(families))}."
        for name, font in fonts_of(css).items() if font not in families
    ]  # fmt: skip
    return [*unknown, *wrong, *lacking, *_pale(brand_of(css))]


def _pale(brand: Brand) -> list[str]:
    faults: dict[str, str] = {}
    for name, ground in PAIRS:
        culprit = name if name in COLOURS else "brand"  # the tint is made of it
        ratio = contrast(_colour(brand, name), _colour(brand, ground))
        if ratio < READABLE_CONTRAST and culprit not in faults:
            faults[culprit] = (
                f"--{culprit} {_colour(brand, culprit)}: {name} on {ground} has a contrast of {floor(ratio * 10) / 10}:1, and text"
                f" needs {READABLE_CONTRAST}:1; the nearest colour that has it is {getattr(readable(brand), culprit)}."
            )
    return list(faults.values())


def _colour(brand: Brand, name: str) -> str:
    return {"white": "#ffffff", "tint": brand.tint, "brand": brand.brand, "accent": brand.accent}.get(name) or TOKENS[
        name
    ]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    return Color(one).contrast(other, method="wcag21")


def readable(brand: Brand) -> Brand:
    """The brand itself, or each colour of it darkened, its hue kept, as little as lets every pair be read."""
    first = _darkened(
        brand.brand, lambda colour: _is_read(Brand(colour, brand.accent), ("brand", *TOKENS.keys() - COLOURS))
    )
    return Brand(first, _darkened(brand.accent, lambda colour: _is_read(Brand(first, colour), ("accent",))))


def _is_read(brand: Brand, names: Collection[str]) -> bool:
    pairs = [(name, ground) for name, ground in PAIRS if name in names]
    return all(contrast(_colour(brand, name), _colour(brand, ground)) >= READABLE_CONTRAST for name, ground in pairs)


def _darkened(colour: str, is_read: Callable[[str], bool]) -> str:
    """The lightest colour of the same hue, no lighter than this one, that is read (OKLCH: equal steps look equal)."""
    whole = Color(colour).convert("oklch")
    for step in range(int(whole["lightness"] * 500) + 1):
        darker = colour if step == 0 else _at(whole, whole["lightness"] - step / 500)
        if is_read(darker):
            return darker
    return TOKENS["ink"]


def _at(colour: Color, lightness: float) -> str:
    return colour.clone().set("lightness", lightness).convert("srgb").fit(method="oklch-chroma").to_string(hex=True)


def brand_css(brand: str, accent: str) -> str:
    """A brand.css that sets two colours."""
    return f"@layer client {{\n    :root {{\n        --brand: {brand};\n        --accent: {accent};\n    }}\n}}\n"


def colours_of_logo(content: bytes) -> tuple[str, str]:
    """Two brand colours of a logo (SVG, PNG or JPEG): the two most used that are neither grey, white nor black."""
    weights = _svg_colours(content) if b"<svg" in content[:2000].lower() else _picture_colours(content)
    vivid = [colour for colour, _ in weights.most_common() if _is_vivid(colour)]
    first = vivid[0] if vivid else _rgb(NEUTRAL[0])
    others = [colour for colour in vivid if _distance(colour, first) > 90]
    second = others[0] if others else _rgb(NEUTRAL[1])
    dark = readable(Brand(_hex(first), _hex(second)))
    return dark.brand, dark.accent


Colour = tuple[int, int, int]


def _svg_colours(content: bytes) -> Counter[Colour]:
    try:
        root = ElementTree.fromstring(content)
    except Exception as error:
        raise LogoError(f"The logo is not readable as SVG ({error}): save it again, or use a PNG.") from error
    texts = (value for element in root.iter() for value in [*element.attrib.values(), element.text or ""])
    return Counter(_rgb(found[0]) for text in texts for found in _HEX.finditer(text))


def _picture_colours(content: bytes) -> Counter[Colour]:
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise LogoError(f"The logo has more than {MAX_PIXELS:,} pixels: save a smaller one.")
            small = picture.convert("RGBA")
            small.thumbnail((160, 160))
    except (OSError, Image.DecompressionBombError, SyntaxError) as error:
        raise LogoError(f"The logo is not a readable PNG or JPEG ({error}): save it again, or use an SVG.") from error
    pixels = small.get_flattened_data() if hasattr(small, "get_flattened_data") else small.getdata()
    return Counter(
        (red // 16 * 16 + 8, green // 16 * 16 + 8, blue // 16 * 16 + 8)
        for red, green, blue, opaque in pixels
        if opaque > 128
    )


def _rgb(text: str) -> Colour:
    digits = text.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _is_vivid(colour: Colour) -> bool:
    return max(colour) - min(colour) > 40 and min(colour) < 225


def _distance(one: Colour, other: Colour) -> float:
    return sum((first - second) ** 2 for first, second in zip(one, other, strict=True)) ** 0.5
