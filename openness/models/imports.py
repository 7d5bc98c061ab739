"""Hand-ins (报送): a batch per file, a row per document, each with its answer."""

from django.conf import settings
from django.db import models

from core.models import Organ
from core.sealed import SealedTextField
from openness.enums import BatchKind, BatchState, Outcome

from .catalogue import CatalogueItem
from .corrections import Proposal
from .disclosures import Disclosure
from .hearings import Hearing
from .judgments import ExemptionNotice, Judgment


class ImportBatch(models.Model):
    """One file that was handed in (批次)."""

    kind = models.CharField("内容", max_length=12, choices=BatchKind.choices, default=BatchKind.JUDGMENTS)
    organ = models.ForeignKey(Organ, verbose_name="单位", null=True, on_delete=models.PROTECT, related_name="batches")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="报送人", null=True, on_delete=models.PROTECT, related_name="+")
    upload = models.CharField("封存的文件", max_length=32, blank=True)
    filename = SealedTextField("文件名")
    digest = models.CharField("文件摘要", max_length=64, blank=True)
    month = models.DateField("名册月份", null=True, blank=True)
    item = models.ForeignKey(CatalogueItem, verbose_name="目录项", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    any_court = models.BooleanField("接受外市法院", default=False)
    publish_clean = models.BooleanField("无疑点即公开", default=False)
    state = models.CharField("状态", max_length=10, choices=BatchState.choices, default=BatchState.RECEIVED)
    read = models.PositiveIntegerField("已读", default=0)
    total = models.PositiveIntegerField("总数", null=True)
    error = models.CharField("中断原因", max_length=300, blank=True)
    received_at = models.DateTimeField("收到时间", auto_now_add=True)
    finished_at = models.DateTimeField("完成时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "报送批次"
        indexes = [models.Index(fields=["organ", "-id"], name="batch_organ")]

    def __str__(self) -> str:
        return f"批次 {self.pk}"


class ImportRow(models.Model):
    """The answer to one document of a batch (逐件结果). What was not taken stays sealed, so that it can be mended."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="rows")
    position = models.PositiveIntegerField("序号")
    name = SealedTextField("文件", null=True)
    outcome = models.CharField("结果", max_length=12, choices=Outcome.choices)
    case_number = models.CharField("案号", max_length=70, blank=True)
    code = models.CharField("原因代码", max_length=30, blank=True)
    message = models.CharField("说明", max_length=300, blank=True)
    remedy = models.CharField("怎么办", max_length=300, blank=True)
    judgment = models.ForeignKey(Judgment, null=True, on_delete=models.PROTECT, related_name="rows")
    exemption = models.ForeignKey(ExemptionNotice, null=True, on_delete=models.PROTECT, related_name="rows")
    proposal = models.ForeignKey(Proposal, null=True, on_delete=models.PROTECT, related_name="rows")
    disclosure = models.ForeignKey(Disclosure, null=True, on_delete=models.PROTECT, related_name="rows")
    hearing = models.ForeignKey(Hearing, null=True, on_delete=models.PROTECT, related_name="rows")
    text = SealedTextField("未收下的原文", null=True)
    fields = models.JSONField("随附字段", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "逐件结果"
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="one_answer_per_row")]

    def __str__(self) -> str:
        return f"{self.batch_id}#{self.position}"
