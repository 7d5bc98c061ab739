"""Reading what new rules found in public texts (规则复查)."""

from django.db.models import QuerySet

from core.enums import State
from openness.models import RecheckFinding, RecheckRun

RUNS = 10


def open_findings() -> QuerySet[RecheckFinding]:
    """Findings whose document is still held and that nobody answered, the oldest first."""
    waiting = RecheckFinding.objects.filter(answered_at=None, judgment__state=State.HELD)
    return waiting.select_related("judgment__organ").defer("judgment__text").order_by("id")


def latest_runs() -> list[RecheckRun]:
    """The last runs, the latest first."""
    return list(RecheckRun.objects.order_by("-id")[:RUNS])
