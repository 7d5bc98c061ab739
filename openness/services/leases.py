"""Two reviewers never on one document (审核租约): a lease with a time-out, taken over knowingly."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from core.audit import audit
from core.models import Organ, User
from openness.models import ReviewLease

LEASE = timedelta(minutes=15)


class LeaseTaken(RuntimeError):
    """Somebody else is at work on this document. Nothing was changed."""

    def __init__(self, lease: ReviewLease):
        self.lease = lease
        until = timezone.localtime(lease.until)
        super().__init__(f"这份文书正由{lease.holder}审核（{until:%H:%M} 前没有动作会自动放开），刚才的操作没有执行。")


def lease_hold(*, public_id: str, actor: User) -> None:
    """Takes or renews the lease of a document for `actor`; any tab of the same person is as good. LeaseTaken."""
    now = timezone.now()
    free = ReviewLease.objects.filter(Q(holder=actor) | Q(until__lte=now), public_id=public_id)
    while not free.update(holder=actor, until=now + LEASE):
        try:
            with transaction.atomic():
                ReviewLease.objects.create(public_id=public_id, holder=actor, until=now + LEASE)
            return
        except IntegrityError:  # held; or given up by now, or a second click of the same person: look again
            other = ReviewLease.objects.select_related("holder").filter(public_id=public_id, until__gt=now).exclude(holder=actor).first()
            if other is not None:
                raise LeaseTaken(other) from None


def lease_take_over(*, public_id: str, actor: User, organ: Organ, kind: str = "judgment") -> None:
    """Takes the lease away from whoever holds it, knowingly and audited."""
    with transaction.atomic():
        held = ReviewLease.objects.filter(public_id=public_id).first()
        values = {"holder": actor, "until": timezone.now() + LEASE}
        ReviewLease.objects.update_or_create(public_id=public_id, defaults=values)
        audit(actor=actor, action="review.taken_over", target=f"{kind}:{public_id}", organ=organ, holder=held.holder_id if held else None)


def lease_release(*, public_id: str, actor: User) -> None:
    """Gives the document free for the next person."""
    ReviewLease.objects.filter(public_id=public_id, holder=actor).delete()
