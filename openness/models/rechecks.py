"""New rules over texts that are public (规则更新后的复查): one run a ruleset, and what it found."""

from django.db import models

from .findings import Finding, Run
from .judgments import Judgment


class RecheckRun(Run):
    """One pass of a ruleset over every published judgment (复查)."""

    ruleset = models.CharField("规则版本", max_length=40)
    cursor = models.BigIntegerField("查到", default=0, help_text="文书主键")

    class Meta(Run.Meta):
        verbose_name = verbose_name_plural = "规则复查"
        constraints = [models.UniqueConstraint(fields=["ruleset"], condition=models.Q(finished_at=None), name="one_open_run_a_ruleset")]

    def __str__(self) -> str:
        return f"复查 {self.ruleset}"


class RecheckFinding(Finding):
    """A published judgment that a ruleset finds wanting (复查发现): where in the original; the words stay sealed there.

    With a `fault` and no places: the rules failed on this text, and a person reads it.
    """

    judgment = models.ForeignKey(Judgment, verbose_name="文书", on_delete=models.PROTECT, related_name="findings")
    ruleset = models.CharField("规则版本", max_length=40)
    places = models.JSONField("位置", help_text="[start, end, kind, replacement]，原文的码点位置")

    class Meta:
        verbose_name = verbose_name_plural = "复查发现"
        constraints = [models.UniqueConstraint(fields=["judgment", "ruleset"], name="one_finding_a_ruleset")]
        indexes = [models.Index(fields=["answered_at", "id"], name="finding_open")]

    def __str__(self) -> str:
        return f"复查发现 {self.pk}"
