"""Disclosures (公开事项): an entry under an item of the catalogue, its fields, its masked text, its attachments."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core import uploads
from core.models import Organ
from core.navigation import address
from core.publishing import PublicRecord, PublicRecordQuerySet, masking_checked, required_fields
from core.sealed import open_file
from justice.models import CaseFile
from justice.redaction import RULESET
from openness.gates import (
    attachments_read,
    disclosure_refusals,
    display_bar,
    doubts_decided,
    second_pair_of_eyes,
    values_fit,
)
from openness.reading.attachments import words_of

from .catalogue import CatalogueItem
from .judgments import JudgmentSource, Masked


def unsealed(day: date, prefix: str = "") -> Q:
    """The condition of not being sealed on a day: what speaks of a person, where its item is sealed, is displayed to
    nobody, whatever its age. `prefix` reaches over a join."""
    names = {f"{prefix}names_person": False}
    return Q(**names) | Q(**{f"{prefix}item__sealed_from": None}) | Q(**{f"{prefix}item__sealed_from__gt": day})


class DisclosureQuerySet(PublicRecordQuerySet):
    """As every public record, and sealed by law where its item is."""

    def public(self, at=None):
        """What the public may see at `at` (now)."""
        return super().public(at).filter(unsealed(timezone.localdate(at)))


class Disclosure(PublicRecord, Masked):
    """One entry (公开事项). `values` are public as they stand; what is masked stands in `text`, its original is sealed."""

    kind = "disclosure"
    content_fields = ("title", "values", "text", "occurred_on", "case_number")
    required = ("title",)
    gates = (required_fields, values_fit, display_bar, attachments_read, doubts_decided, masking_checked, second_pair_of_eyes)

    item = models.ForeignKey(CatalogueItem, verbose_name="目录项", on_delete=models.PROTECT, related_name="disclosures")
    case = models.ForeignKey(CaseFile, verbose_name="案件", null=True, blank=True, on_delete=models.PROTECT, related_name="disclosures")
    case_number = models.CharField("案号", max_length=70, blank=True)
    title = models.CharField("标题", max_length=200)
    values = models.JSONField("内容", default=dict, help_text="格的代号 -> 公开的内容")
    text = models.TextField("遮过的公开文本", blank=True)
    occurred_on = models.DateField("事情发生的日期", null=True, blank=True)
    source = models.OneToOneField(JudgmentSource, verbose_name="原件", null=True, blank=True, on_delete=models.PROTECT, related_name="disclosure")
    names_person = models.BooleanField("涉及具体个人", default=False)
    open_at = models.DateTimeField("定时公开", null=True, blank=True)
    close_at = models.DateTimeField("公开至", null=True, blank=True)
    due_on = models.DateField("应公开日期", null=True, blank=True)
    due_steps = models.JSONField("期限计算", default=list)
    due_article = models.CharField("期限依据", max_length=80, blank=True)
    returned_note = models.CharField("退回原因", max_length=300, blank=True)
    fingerprint = models.CharField("指纹", max_length=64, blank=True)

    objects = DisclosureQuerySet.as_manager()

    class Meta(PublicRecord.Meta):
        verbose_name = verbose_name_plural = "公开事项"
        constraints = [models.UniqueConstraint(fields=["organ", "item", "fingerprint"], condition=~Q(fingerprint=""), name="one_disclosure_a_fingerprint")]
        indexes = [
            models.Index(fields=["state", "-public_from"], name="disclosure_latest"),
            models.Index(fields=["item", "state", "-occurred_on", "-id"], name="disclosure_item"),
            models.Index(fields=["organ", "-id"], name="disclosure_admin"),
            models.Index(fields=["state", "due_on"], name="disclosure_queue"),
            models.Index(fields=["case_number"], name="disclosure_number"),
            models.Index(fields=["public_until"], name="disclosure_ends", condition=Q(public_until__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its public page."""
        return address("openness:disclosure", self.public_id)

    def public_content(self) -> dict:
        """With the item, and with the attachments by name and digest."""
        files = [[a.name, a.digest] for a in self.attachments.order_by("id")] if self.pk else []
        return {**super().public_content(), "item": self.item.slug, "attachments": files}

    @property
    def keeps_back(self) -> bool:  # type: ignore[override]
        """Whether it has a value that counsel declared as not shown."""
        return any(self.values.get(f.name) for f in self.item.declared if not f.shown)

    @property
    def is_public(self) -> bool:
        """Whether the public sees it now: sealed ones it does not."""
        return super().is_public and not self.is_sealed

    @property
    def is_sealed(self) -> bool:
        """Whether the law seals it today (display)."""
        return self.names_person and self.item.seals(timezone.localdate())

    @property
    def needs_second_eyes(self) -> bool:
        """Whether two people must pass it: the organ's policy, or the item's."""
        return self.organ.second_eyes or self.item.second_eyes

    @property
    def document_kind(self) -> str:
        """What the review screen calls it."""
        return self.item.title

    @property
    def decided_on(self) -> date | None:
        """The day that the review screen shows."""
        return self.occurred_on

    def current_ruleset(self) -> str:
        """Ruleset of masking and lint."""
        return RULESET

    def lint(self, withheld=()):
        """Identifiers, withheld names, minors, secrets and sealed persons, in title, values and text."""
        yield from disclosure_refusals(self, withheld, timezone.localdate())

    def organs_known(self) -> dict[str, str]:
        """Code -> name of the organs, where a field of the item holds one."""
        asks = any(f.type == "organ" for f in self.item.declared)
        return dict(Organ.objects.values_list("code", "name")) if asks else {}

    def public_values(self) -> list[tuple]:
        """(field, value) of what is shown beside the text, in the order of the fields."""
        return [(f, self.values[f.name]) for f in self.item.declared if f.shown and not f.masked and self.values.get(f.name)]


class Attachment(models.Model):
    """A file of an entry (附件): of a kind that its bytes prove, without metadata, encrypted on the disk."""

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField("文件名", max_length=120)
    content_type = models.CharField("类型", max_length=80)
    size = models.PositiveIntegerField("字节")
    digest = models.CharField("摘要", max_length=64)
    upload = models.CharField("封存的文件", max_length=32)
    added_at = models.DateTimeField("加入时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    def words(self) -> str:
        """What a reader finds in it, for the check of the entry."""
        with open_file(uploads.path_of(self.upload)) as plain:
            return words_of(plain.read(), self.content_type)
