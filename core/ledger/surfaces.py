"""Where the public meets a record in the ledger (账本的公开面)."""

import json
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core.models import LedgerEntry
from core.surfaces import Place, Surface, register_place, register_surface

from . import logs, proofs

SELDOM = 30  # nights: numbers and proofs, whose words are looked at each night where they are content


def _credential(record: Any) -> list[str]:
    """The content that a credential would give out, without the proof around it, which costs and says nothing of it."""
    return [] if record.keeps_back else [json.dumps(record.public_content(), ensure_ascii=False, default=str, indent=1)]


def _pages(record: Any) -> Iterator[str]:
    """The record's acts as page and JSON, and its credential where one is given out."""
    if not LedgerEntry.objects.filter(kind=record.kind, public_id=record.public_id).exists():
        return
    yield reverse("ledger:item", args=[record.public_id])
    yield reverse("ledger:item_json", args=[record.public_id])
    if proofs.credential(record) is not None:
        yield reverse("ledger:credential", args=[record.public_id])


def _places() -> Iterator[str]:
    yield reverse("ledger:index")
    for log in sorted(logs()):
        yield reverse("ledger:checkpoints", args=[log])


def register() -> None:
    """Called once when the app is ready."""
    register_surface(Surface("credential", "公开凭证里的内容", words=_credential))
    register_surface(Surface("ledger", "账本页和凭证", addresses=_pages, nights=SELDOM))
    register_place(Place("ledger_pages", "账本", _places))
