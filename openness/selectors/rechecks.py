"""Reading what new rules found in public texts (规则复查)."""

from django.db.models import Q, QuerySet

from core.enums import State
from openness.models import RecheckFinding, RecheckRun

RUNS = 10


def open_findings() -> QuerySet[RecheckFinding]:
    """Findings that nobody answered and whose document is still held, or public though the rules could not read it;
    the oldest first."""
    unread = ~Q(fault="") & Q(judgment__state=State.PUBLISHED)
    waiting = RecheckFinding.objects.filter(Q(judgment__state=State.HELD) | unread, answered_at=None)
    return waiting.select_related("judgment__organ").defer("judgment__text").order_by("id")


def latest_runs() -> list[RecheckRun]:
    """The last runs, the latest first."""
    return list(RecheckRun.objects.order_by("-id")[:RUNS])
