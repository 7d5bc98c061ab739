"""New rules over texts that are public (规则更新后的复查): one run a ruleset, and what it found."""

from django.conf import settings
from django.db import models

from openness.enums import FindingAnswer

from .judgments import Judgment


class RecheckRun(models.Model):
    """One pass of a ruleset over every published judgment (复查). `cursor` moves in the transaction that writes what
    it passed, so that a killed run goes on where it was."""

    ruleset = models.CharField("规则版本", max_length=40)
    started_at = models.DateTimeField("开始", auto_now_add=True)
    finished_at = models.DateTimeField("完成", null=True, blank=True)
    total = models.PositiveIntegerField("开始时的份数", default=0)
    checked = models.PositiveIntegerField("已查", default=0)
    held = models.PositiveIntegerField("暂停公开", default=0)
    failed = models.PositiveIntegerField("没有查成", default=0)
    cursor = models.BigIntegerField("查到", default=0, help_text="文书主键")

    class Meta:
        verbose_name = verbose_name_plural = "规则复查"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["ruleset"], condition=models.Q(finished_at=None), name="one_open_run_a_ruleset")]

    def __str__(self) -> str:
        return f"复查 {self.ruleset}"


class RecheckFinding(models.Model):
    """A published judgment that a ruleset finds wanting (复查发现): where in the original; the words stay sealed there.

    With a `fault` and no places: the rules failed on this text, and a person reads it.
    """

    judgment = models.ForeignKey(Judgment, verbose_name="文书", on_delete=models.PROTECT, related_name="findings")
    ruleset = models.CharField("规则版本", max_length=40)
    places = models.JSONField("位置", help_text="[start, end, kind, replacement]，原文的码点位置")
    fault = models.CharField("没有查成", max_length=120, blank=True, help_text="错误的种类和位置，不含原文")
    found_at = models.DateTimeField("发现时间", auto_now_add=True)
    answer = models.CharField("处理", max_length=10, choices=FindingAnswer.choices, blank=True)
    answered_at = models.DateTimeField("处理时间", null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="处理人", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("理由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "复查发现"
        constraints = [models.UniqueConstraint(fields=["judgment", "ruleset"], name="one_finding_a_ruleset")]
        indexes = [models.Index(fields=["answered_at", "id"], name="finding_open")]

    def __str__(self) -> str:
        return f"复查发现 {self.pk}"
