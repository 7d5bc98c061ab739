"""Forms of openness: what people type, and the sentence when it does not fit."""

from django import forms

from core.enums import Role
from core.models import User
from core.permissions import organs_of
from openness.enums import BatchKind
from openness.reasons import withdrawal_reasons
from openness.selectors.coverage import month_of


class ManyFilesInput(forms.ClearableFileInput):
    """A file field that takes several files at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several uploads as a list."""

    widget = ManyFilesInput

    def clean(self, data, initial=None):
        """A list of uploads; an empty file is named."""
        files = data if isinstance(data, (list, tuple)) else [data]
        return [super(ManyFilesField, self).clean(f, initial) for f in files]


class HandInForm(forms.Form):
    """What a clerk hands in: for which court, judgments or the month's register, which files (报送)."""

    organ = forms.ModelChoiceField(None, label="单位", empty_label=None)
    kind = forms.ChoiceField(label="报送什么", choices=BatchKind.choices, initial=BatchKind.JUDGMENTS, widget=forms.RadioSelect)
    month = forms.CharField(label="名册的生效月份", required=False, help_text="报名册时填写，如 2026-10。", widget=forms.TextInput(attrs={"type": "month"}))
    files = ManyFilesField(
        label="文件",
        error_messages={"required": "请选择文件。", "empty": "文件是空的（0 字节），可能上传中断，请重新选择。"},
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs_of(user, Role.CLERK, Role.EDITOR).filter(kind="court", is_trial=False)

    def clean_month(self):
        """First day of the month, None when empty."""
        text = self.cleaned_data["month"].strip()
        try:
            return month_of(text) if text else None
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self):
        """A register needs its month."""
        data = super().clean()
        if data.get("kind") == BatchKind.REGISTER and not data.get("month") and "month" not in self.errors:
            self.add_error("month", "报送名册要写明是哪个月生效的，如 2026-10。")
        return data


class MendForm(forms.Form):
    """What a refused row lacked (补正)."""

    case_number = forms.CharField(label="案号", required=False, max_length=80)
    decided_on = forms.CharField(label="裁判日期", required=False, max_length=20)
    effective_on = forms.CharField(label="生效日期", required=False, max_length=20)

    def given(self) -> dict:
        """Fields that were filled in."""
        return {k: v.strip() for k, v in self.cleaned_data.items() if v and v.strip()}


class ReasonForm(forms.Form):
    """Why a document is withdrawn (撤回)."""

    reason = forms.ChoiceField(label="撤回原因", widget=forms.RadioSelect, error_messages={"required": "请选择撤回原因。"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = list(withdrawal_reasons().items())
