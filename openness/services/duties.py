"""What becomes of duties (公开义务): matched, discharged, restored by a withdrawal, excused. Where they come from is duty_sources.py."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.audit import audit
from core.enums import State
from core.models import User
from core.publishing import PublicRecord
from justice.deadlines import Deadline, deadline
from justice.models import calendar
from openness.enums import Arises
from openness.models import Disclosure, Duty, ExemptionNotice, Hearing, Judgment, Statement
from openness.reasons import disclosure_reasons, exempting_codes, exempting_disclosure_codes

RULE = "judgment.publish"
STEP = 200  # cases a transaction
NOTHING = "nothing"
STANDS_ON = ("judgment", "exemption", "disclosure__item", "statement", "hearing")
LONG_TEXTS = ("judgment__text", "disclosure__text", "statement__text")


def due(effective_on: date, days=None) -> Deadline:
    """When a document that took effect on `effective_on` must be public: 7 working days (法释〔2016〕19号 第七条)."""
    return deadline(RULE, effective_on, calendar=days or calendar())


def steps_of(result: Deadline) -> list[dict]:
    """The steps of a deadline as JSON: from, to, text."""
    return [{**asdict(s), "date_from": s.date_from.isoformat(), "date_to": s.date_to.isoformat()} for s in result.steps]


def counted(result: Deadline) -> dict[str, Any]:
    """The fields of a duty that say when it is due, and why."""
    return {"due_on": result.due, "steps": steps_of(result), "rule": result.rule, "article": result.article[:80], "provisional": result.provisional}


def excuses() -> dict[str, str]:
    """Code -> words, of why nothing is owed: the law bars it, or there was nothing in the period."""
    return {NOTHING: "本期没有应公开的内容"} | {code: disclosure_reasons()[code] for code in exempting_disclosure_codes()}


def duties_follow(records: Sequence[PublicRecord]) -> None:
    """Every move of a record moves its duties in the same transaction: published, held, withdrawn, returned."""
    numbers = {r.case.number for r in records if isinstance(r, Judgment | ExemptionNotice)}
    if numbers:
        duties_match(numbers)
    for record in records:
        if isinstance(record, Disclosure | Statement | Hearing):
            duties_answer(record)


def duties_match(base_numbers: Iterable[str]) -> None:
    """Links the duties of these cases to the documents that discharge them, and the documents to their due day.

    Only the final document discharges (终局文书); where the register names kind or suffix, that one. Idempotent;
    call it in the transaction that changed either side.
    """
    numbers = set(base_numbers)
    duties = list(Duty.objects.filter(base_number__in=numbers, item__arises=Arises.REGISTER, item__carrier="judgment"))
    if not duties:
        return
    judgments = list(Judgment.objects.filter(case__number__in=numbers, final=True).select_related("case").defer("text"))
    exemptions = list(ExemptionNotice.objects.filter(case__number__in=numbers).select_related("case"))
    for duty in duties:
        judgment, exemption = _best(duty, judgments), _best(duty, exemptions)
        _write(duty, judgment=judgment, exemption=exemption)
        if judgment and judgment.due_on != duty.due_on:
            Judgment.objects.filter(pk=judgment.pk).update(due_on=duty.due_on, due_steps=duty.steps, due_article=duty.article)


def duties_settle() -> int:
    """Matches duties and documents that were written in the same moment, each transaction blind to the other: duties
    without a document that there is, or with one that became public unseen. Returns how many cases were looked at.
    """
    same = {"case__number": OuterRef("base_number"), "organ": OuterRef("organ")}
    alone = Duty.objects.filter(register__isnull=False, judgment=None, exemption=None, item__carrier="judgment").filter(
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


def duties_answer(record: Disclosure | Statement | Hearing) -> None:
    """Links a record to the register's or the period's duty that it answers, and moves every duty that rests on it. Idempotent."""
    link = record.kind
    if isinstance(record, Disclosure | Hearing):
        _claim(record)
    if record.state == State.PUBLISHED and not isinstance(record, Hearing) and record.item.arises == Arises.RULE:
        _settle_period(record)
    duties_stand(Duty.objects.filter(**{link: record}))


def _claim(record: Disclosure | Hearing) -> None:
    """A register's row that names this record: by number, for a hearing by its day too; without a number by its title."""
    registered = Duty.objects.filter(organ=record.organ_id, register__isnull=False)
    link, named = record.kind, Q(case_number="", subject=record.title)
    if record.case_number:
        named |= Q(case_number=record.case_number)
    if isinstance(record, Hearing):
        waiting = registered.filter(named, item__carrier="hearing", ends_on=timezone.localdate(record.starts_at))
    else:
        waiting = registered.filter(named, item=record.item_id)
    mine = registered.filter(**{link: record})
    if waiting.filter(pk__in=mine.values("pk")).exists():
        return
    if link == "disclosure":  # its number was corrected; a hearing that moved keeps the row of its first day
        duties_stand(mine, disclosure=None)
    elif mine.exists():
        return
    free = waiting.filter(Q(**{link: None}) | Q(**{f"{link}__state": State.WITHDRAWN})).order_by("due_on", "id").first()
    if free:
        duties_stand([free], **{link: record})


def _settle_period(record: Disclosure | Statement) -> None:
    """The waiting period that a public record speaks of; an entry made after the period's end answers the oldest one."""
    said_on = record.period_to if isinstance(record, Statement) else record.occurred_on or timezone.localdate(record.published_at)
    periods = Duty.objects.filter(organ=record.organ_id, item=record.item_id, periodic=True)
    waiting = periods.exclude(pk__in=periods.published().values("pk"))
    duty = waiting.filter(starts_on__lte=said_on, ends_on__gte=said_on).first()
    if duty is None and isinstance(record, Disclosure) and not periods.filter(disclosure=record).exists():
        duty = waiting.filter(ends_on__lt=said_on).order_by("ends_on").first()
    if duty:
        other = "statement" if record.kind == "disclosure" else "disclosure"
        duties_stand([duty], **{record.kind: record, other: None})


def duties_stand(duties: Iterable[Duty], **links: Any) -> int:
    """Writes what the records behind duties say of them now; `links` are set first. How many it changed. Idempotent."""
    if hasattr(duties, "select_related"):
        duties = duties.select_related(*STANDS_ON).defer(*LONG_TEXTS)
    return sum(_write(duty, **links) for duty in duties)


def _write(duty: Duty, **links: Any) -> bool:
    before = {name: getattr(duty, f"{name}_id") for name in links}
    for name, record in links.items():
        setattr(duty, name, record)
    values = {f"{name}_id": getattr(duty, f"{name}_id") for name in links if getattr(duty, f"{name}_id") != before[name]}
    values |= {name: value for name, value in _standing(duty).items() if getattr(duty, name) != value}
    if values:
        Duty.objects.filter(pk=duty.pk).update(**values)
        for name, value in values.items():
            setattr(duty, name, value)
    return bool(values)


def _standing(duty: Duty) -> dict[str, Any]:
    """When it shows, whether nothing is owed, and the day on which it was done."""
    record, notice = duty.record, duty.exemption
    shown = record is not None and record.state == State.PUBLISHED
    codes = exempting_codes() if isinstance(record, Judgment) else exempting_disclosure_codes()
    gone = record is not None and record.state == State.WITHDRAWN and record.withdrawn_reason in codes
    return {
        "shown_from": record.public_from if record and shown else None, "shown_until": _ends(record) if record and shown else None,
        "waived": bool(duty.excused) or gone or (notice is not None and notice.state == State.PUBLISHED),
        "published_on": timezone.localdate(record.published_at) if record and record.published_at else None,
    }  # fmt: skip


def _ends(record: PublicRecord) -> datetime | None:
    """Until when it is shown: its own end, and the day from which the law seals it."""
    ends = [record.public_until] if record.public_until else []
    if isinstance(record, Disclosure) and record.names_person and record.item.sealed_from:
        ends.append(timezone.make_aware(datetime.combine(record.item.sealed_from, time.min)))
    return min(ends, default=None)


def duties_recount(progress: Callable[[int], None] | None = None) -> int:
    """Looks at every duty again, in batches, and mends what does not say what its records say; how many that were.

    Only rules that changed with a release can leave any: which reason of a withdrawal exempts.
    """
    done, mended, batch = 0, 0, [0]
    while batch:
        with transaction.atomic():
            rows = list(Duty.objects.filter(pk__gt=done).select_related(*STANDS_ON).defer(*LONG_TEXTS).order_by("pk")[:500])
            mended += sum(map(_write, rows))
        batch = [d.pk for d in rows]
        done = batch[-1] if batch else done
        if progress:
            progress(done)
    return mended


@transaction.atomic
def duty_excuse(*, duty: Duty, actor: User, reason: str, note: str) -> Duty:
    """An editor says why nothing is owed; it counts as exempt, the reason is public. ValueError for an unknown reason or one without words."""
    if reason not in excuses():
        raise ValueError("请选择不用公开的原因。")
    if not note.strip():
        raise ValueError("请写一句说明，它留在记录里。")
    if duty.item.carrier == "judgment":
        raise ValueError("裁判文书依法不公开的，请照常报送，系统会登记不公开说明。")
    if not Duty.objects.filter(pk=duty.pk).open().exists():
        raise ValueError("这件义务已经履行，或者已经注明不用公开。")
    Duty.objects.filter(pk=duty.pk).update(excused=reason, excused_note=" ".join(note.split())[:200], excused_by=actor, waived=True)
    audit(actor=actor, action="duty.excused", target=f"duty:{duty.pk}", organ=duty.organ, purpose=reason)
    duty.refresh_from_db()
    return duty
