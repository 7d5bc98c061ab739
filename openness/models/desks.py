"""Who is at work on a document, and who passed it (审核租约、复核)."""

from django.conf import settings
from django.db import models

from .judgments import Judgment, one_of


class ReviewLease(models.Model):
    """One person at a time reviews a document (审核中): until when, renewed by every move."""

    public_id = models.SlugField("文书编号", max_length=40, unique=True)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="审核人", on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField("到")

    class Meta:
        verbose_name = verbose_name_plural = "审核租约"
        indexes = [models.Index(fields=["until"], name="lease_until")]

    def __str__(self) -> str:
        return f"{self.public_id} {self.until:%H:%M}"


class Approval(models.Model):
    """One person passed exactly this public content (复核). Any change of it needs approvals anew."""

    judgment = models.ForeignKey(Judgment, null=True, on_delete=models.PROTECT, related_name="approvals")
    disclosure = models.ForeignKey("openness.Disclosure", null=True, on_delete=models.PROTECT, related_name="approvals")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField("公开内容摘要", max_length=64)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "复核"
        constraints = [
            models.UniqueConstraint(fields=["judgment", "actor", "digest"], name="one_approval_each"),
            models.UniqueConstraint(fields=["disclosure", "actor", "digest"], name="one_approval_each_entry"),
            models.CheckConstraint(condition=one_of("judgment", "disclosure"), name="approval_of_one"),
        ]

    def __str__(self) -> str:
        return f"复核 {self.pk}"
