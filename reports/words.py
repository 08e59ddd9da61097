"""Every word a reader sees, by language: gettext catalogues read as they are edited, no compile step. English is the message itself."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.pofile import read_po

_ISOLATE, _END_ISOLATE = (
    "\u2066",
    "\u2069",
)  # English words among right-to-left ones keep their order and their full stop
FOLDER = Path(__file__).parent / "locale"


@cache
def catalogue(locale: str) -> dict[str, str]:
    """Message -> translation for a locale such as pt-BR, else for its language; empty for English."""
    parsed = Locale.parse(locale, sep="-")
    for name in (f"{parsed.language}_{parsed.territory}", parsed.language):
        path = FOLDER / f"{name}.po"
        if path.exists():
            with path.open("rb") as file:
                return {message.id: message.string for message in read_po(file) if message.id and message.string}
    return {}


def translator(locale: str) -> Callable[..., str]:
    """`_("{count} of {days} days", count=4, days=7)` in the locale's language; a message without translation stays English."""
    words = catalogue(locale)
    is_foreign = not words and Locale.parse(locale, sep="-").character_order == "right-to-left"

    def translate(message: str, /, **values: object) -> str:
        text = words.get(message, message)
        text = text.format(**values) if values else text
        return f"{_ISOLATE}{text}{_END_ISOLATE}" if is_foreign else text

    return translate
