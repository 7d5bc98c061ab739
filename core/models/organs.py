"""Regions and organs (区划、单位)."""

from django.db import models

from core.enums import Level, OrganKind


class Region(models.Model):
    """An administrative region (行政区划), by its six-digit code."""

    code = models.CharField("区划代码", max_length=6, unique=True)
    name = models.CharField("名称", max_length=40)
    parent = models.ForeignKey("self", verbose_name="上级", null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        verbose_name = verbose_name_plural = "行政区划"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class OrganQuerySet(models.QuerySet):
    """Organs as their users speak of them."""

    def courts(self):
        """Our own courts: active, and no trial courts of other cities."""
        return self.filter(kind=OrganKind.COURT, active=True, is_trial=False)


class Organ(models.Model):
    """An organ that publishes (单位): a court by its case-number code (辽0802), others by a short code."""

    code = models.CharField("代码", max_length=24, unique=True)
    name = models.CharField("全称", max_length=80, unique=True)
    short_name = models.CharField("简称", max_length=40)
    kind = models.CharField("类别", max_length=20, choices=OrganKind.choices)
    level = models.CharField("层级", max_length=10, choices=Level.choices, default=Level.COUNTY)
    region = models.ForeignKey(Region, verbose_name="区划", null=True, blank=True, on_delete=models.PROTECT)
    phone = models.CharField("电话", max_length=40, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    address = models.CharField("地址", max_length=120, blank=True)
    publish_clean = models.BooleanField("无疑点的文书自动公开", default=False)
    second_eyes = models.BooleanField("公开前须第二人复核", default=False)
    is_trial = models.BooleanField("试用单位（不计入公开率）", default=False)
    active = models.BooleanField("启用", default=True)
    order = models.PositiveIntegerField("排序", default=0)

    objects = OrganQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name
