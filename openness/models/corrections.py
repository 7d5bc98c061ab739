"""Other texts under a number that is taken, and what was corrected in public (待比对、更正)."""

from collections import Counter

from django.conf import settings
from django.db import models

from core.enums import State
from core.models import Organ
from openness.enums import ProposalDecision

from .judgments import Judgment, JudgmentSource, one_of


class Proposal(models.Model):
    """Other text or another date under a number that is taken (待比对), or the same original masked anew (改遮蔽).

    Nothing is overwritten: it carries a masking of its own, is reviewed like a judgment in review, and an editor
    decides. What the review screen asks of a judgment it answers too.
    """

    judgment = models.ForeignKey(Judgment, verbose_name="现有文书", on_delete=models.PROTECT, related_name="proposals")
    source = models.OneToOneField(JudgmentSource, verbose_name="新原件", on_delete=models.PROTECT, related_name="proposal")
    decided_on = models.DateField("新裁判日期", null=True)
    bar = models.CharField("新文本依法不公开的理由", max_length=30, blank=True)
    title = models.CharField("新标题", max_length=300, blank=True)
    text = models.TextField("新公开文本", blank=True)
    profile = models.CharField("遮蔽规则", max_length=10, blank=True)
    masked = models.JSONField("遮蔽统计", default=dict)
    doubts_open = models.PositiveIntegerField("存疑", default=0)
    remask = models.BooleanField("原件不变，只改遮蔽", default=False)
    version = models.PositiveIntegerField("版本", default=0)
    created_at = models.DateTimeField("提出时间", auto_now_add=True)
    closed_at = models.DateTimeField("处理时间", null=True, blank=True)
    decision = models.CharField("决定", max_length=12, choices=ProposalDecision.choices, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="处理人", null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "待比对文书"
        indexes = [models.Index(fields=["closed_at", "id"], name="proposal_open")]

    def __str__(self) -> str:
        return f"待比对 {self.judgment}"

    @property
    def public_id(self) -> str:
        """Its name in staff addresses; no judgment's id has a hyphen."""
        return f"proposal-{self.pk}"

    @property
    def organ(self) -> Organ:
        """The organ of the judgment."""
        return self.judgment.organ

    @property
    def case_number(self) -> str:
        """The number that both texts carry."""
        return self.judgment.case_number

    @property
    def document_kind(self) -> str:
        """The kind that both texts carry."""
        return self.judgment.document_kind

    @property
    def state(self) -> str:
        """In review until an editor decided."""
        return State.RETURNED if self.closed_at else State.REVIEW

    def get_state_display(self) -> str:
        """Where it stands, in words."""
        return self.get_decision_display() if self.closed_at else "待比对"

    @property
    def needs_second_eyes(self) -> bool:
        """As its judgment."""
        return self.organ.second_eyes

    due_on = None  # no law sets a day for comparing
    due_steps: tuple = ()
    due_article = ""

    def count_masked(self, spans: list[dict]) -> None:
        """Keeps how many passages of each kind were masked."""
        self.masked = dict(Counter(s["kind"] for s in spans))


class Correction(models.Model):
    """A correction made in public (更正): when, the note, and the public text before it for the diff.

    The earlier text goes when the judgment is held or withdrawn, and is not kept where it held what must not be public.
    """

    judgment = models.ForeignKey(Judgment, null=True, on_delete=models.PROTECT, related_name="corrections")
    disclosure = models.ForeignKey("openness.Disclosure", null=True, on_delete=models.PROTECT, related_name="corrections")
    source = models.ForeignKey(JudgmentSource, verbose_name="更正前的原件", null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("更正时间")
    note = models.CharField("更正说明", max_length=300)
    previous_title = models.CharField("更正前的标题", max_length=300, blank=True)
    previous_text = models.TextField("更正前的公开文本", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "更正"
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=one_of("judgment", "disclosure"), name="correction_of_one")]

    def __str__(self) -> str:
        return f"更正 {self.pk} {self.at:%Y-%m-%d}"
