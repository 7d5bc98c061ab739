"""Sealed fields and files (封存): encrypted at rest with rotating keys; every opening is audited with its purpose."""

import hashlib
import hmac
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from .models import User

CHUNK = 1 << 20
WRONG_KEY = "密钥打不开这份封存内容：请检查 PORTAL_KEYS 是否是封存时的密钥。"


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.KEYS.sealing])


def fingerprint(text: str) -> str:
    """HMAC-SHA256 (hex) under the pepper, which does not rotate: finds equal secrets without opening them."""
    return hmac.new(settings.KEYS.pepper, text.encode(), hashlib.sha256).hexdigest()


class SealedError(ValueError):
    """No key of this installation opens a sealed value."""


class Sealed:
    """A sealed value. It shows nothing of itself; open() reads it and says so in the audit log."""

    __slots__ = ("_token",)

    def __init__(self, token: bytes):
        self._token = token

    @classmethod
    def seal(cls, text: str) -> "Sealed":
        """Compresses and encrypts `text`."""
        return cls(_box().encrypt(zlib.compress(text.encode(), 6)))

    def open(self, *, actor: "User | None", purpose: str, target: str, organ=None) -> str:
        """The text. Writes an audit entry first. SealedError when no key opens it."""
        from .audit import audit  # the models, which audit writes to, have sealed columns themselves

        audit(actor=actor, action="sealed.open", target=target, organ=organ, purpose=purpose)
        return self.open_unaudited()

    def open_unaudited(self) -> str:
        """The text, for the machine's own work (re-check, comparison) that shows it to nobody."""
        try:
            return zlib.decompress(_box().decrypt(self._token)).decode()
        except InvalidToken as error:
            raise SealedError(WRONG_KEY) from error

    def __repr__(self) -> str:
        return "<Sealed>"


class SealedTextField(models.BinaryField):
    """A text column that is encrypted at rest; its attribute is a Sealed."""

    description = "封存的文本"
    if TYPE_CHECKING:
        _pyi_private_set_type: Sealed | None  # type: ignore[assignment]
        _pyi_private_get_type: Sealed  # type: ignore[assignment]

    def from_db_value(self, value, expression, connection):
        """Wraps what the database holds."""
        return None if value is None else Sealed(bytes(value))

    def get_prep_value(self, value):
        """The token of a Sealed; TypeError for a plain value, which would be stored in the clear."""
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise TypeError("SealedTextField takes Sealed.seal(text) only")
        return value._token

    def get_db_prep_value(self, value, connection, prepared=False):
        """As BinaryField, from a Sealed."""
        return super().get_db_prep_value(value if prepared and not isinstance(value, Sealed) else self.get_prep_value(value), connection, True)


def seal_file(source: Iterator[bytes], target: Path) -> str:
    """Writes chunks encrypted to `target`, one token a line, whole or not at all; returns the SHA-256 (hex) of the plain bytes."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, box = hashlib.sha256(), _box()
    draft = target.with_suffix(".part")
    try:
        with draft.open("wb") as out:
            for chunk in source:
                digest.update(chunk)
                out.write(box.encrypt(chunk) + b"\n")
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    return digest.hexdigest()


def open_file(path: Path) -> IO[bytes]:
    """The plain bytes in an unnamed temporary file, at its beginning; it vanishes when closed. SealedError without the key."""
    plain, box = TemporaryFile(), _box()
    with path.open("rb") as lines:
        for line in lines:
            try:
                plain.write(box.decrypt(line.rstrip(b"\n")))
            except InvalidToken as error:
                raise SealedError(WRONG_KEY) from error
    plain.seek(0)
    return plain
