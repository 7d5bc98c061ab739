"""Registers and duties (生效文书名册、公开义务)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.enums import State
from core.models import Organ
from core.publishing import public_condition

from .judgments import ExemptionNotice, Judgment


class Register(models.Model):
    """A court's list of documents that took effect in a month (生效文书名册). Zero rows are an answer."""

    organ = models.ForeignKey(Organ, verbose_name="单位", on_delete=models.PROTECT, related_name="registers")
    month = models.DateField("生效月份", help_text="该月第一天")
    rows = models.PositiveIntegerField("行数", default=0)
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="报送人", null=True, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField("报送时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "生效文书名册"
        constraints = [models.UniqueConstraint(fields=["organ", "month"], name="one_register_a_month")]

    def __str__(self) -> str:
        return f"{self.organ} {self.month:%Y-%m}"


class DutyQuerySet(models.QuerySet):
    """Duties by what became of them; the four sorts are disjoint and add up."""

    def published(self):
        """Discharged by a judgment that is public now."""
        return self.filter(public_condition("judgment__"))

    def late(self):
        """Published, but after the due day."""
        return self.published().filter(published_on__gt=models.F("due_on"))

    def exempt(self):
        """The law bars the document, and the notice says so; or it was withdrawn for such a reason."""
        return self.exclude(public_condition("judgment__")).filter(self.exempt_condition())

    def open(self):
        """Neither published nor exempt."""
        return self.exclude(public_condition("judgment__")).exclude(self.exempt_condition())

    def overdue(self, on):
        """Open, and the due day is past on day `on`."""
        return self.open().filter(due_on__lt=on)

    def pending(self, on):
        """Open, and not yet due on day `on`."""
        return self.open().filter(due_on__gte=on)

    @staticmethod
    def exempt_condition() -> Q:
        """A public exemption notice, or a withdrawal whose reason exempts."""
        from openness.reasons import exempting_codes

        withdrawn = Q(judgment__state=State.WITHDRAWN, judgment__withdrawn_reason__in=exempting_codes())
        return public_condition("exemption__") | withdrawn


class Owed(models.Model):
    """Abstract: what is owed by a day, and how the day was counted. `published_on` is when it was done."""

    due_on = models.DateField("应公开日期")
    steps = models.JSONField("期限计算", default=list)
    rule = models.CharField("期限规则", max_length=60)
    article = models.CharField("依据", max_length=80, blank=True)
    provisional = models.BooleanField("暂定", default=False)
    published_on = models.DateField("公开日期", null=True, blank=True)

    class Meta:
        abstract = True


class Duty(Owed):
    """One document that must be published (公开义务), made from a register's row.

    Due on the 7th working day after effect (法释〔2016〕19号 第七条), discharged by the final document only.
    """

    organ = models.ForeignKey(Organ, verbose_name="单位", on_delete=models.PROTECT, related_name="duties")
    register = models.ForeignKey(Register, verbose_name="名册", on_delete=models.PROTECT, related_name="duties")
    base_number = models.CharField("案号", max_length=60)
    case_number = models.CharField("案号（含后缀）", max_length=70)
    document_kind = models.CharField("文书种类", max_length=30, blank=True)
    effective_on = models.DateField("生效日期")
    appealed = models.BooleanField("曾上诉", null=True)
    judgment = models.ForeignKey(Judgment, verbose_name="文书", null=True, blank=True, on_delete=models.PROTECT, related_name="duties")
    exemption = models.ForeignKey(ExemptionNotice, verbose_name="不公开说明", null=True, blank=True, on_delete=models.PROTECT, related_name="duties")
    history = models.JSONField("改动记录", default=list)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开义务"
        constraints = [models.UniqueConstraint(fields=["organ", "case_number", "document_kind"], name="one_duty_per_document")]
        indexes = [
            models.Index(fields=["base_number"], name="duty_number"),
            models.Index(fields=["organ", "register", "due_on"], name="duty_coverage"),
        ]

    def __str__(self) -> str:
        return f"{self.case_number} {self.due_on}"

    def history_with_today(self) -> list[dict]:
        """The history with what the duty says until today, for a change that is about to be made."""
        now = {"effective_on": self.effective_on.isoformat(), "due_on": self.due_on.isoformat(), "until": timezone.localdate().isoformat()}
        return [*self.history, now]
