"""The publication ledger (公开账本): salted digests of acts, appended in the act's own transaction."""

import hashlib
import json
import secrets
from collections.abc import Iterable

from django.utils import timezone

from .models import LedgerEntry


def new_salt() -> str:
    """A salt of 128 bits, as hex. It lives on the record and is destroyed at withdrawal."""
    return secrets.token_hex(16)


def content_digest(content: dict) -> str:
    """SHA-256 (hex) of what is public, in one spelling: sorted keys, no blanks."""
    return hashlib.sha256(_canonical(content)).hexdigest()


def salted_digest(salt: str, content: dict) -> str:
    """SHA-256 (hex) of salt and content: proves the text to whom has both, betrays nothing without the salt."""
    return hashlib.sha256(bytes.fromhex(salt) + _canonical(content)).hexdigest()


def entry(*, record, act: str, reason: str = "") -> LedgerEntry:
    """An unsaved entry about `record` (a PublicRecord)."""
    return LedgerEntry(
        act=act,
        kind=record.kind,
        public_id=record.public_id,
        organ_code=record.organ.code,
        digest=salted_digest(record.salt, record.public_content()),
        reason=reason,
        at=timezone.now(),
    )


def append(entries: Iterable[LedgerEntry]) -> None:
    """Writes entries; to be called inside the act's transaction."""
    LedgerEntry.objects.bulk_create(entries, batch_size=500)


def _canonical(content: dict) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()
