"""Registers become duties; documents discharge them (名册、义务)."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from core.audit import audit
from core.models import Organ, User
from justice.case_numbers import CaseNumber
from justice.deadlines import Deadline, deadline
from justice.models import calendar
from openness.models import Duty, ExemptionNotice, Judgment, Register

RULE = "judgment.publish"
STEP = 200  # cases a transaction


def due(effective_on: date, days=None) -> Deadline:
    """When a document that took effect on `effective_on` must be public: 7 working days (法释〔2016〕19号 第七条)."""
    return deadline(RULE, effective_on, calendar=days or calendar())


def steps_of(result: Deadline) -> list[dict]:
    """The steps of a deadline as JSON: from, to, text."""
    return [{**asdict(s), "date_from": s.date_from.isoformat(), "date_to": s.date_to.isoformat()} for s in result.steps]


@transaction.atomic
def register_open(*, organ: Organ, month: date, actor: User | None) -> Register:
    """The register of a court's month, made when it is handed in first. Handing in zero rows is an answer."""
    register, created = Register.objects.get_or_create(organ=organ, month=month, defaults={"handed_in_by": actor})
    audit(actor=actor, action="register.handed_in", target=f"register:{organ.code}:{month:%Y-%m}", organ=organ, purpose="" if created else "再次报送")
    return register


@transaction.atomic
def duty_add(*, register: Register, number: CaseNumber, kind: str, effective_on: date, appealed: bool | None, result: Deadline) -> tuple[Duty, str]:
    """Writes one row of a register; returns the duty and "created", "unchanged", "changed" or "moved" (its history kept).

    A document takes effect once: a row that stood in another month's register moves to this one, the last word counts.
    """
    values = {
        "effective_on": effective_on, "appealed": appealed, "due_on": result.due, "steps": steps_of(result), "rule": result.rule,
        "article": result.article, "provisional": result.provisional, "organ": register.organ, "base_number": number.base,
    }  # fmt: skip
    duty, created = Duty.objects.get_or_create(
        organ=register.organ, case_number=number.canonical, document_kind=kind, defaults={**values, "register": register}
    )
    if created:
        duties_match([number.base])
        return duty, "created"
    if (duty.effective_on, duty.appealed) == (effective_on, appealed):
        return duty, "unchanged"
    left = duty.register if duty.register_id != register.pk else None
    duty.register = register
    duty.history = duty.history_with_today()
    for name, value in values.items():
        setattr(duty, name, value)
    duty.save()
    duties_match([number.base])
    if left is None:
        return duty, "changed"
    Register.objects.filter(pk=left.pk).update(rows=left.duties.count())
    return duty, "moved"


def duties_match(base_numbers: Iterable[str]) -> None:
    """Links the duties of these cases to the documents that discharge them, and the documents to their due day.

    Only the final document discharges (终局文书); where the register names kind or suffix, that one. Idempotent;
    call it in the transaction that changed either side.
    """
    numbers = set(base_numbers)
    duties = list(Duty.objects.filter(base_number__in=numbers))
    if not duties:
        return
    judgments = list(Judgment.objects.filter(case__number__in=numbers, final=True).select_related("case").defer("text"))
    exemptions = list(ExemptionNotice.objects.filter(case__number__in=numbers).select_related("case"))
    for duty in duties:
        judgment, exemption = _best(duty, judgments), _best(duty, exemptions)
        published = judgment.published_at if judgment else None
        published_on = timezone.localdate(published) if published else None
        if (duty.judgment_id, duty.exemption_id, duty.published_on) != (getattr(judgment, "pk", None), getattr(exemption, "pk", None), published_on):
            Duty.objects.filter(pk=duty.pk).update(judgment=judgment, exemption=exemption, published_on=published_on)
        if judgment and judgment.due_on != duty.due_on:
            Judgment.objects.filter(pk=judgment.pk).update(due_on=duty.due_on, due_steps=duty.steps, due_article=duty.article)


def duties_settle() -> int:
    """Matches duties and documents that were written in the same moment, each transaction blind to the other: duties
    without a document that there is, or with one that became public unseen. Returns how many cases were looked at.
    """
    same = {"case__number": OuterRef("base_number"), "organ": OuterRef("organ")}
    alone = Duty.objects.filter(judgment=None, exemption=None).filter(
        Exists(Judgment.objects.filter(**same, final=True)) | Exists(ExemptionNotice.objects.filter(**same))
    )
    unseen = Duty.objects.filter(judgment__published_at__isnull=False, published_on=None)
    numbers = sorted({*alone.values_list("base_number", flat=True), *unseen.values_list("base_number", flat=True)})
    for start in range(0, len(numbers), STEP):
        with transaction.atomic():
            duties_match(numbers[start : start + STEP])
    return len(numbers)


def _best(duty: Duty, documents: list) -> Judgment | ExemptionNotice | None:
    """The document that this duty asks for: same court and case; the named suffix and kind; else the judgment before rulings."""
    fitting = [
        d
        for d in documents
        if d.organ_id == duty.organ_id
        and d.case.number == duty.base_number
        and (duty.case_number == duty.base_number or d.case_number == duty.case_number)
        and duty.document_kind in ("", d.document_kind)
    ]
    return min(fitting, key=lambda d: (d.case_number != duty.case_number, not d.document_kind.endswith("判决书"), -d.pk), default=None)
