"""Append-only logs (公开账本、审计记录). A row once written is neither changed nor deleted."""

from django.conf import settings
from django.db import models

from core.enums import Act


class AppendOnlyError(RuntimeError):
    """Somebody tried to change or delete a row of an append-only log."""


class AppendOnlyQuerySet(models.QuerySet):
    """Refuses every change but insertion."""

    def update(self, **kwargs):
        """Refused."""
        raise AppendOnlyError("账本和审计记录只能追加，不能修改。")

    def delete(self):
        """Refused."""
        raise AppendOnlyError("账本和审计记录只能追加，不能删除。")

    def bulk_create(self, objs, *args, **kwargs):
        """Inserts; AppendOnlyError where rows that exist would be overwritten."""
        if kwargs.get("update_conflicts"):
            raise AppendOnlyError("账本和审计记录只能追加，不能修改。")
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, *args, **kwargs):
        """Refused."""
        raise AppendOnlyError("账本和审计记录只能追加，不能修改。")


class AppendOnly(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args, **kwargs):
        """Always inserts, so that a chosen primary key overwrites nothing; AppendOnlyError on a row that exists."""
        if not self._state.adding:
            raise AppendOnlyError("账本和审计记录只能追加，不能修改。")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args, **kwargs):
        """Refused."""
        raise AppendOnlyError("账本和审计记录只能追加，不能删除。")


class LedgerEntry(AppendOnly):
    """One act of publication (公开账本条目): a salted digest of what was public, no text."""

    log = models.CharField("账本", max_length=20, default="publication")
    act = models.CharField("行为", max_length=10, choices=Act.choices)
    kind = models.CharField("类别", max_length=40)
    public_id = models.CharField("编号", max_length=16)
    organ_code = models.CharField("单位", max_length=24)
    digest = models.CharField("摘要", max_length=64, help_text="SHA-256(盐 + 公开内容)，十六进制")
    reason = models.CharField("原因", max_length=40, blank=True)
    at = models.DateTimeField("时间")

    class Meta(AppendOnly.Meta):
        verbose_name = verbose_name_plural = "公开账本"
        indexes = [
            models.Index(fields=["public_id", "kind"], name="ledger_item"),
            models.Index(fields=["at"], name="ledger_taken_back", condition=models.Q(act__in=(Act.CORRECT, Act.WITHDRAW))),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.kind} {self.public_id}"


class AuditEntry(AppendOnly):
    """Who did what to which thing, and why (审计记录). Holds ids, never contents."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="人员", null=True, on_delete=models.PROTECT, related_name="+"
    )
    organ = models.ForeignKey("core.Organ", verbose_name="单位", null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField("行为", max_length=60)
    target = models.CharField("对象", max_length=80, blank=True)
    purpose = models.CharField("目的", max_length=200, blank=True)
    detail = models.JSONField("细节", default=dict)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta(AppendOnly.Meta):
        verbose_name = verbose_name_plural = "审计记录"
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_at"),
            models.Index(fields=["organ", "-at", "-id"], name="audit_organ"),
            models.Index(fields=["action", "-at", "-id"], name="audit_action"),
            models.Index(fields=["actor", "-at", "-id"], name="audit_actor"),
            models.Index(fields=["target", "-at", "-id"], name="audit_target"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target}"
