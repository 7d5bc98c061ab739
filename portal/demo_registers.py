"""Registers of other items than judgments (示例名册): the procuratorates' documents, one of them silent; and one court's
register handed in twice with another date, for its editor to decide."""

from datetime import date, timedelta

from django.utils import timezone

from core.audit import audit
from core.models import AuditEntry, Organ
from openness.enums import BatchKind
from openness.models import CatalogueItem, Duty
from openness.reading.registers import RegisterRow
from openness.services.imports import batch_open
from openness.services.registers import register_import

ITEM, SILENT, BUSY = "legal-documents", "yk-jcy-gz", "yk-jcy"
COURT = "辽0802"
MONTHS = 4


def fill() -> None:
    """Once."""
    if AuditEntry.objects.filter(action="demo.registers").exists():
        return
    item, today = CatalogueItem.objects.get(slug=ITEM), timezone.localdate()
    for back in range(MONTHS):
        month = _back(today, back)
        for organ in Organ.objects.filter(kind=item.organ_kind, active=True, is_trial=False):
            if organ.code == SILENT and back:
                continue
            _hand_in(organ, month, _rows(month, back) if organ.code == BUSY else [], item)
    _said_again(Organ.objects.get(code=COURT))
    audit(actor=None, action="demo.registers")


def _rows(month: date, back: int) -> list[RegisterRow]:
    """A document or two a month; one of them is what the demo publishes."""
    return [RegisterRow(n, f"营检刑诉〔{month.year}〕{45 - 2 * back - n + 1}号", month + timedelta(days=3 + 4 * n)) for n in (1, 2)]


def _said_again(organ: Organ) -> None:
    """The same document on the next day."""
    duty = Duty.objects.open().filter(organ=organ, item__slug="judgments", ends_on__day__lt=25).select_related("register__item").order_by("-due_on").first()
    if duty and duty.register:
        _hand_in(organ, duty.month, [RegisterRow(1, duty.case_number, duty.ends_on + timedelta(days=1), duty.appealed, duty.document_kind)], duty.register.item)


def _hand_in(organ: Organ, month: date, rows: list[RegisterRow], item: CatalogueItem) -> None:
    batch = batch_open(organ=organ, actor=None, filename="名册.xlsx", kind=BatchKind.REGISTER, month=month, item=item)
    for _ in register_import(batch=batch, rows=rows, organ=organ, month=month, actor=None, item=item):
        pass


def _back(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
