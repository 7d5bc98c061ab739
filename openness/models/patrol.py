"""The leaks patrol (泄漏巡查): its runs over everything public, and what it found."""

from typing import Any

from django.db import models
from django.db.models import Q

from core.enums import State
from core.models import Organ
from core.publishing import ledgered_models
from core.sealed import SealedTextField

from .findings import Finding, Run


class PatrolRun(Run):
    """One pass over every public surface (巡查). It goes kind by kind in the order of primary keys, then through the
    places that are no one record's."""

    only_kind = models.CharField("只查一类", max_length=20, blank=True)
    only_id = models.CharField("只查一条", max_length=16, blank=True)
    stage = models.CharField("查到哪一类", max_length=20, blank=True)
    cursor = models.BigIntegerField("查到", default=0, help_text="这一类的主键，或者第几个网址")
    unheld = models.PositiveIntegerField("发现太多，没有暂停", default=0)
    surfaces = models.JSONField("各处", default=dict, help_text="公开面 -> {looked, found, unread, ms}")

    class Meta(Run.Meta):
        verbose_name = verbose_name_plural = "泄漏巡查"
        constraints = [models.UniqueConstraint(fields=["only_kind", "only_id"], condition=Q(finished_at=None), name="one_open_patrol")]

    def __str__(self) -> str:
        return f"巡查 {self.pk}"


class PatrolFindingQuerySet(models.QuerySet):
    """Findings as those who answer them see them."""

    def waiting(self):
        """Unanswered ones: of what is still held, was never held, or is no one record's; the oldest first."""
        moved = Q()
        for kind, model in ledgered_models().items():
            moved |= Q(kind=kind) & ~Q(public_id__in=model._default_manager.filter(state=State.HELD).values("public_id"))
        return self.filter(answered_at=None).exclude(Q(held=True) & moved).order_by("id")


class PatrolFinding(Finding):
    """One item that shows what it must not (巡查发现): on which surfaces, of which kinds; the words themselves are sealed.

    Without `kind` and `public_id` it is a place of the site that is no one record's, and the office's to answer.
    """

    kind = models.CharField("种类", max_length=20, blank=True)
    public_id = models.CharField("编号", max_length=16, blank=True)
    place = models.CharField("网址", max_length=300, blank=True, help_text="不是哪一条内容的，记网址")
    organ = models.ForeignKey(Organ, verbose_name="单位", null=True, on_delete=models.PROTECT, related_name="+")
    content = models.CharField("公开内容摘要", max_length=64, blank=True)
    hits = models.JSONField("在哪里", default=list, help_text="[{surface, address, kinds: {种类: 处数}, digest}]，不含字句")
    passages = SealedTextField("字句", null=True, help_text="JSON：[[公开面, 前文, 字句, 后文]]")
    held = models.BooleanField("已暂停公开", default=False)
    told_at = models.DateTimeField("已告知", null=True, blank=True)

    objects = PatrolFindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "巡查发现"
        constraints = [models.UniqueConstraint(fields=["kind", "public_id", "place"], condition=Q(answered_at=None), name="one_open_finding")]
        indexes = [
            models.Index(fields=["answered_at", "id"], name="patrol_open"),
            models.Index(fields=["kind", "public_id"], name="patrol_of"),
            models.Index(fields=["organ", "answered_at"], name="patrol_organ"),
        ]

    def __str__(self) -> str:
        return f"巡查发现 {self.pk}"

    def record(self) -> Any:
        """The record or page that it speaks of, whatever its state; None where it is no one record's."""
        model = ledgered_models().get(self.kind)
        return model._default_manager.select_related("organ").filter(public_id=self.public_id).first() if model else None
