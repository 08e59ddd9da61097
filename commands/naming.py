"""Names made of what people call things."""

import re
import unicodedata


def ascii_words(text: str, joint: str) -> str:
    """Its words in plain lower-case letters and digits, with `joint` between them; empty where it has none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", joint, plain).strip(joint)
