"""Reading what the patrol found (泄漏巡查)."""

from django.db.models import QuerySet

from openness.models import PatrolFinding, PatrolRun

RUNS = 5


def patrol_waiting() -> QuerySet[PatrolFinding]:
    """Findings that wait for an answer, the oldest first."""
    return PatrolFinding.objects.waiting().select_related("organ").defer("passages")


def patrol_runs() -> list[PatrolRun]:
    """The last runs, the latest first."""
    return list(PatrolRun.objects.order_by("-id")[:RUNS])


def last_whole_run() -> PatrolRun | None:
    """The last run over everything that came to its end, else the one under way."""
    whole = PatrolRun.objects.filter(only_kind="", only_id="").order_by("-id")
    return whole.exclude(finished_at=None).first() or whole.first()
