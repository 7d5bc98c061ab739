"""A prepared document on its record (文书入库), and its way to the public."""

import json
from contextlib import suppress
from datetime import date, datetime, time

from django.utils import timezone

from core.models import Organ, User
from core.publishing import GateRefused, check, publish
from core.sealed import Sealed
from justice.deadlines import DeadlineError
from justice.models import CaseFile
from openness.models import Disclosure, ExemptionNotice, Judgment, JudgmentSource, Masking, Proposal
from openness.preparing import Masked, Prepared
from openness.services.duties import due, steps_of

# What fill() writes.
FILLED = (
    "case_number", "document_kind", "title", "text", "profile", "category", "cause", "year", "decided_on", "effective_on", "panel",
    "prior_numbers", "final", "doubts_open", "masked", "due_on", "due_steps", "due_article",
)  # fmt: skip


def new_judgment(organ: Organ, source: JudgmentSource, case: CaseFile, document: Prepared, days) -> Judgment:
    """An unsaved judgment in review, from a prepared document."""
    judgment = Judgment(organ=organ, source=source, case=case, legal_basis="法释〔2016〕19号 第三条")
    fill(judgment, document, days)
    return judgment


def fill(judgment: Judgment, document: Prepared, days) -> None:
    """Puts what was understood of a document on its record."""
    masked = document.masked
    judgment.case_number, judgment.document_kind = document.number.canonical, document.kind
    judgment.title, judgment.text, judgment.profile = masked.title, masked.text, masked.profile
    judgment.category, judgment.cause, judgment.year = document.category, document.parsed.cause[:120], document.number.year
    judgment.decided_on, judgment.effective_on = document.decided_on, document.effective_on
    judgment.panel = [{"role": m.role, "name": m.name} for m in document.parsed.panel]
    judgment.prior_numbers, judgment.final = document.prior_numbers, document.parsed.final
    judgment.doubts_open = len(masked.doubts)
    judgment.count_masked([{"kind": s[2]} for s in masked.spans])
    if document.effective_on:
        with suppress(DeadlineError):  # before 2016-10-01 no rule counted days
            result = due(document.effective_on, days)
            judgment.due_on, judgment.due_steps, judgment.due_article = result.due, steps_of(result), result.article
        if document.effective_on > timezone.localdate():
            judgment.public_from = opening(document.effective_on)


def public_opening(judgment: Judgment) -> datetime | None:
    """When a judgment that is published now opens: at its day of effect where that lies ahead, else None for at once."""
    day = judgment.effective_on
    return opening(day) if day and day > timezone.localdate() else None


def new_notice(organ: Organ, source: JudgmentSource, case: CaseFile, document: Prepared) -> ExemptionNotice:
    """An unsaved notice of what the law bars, from a prepared document."""
    start, end = document.bar_place or (None, None)
    return ExemptionNotice(
        organ=organ, source=source, case=case, case_number=document.number.canonical, document_kind=document.kind,
        decided_on=document.decided_on, reason=document.bar, quote_start=start, quote_end=end, legal_basis="法释〔2016〕19号 第六条",
    )  # fmt: skip


def notice_save(notice: ExemptionNotice) -> ExemptionNotice:
    """Inserts a new notice, and tells its case that it has one."""
    notice.save()
    CaseFile.objects.filter(pk=notice.case_id, has_notice=False).update(has_notice=True)
    return notice


def opening(day: date) -> datetime:
    """Midnight, local time, at which a document with a future day of effect becomes public."""
    return timezone.make_aware(datetime.combine(day, time.min))


def masking_of(owner: Judgment | Proposal | Disclosure, masked: Masked) -> Masking:
    """The unsaved masking of a saved judgment, proposal or disclosure: places only."""
    return Masking(**{owner._meta.model_name: owner}, spans=masked.spans, doubts=Sealed.seal(json.dumps(masked.doubts, ensure_ascii=False)))


def is_clean(judgment: Judgment, masked: Masked) -> bool:
    """Whether the machine is sure: no doubt, no leak. Leaves the mark of the check on the record."""
    if masked.doubts:
        return False
    try:
        check(judgment, masked.names)
    except GateRefused:
        return False
    return True


def publish_document(*, judgment: Judgment, actor: User | None) -> Judgment:
    """Publishes a checked judgment, from its day of effect on where that lies ahead."""
    return publish(record=judgment, actor=actor, public_from=public_opening(judgment))
