"""Users and what they may do for which organ (用户、岗位)."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property

from core.enums import Role

from .organs import Organ


class User(AbstractUser):
    """A member of staff (工作人员). What they may do hangs on their memberships alone."""

    identity = models.CharField("统一身份", max_length=64, null=True, blank=True, unique=True, editable=False)  # fingerprint of issuer and subject

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        indexes = [models.Index(fields=["last_name"], name="user_last_name")]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @cached_property
    def active_memberships(self) -> list["Membership"]:
        """Memberships read once a request, organs with them."""
        return list(self.memberships.select_related("organ").filter(organ__active=True))

    @property
    def roles(self) -> frozenset[str]:
        """Roles held anywhere; a superuser is an administrator."""
        held = {m.role for m in self.active_memberships}
        return frozenset(held | {Role.ADMINISTRATOR} if self.is_superuser else held)


class Membership(models.Model):
    """User x organ x role (任职)."""

    user = models.ForeignKey(User, verbose_name="用户", on_delete=models.PROTECT, related_name="memberships")
    organ = models.ForeignKey(Organ, verbose_name="单位", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("岗位", max_length=20, choices=Role.choices)

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        constraints = [models.UniqueConstraint(fields=["user", "organ", "role"], name="one_membership_each")]

    def __str__(self) -> str:
        return f"{self.organ} {self.get_role_display()}"
