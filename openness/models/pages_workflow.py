"""Steps of review by role and organ (审签), with due dates, and stand-ins (代理人)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Task, TaskState, WorkflowState

from core.enums import Role
from core.models import Membership, Organ, User
from justice.models import calendar


class StandIn(models.Model):
    """Who acts for an absent colleague in the review of pages, for which organ, from when to when (代理)."""

    organ = models.ForeignKey(Organ, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    absent = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="本人", on_delete=models.PROTECT, related_name="+")
    substitute = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="代理人", on_delete=models.PROTECT, related_name="+")
    since = models.DateField("从")
    until = models.DateField("到")
    ended_at = models.DateTimeField("提前结束", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "代理"
        indexes = [models.Index(fields=["substitute", "until"], name="standin_substitute")]

    def __str__(self) -> str:
        return f"{self.substitute} 代 {self.absent}"

    @property
    def open_now(self) -> bool:
        """Whether it holds today."""
        return self.ended_at is None and self.since <= timezone.localdate() <= self.until


def organs_as(user: User, role: str) -> set[int]:
    """Organs for which the user may act in this role in the review of pages: own posts, and those stood in for today."""
    if user.is_superuser:
        return set(Organ.objects.values_list("pk", flat=True))
    meant = {role, Role.OFFICE} if role == Role.EDITOR else {role}  # the office signs what its own organ issues
    own = {m.organ_id for m in user.active_memberships if m.role in meant}
    today = timezone.localdate()
    stood_for = StandIn.objects.filter(substitute=user, since__lte=today, until__gte=today, ended_at=None).values_list("organ_id", "absent_id")
    for organ, absent in stood_for:
        if Membership.objects.filter(user_id=absent, organ_id=organ, role__in=meant, user__is_active=True).exists():
            own.add(organ)
    return own


class OrganTaskState(TaskState):
    """A step under way, with the day by which it should be done."""

    due_on = models.DateField("应办日期", null=True)


class OrganTask(Task):
    """A step that members of the page's own organ do in one role (本单位审签)."""

    role = models.CharField("岗位", max_length=20, choices=Role.choices)
    days = models.PositiveSmallIntegerField("几个工作日内", default=2)

    task_state_class = OrganTaskState
    admin_form_fields = [*Task.admin_form_fields, "role", "days"]

    class Meta:
        verbose_name = verbose_name_plural = "本单位审签"

    def start(self, workflow_state, user=None):
        """Begins the step; its clock begins on the next day."""
        state = super().start(workflow_state, user=user)
        state.due_on = calendar().add_workdays(timezone.localdate(), self.days)
        state.save(update_fields=["due_on"])
        return state

    def may_act(self, page, user) -> bool:
        """A member of the page's organ in this step's role, or the stand-in; never who handed it in, nor who passed
        another step of it.
        """
        page = page.specific  # some of Wagtail's views hand over the base class
        state: WorkflowState | None = page.current_workflow_state
        if getattr(page, "organ_id", None) not in organs_as(user, self.role):
            return False
        if state is None:
            return False
        passed = TaskState.objects.filter(workflow_state=state, status=TaskState.STATUS_APPROVED, finished_by=user)
        return self.free_of(state, user, set(passed.values_list("task_id", flat=True)))

    def free_of(self, state: WorkflowState, user, passed: set[int]) -> bool:
        """Whether the user neither handed it in nor passed another step; `passed` are the tasks that the user passed of it."""
        return state.requested_by_id != user.pk and not passed - {self.pk}

    def user_can_access_editor(self, obj, user) -> bool:
        """Who may act may correct the draft too."""
        return self.may_act(obj, user)

    def locked_for_user(self, obj, user) -> bool:
        """For everybody else the draft is closed while this step is open."""
        return not self.may_act(obj, user)

    def user_can_lock(self, obj, user) -> bool:
        """Nobody locks: the step itself does."""
        return False

    def get_actions(self, obj, user) -> list:
        """Pass or return; Chinese as an office says it."""
        if not self.may_act(obj, user):
            return []
        return [("reject", "退回修改", True), ("approve", f"{self.name}通过", False), ("approve", f"{self.name}通过并附意见", True)]

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """Open states of this step for pages of the user's organs."""
        from openness.selectors.pages import page_ids_of

        ids = page_ids_of(organs_as(user, self.role))
        return TaskState.objects.filter(task_id=self.pk, status=TaskState.STATUS_IN_PROGRESS, workflow_state__object_id__in=ids)

    @classmethod
    def get_description(cls) -> str:
        """For the list of tasks."""
        return "由页面所属单位的某一岗位办理，可设代理人，有办理期限。"
