"""Audit (审计): one function writes it."""

from .models import AuditEntry, Organ, User


def audit(*, actor: User | None, action: str, target: str = "", organ: Organ | None = None, purpose: str = "", **detail) -> AuditEntry:
    """Appends an entry. `target` names a thing by kind and id; `detail` holds ids and codes, nothing personal."""
    known = actor if actor is not None and actor.pk else None
    return AuditEntry.objects.create(
        actor=known, action=action, target=target[:80], organ=organ, purpose=purpose[:200], detail=detail
    )
