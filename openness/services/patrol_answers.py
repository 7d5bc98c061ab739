"""The editor's answer to what the patrol found (泄漏巡查的处理)."""

from typing import Any

from django.db import transaction

from core.enums import State
from core.models import User
from core.pages.gate import page_release
from core.pages.page import PublicPage
from core.publishing import Stale, check, publish
from openness.enums import FindingAnswer
from openness.models import Disclosure, Hearing, Judgment, PatrolFinding
from openness.services.disclosures import disclosure_accept
from openness.services.findings import finding_close
from openness.services.hearings import withheld_from
from openness.services.records import judgment_republish


@transaction.atomic
def patrol_false_alarm(*, finding: PatrolFinding, actor: User, reason: str) -> bool:
    """Calls a finding a false alarm, for a reason, and publishes its item again as it was; the same words in the same
    content are not raised again. False where a second person must ask for the publication too.

    ValueError without a reason; GateRefused where the gates see the same; Stale. Nothing was changed then.
    """
    if not reason.strip():
        raise ValueError("请写明为什么是误报，以后的巡查会照此不再提起。")
    record = finding.record()
    again = True
    if record is not None and record.state == State.HELD:
        again = release(record=record, actor=actor)
    elif finding.held:
        raise Stale("这条内容已经重新公开或者撤回，不用再处理。")
    _close(finding, actor, FindingAnswer.FALSE, reason)
    return again


@transaction.atomic
def patrol_read(*, finding: PatrolFinding, actor: User, reason: str) -> None:
    """Answers for what could not be read: a person looked. ValueError without a conclusion; Stale."""
    if not reason.strip():
        raise ValueError("请写明看过以后的结论。")
    if finding.held or not finding.fault:
        raise Stale("这件发现已经变了，请刷新后再看。")
    _close(finding, actor, FindingAnswer.READ, reason)


def release(*, record: Any, actor: User) -> bool:
    """Publishes a held record or page of any kind again, through its own lint and gates. False where a second person
    must ask for it too. GateRefused, Stale.
    """
    if isinstance(record, PublicPage):
        page_release(page=record, actor=actor)
    elif isinstance(record, Judgment):
        return judgment_republish(judgment=record, actor=actor)
    elif isinstance(record, Disclosure):
        return disclosure_accept(disclosure=record, actor=actor).state == State.PUBLISHED
    else:
        check(record, withheld_from(record) if isinstance(record, Hearing) else ())
        publish(record=record, actor=actor)
    return True


def _close(finding: PatrolFinding, actor: User, answer: str, reason: str) -> None:
    target = f"{finding.kind}:{finding.public_id}" if finding.public_id else finding.place
    finding_close(finding=finding, actor=actor, answer=answer, reason=reason, action="patrol", target=target, organ=finding.organ)
