"""What the machine finds in public things, and the runs that look (自查): shared by re-check and patrol."""

from django.conf import settings
from django.db import models

from openness.enums import FindingAnswer


class Run(models.Model):
    """Abstract: one pass over everything public. `cursor` moves in the transaction that writes what it passed, so that a
    killed run goes on where it was."""

    started_at = models.DateTimeField("开始", auto_now_add=True)
    finished_at = models.DateTimeField("完成", null=True, blank=True)
    total = models.PositiveIntegerField("开始时的份数", default=0)
    checked = models.PositiveIntegerField("已查", default=0)
    held = models.PositiveIntegerField("暂停公开", default=0)
    failed = models.PositiveIntegerField("没有查成", default=0)

    class Meta:
        abstract = True
        ordering = ["id"]


class Finding(models.Model):
    """Abstract: something that a person must answer for. With a `fault` the machine could not look, and a person does."""

    fault = models.CharField("没有查成", max_length=120, blank=True, help_text="错误的种类和位置，不含原文")
    found_at = models.DateTimeField("发现时间", auto_now_add=True)
    answer = models.CharField("处理", max_length=10, choices=FindingAnswer.choices, blank=True)
    answered_at = models.DateTimeField("处理时间", null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="处理人", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("理由", max_length=200, blank=True)

    class Meta:
        abstract = True
