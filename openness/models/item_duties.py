"""Duties under the catalogue (目录项的公开义务): one an entry, or one a period; reminders of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.enums import State
from core.models import Organ
from core.publishing import public_condition
from openness.enums import Stage
from openness.reasons import exempting_disclosure_codes

from .catalogue import CatalogueItem
from .disclosures import Disclosure
from .registers import Owed
from .statements import Statement


def discharged() -> Q:
    """The condition that what a duty asks for is public now."""
    sealed = CatalogueItem.objects.filter(sealed_from__lte=timezone.localdate()).values("pk")  # asked once, not joined to every row
    entry = public_condition("disclosure__") & (Q(disclosure__names_person=False) | ~Q(item__in=sealed))
    return entry | public_condition("statement__")


def excused() -> Q:
    """The condition that nothing is owed any more: an editor said why, or it was withdrawn for such a reason."""
    gone = Q(disclosure__state=State.WITHDRAWN, disclosure__withdrawn_reason__in=exempting_disclosure_codes())
    return Q(excused__gt="") | gone


class ItemDutyQuerySet(models.QuerySet):
    """Duties by what became of them; the four sorts are disjoint and add up."""

    def published(self):
        """What they ask for is public now."""
        return self.filter(discharged())

    def late(self):
        """Published, but after the due day."""
        return self.published().filter(published_on__gt=F("due_on"))

    def exempt(self):
        """Neither published nor owed any more."""
        return self.filter(~discharged() & excused())

    def open(self):
        """Neither published nor exempt."""
        return self.filter(~discharged() & ~excused())

    def overdue(self, on):
        """Open, and the due day is past on day `on`."""
        return self.open().filter(due_on__lt=on)

    def pending(self, on):
        """Open, and not yet due on day `on`."""
        return self.open().filter(due_on__gte=on)


class ItemDuty(Owed):
    """One thing that an organ must publish under an item (公开义务): of an entry that was handed in, or of a period."""

    organ = models.ForeignKey(Organ, verbose_name="单位", on_delete=models.PROTECT, related_name="item_duties")
    item = models.ForeignKey(CatalogueItem, verbose_name="目录项", on_delete=models.PROTECT, related_name="duties")
    month = models.DateField("月份", help_text="该月第一天")
    subject = models.CharField("公开什么", max_length=200)
    starts_on = models.DateField("期间自")
    ends_on = models.DateField("期间至", help_text="期限从这一天起算")
    disclosure = models.ForeignKey(Disclosure, verbose_name="公开事项", null=True, blank=True, on_delete=models.PROTECT, related_name="duties")
    statement = models.ForeignKey(Statement, verbose_name="数据", null=True, blank=True, on_delete=models.PROTECT, related_name="duties")
    periodic = models.BooleanField("定期", default=False)
    excused = models.CharField("不用公开的原因", max_length=30, blank=True)
    excused_note = models.CharField("说明", max_length=200, blank=True)
    excused_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="决定人", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ItemDutyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "目录项的公开义务"
        constraints = [
            models.UniqueConstraint(fields=["organ", "item", "ends_on"], condition=Q(periodic=True), name="one_duty_a_period"),
            models.UniqueConstraint(fields=["disclosure"], condition=Q(periodic=False), name="one_duty_an_entry"),
        ]
        # a month's coverage is read from the index alone, in the order in which it is grouped
        indexes = [models.Index(fields=["month", "organ", "item", "due_on", "published_on", "excused", "disclosure", "statement"], name="item_duty_coverage"), models.Index(fields=["due_on"], name="item_duty_due")]

    def __str__(self) -> str:
        return f"{self.item} {self.subject}"


class Reminder(models.Model):
    """A reminder of a duty that was given (提醒): each stage once, whatever runs twice."""

    duty = models.ForeignKey(ItemDuty, on_delete=models.CASCADE, related_name="reminders")
    stage = models.CharField("时机", max_length=10, choices=Stage.choices)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        constraints = [models.UniqueConstraint(fields=["duty", "stage"], name="one_reminder_a_stage")]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.duty_id}"
