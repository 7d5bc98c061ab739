"""What waits for one person among entries (公开事项的工作台)."""

from django.db.models import Count, Q

from core.enums import Role, State
from core.models import User
from core.permissions import scoped
from openness.models import Approval, Disclosure

EVERY = (Role.CLERK, Role.REVIEWER, Role.EDITOR)


def entry_counts(user: User) -> dict[str, int]:
    """Entries in review, those with doubts among them, those that one other person passed, and the returned: one query."""
    mine = Approval.objects.filter(actor=user, disclosure__isnull=False).values("disclosure")
    review = Q(state=State.REVIEW)
    passed = review & Q(pk__in=Approval.objects.filter(disclosure__isnull=False).values("disclosure")) & ~Q(pk__in=mine)
    rows = scoped(Disclosure.objects.filter(state__in=(State.REVIEW, State.RETURNED)), user, *EVERY)
    return rows.aggregate(
        waiting=Count("id", filter=review), doubts=Count("id", filter=review & Q(doubts_open__gt=0)), second=Count("id", filter=passed), returned=Count("id", filter=Q(state=State.RETURNED))
    )
