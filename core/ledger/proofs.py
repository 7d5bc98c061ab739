"""What the public can check (凭证): the acts of an item with their proofs, and the credential of a public one."""

import json

from django.conf import settings

from core.models import Checkpoint, LedgerEntry, LedgerKey
from core.publishing import PublicRecord, ledgered_models

from .entries import canonical, salted_digest
from .merkle import leaf_hash
from .sealing import latest
from .tree import inclusion_proofs

MOST = 20  # acts of one item that are shown with proofs, the latest
CREDENTIAL = "yangguang-credential/1"


def acts_of(public_id: str) -> list[LedgerEntry]:
    """The latest acts on an item, newest first, each with its leaf where it is sealed."""
    return list(LedgerEntry.objects.filter(public_id=public_id).select_related("leaf").order_by("-id")[:MOST])


def record_of(entry: LedgerEntry) -> PublicRecord | None:
    """The record that an entry speaks of, in whatever state."""
    model = ledgered_models().get(entry.kind)
    return model._default_manager.filter(public_id=entry.public_id).first() if model else None


def proven(entries: list[LedgerEntry]) -> tuple[Checkpoint | None, list[dict]]:
    """The latest checkpoint of their log, and of each act what proves it there; `proof` is None until it is signed.

    A query for each level of the tree, however many acts.
    """
    checkpoint = latest(entries[0].log)
    size = checkpoint.size if checkpoint else 0
    signed = [e for e in entries if hasattr(e, "leaf") and e.leaf.index < size]
    proofs = dict(zip([e.pk for e in signed], inclusion_proofs(entries[0].log, [e.leaf.index for e in signed], size), strict=True))
    return checkpoint, [_proof(entry, proofs.get(entry.pk)) for entry in entries]


def _proof(entry: LedgerEntry, proof: list[bytes] | None) -> dict:
    said = {"act": entry.act, "at": entry.at, "reason": entry.reason, "digest": entry.digest}
    if proof is None:
        return {**said, "index": None, "leaf": None, "leaf_hash": None, "proof": None}
    data = entry.leaf.data
    return {**said, "index": entry.leaf.index, "leaf": data, "leaf_hash": leaf_hash(data.encode()).hex(), "proof": [h.hex() for h in proof]}


def credential(record: PublicRecord) -> dict | None:
    """Everything that is needed to check what a public record shows: salt and content, and the proof of the act that
    published it. None while that act is not signed, and where the digested content holds what no page shows. Only for a record that is public: the caller looks.
    """
    entry = LedgerEntry.objects.filter(kind=record.kind, public_id=record.public_id).select_related("leaf").order_by("-id").first()
    if entry is None or record.keeps_back:
        return None
    checkpoint, (act,) = proven([entry])
    content = record.public_content()
    if checkpoint is None or act["proof"] is None or salted_digest(record.salt, content) != entry.digest:
        return None
    return {
        "format": CREDENTIAL, "log": entry.log, "kind": record.kind, "public_id": record.public_id, "url": settings.SITE_URL + record.get_absolute_url(),  # type: ignore[attr-defined]
        "salt": record.salt, "content": json.loads(canonical(content)), "index": act["index"], "leaf": act["leaf"], "proof": act["proof"], "checkpoint": checkpoint.note,
    }  # fmt: skip


def keys() -> list[dict]:
    """Public keys, the oldest first, with the endorsement of each."""
    return [{"key": k.vkey, "endorsement": k.endorsement, "since": k.at} for k in LedgerKey.objects.order_by("id")]
