"""Circulars (通报、公文): laid out as GB/T 9704 asks, three steps of review, receipts of the units addressed."""

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, WorkflowState

from core.models import Organ
from core.publishing.gates import Refusal
from openness.attachments import MAX_BYTES, AttachmentRefused, tidy_attachment
from openness.blocks import DocumentStoryBlock
from openness.enums import PageKind
from openness.page_gates import OFFICIAL

from .fields import TidyFileField
from .pages import OpennessPage


def signed_off(page: "CircularPage") -> Iterator[Refusal]:
    """A circular goes out after checking (核稿) and signing (签发) of exactly this revision."""
    passed = WorkflowState.objects.filter(
        object_id=str(page.pk), base_content_type=page.get_base_content_type(), status=WorkflowState.STATUS_APPROVED, current_task_state__revision_id=page.live_revision_id
    )
    if page.live_revision_id is None or not passed.exists():
        yield Refusal("workflow", "这一稿还没有经过核稿和签发", remedy="请先“提交审签”，核稿、签发都通过后自动公开。")


class CircularPage(OpennessPage):
    """One circular (通报、通知、公告)."""

    kind = PageKind.CIRCULAR.value
    open_kinds = OFFICIAL
    content_fields = (
        "title", "letterhead", "number", "issued_on", "addressees", "body", "signature", "annex_list", "annex_text", "remark", "copied_to", "printed_by", "printed_on",
    )  # fmt: skip
    required = ("title", "number", "issued_on", "body")
    gates = (signed_off,)

    letterhead = models.CharField("发文机关标志", max_length=80, blank=True, help_text="红头上的字。不填为“单位全称 + 文件”。")
    number = models.CharField("发文字号", max_length=60, blank=True, help_text="如 营政法通〔2026〕9号")
    issued_on = models.DateField("成文日期", null=True, blank=True)
    addressees = models.TextField("主送机关", max_length=600, blank=True, help_text="不写末尾的冒号。")
    body = StreamField(DocumentStoryBlock(), verbose_name="正文", blank=True)
    signature = models.CharField("署名", max_length=80, blank=True, help_text="不填为单位全称。")
    annex_text = StreamField(DocumentStoryBlock(), verbose_name="附件正文", blank=True, help_text="随文印发、直接写出来的附件；文件形式的附件在“附件”里上传。")
    remark = models.CharField("附注", max_length=200, blank=True)
    copied_to = models.CharField("抄送机关", max_length=300, blank=True)
    printed_by = models.CharField("印发机关", max_length=80, blank=True)
    printed_on = models.DateField("印发日期", null=True, blank=True)

    content_panels = [
        FieldPanel("title"),
        MultiFieldPanel([FieldPanel("letterhead"), FieldRowPanel([FieldPanel("number"), FieldPanel("issued_on")]), FieldPanel("addressees")], heading="文头"),
        FieldPanel("body"),
        FieldPanel("signature"),
        InlinePanel("annexes", heading="附件", label="附件"),
        FieldPanel("annex_text"),
        MultiFieldPanel([FieldPanel("remark"), FieldPanel("copied_to"), FieldRowPanel([FieldPanel("printed_by"), FieldPanel("printed_on")])], heading="版记"),
        InlinePanel("addressed", heading="须确认阅知的单位", label="单位"),
    ]
    template = "openness/pages/circular.html"

    class Meta:
        verbose_name = "通报"

    def annex_list(self) -> list:
        """Titles and contents of the files, as they are digested."""
        return [[annex.title, annex.digest] for annex in self.annexes.all()]

    @property
    def head(self) -> str:
        """The words in red."""
        return self.letterhead or f"{self.organ.name if self.organ else ''}文件"

    @property
    def signed_by(self) -> str:
        """Who signs below the text."""
        return self.signature or (self.organ.name if self.organ else "")

    @property
    def dated(self):
        """The day that it carries."""
        return self.issued_on or super().dated

    def extra(self) -> dict:
        """Its files."""
        return {"annexes": list(self.annexes.all())}


class Annex(Orderable):
    """A file that belongs to a circular (附件): its kind proven by its content, author and other metadata taken out."""

    page = ParentalKey(CircularPage, on_delete=models.CASCADE, related_name="annexes")
    title = models.CharField("名称", max_length=120)
    file = TidyFileField("文件", upload_to="annexes/", help_text=f".pdf、.docx、.xlsx，不超过 {MAX_BYTES >> 20} MB。作者等信息会自动去掉。")
    digest = models.CharField(max_length=64, blank=True, editable=False)

    panels = [FieldPanel("title"), FieldPanel("file")]

    class Meta(Orderable.Meta):
        verbose_name = verbose_name_plural = "附件"

    def clean(self) -> None:
        """Refuses, in words, a file that is not what its name says."""
        super().clean()
        if self.file and not getattr(self.file, "_committed", True):
            try:
                tidy_attachment(self.file.read(), self.file.name)
            except AttachmentRefused as refused:
                raise ValidationError({"file": str(refused)}) from refused
            finally:
                self.file.seek(0)

    @property
    def suffix(self) -> str:
        """PDF, DOCX, XLSX."""
        return self.file.name.rpartition(".")[2].upper()


class AddressedUnit(Orderable):
    """A unit that must confirm that it read a circular (须确认阅知)."""

    page = ParentalKey(CircularPage, on_delete=models.CASCADE, related_name="addressed")
    organ = models.ForeignKey(Organ, verbose_name="单位", on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("organ")]

    class Meta(Orderable.Meta):
        verbose_name = verbose_name_plural = "须确认的单位"


class CircularReceipt(models.Model):
    """A unit read a circular (阅知回执): who confirmed for it, and when. One for each, kept for good."""

    circular = models.ForeignKey(CircularPage, verbose_name="通报", on_delete=models.PROTECT, related_name="receipts")
    organ = models.ForeignKey(Organ, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="确认人", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField("确认时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "阅知回执"
        constraints = [models.UniqueConstraint(fields=["circular", "organ"], name="one_receipt_each")]

    def __str__(self) -> str:
        return f"{self.organ} {self.circular_id}"
