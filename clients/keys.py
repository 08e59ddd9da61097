"""One secret per client, with which people in its exports become keys: a file readable by its owner alone, outside the store.

Whoever has both the store and this file could test a guess at an address; keep them apart, and back the file up.
"""

import os
import secrets
import stat
from pathlib import Path

from clients.client import ClientConfigError

DEFAULT_FOLDER = "data/keys"
SECRET_BYTES = 32


def keys_folder() -> Path:
    """Where the secrets lie: HANDSHAKE_KEYS, else `data/keys`."""
    return Path(os.environ.get("HANDSHAKE_KEYS") or DEFAULT_FOLDER)


def load_secret(slug: str) -> bytes:
    """The client's secret; raises ClientConfigError where it is missing, damaged, or others may read it."""
    path = keys_folder() / f"{slug}.key"
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError as error:
        raise ClientConfigError(
            f"{path}: no key for this client, and an export of it holds people. Make one with handshake check --init."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ClientConfigError(f"{path}: cannot be read ({error}). Put the right file back.") from error
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ClientConfigError(f"{path}: others may read it. Close it with chmod 600.")
    try:
        secret = bytes.fromhex(text.strip())
    except ValueError as error:
        raise ClientConfigError(f"{path}: holds no key. Put the right file back from your backup.") from error
    if len(secret) != SECRET_BYTES:
        raise ClientConfigError(
            f"{path}: holds {len(secret)} bytes where a key has {SECRET_BYTES}. Put the right file back."
        )
    return secret


def make_secret(slug: str) -> bool:
    """Make the client's secret where there is none; True if this call made it. An existing one is never touched."""
    folder = keys_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(folder / f"{slug}.key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(SECRET_BYTES) + "\n")
    return True
