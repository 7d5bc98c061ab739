"""Where duties come from (义务的来源): a register's row, an entry that was handed in, a period that ended."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.audit import audit
from core.models import Organ, User
from core.publishing import Stale
from justice.deadlines import Deadline, DeadlineError, deadline
from justice.models import calendar
from openness.enums import Arises, Carrier, Period
from openness.models import CatalogueItem, Disclosure, Duty, DutyChange, Hearing, Register
from openness.services.catalogue import judgments_item
from openness.services.duties import counted, duties_answer, duties_match

MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


@transaction.atomic
def register_open(*, organ: Organ, month: date, actor: User | None, item: CatalogueItem | None = None) -> Register:
    """The register of an organ's month under an item (judgments), made when it is handed in first. Zero rows are an answer."""
    item = item or judgments_item()
    register, created = Register.objects.get_or_create(organ=organ, item=item, month=month, defaults={"handed_in_by": actor})
    audit(actor=actor, action="register.handed_in", target=f"register:{organ.code}:{item.slug}:{month:%Y-%m}", organ=organ, purpose="" if created else "再次报送")
    return register


@transaction.atomic
def duty_add(*, register: Register, number: str, base: str, subject: str, kind: str, day: date, appealed: bool | None, result: Deadline, actor: User | None = None) -> tuple[Duty, str]:
    """Writes one row of a register; returns the duty and "created", "unchanged" or "differs".

    What stands in a register already with another day is not overwritten: the difference waits for an editor.
    """
    values = {
        "starts_on": day, "ends_on": day, "appealed": appealed, "base_number": base, "subject": subject, "month": register.month, "register": register, **counted(result),
    }  # fmt: skip
    same: dict[str, Any] = {"organ": register.organ, "item": register.item, "case_number": number, "document_kind": kind}
    if not number:  # without a number the words and the day tell rows apart
        same |= {"subject": subject, "ends_on": day}
    duty = Duty.objects.filter(**same, register__isnull=False).first()
    if duty is None:
        duty = Duty.objects.create(**{**values, **same})
        _match(duty)
        return duty, "created"
    if (duty.ends_on, duty.appealed) == (day, appealed):
        return duty, "unchanged"
    DutyChange.objects.update_or_create(duty=duty, decided_at=None, defaults={"register": register, "ends_on": day, "appealed": appealed, "asked_by": actor})
    return duty, "differs"


@transaction.atomic
def change_decide(*, change: DutyChange, actor: User, take: bool) -> Duty:
    """An editor takes the other day, or leaves the first one. Taken, the duty keeps its history and moves to the other
    month's register where that one named it. Stale when it was decided meanwhile."""
    now = timezone.now()
    if not DutyChange.objects.filter(pk=change.pk, decided_at=None).update(decided_at=now, decided_by=actor, taken=take):
        raise Stale("这一处刚刚有人决定过了，请刷新后再看。")
    duty, register = change.duty, change.register
    audit(actor=actor, action="duty.changed" if take else "duty.kept", target=f"duty:{duty.pk}", organ=duty.organ)
    if not take:
        return duty
    left = duty.register
    duty.history = duty.history_with_today()
    result = deadline(duty.rule, change.ends_on, calendar=calendar())
    values = {"register": register, "month": register.month, "starts_on": change.ends_on, "ends_on": change.ends_on, "appealed": change.appealed, **counted(result)}
    for name, value in values.items():
        setattr(duty, name, value)
    duty.save(update_fields=[*values, "history"])
    for touched in {left, register} - {None}:
        Register.objects.filter(pk=touched.pk).update(rows=touched.duties.count())
    _match(duty)
    return duty


def _match(duty: Duty) -> None:
    """What is on record already answers it."""
    if duty.item.carrier == Carrier.JUDGMENT:
        duties_match([duty.base_number])
        return
    records: Any
    if duty.item.carrier == Carrier.HEARING:
        records = Hearing.objects.filter(organ=duty.organ_id, case_number=duty.case_number, starts_at__date=duty.ends_on)
    else:
        named = {"case_number": duty.case_number} if duty.case_number else {"title": duty.subject}
        records = Disclosure.objects.filter(organ=duty.organ_id, item=duty.item_id, **named).select_related("item").defer("text")
    for record in records.order_by("id")[:10]:
        duties_answer(record)


def entry_duty(record: Disclosure | Hearing) -> None:
    """Makes or moves the duty of what was handed in under an item with a clock; call it in the transaction that wrote it."""
    item = CatalogueItem.objects.filter(carrier=Carrier.HEARING).first() if isinstance(record, Hearing) else record.item
    day = timezone.localdate(record.starts_at) if isinstance(record, Hearing) else record.occurred_on
    result = _counted(item, day)
    if item is None or item.arises != Arises.FORM or day is None or result is None:
        Duty.objects.filter(**{record.kind: record}, periodic=False, register=None).delete()
    else:
        values = {"organ": record.organ, "item": item, "month": day.replace(day=1), "subject": record.title[:200], "starts_on": day, "ends_on": day, **counted(result)}
        Duty.objects.update_or_create(**{record.kind: record}, periodic=False, register=None, defaults=values)
    duties_answer(record)


def _counted(item: CatalogueItem | None, day: date | None) -> Deadline | None:
    """When what happened on a day is due; None where no rule counts, as before a rule was in force."""
    if item is None or day is None or not item.rule:
        return None
    try:
        return deadline(item.rule, day, calendar=calendar())
    except DeadlineError:
        return None


def period_before(today: date, period: str) -> tuple[date, date]:
    """First and last day of the last whole period."""
    months = MONTHS[Period(period)]
    first_month = (today.month - 1) // months * months + 1
    last = date(today.year, first_month, 1) - timedelta(days=1)
    start = last.month - months + 1
    return date(last.year, start, 1), last


def period_name(first: date, period: str) -> str:
    """2026年10月, 2026年第三季度, 2025年."""
    return {Period.MONTH: f"{first.year}年{first.month}月", Period.QUARTER: f"{first.year}年第{'一二三四'[(first.month - 1) // 3]}季度", Period.YEAR: f"{first.year}年"}[Period(period)]


def periodic_duties(today: date | None = None, *, since: date | None = None) -> int:
    """Opens the duty of the last whole period, for every item by rule and every organ of its kind; how many were new.

    A period that ended before the item was in the catalogue (or `since`) owes nothing. Idempotent.
    """
    today, made = today or timezone.localdate(), 0
    for item in CatalogueItem.objects.in_force(today).filter(arises=Arises.RULE):
        first, last = period_before(today, item.period)
        begun = since or timezone.localdate(item.revisions.order_by("version").values_list("at", flat=True).first() or timezone.now())
        result = _counted(item, last)
        if result is None or last < max(begun, item.valid_from):
            continue
        values = {"month": last.replace(day=1), "subject": f"{item.title}，{period_name(first, item.period)}"[:200], "starts_on": first, **counted(result)}
        for organ in Organ.objects.filter(kind=item.organ_kind, active=True, is_trial=False):
            with transaction.atomic():
                _, fresh = Duty.objects.get_or_create(organ=organ, item=item, ends_on=last, periodic=True, defaults=values)
            made += fresh
    return made
