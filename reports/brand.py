"""A client's colours: read from brand.css, or taken from a logo, dark enough to be read on white."""

import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

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


def brand_of(css: str) -> Brand:
    """The colours a brand.css sets, else the neutral ones."""
    found = {name: match[1] if (match := re.search(rf"--{name}:\s*(#[0-9a-fA-F]{{6}})", css)) else default
             for name, default in zip(("brand", "accent"), NEUTRAL, strict=True)}  # fmt: skip
    return Brand(**found)


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
    return _hex(_readable(first)), _hex(_readable(second))


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


def contrast_on_white(colour: Colour) -> float:
    """Contrast ratio against white, 1 to 21 (WCAG 2.2, relative luminance)."""
    linear = [part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def _readable(colour: Colour) -> Colour:
    """The colour itself, or darkened step by step until text in it can be read on white."""
    while contrast_on_white(colour) < READABLE_CONTRAST:
        colour = tuple(part * 94 // 100 for part in colour)
    return colour
