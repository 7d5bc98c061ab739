"""The library of rules and mechanisms (制度公开): what the campaign's measures became in each organ."""

from datetime import date

from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField

from openness.blocks import DocumentStoryBlock
from openness.enums import PageKind, RuleState
from openness.page_gates import OFFICIAL

from .pages import OpennessPage


class RulePage(OpennessPage):
    """One rule: number, organ, dates, validity, text, what it replaced."""

    kind = PageKind.RULE.value
    open_kinds = OFFICIAL
    content_fields = ("title", "number", "adopted_on", "effective_on", "valid_until", "body", "repealed_on", "repeal_note", "replaces_id")
    required = ("title", "adopted_on", "effective_on", "body")

    number = models.CharField("文号", max_length=60, blank=True)
    adopted_on = models.DateField("印发日期", null=True, blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True, help_text="没有规定的不填。")
    body = StreamField(DocumentStoryBlock(), verbose_name="正文", blank=True)
    replaces = models.ForeignKey("self", verbose_name="代替", null=True, blank=True, on_delete=models.SET_NULL, related_name="successors")
    repealed_on = models.DateField("废止日期", null=True, blank=True)
    repeal_note = models.CharField("废止依据", max_length=120, blank=True)

    content_panels = [
        FieldPanel("title"),
        FieldPanel("number"),
        FieldRowPanel([FieldPanel("adopted_on"), FieldPanel("effective_on"), FieldPanel("valid_until")]),
        FieldPanel("body"),
        PageChooserPanel("replaces", page_type="openness.RulePage"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("repealed_on"), FieldPanel("repeal_note")])], heading="废止"),
    ]
    template = "openness/pages/rule.html"

    class Meta:
        verbose_name = "制度"

    def successor(self) -> "RulePage | None":
        """The public rule that replaced this one and is in force by now; the latest of several."""
        today = timezone.localdate()
        return RulePage.objects.public().filter(replaces_id=self.pk, effective_on__lte=today).order_by("-effective_on").first()

    def standing(self, on: date | None = None, replaced: bool | None = None) -> RuleState:
        """Whether it is in force on a day (today); `replaced` where the caller knows, for lists."""
        on = on or timezone.localdate()
        if self.repealed_on and self.repealed_on <= on:
            return RuleState.REPEALED
        if self.successor() if replaced is None else replaced:
            return RuleState.REPLACED
        if self.valid_until and self.valid_until < on:
            return RuleState.EXPIRED
        return RuleState.FUTURE if self.effective_on and self.effective_on > on else RuleState.IN_FORCE

    @property
    def dated(self):
        """The day that it carries."""
        return self.adopted_on or super().dated

    def extra(self) -> dict:
        """Its standing, what it replaced and what replaced it, where these are public."""
        successor = self.successor()
        before = RulePage.objects.public().filter(pk=self.replaces_id).first() if self.replaces_id else None
        return {"standing": self.standing(replaced=successor is not None), "successor": successor, "predecessor": before}
