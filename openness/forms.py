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
        """A list of uploads, at least one; an empty file is named."""
        files = data if isinstance(data, list | tuple) and data else [data or None]
        if len(files) > 1:  # one empty file among many is one row's answer, not everybody's
            files = [f for f in files if f.size] or files
        return [super(ManyFilesField, self).clean(f, initial) for f in files]


class HandInForm(forms.Form):
    """What a clerk hands in: for which court, judgments or the month's register, which files (报送)."""

    organ = forms.ModelChoiceField(
        None, label="单位", empty_label=None, error_messages={"invalid_choice": "请选择您所在的法院。"}
    )
    kind = forms.ChoiceField(
        label="报送什么", choices=BatchKind.choices, initial=BatchKind.JUDGMENTS, widget=forms.RadioSelect
    )
    month = forms.CharField(
        label="名册的生效月份",
        required=False,
        help_text="只在报送名册时填写，如 2026-10。",
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2026-10"}),
    )
    files = ManyFilesField(
        label="文件",
        error_messages={"required": "请选择文件。", "empty": "文件是空的（0 字节），可能上传中断，请重新选择。"},
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        courts = organs_of(user, Role.CLERK, Role.EDITOR).filter(kind="court", is_trial=False)
        self.fields["organ"].queryset = courts
        self.one_organ = courts[0] if len(courts) == 1 else None
        if self.one_organ:
            self.fields["organ"].widget = forms.HiddenInput()
            self.fields["organ"].initial = self.one_organ.pk

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
    """What a refused row lacked (补正); `only` names the fields that can help it."""

    case_number = forms.CharField(
        label="案号",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": "（2026）辽0802民初123号"}),
    )
    decided_on = forms.CharField(
        label="裁判日期",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"placeholder": "2026-10-08"}),
    )
    effective_on = forms.CharField(
        label="生效日期",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"placeholder": "2026-10-08"}),
    )

    def __init__(self, *args, only: tuple[str, ...] = (), **kwargs):
        super().__init__(*args, **kwargs)
        if only:
            self.fields = {name: self.fields[name] for name in only}

    def given(self) -> dict:
        """Fields that were filled in."""
        return {k: v.strip() for k, v in self.cleaned_data.items() if v and v.strip()}


class PolicyForm(forms.Form):
    """How a court publishes (公开规则)."""

    second_eyes = forms.BooleanField(label="公开前须第二人复核", required=False)
    publish_clean = forms.BooleanField(label="无疑点的文书自动公开", required=False)


class ReasonForm(forms.Form):
    """Why a document is withdrawn (撤回)."""

    reason = forms.ChoiceField(label="撤回原因", widget=forms.RadioSelect, error_messages={"required": "请选择撤回原因。"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = list(withdrawal_reasons().items())


class ObjectionForm(forms.Form):
    """What should not be public, why, and who says so (异议). `website` is a trap for machines; people do not see it."""

    words = forms.CharField(
        label="不该公开的文字",
        max_length=500,
        help_text="照页面上的原样抄，一行一处。",
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        error_messages={"required": "请抄写不该公开的文字，一行一处。", "max_length": "最多 500 字，请只抄不该公开的几处。"},
    )
    reason = forms.CharField(
        label="为什么不该公开",
        max_length=2000,
        help_text="例如：这是我的姓名，我是本案证人。",
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        error_messages={"required": "请写明理由。", "max_length": "最多 2000 字。"},
    )
    name = forms.CharField(
        label="您的姓名",
        max_length=60,
        help_text="加密保存，只给办理的编辑看，不公开。",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "请填写姓名，法院需要知道是谁提出的。"},
    )
    contact = forms.CharField(
        label="怎样联系您",
        max_length=120,
        help_text="电话或者邮箱，加密保存。法院需要核实时用。",
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
        error_messages={"required": "请填写电话或者邮箱。"},
    )
    token = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(required=False, max_length=200)

    def clean_website(self):
        """Empty, unless a machine filled it in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError("最后一栏请留空。")
        return ""


class ReceiptForm(forms.Form):
    """Number and code of a receipt (回执)."""

    number = forms.CharField(
        label="回执号",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "请填写回执号。"},
    )
    code = forms.CharField(
        label="查询码",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "请填写查询码。"},
    )
