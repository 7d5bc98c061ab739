"""Receipts (回执): a number and a secret code for whoever has no account; only a keyed hash of the code is kept.

Both follow from a seed that the sender alone holds, so that the same form sent twice gets the same receipt. A wrong
code and an unknown receipt look the same; attempts are throttled.
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from core.sealed import fingerprint
from core.throttle import allowed

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs, no look-alikes: people copy these to paper
NUMBER, CODE = 10, 12  # signs: 50 and 60 bits
ATTEMPTS, ATTEMPTS_SECONDS = 10, 600

R = TypeVar("R", bound="Receipted")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is shown to the sender, once: number and code, ungrouped."""

    number: str
    code: str

    @property
    def digest(self) -> str:
        """What is kept of the code."""
        return fingerprint(f"receipt:{self.number}:{self.code}")


class Receipted(models.Model):
    """Abstract: something that was sent in without an account and is found again by its receipt."""

    receipt_number = models.CharField("回执号", max_length=16, unique=True, editable=False)
    receipt_digest = models.CharField("查询码摘要", max_length=64, editable=False)
    receipt_saved_at = models.DateTimeField("确认存好回执", null=True, editable=False)

    class Meta:
        abstract = True


def issue(seed: str) -> Receipt:
    """The receipt that belongs to `seed`, a secret of the sender of at least 128 bits."""
    return Receipt(_signs(f"receipt-number:{seed}", NUMBER), _signs(f"receipt-code:{seed}", CODE))


def grouped(signs: str) -> str:
    """P8K4M-2T7RX for reading and copying."""
    half = (len(signs) + 2) // 3 if len(signs) > NUMBER else (len(signs) + 1) // 2
    return "-".join(signs[at : at + half] for at in range(0, len(signs), half))


def tidy(text: str) -> str:
    """Number or code as people type them: any case, with gaps and hyphens."""
    return "".join(c for c in text.upper() if c in ALPHABET)[:40]


def find(model: type[R], number: str, code: str) -> R | None:
    """The row of this receipt; None alike for an unknown number and a wrong code, after the same work."""
    given = Receipt(tidy(number), tidy(code))
    row = model._default_manager.filter(receipt_number=given.number).first()
    kept = row.receipt_digest if row else "0" * 64
    return row if constant_time_compare(kept, given.digest) and row else None


def may_try(request: HttpRequest, number: str) -> bool:
    """Counts an attempt by whoever makes it and on this number; False when there were too many of either."""
    mine = allowed(request, "receipt", limit=ATTEMPTS, seconds=ATTEMPTS_SECONDS)
    return allowed(request, "receipt-number", limit=2 * ATTEMPTS, seconds=ATTEMPTS_SECONDS, subject=tidy(number)) and mine


def _signs(text: str, count: int) -> str:
    made = hmac.new(settings.KEYS.pepper, text.encode(), hashlib.sha256).digest()
    return "".join(ALPHABET[byte % 32] for byte in made[:count])
