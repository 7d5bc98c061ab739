"""The catalogue (公开目录): what an organ of a kind must disclose, to whom, on which basis, how fast. Rows, not code."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.enums import OrganKind
from openness.catalogue_fields import Field, fields_of
from openness.enums import Arises, Audience, Carrier, MaskingChoice, Period


class CatalogueQuerySet(models.QuerySet):
    """Items by what holds of them."""

    def in_force(self, day: date):
        """Items that are in use on a day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), active=True, valid_from__lte=day)

    def entered(self):
        """Items whose disclosures are typed in or imported field by field."""
        return self.filter(carrier=Carrier.DISCLOSURE)


class CatalogueItem(models.Model):
    """One thing that organs of a kind disclose (目录项). Changed by services/catalogue.py alone, which keeps every version."""

    slug = models.SlugField("代号", max_length=40, unique=True, help_text="网址和命令里用，如 police-fines。定了不能改。")
    organ_kind = models.CharField("单位类别", max_length=20, choices=OrganKind.choices)
    carrier = models.CharField("怎么公开", max_length=12, choices=Carrier.choices, default=Carrier.DISCLOSURE)
    title = models.CharField("名称", max_length=40)
    about = models.CharField("说明", max_length=200, blank=True)
    audience = models.CharField("向谁公开", max_length=10, choices=Audience.choices, default=Audience.PUBLIC)
    document = models.CharField("依据的文件", max_length=120)
    article = models.CharField("条文", max_length=60)
    verified = models.BooleanField("已核对原文", default=False)
    valid_from = models.DateField("自何日起")
    valid_to = models.DateField("至何日止", null=True, blank=True)
    rule = models.CharField("期限规则", max_length=60, blank=True)
    timing = models.CharField("没有期限规则的，多久公开", max_length=60, blank=True)
    arises = models.CharField("义务怎么来", max_length=10, choices=Arises.choices, default=Arises.NONE)
    period = models.CharField("多久一期", max_length=10, choices=Period.choices, blank=True, default=Period.NONE)
    fields = models.JSONField("格", default=list)
    masking = models.CharField("遮蔽", max_length=12, choices=MaskingChoice.choices, blank=True, default=MaskingChoice.NONE)
    second_eyes = models.BooleanField("公开前须第二人复核", default=False)
    attachments = models.BooleanField("可以带附件", default=False)
    sealed_from = models.DateField("自何日起封存个人信息", null=True, blank=True)
    sealed_basis = models.CharField("封存的依据", max_length=120, blank=True)
    active = models.BooleanField("启用", default=True)
    order = models.PositiveIntegerField("排序", default=0)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "目录项"
        ordering = ["organ_kind", "order", "id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its public list."""
        return reverse(Carrier(self.carrier).view, args=[self.slug] if self.carrier in (Carrier.DISCLOSURE, Carrier.STATEMENT) else [])

    @property
    def declared(self) -> tuple[Field, ...]:
        """The fields, as declared."""
        return fields_of(self.fields)

    @property
    def citation(self) -> str:
        """Document and article, as the page cites them."""
        return f"{self.document} {self.article}"

    @property
    def masks(self) -> bool:
        """Whether something of an entry is masked."""
        return bool(self.masking) and any(row.get("masked") for row in self.fields)

    def seals(self, day: date) -> bool:
        """Whether what speaks of a person must not be displayed on a day, whatever its age (display)."""
        return self.sealed_from is not None and self.sealed_from <= day


class CatalogueRevision(models.Model):
    """One version of an item (目录项的版本): what it said, who wrote it and why."""

    item = models.ForeignKey(CatalogueItem, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField("版本")
    content = models.JSONField("内容")
    note = models.CharField("为什么改", max_length=200, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "目录项的版本"
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["item", "version"], name="one_revision_a_version")]

    def __str__(self) -> str:
        return f"{self.item} 第 {self.version} 版"
