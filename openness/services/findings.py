"""What re-check and patrol share (自查): how much a run may hold, and how a finding is answered."""

from django.utils import timezone

from core.audit import audit
from core.models import Organ, User
from core.publishing import Stale
from openness.models.findings import Finding

# So many may be held, at least the one and at most this share of all. Beyond, it is the rules that are broken: the rest
# stays public and is shouted about, or one bad rule would take the whole site down.
HOLD_LEAST, HOLD_SHARE = 20, 0.01


def hold_limit(total: int) -> int:
    """How many a run over `total` may hold for a fault that may be its own."""
    return max(HOLD_LEAST, int(total * HOLD_SHARE))


def finding_close(*, finding: Finding, actor: User | None, answer: str, reason: str, action: str, target: str, organ: Organ | None) -> None:
    """Answers a finding, with an audit entry. Compare-and-set: of two editors one decides, the other gets Stale."""
    said = reason.strip()[:200]
    rows = type(finding)._default_manager.filter(pk=finding.pk, answered_at=None)
    if not rows.update(answer=answer, answered_at=timezone.now(), answered_by=actor, reason=said):
        raise Stale("这件发现刚刚被别人处理过，请刷新后再看。")
    audit(actor=actor, action=f"{action}.{answer}", target=target, organ=organ, purpose=said)
