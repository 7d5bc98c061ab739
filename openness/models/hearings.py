"""Hearings (庭审): when, where, of what, open or closed; changes and cancellations stay visible."""

from django.db import models
from django.db.models import Q

from core.navigation import address
from core.publishing import PublicRecord, masking_checked, required_fields
from core.sealed import SealedTextField
from justice.models import CaseFile
from justice.redaction import RULESET
from openness.enums import HearingStatus, Openness
from openness.gates import broadcast_allowed, leak_refusals_in


class Hearing(PublicRecord):
    """One hearing in one courtroom (开庭). `title` names the parties as they may be named; who they are is sealed."""

    kind = "hearing"
    content_fields = ("case_number", "title", "cause", "courtroom", "starts_at", "ends_at", "openness", "status", "earlier", "sequence", "attendance", "broadcast", "status_note")
    required = ("case_number", "title", "courtroom", "starts_at", "ends_at")
    gates = (required_fields, broadcast_allowed, masking_checked)

    case = models.ForeignKey(CaseFile, verbose_name="案件", on_delete=models.PROTECT, related_name="hearings")
    case_number = models.CharField("案号", max_length=70)
    title = models.CharField("公开标题", max_length=200)
    parties = SealedTextField("当事人")
    cause = models.CharField("案由", max_length=120, blank=True)
    courtroom = models.CharField("法庭", max_length=40)
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("预计结束")
    openness = models.CharField("旁听", max_length=10, choices=Openness.choices, default=Openness.OPEN)
    status = models.CharField("状态", max_length=10, choices=HearingStatus.choices, default=HearingStatus.SCHEDULED)
    status_note = models.CharField("改期、取消的说明", max_length=120, blank=True)
    earlier = models.JSONField("原定", default=list, help_text="[{starts_at, courtroom, changed_at}]")
    sequence = models.PositiveIntegerField("第几次变动", default=0)
    attendance = models.CharField("旁听须知", max_length=300, blank=True)
    broadcast = models.URLField("直播网址", max_length=300, blank=True)

    class Meta(PublicRecord.Meta):
        verbose_name = verbose_name_plural = "开庭公告"
        indexes = [
            models.Index(fields=["state", "-public_from"], name="hearing_latest"),
            models.Index(fields=["starts_at", "organ"], name="hearing_calendar"),
            models.Index(fields=["organ", "courtroom", "starts_at"], name="hearing_courtroom"),
            models.Index(fields=["organ", "-id"], name="hearing_admin"),
            models.Index(fields=["case_number"], name="hearing_number"),
            models.Index(fields=["public_until"], name="hearing_ends", condition=Q(public_until__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.case_number} {self.courtroom}"

    def get_absolute_url(self) -> str:
        """Its public page."""
        return address("openness:hearing", self.public_id)

    def current_ruleset(self) -> str:
        """Ruleset that the title must have been checked with."""
        return RULESET

    def lint(self, withheld=()):
        """Identifiers and the parties' names, in everything that is public."""
        places = {"标题": self.title, "案由": self.cause, "法庭": self.courtroom, "旁听须知": self.attendance, "说明": self.status_note}
        yield from leak_refusals_in(places, withheld)
