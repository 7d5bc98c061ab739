"""Keys of an installation (密钥): Django's secret, the sealing keys, the pepper for look-ups.

They live in PORTAL_KEYS, outside data and backups. A directory without keys is filled on first start.
"""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet


@dataclass(frozen=True, slots=True)
class Keys:
    """`sealing` lists Fernet keys, newest first: the first one seals, all open."""

    secret_key: str
    sealing: tuple[bytes, ...]
    pepper: bytes


def load_keys(directory: Path) -> Keys:
    """Reads the keys in `directory`, making what is missing (mode 600). OSError when it cannot be written."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret = _read(directory / "secret.key", lambda: secrets.token_urlsafe(50))
    sealing = _read(directory / "sealing.keys", lambda: Fernet.generate_key().decode())
    pepper = _read(directory / "pepper.key", lambda: secrets.token_hex(32))
    return Keys(secret, tuple(k.encode() for k in sealing.split()), bytes.fromhex(pepper))


def _read(path: Path, make) -> str:
    """Creates the file whole or not at all: two processes starting at once end with one key."""
    if not path.exists():
        draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(make() + "\n")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
