"""People as keys: an e-mail address or telephone number normalised, then keyed with the client's own secret (HMAC-SHA256).

The same person has the same key in every source of one client, another in every other client's; nothing leads back without the secret.
"""

import hmac
import re
import secrets
from collections.abc import Callable
from functools import cached_property

from platforms.grammar import CellError

KEY_CHARACTERS = 32
_EMAIL = re.compile(r"[^@\s;,<>]+@[^@\s;,<>]+\.[^@\s;,<>]+")


class PartyKeys:
    """Keys of one client's people. Without a secret they hold for this process only: enough to look at a file, not to keep it.

    `load` is asked for the secret when the first person is met, and may refuse. `region` is the country of numbers that name none.
    """

    def __init__(self, load: Callable[[], bytes] | None = None, region: str | None = None) -> None:
        self._load, self.region = load or (lambda: secrets.token_bytes(32)), region

    @cached_property
    def secret(self) -> bytes:
        return self._load()

    def key(self, canonical: str) -> str:
        return hmac.new(self.secret, canonical.encode(), "sha256").hexdigest()[:KEY_CHARACTERS]

    def keyed(self, text: str) -> str:
        """The key of a text as it stands."""
        return self.key(f"text:{text}")

    def email(self, text: str) -> str:
        """The keys of one address or several (`;` or `,` between them), in order of the addresses. Raises CellError."""
        addresses = [part.strip().casefold() for part in re.split(r"[;,]", text) if part.strip()]
        if not addresses or not all(_EMAIL.fullmatch(one) for one in addresses):
            raise CellError("is not an e-mail address")
        return ";".join(sorted({self.key(f"email:{one}") for one in addresses}))

    def phone(self, text: str) -> str:
        """The key of a number brought to E.164; a number without its country is taken to be of the client's region. Raises CellError."""
        import phonenumbers

        try:
            parsed = phonenumbers.parse(text.lstrip("'"), self.region)
        except phonenumbers.NumberParseException as error:
            raise CellError("is not a telephone number") from error
        if not phonenumbers.is_possible_number(parsed):
            raise CellError("is not a telephone number")
        return self.key("phone:" + phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
