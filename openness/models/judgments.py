"""Judgments (裁判文书), their sealed originals, how they were masked, and the notices of what the law bars."""

from collections import Counter

from django.conf import settings
from django.db import models

from core.models import Organ
from core.navigation import address
from core.publishing import PublicRecord, masking_checked, required_fields
from core.sealed import SealedTextField
from justice.models import CaseFile
from justice.redaction import RULESET
from openness.enums import Category, ReviewMove
from openness.gates import doubts_decided, leak_refusals, second_pair_of_eyes


def one_of(*owners: str) -> models.Q:
    """The condition that exactly one of these keys is filled: a masking belongs to one thing, never to two or none."""
    condition = models.Q()
    for chosen in owners:
        condition |= models.Q(**{f"{name}__isnull": name != chosen for name in owners})
    return condition


ONE_OWNER = one_of("judgment", "proposal", "disclosure")


class Masked(models.Model):
    """Abstract: what is masked from a sealed original and reviewed passage by passage."""

    profile = models.CharField("遮蔽规则", max_length=10, blank=True)
    masked = models.JSONField("遮蔽统计", default=dict, help_text="种类 -> 处数")
    doubts_open = models.PositiveIntegerField("存疑", default=0)

    class Meta:
        abstract = True

    def count_masked(self, spans: list[dict]) -> None:
        """Keeps how many passages of each kind were masked, for "怎么遮的"."""
        self.masked = dict(Counter(s["kind"] for s in spans))


class JudgmentSource(models.Model):
    """The original of a document (原件), sealed. Found again by the fingerprint of its text."""

    organ = models.ForeignKey(Organ, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    text = SealedTextField("原文")
    title = SealedTextField("原标题")
    fingerprint = models.CharField("指纹", max_length=64, db_index=True)
    received_at = models.DateTimeField("收到时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "文书原件"

    def __str__(self) -> str:
        return f"原件 {self.pk}"


class Document(PublicRecord):
    """What a judgment and an exemption notice share: a document of one court under one case number."""

    case = models.ForeignKey(CaseFile, verbose_name="案件", on_delete=models.PROTECT, related_name="%(class)ss")
    case_number = models.CharField("案号", max_length=70)
    document_kind = models.CharField("文书种类", max_length=30)
    decided_on = models.DateField("裁判日期", null=True, blank=True)

    class Meta(PublicRecord.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.case_number} {self.document_kind}"


class Judgment(Document, Masked):
    """A judgment or ruling (裁判文书) as the public may read it. Identified by court, number with suffix, and kind."""

    kind = "judgment"
    content_fields = ("case_number", "document_kind", "title", "text", "cause", "decided_on", "effective_on", "panel")
    required = ("case_number", "document_kind", "title", "text")
    gates = (required_fields, doubts_decided, masking_checked, second_pair_of_eyes)

    source = models.OneToOneField(JudgmentSource, verbose_name="原件", on_delete=models.PROTECT, related_name="judgment")
    title = models.CharField("标题", max_length=300)
    text = models.TextField("公开文本")
    category = models.CharField("案件类型", max_length=20, choices=Category.choices)
    cause = models.CharField("案由", max_length=120, blank=True)
    year = models.PositiveSmallIntegerField("年度")
    effective_on = models.DateField("生效日期", null=True, blank=True)
    panel = models.JSONField("审判组织", default=list)
    prior_numbers = models.JSONField("文中引用的案号", default=list)
    final = models.BooleanField("结案文书", default=True)
    due_on = models.DateField("应公开日期", null=True, blank=True)
    due_steps = models.JSONField("期限计算", default=list)
    due_article = models.CharField("期限依据", max_length=80, blank=True)
    returned_note = models.CharField("退回原因", max_length=300, blank=True)

    class Meta(Document.Meta):
        verbose_name = verbose_name_plural = "裁判文书"
        constraints = [models.UniqueConstraint(fields=["organ", "case_number", "document_kind"], name="one_judgment_per_identity")]
        indexes = [
            models.Index(fields=["state", "-public_from"], name="judgment_latest"),
            models.Index(fields=["state", "organ", "-decided_on"], name="judgment_organ"),
            models.Index(fields=["state", "-decided_on"], name="judgment_decided"),
            models.Index(fields=["state", "due_on"], name="judgment_queue"),
            models.Index(fields=["organ", "-id"], name="judgment_admin"),
            models.Index(fields=["state", "-id"], name="judgment_by_state"),
            models.Index(fields=["case_number"], name="judgment_number"),
            # the indexer asks every few seconds what ended by the clock alone
            models.Index(fields=["public_until"], name="judgment_ends", condition=models.Q(public_until__isnull=False)),
        ]

    def get_absolute_url(self) -> str:
        """Its public page."""
        return address("openness:judgment", self.public_id)

    def current_ruleset(self) -> str:
        """Ruleset that the masking must have been done with: rules of the day of publication."""
        return RULESET

    def lint(self, withheld=()):
        """Identifiers, and the names withheld here, in title or text."""
        yield from leak_refusals(self, withheld)

    @property
    def needs_second_eyes(self) -> bool:
        """Whether two people must pass it."""
        return self.organ.second_eyes


class Masking(models.Model):
    """How the machine masked a judgment, a proposal or another disclosure (遮蔽): places and what stands there now; nothing secret stands
    in the clear."""

    judgment = models.OneToOneField(Judgment, null=True, on_delete=models.PROTECT, related_name="masking")
    proposal = models.OneToOneField("openness.Proposal", null=True, on_delete=models.PROTECT, related_name="masking")
    disclosure = models.OneToOneField("openness.Disclosure", null=True, on_delete=models.PROTECT, related_name="masking")
    spans = models.JSONField("遮蔽处", help_text="[start, end, kind, replacement, rule]，原文的码点位置")
    doubts = SealedTextField("存疑处", help_text="JSON：[start, end, reason]；理由可能引用原文，所以封存")

    class Meta:
        verbose_name = verbose_name_plural = "遮蔽"
        constraints = [models.CheckConstraint(condition=ONE_OWNER, name="masking_of_one")]

    def __str__(self) -> str:
        return f"遮蔽 {self.pk}"


class ReviewAction(models.Model):
    """One move of a reviewer (审核操作). The public text is the machine's masking with these moves replayed; undo
    marks the last one. They stay as evidence for the next version of the rules."""

    judgment = models.ForeignKey(Judgment, null=True, on_delete=models.PROTECT, related_name="review_actions")
    proposal = models.ForeignKey("openness.Proposal", null=True, on_delete=models.PROTECT, related_name="review_actions")
    disclosure = models.ForeignKey("openness.Disclosure", null=True, on_delete=models.PROTECT, related_name="review_actions")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    move = models.CharField("操作", max_length=10, choices=ReviewMove.choices)
    places = models.JSONField("位置", help_text="[[start, end], …]，原文的码点位置")
    replacement = models.CharField("替换为", max_length=60, blank=True)
    at = models.DateTimeField("时间", auto_now_add=True)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审核操作"
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=ONE_OWNER, name="move_on_one")]

    def __str__(self) -> str:
        return f"{self.get_move_display()} {self.places}"


class ExemptionNotice(Document):
    """What is published in place of a document that the law bars (不公开说明): number, court, date, reason.

    Legal source: 法释〔2016〕19号 第六条.
    """

    kind = "exemption"
    content_fields = ("case_number", "document_kind", "decided_on", "reason")
    required = ("case_number", "document_kind", "reason")
    gates = (required_fields,)

    source = models.OneToOneField(JudgmentSource, verbose_name="原件", null=True, on_delete=models.PROTECT, related_name="exemption")
    reason = models.CharField("不公开理由", max_length=30)
    quote_start = models.PositiveIntegerField("依据在原文的位置", null=True)
    quote_end = models.PositiveIntegerField(null=True)

    class Meta(Document.Meta):
        verbose_name = verbose_name_plural = "不公开说明"
        constraints = [models.UniqueConstraint(fields=["organ", "case_number", "document_kind"], name="one_exemption_per_identity")]
        indexes = [
            models.Index(fields=["case_number"], name="exemption_number"),
            models.Index(fields=["state", "-public_from"], name="exemption_latest"),
            models.Index(fields=["public_until"], name="exemption_ends", condition=models.Q(public_until__isnull=False)),
        ]

    def get_absolute_url(self) -> str:
        """Its public page."""
        return address("openness:exemption", self.public_id)
