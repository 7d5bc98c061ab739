"""Objections (异议): somebody says that a public document holds what must not be public."""

from django.conf import settings
from django.db import models

from core.models import Organ
from core.receipts import Receipted
from core.sealed import SealedTextField
from openness.enums import ObjectionOutcome

from .judgments import Judgment


class Objection(Receipted):
    """One objection to one judgment. What it says and who says it is sealed; the clock and the outcome are not."""

    organ = models.ForeignKey(Organ, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    judgment = models.ForeignKey(Judgment, verbose_name="文书", on_delete=models.PROTECT, related_name="objections")
    statement = SealedTextField("异议内容", help_text="JSON：words 不该公开的文字，reason 理由")
    person = SealedTextField("提出人", help_text="JSON：name、contact")
    fingerprint = models.CharField("指纹", max_length=64)
    received_at = models.DateTimeField("收到时间", auto_now_add=True)
    confirmed = models.CharField("系统核对", max_length=12, blank=True, help_text="identifier 号码，withheld 隐去的姓名；空为未能核实")
    due_on = models.DateField("应答复日期")
    due_steps = models.JSONField("期限计算", default=list)
    due_article = models.CharField("期限依据", max_length=80, blank=True)
    provisional = models.BooleanField("暂定", default=False)
    outcome = models.CharField("结果", max_length=12, choices=ObjectionOutcome.choices, blank=True)
    answer = SealedTextField("答复", null=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="答复人", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "异议"
        indexes = [models.Index(fields=["answered_at", "due_on"], name="objection_due")]

    def __str__(self) -> str:
        return f"异议 {self.pk}"
