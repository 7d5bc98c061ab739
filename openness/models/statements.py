"""Statements (数据与答复): figures or an answer, with period and source, that a room publishes downward."""

from django.db import models
from django.db.models import Q

from core.navigation import address
from core.publishing import PublicRecord, masking_checked, required_fields
from justice.redaction import RULESET
from openness.enums import StatementKind
from openness.gates import leak_refusals_in

from .catalogue import CatalogueItem


class Statement(PublicRecord):
    """Figures of a period, or an answer. `key` is the caller's name for it: said again, it is corrected, not doubled."""

    kind = "statement"
    content_fields = ("title", "form", "period_from", "period_to", "figures", "text", "source")
    required = ("title", "period_from", "period_to", "source")
    gates = (required_fields, masking_checked)

    item = models.ForeignKey(CatalogueItem, verbose_name="目录项", on_delete=models.PROTECT, related_name="statements")
    key = models.CharField("来源系统的编号", max_length=80)
    form = models.CharField("种类", max_length=10, choices=StatementKind.choices, default=StatementKind.FIGURES)
    title = models.CharField("标题", max_length=200)
    period_from = models.DateField("期间自")
    period_to = models.DateField("期间至")
    figures = models.JSONField("数字", default=list, help_text="[{label, value, unit}]")
    text = models.TextField("文字", blank=True)
    source = models.CharField("数据来源", max_length=120)

    class Meta(PublicRecord.Meta):
        verbose_name = verbose_name_plural = "数据与答复"
        constraints = [models.UniqueConstraint(fields=["organ", "item", "key"], name="one_statement_a_key")]
        indexes = [
            models.Index(fields=["state", "-public_from"], name="statement_latest"),
            models.Index(fields=["item", "state", "-period_to"], name="statement_item"),
            models.Index(fields=["public_until"], name="statement_ends", condition=Q(public_until__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its public page."""
        return address("openness:statement", self.public_id)

    def current_ruleset(self) -> str:
        """Ruleset of the lint."""
        return RULESET

    def lint(self, withheld=()):
        """Identifiers and withheld names in title, text, labels and values."""
        cells = "\n".join(f"{row.get('label', '')} {row.get('value', '')} {row.get('unit', '')}" for row in self.figures)
        yield from leak_refusals_in({"标题": self.title, "文字": self.text, "数字": cells, "来源": self.source}, withheld)
