"""What editors do to a document that was public (暂停、撤回、重新公开)."""

from core.models import User
from core.publishing import check, hold, withdraw
from openness.models import Judgment
from openness.reasons import withdrawal_reasons
from openness.services.approvals import passed_by
from openness.services.documents import publish_document
from openness.services.examination import refuse_wanting
from openness.services.review import withheld_names


def judgment_hold(*, judgment: Judgment, actor: User | None, reason: str) -> Judgment:
    """Takes a judgment off the site for the time being; Stale when it is not public. ValueError without a reason."""
    if not reason.strip():
        raise ValueError("请写明暂停公开的原因。")
    return hold(record=judgment, actor=actor, reason=reason.strip()[:200])


def judgment_withdraw(*, judgment: Judgment, actor: User | None, reason: str) -> Judgment:
    """Withdraws a judgment for a coded reason (法释〔2016〕19号 第十六条). ValueError for an unknown code."""
    if reason not in withdrawal_reasons():
        raise ValueError(f"撤回原因只能是：{'、'.join(f'{c}（{label}）' for c, label in withdrawal_reasons().items())}。")

    def with_it() -> None:
        judgment.approvals.all().delete()  # whoever passed it did not know why it had to go: it comes back by as many as before

    return withdraw(record=judgment, actor=actor, reason=reason, before=with_it)


def judgment_republish(*, judgment: Judgment, actor: User | None) -> bool:
    """Publishes a held or withdrawn judgment again, through lint and gates with today's rules and the names withheld
    from it. False where a second person must ask for it too.
    """
    refuse_wanting(judgment)
    check(judgment, withheld_names(judgment))
    if not passed_by(judgment=judgment, actor=actor):
        return False
    publish_document(judgment=judgment, actor=actor)
    return True
