"""Duties under the catalogue (目录项的公开义务): an entry makes one, a period makes one; what is published discharges them."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from core.audit import audit
from core.models import Organ, User
from justice.deadlines import DeadlineError, deadline
from justice.models import calendar
from openness.enums import Arises, Period
from openness.models import CatalogueItem, Disclosure, ItemDuty, Statement
from openness.models.item_duties import discharged
from openness.reasons import disclosure_reasons, exempting_disclosure_codes
from openness.services.duties import steps_of

NOTHING = "nothing"
MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


def excuses() -> dict[str, str]:
    """Code -> words, of why nothing is owed: the law bars it, or there was nothing in the period."""

    return {NOTHING: "本期没有应公开的内容"} | {code: disclosure_reasons()[code] for code in exempting_disclosure_codes()}


def entry_duty(disclosure: Disclosure) -> None:
    """Makes or moves the duty of an entry whose item has a clock; call it in the transaction that wrote the entry."""
    item = disclosure.item
    if item.arises != Arises.FORM or not disclosure.occurred_on or not disclosure.due_on:
        ItemDuty.objects.filter(disclosure=disclosure, periodic=False).delete()
        return
    day = disclosure.occurred_on
    values = {
        "organ": disclosure.organ, "item": item, "month": day.replace(day=1), "subject": disclosure.title[:200], "starts_on": day, "ends_on": day, "due_on": disclosure.due_on,
        "steps": disclosure.due_steps, "rule": item.rule, "article": disclosure.due_article,
    }  # fmt: skip
    ItemDuty.objects.update_or_create(disclosure=disclosure, periodic=False, defaults=values)


def duties_settle(record: Disclosure | Statement) -> None:
    """Links what was just published to the duties that it discharges; in the same transaction. Idempotent."""
    day = timezone.localdate(record.published_at)
    if isinstance(record, Disclosure):
        ItemDuty.objects.filter(disclosure=record).update(published_on=day)
        link: dict = {"disclosure": record, "statement": None}
        said_on = record.occurred_on or day
    else:
        ItemDuty.objects.filter(statement=record).update(published_on=day)
        link, said_on = {"statement": record, "disclosure": None}, record.period_to
    if record.item.arises != Arises.RULE:
        return
    waiting = ItemDuty.objects.filter(organ=record.organ, item=record.item, periodic=True).exclude(pk__in=ItemDuty.objects.filter(discharged(), organ=record.organ, item=record.item).values("pk"))
    within = waiting.filter(starts_on__lte=said_on, ends_on__gte=said_on).first()
    duty = within or (waiting.filter(ends_on__lt=said_on).order_by("ends_on").first() if isinstance(record, Disclosure) else None)
    if duty:
        ItemDuty.objects.filter(pk=duty.pk).update(**link, published_on=day)


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
    today, days, made = today or timezone.localdate(), calendar(), 0
    for item in CatalogueItem.objects.in_force(today).filter(arises=Arises.RULE):
        first, last = period_before(today, item.period)
        begun = since or timezone.localdate(item.revisions.order_by("version").values_list("at", flat=True).first() or timezone.now())
        if last < max(begun, item.valid_from):
            continue
        try:
            result = deadline(item.rule, last, calendar=days)
        except DeadlineError:
            continue
        values = {
            "month": last.replace(day=1), "subject": f"{item.title}，{period_name(first, item.period)}"[:200], "starts_on": first, "due_on": result.due, "steps": steps_of(result),
            "rule": result.rule, "article": result.article[:80], "provisional": result.provisional,
        }  # fmt: skip
        for organ in Organ.objects.filter(kind=item.organ_kind, active=True, is_trial=False):
            with transaction.atomic():
                _, fresh = ItemDuty.objects.get_or_create(organ=organ, item=item, ends_on=last, periodic=True, defaults=values)
            made += fresh
    return made


@transaction.atomic
def duty_excuse(*, duty: ItemDuty, actor: User, reason: str, note: str) -> ItemDuty:
    """An editor says why nothing is owed; it counts as exempt, the reason is public. ValueError for an unknown reason or one without words."""
    if reason not in excuses():
        raise ValueError("请选择不用公开的原因。")
    if not note.strip():
        raise ValueError("请写一句说明，它留在记录里。")
    if not ItemDuty.objects.filter(pk=duty.pk).open().exists():
        raise ValueError("这件义务已经履行，或者已经注明不用公开。")
    ItemDuty.objects.filter(pk=duty.pk).update(excused=reason, excused_note=" ".join(note.split())[:200], excused_by=actor)
    audit(actor=actor, action="duty.excused", target=f"item_duty:{duty.pk}", organ=duty.organ, purpose=reason)
    duty.refresh_from_db()
    return duty
