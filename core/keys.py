"""Keys of an installation (密钥): Django's secret, the sealing keys, the pepper for look-ups, the ledger's signing keys.

They live in PORTAL_KEYS, outside data and backups. A directory without keys is filled on first start.
"""

import base64
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LEDGER_KEYS = "ledger.keys"


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


class Signer:
    """An Ed25519 key that signs (签名钥匙). It shows nothing of its seed."""

    def __init__(self, seed: bytes):
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public: bytes = self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """A signature of 64 bytes."""
        return self._key.sign(message)

    def __repr__(self) -> str:
        return "<Signer>"


def signature_holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the holder of the Ed25519 key `public` signed the message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def ledger_signers(directory: Path) -> list[Signer]:
    """The ledger's signing keys, newest first; the first one signs. Read at each use, so that a rotation needs no restart."""
    return [Signer(base64.b64decode(line)) for line in _read(directory / LEDGER_KEYS, _new_seed).split()]


def ledger_key_rotate(directory: Path) -> None:
    """Puts a new signing key before the ones that are there; whole or not at all."""
    path = directory / LEDGER_KEYS
    older = _read(path, _new_seed)
    draft = _draft(path, f"{_new_seed()}\n{older}")
    os.replace(draft, path)


def _new_seed() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _draft(path: Path, text: str) -> Path:
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_text(text + "\n")
    return draft


def _read(path: Path, make) -> str:
    """Creates the file whole or not at all: two processes starting at once end with one key."""
    if not path.exists():
        draft = _draft(path, make())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
