"""Entries (账本条目): salted digests of acts, appended in the act's own transaction."""

import hashlib
import json
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

from django.utils import timezone

from core.models import LedgerEntry

from .logs import PUBLICATION


def new_salt() -> str:
    """A salt of 128 bits, as hex. It lives on the record, serves one content only and is destroyed at withdrawal:
    who holds the salt of one text must not be able to guess another from its digest."""
    return secrets.token_hex(16)


def content_digest(content: dict) -> str:
    """SHA-256 (hex) of what is public, in one spelling: sorted keys, no blanks."""
    return hashlib.sha256(canonical(content)).hexdigest()


def salted_digest(salt: str, content: dict) -> str:
    """SHA-256 (hex) of salt and content: proves the text to whom has both, betrays nothing without the salt."""
    return hashlib.sha256(bytes.fromhex(salt) + canonical(content)).hexdigest()


def entry(*, record, act: str, reason: str = "", log: str = PUBLICATION) -> LedgerEntry:
    """An unsaved entry about `record` (a PublicRecord)."""
    return LedgerEntry(
        log=log,
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


def canonical(content: dict) -> bytes:
    """The one spelling of a dict that is hashed: JSON in UTF-8, sorted keys, no blanks; dates as ISO days, moments in UTC."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_spelled).encode()


def _spelled(value) -> str:
    return _moment(value) if isinstance(value, datetime) else str(value)


def _moment(at: datetime) -> str:
    """The same whichever time zone it was typed in, and after the database gave it back."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def leaf_data(entry: LedgerEntry) -> str:
    """What of an entry is hashed into the tree, in the one spelling: whoever has it can hash it again."""
    return canonical(
        {
            "log": entry.log, "act": entry.act, "kind": entry.kind, "public_id": entry.public_id, "organ": entry.organ_code, "digest": entry.digest, "reason": entry.reason,
            "at": _moment(entry.at),
        }
    ).decode()  # fmt: skip
