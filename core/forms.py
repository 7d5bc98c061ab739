"""Forms of the shelf: people, signing in, filters of the audit log."""

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from wagtail.admin.forms.auth import LoginForm

from core.enums import DepositWay, Role
from core.models import Organ, User

_LINE = {"required": "请填写。"}


class StaffLoginForm(LoginForm):
    """Wagtail's login form, whose password has no Chinese label."""

    password = forms.CharField(
        label="密码", strip=False, widget=forms.PasswordInput(attrs={"placeholder": "输入密码", "autocomplete": "current-password"}), error_messages=_LINE
    )


class PostForm(forms.Form):
    """A post (岗位): for which organ, as what. Administrator is offered to administrators only."""

    organ = forms.ModelChoiceField(
        Organ.objects.filter(active=True), label="单位", empty_label="请选择", error_messages={"required": "请选择单位。", "invalid_choice": "没有这个单位。"}
    )
    role = forms.ChoiceField(label="岗位", error_messages={"required": "请选择岗位。", "invalid_choice": "这个岗位您不能授予。"})

    def __init__(self, *args, actor: User, **kwargs):
        super().__init__(*args, **kwargs)
        mine = actor.roles
        self.fields["role"].choices = [("", "请选择")] + [  # type: ignore[attr-defined]
            c for c in Role.choices if c[0] != Role.ADMINISTRATOR or Role.ADMINISTRATOR in mine
        ]


class PersonForm(forms.Form):
    """Name and e-mail address."""

    name = forms.CharField(label="姓名", max_length=40, error_messages=_LINE)
    email = forms.EmailField(label="电子邮箱", required=False, help_text="可以不填；统一身份认证按它认人。", error_messages={"invalid": "邮箱的写法不对。"})


class InviteForm(PostForm, PersonForm):
    """Somebody new."""

    username = forms.CharField(
        label="用户名",
        max_length=60,
        help_text="登录用，如姓名的拼音。定了不能改。",
        validators=[UnicodeUsernameValidator(message="用户名只能用文字、数字和 @ . + - _。")],
        error_messages=_LINE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    field_order = ["username", "name", "email", "organ", "role"]


class CodeForm(forms.Form):
    """A one-time code, or a recovery code."""

    code = forms.CharField(
        label="动态码",
        max_length=24,
        error_messages={"required": "请填写动态码。"},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class AuditFilterForm(forms.Form):
    """Which entries of the audit log (审计记录): every field may stay empty."""

    action = forms.CharField(required=False, max_length=60)
    organ = forms.ModelChoiceField(Organ.objects.all(), label="单位", required=False, empty_label="全部")
    person = forms.CharField(label="人员", required=False, max_length=60, help_text="用户名或姓名")
    target = forms.CharField(label="对象", required=False, max_length=80)
    since = forms.DateField(label="从", required=False, widget=forms.DateInput(attrs={"type": "date"}), error_messages={"invalid": "日期写成 2026-10-08。"})
    until = forms.DateField(label="到", required=False, widget=forms.DateInput(attrs={"type": "date"}), error_messages={"invalid": "日期写成 2026-10-08。"})


class DepositaryForm(forms.Form):
    """An organ that is to keep checkpoints of the ledger (交存单位)."""

    organ = forms.ModelChoiceField(
        Organ.objects.filter(active=True, is_trial=False), label="单位", empty_label="请选择", error_messages={"required": "请选择单位。", "invalid_choice": "没有这个单位。"}
    )
    way = forms.ChoiceField(label="方式", choices=DepositWay.choices, error_messages={"required": "请选择方式。", "invalid_choice": "没有这种方式。"})
    email = forms.EmailField(label="邮箱", required=False, help_text="用邮件交存的要填。", error_messages={"invalid": "邮箱的写法不对。"})

    def clean(self) -> dict:
        """Mail needs an address."""
        given = super().clean() or {}
        if given.get("way") == DepositWay.MAIL and not given.get("email") and "email" not in self.errors:
            self.add_error("email", "用邮件交存，请填邮箱。")
        return given
