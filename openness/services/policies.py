"""What a court decided about publishing its judgments (本院公开规则)."""

from django.db import transaction

from core.audit import audit
from core.models import Organ, User

SWITCHES = ("second_eyes", "publish_clean")


@transaction.atomic
def policy_set(*, court: Organ, actor: User | None, **wanted: bool) -> dict[str, bool]:
    """Switches parts of a court's policy; returns what was changed. Nothing is written where all of it stands already."""
    if unknown := wanted.keys() - set(SWITCHES):
        raise TypeError(f"no such switch: {sorted(unknown)}")
    standing = Organ.objects.filter(pk=court.pk).values(*SWITCHES).get()
    changed = {name: value for name, value in wanted.items() if standing[name] != value}
    if changed:
        Organ.objects.filter(pk=court.pk).update(**changed)
        audit(actor=actor, action="organ.policy", target=f"organ:{court.code}", organ=court, **changed)
    court.refresh_from_db(fields=SWITCHES)
    return changed
