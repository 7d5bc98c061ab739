"""The second factor of a member of staff (双因素登录): a one-time-code app, and recovery codes for a lost phone."""

from django.conf import settings
from django.db import models

from core.sealed import SealedTextField


class SecondFactor(models.Model):
    """A user's one-time-code app (TOTP, RFC 6238). Its secret is sealed, so that a copy of the database signs nobody in."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, verbose_name="用户", on_delete=models.PROTECT, related_name="second_factor")
    secret = SealedTextField("密钥")
    last_step = models.BigIntegerField("最近用过的时间步", default=-1, help_text="每个动态码只能用一次")
    created_at = models.DateTimeField("开始设置", auto_now_add=True)
    confirmed_at = models.DateTimeField("启用", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "双因素"

    def __str__(self) -> str:
        return f"{self.user} {'已启用' if self.confirmed_at else '设置中'}"


class RecoveryCode(models.Model):
    """One unused recovery code (恢复码), as a keyed digest; used, the row is gone."""

    factor = models.ForeignKey(SecondFactor, verbose_name="双因素", on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField("摘要", max_length=64, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "恢复码"

    def __str__(self) -> str:
        return f"恢复码 {self.pk}"
