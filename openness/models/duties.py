"""Registers, duties and their reminders (名册、公开义务、提醒): one table for every item of the catalogue."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models import Organ
from openness.enums import Stage

from .catalogue import CatalogueItem
from .disclosures import Disclosure
from .hearings import Hearing
from .judgments import ExemptionNotice, Judgment, one_of
from .statements import Statement


class Register(models.Model):
    """What an organ must publish under an item for a month (名册), as it says itself. Zero rows are an answer."""

    organ = models.ForeignKey(Organ, verbose_name="单位", on_delete=models.PROTECT, related_name="registers")
    item = models.ForeignKey(CatalogueItem, verbose_name="目录项", on_delete=models.PROTECT, related_name="registers")
    month = models.DateField("月份", help_text="该月第一天")
    rows = models.PositiveIntegerField("行数", default=0)
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="报送人", null=True, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField("报送时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "名册"
        constraints = [models.UniqueConstraint(fields=["organ", "item", "month"], name="one_register_a_month")]

    def __str__(self) -> str:
        return f"{self.organ} {self.item} {self.month:%Y-%m}"


def discharged(at=None) -> Q:
    """The condition that what a duty asks for is public at `at` (now)."""
    at = at or timezone.now()
    return Q(shown_from__lte=at) & (Q(shown_until=None) | Q(shown_until__gt=at))


class DutyQuerySet(models.QuerySet):
    """Duties by what became of them; published, exempt, overdue and pending are disjoint and add up."""

    def published(self):
        """What they ask for is public now."""
        return self.filter(discharged())

    def late(self):
        """Published, but after the due day."""
        return self.published().filter(published_on__gt=F("due_on"))

    def exempt(self):
        """Neither published nor owed any more: barred by law, withdrawn for such a reason, or excused with a public reason."""
        return self.filter(~discharged(), waived=True)

    def open(self):
        """Neither published nor exempt."""
        return self.filter(~discharged(), waived=False)

    def overdue(self, on: date):
        """Open, and the due day is past on day `on`."""
        return self.open().filter(due_on__lt=on)

    def pending(self, on: date):
        """Open, and not yet due on day `on`."""
        return self.open().filter(due_on__gte=on)


class Duty(models.Model):
    """One thing that an organ must publish under an item (公开义务): from a register's row, an entry, or a period.

    `shown_from`, `shown_until` and `waived` repeat what the records behind it say, so that figures are read from one
    index: services/duties.py writes them in the transaction that moves a record. The clock is compared when it is read.
    """

    organ = models.ForeignKey(Organ, verbose_name="单位", on_delete=models.PROTECT, related_name="duties")
    item = models.ForeignKey(CatalogueItem, verbose_name="目录项", on_delete=models.PROTECT, related_name="duties")
    month = models.DateField("月份", help_text="该月第一天")
    register = models.ForeignKey(Register, verbose_name="名册", null=True, blank=True, on_delete=models.PROTECT, related_name="duties")
    subject = models.CharField("公开什么", max_length=200, blank=True)
    base_number = models.CharField("案号", max_length=60, blank=True)
    case_number = models.CharField("案号、文号（含后缀）", max_length=70, blank=True)
    document_kind = models.CharField("文书种类", max_length=30, blank=True)
    starts_on = models.DateField("期间自")
    ends_on = models.DateField("起算日", help_text="生效、发生之日，或者期间的最后一天")
    due_on = models.DateField("应公开日期")
    steps = models.JSONField("期限计算", default=list)
    rule = models.CharField("期限规则", max_length=60)
    article = models.CharField("依据", max_length=80, blank=True)
    provisional = models.BooleanField("暂定", default=False)
    appealed = models.BooleanField("曾上诉", null=True)
    periodic = models.BooleanField("定期", default=False)
    judgment = models.ForeignKey(Judgment, verbose_name="文书", null=True, blank=True, on_delete=models.PROTECT, related_name="duties")
    exemption = models.ForeignKey(ExemptionNotice, verbose_name="不公开说明", null=True, blank=True, on_delete=models.PROTECT, related_name="duties")
    disclosure = models.ForeignKey(Disclosure, verbose_name="公开事项", null=True, blank=True, on_delete=models.PROTECT, related_name="duties")
    statement = models.ForeignKey(Statement, verbose_name="数据", null=True, blank=True, on_delete=models.PROTECT, related_name="duties")
    hearing = models.ForeignKey(Hearing, verbose_name="开庭公告", null=True, blank=True, on_delete=models.PROTECT, related_name="duties")
    published_on = models.DateField("公开日期", null=True, blank=True)
    shown_from = models.DateTimeField("看得到，自", null=True, blank=True, editable=False)
    shown_until = models.DateTimeField("看得到，至", null=True, blank=True, editable=False)
    waived = models.BooleanField("不用公开", default=False, editable=False)
    excused = models.CharField("不用公开的原因", max_length=30, blank=True)
    excused_note = models.CharField("说明", max_length=200, blank=True)
    excused_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="决定人", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    history = models.JSONField("改动记录", default=list)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开义务"
        constraints = [
            models.UniqueConstraint(fields=["organ", "item", "case_number", "document_kind"], condition=Q(register__isnull=False) & ~Q(case_number=""), name="one_duty_a_document"),
            models.UniqueConstraint(fields=["organ", "item", "ends_on"], condition=Q(periodic=True), name="one_duty_a_period"),
            models.UniqueConstraint(fields=["disclosure"], condition=Q(periodic=False, register__isnull=True), name="one_duty_an_entry"),
            models.UniqueConstraint(fields=["hearing"], condition=Q(periodic=False, register__isnull=True), name="one_duty_a_hearing"),
        ]
        indexes = [
            # a month's figures are read from this index alone, in the order in which they are grouped
            models.Index(fields=["month", "organ", "item", "due_on", "published_on", "waived", "shown_from", "shown_until"], name="duty_coverage"),
            models.Index(fields=["base_number"], name="duty_number", condition=~Q(base_number="")),
            models.Index(fields=["due_on"], name="duty_due"),
        ]

    def __str__(self) -> str:
        return f"{self.named} {self.due_on}"

    @property
    def named(self) -> str:
        """What staff call it: its number, else its subject."""
        return self.case_number or self.subject

    @property
    def record(self) -> Judgment | Disclosure | Statement | Hearing | None:
        """The record that discharges it, whatever its state."""
        return self.judgment or self.disclosure or self.statement or self.hearing

    def history_with_today(self) -> list[dict]:
        """The history with what the duty says until today, for a change that is about to be made."""
        now = {"effective_on": self.ends_on.isoformat(), "due_on": self.due_on.isoformat(), "until": timezone.localdate().isoformat()}
        return [*self.history, now]


class DutyChange(models.Model):
    """Another day for something that a register named before (名册日期不同): shown as a difference until an editor decides it."""

    duty = models.ForeignKey(Duty, verbose_name="义务", on_delete=models.PROTECT, related_name="changes")
    register = models.ForeignKey(Register, verbose_name="名册", on_delete=models.PROTECT, related_name="changes")
    ends_on = models.DateField("这次报的日期")
    appealed = models.BooleanField("曾上诉", null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="报送人", null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("报送时间", auto_now_add=True)
    taken = models.BooleanField("采用", null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="决定人", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("决定时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "名册日期不同"
        constraints = [models.UniqueConstraint(fields=["duty"], condition=Q(decided_at=None), name="one_open_change_a_duty")]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.ends_on}"


class Reminder(models.Model):
    """A reminder of a duty or of a step of review that was given (提醒): each stage once, whatever runs twice."""

    duty = models.ForeignKey(Duty, null=True, on_delete=models.CASCADE, related_name="reminders")
    step = models.ForeignKey("openness.OrganTaskState", null=True, on_delete=models.CASCADE, related_name="reminders")
    stage = models.CharField("时机", max_length=10, choices=Stage.choices)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        constraints = [
            models.UniqueConstraint(fields=["duty", "stage"], name="one_reminder_a_stage"),
            models.UniqueConstraint(fields=["step", "stage"], name="one_reminder_a_step"),
            models.CheckConstraint(condition=one_of("duty", "step"), name="reminder_of_one"),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.duty_id or self.step_id}"
