"""Model cases (典型案例) and their nomination by citizens (群众推荐)."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from core.models import Organ
from core.receipts import Receipted
from core.sealed import SealedTextField
from openness.enums import NominationOutcome, PageKind

from .judgments import Judgment
from .pages import OpennessPage

FEATURES = ["bold", "ol", "ul", "link"]
PARTS = (("facts", "基本案情"), ("issue", "争议焦点"), ("holding", "裁判结果"), ("reasons", "裁判理由"), ("significance", "典型意义"))


class ModelCasePage(OpennessPage):
    """One model case: facts, issue, holding, reasons, significance."""

    kind = PageKind.MODEL_CASE.value
    content_fields = ("title", "number", "case_number", "keywords", "facts", "issue", "holding", "reasons", "significance", "statutes", "collection")
    required = ("title", "facts", "holding", "reasons", "significance")

    number = models.CharField("案例编号", max_length=60, blank=True, help_text="如 营口市典型案例2026年第3号")
    case_number = models.CharField("案号", max_length=60, blank=True, help_text="本站公开了这份文书的，自动链接到文书和案卷。")
    keywords = models.CharField("关键词", max_length=120, blank=True, help_text="用顿号隔开。")
    facts = RichTextField("基本案情", features=FEATURES, blank=True)
    issue = RichTextField("争议焦点", features=FEATURES, blank=True)
    holding = RichTextField("裁判结果", features=FEATURES, blank=True)
    reasons = RichTextField("裁判理由", features=FEATURES, blank=True)
    significance = RichTextField("典型意义", features=FEATURES, blank=True)
    statutes = models.TextField("相关法条", max_length=1000, blank=True, help_text="每行一条。")
    collection = models.CharField("专辑", max_length=60, blank=True, help_text="同名的归到一起，如“涉企典型案例”。")

    content_panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("number"), FieldPanel("case_number")]),
        FieldRowPanel([FieldPanel("keywords"), FieldPanel("collection")]),
        MultiFieldPanel([FieldPanel(name) for name, _ in PARTS], heading="案例"),
        FieldPanel("statutes"),
    ]
    template = "openness/pages/model_case.html"

    class Meta:
        verbose_name = "典型案例"

    @property
    def parts(self) -> list[dict]:
        """The parts that are written, in their order: id, label, text."""
        return [{"id": name, "label": label, "text": text} for name, label in PARTS if (text := getattr(self, name))]

    @property
    def words(self) -> list[str]:
        """Keywords one by one."""
        return [w.strip() for w in self.keywords.replace("，", "、").replace(",", "、").split("、") if w.strip()]

    @property
    def laws(self) -> list[str]:
        """Statutes one by one."""
        return [line.strip() for line in self.statutes.splitlines() if line.strip()]

    def withheld(self) -> Iterable[str]:
        """The names that the judgment of this case holds back."""
        from openness.services.review import withheld_names

        judgments = Judgment.objects.select_related("source", "masking").filter(case_number=self.case_number) if self.case_number else []
        return {name for judgment in judgments for name in withheld_names(judgment)}

    def extra(self) -> dict:
        """The judgment, and what else is public about its case."""
        from openness.selectors.pages import case_links

        return {"links": case_links(self.case_number)}


class Nomination(Receipted):
    """A citizen names a case worth writing up (推荐典型案例). Who, and in what words, is sealed."""

    organ = models.ForeignKey(Organ, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    case_number = models.CharField("案号", max_length=60, blank=True)
    statement = SealedTextField("推荐理由")
    person = SealedTextField("推荐人", help_text="JSON：name、contact")
    fingerprint = models.CharField("指纹", max_length=64)
    received_at = models.DateTimeField("收到时间", auto_now_add=True)
    outcome = models.CharField("结果", max_length=12, choices=NominationOutcome.choices, blank=True)
    answer = models.TextField("答复", blank=True, max_length=600)
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="答复人", null=True, on_delete=models.PROTECT, related_name="+")
    page = models.ForeignKey(ModelCasePage, verbose_name="案例", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "案例推荐"
        indexes = [models.Index(fields=["organ", "answered_at", "-received_at"], name="nomination_organ")]

    def __str__(self) -> str:
        return f"案例推荐 {self.pk}"
