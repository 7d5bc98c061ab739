"""What the office urges the courts to do (催办): whatever is past its day, court by court."""

from datetime import date

from django.db.models import Count, QuerySet

from core.enums import Role, State
from core.models import Organ, User
from core.permissions import scoped
from openness.models import Duty, Judgment, Objection

OVERSEERS = (Role.OFFICE, Role.AUDITOR)
LATE = {"duties": "各月累计超期未公开", "review": "审核已超期", "objections": "异议过期未答复"}


def late(kind: str, user: User, today: date) -> QuerySet:
    """Rows of one kind of LATE that are past their day, the longest first."""
    rows: dict[str, QuerySet] = {
        "duties": Duty.objects.overdue(today),
        "review": Judgment.objects.filter(state=State.REVIEW, due_on__lt=today),
        "objections": Objection.objects.filter(answered_at=None, due_on__lt=today),
    }
    return scoped(rows[kind], user, *OVERSEERS).order_by("due_on", "id")


def urged(user: User, today: date, without_register: list[Organ]) -> list[dict]:
    """Courts with something past its day, or among `without_register`; the most first. One query a kind."""
    counts: dict[int, dict[str, int]] = {organ.pk: {} for organ in without_register}
    for kind in LATE:
        for organ, number in late(kind, user, today).order_by().values_list("organ").annotate(n=Count("id")):
            counts.setdefault(organ, {})[kind] = number
    organs = Organ.objects.in_bulk(list(counts))
    missing = {organ.pk for organ in without_register}
    rows = [{"organ": organs[pk], "register": pk not in missing, "late": [(kind, found.get(kind, 0)) for kind in LATE]} for pk, found in counts.items()]
    return sorted(rows, key=lambda row: (row["register"], -sum(n for _, n in row["late"]), row["organ"].order))
