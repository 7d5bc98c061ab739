"""Forms of openness: what people type, and the sentence when it does not fit."""


from django import forms
from django.utils import timezone

from core.enums import Role
from core.models import Organ, User
from core.permissions import organs_of
from justice.holiday_dates import days_of, fixed_holidays
from justice.workdays import FIRST_YEAR
from openness.enums import Arises, BatchKind, NominationOutcome
from openness.models import CatalogueItem
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
        None, label="单位", empty_label=None, error_messages={"invalid_choice": "请选择您所在的单位。"}
    )
    item = forms.ModelChoiceField(None, label="哪一项的名册", required=False, empty_label=None, help_text="只在报送名册时选择。")
    kind = forms.ChoiceField(
        label="报送什么", choices=[(BatchKind.JUDGMENTS.value, "裁判文书"), (BatchKind.REGISTER.value, "名册")], initial=BatchKind.JUDGMENTS, widget=forms.RadioSelect
    )
    month = forms.CharField(
        label="名册的月份",
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
        registered = CatalogueItem.objects.in_force(timezone.localdate()).filter(arises=Arises.REGISTER)
        organs = organs_of(user, Role.CLERK, Role.EDITOR).filter(kind__in={"court", *registered.values_list("organ_kind", flat=True)}, is_trial=False)
        kinds = {o.kind for o in organs}
        self.fields["organ"].queryset = organs
        self.fields["item"].queryset = registered.filter(organ_kind__in=kinds)
        if len(self.fields["item"].queryset) < 2:
            self.fields["item"].widget = forms.HiddenInput()
        if kinds and "court" not in kinds:  # only courts hand judgments in
            self.fields["kind"].choices = [(BatchKind.REGISTER.value, "名册")]
            self.fields["kind"].initial = BatchKind.REGISTER
        self.one_organ = organs[0] if len(organs) == 1 else None
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
        """A register needs its month, and an item of the organ; only courts hand judgments in."""
        data = super().clean()
        organ, item = data.get("organ"), data.get("item")
        if organ and data.get("kind") == BatchKind.JUDGMENTS and organ.kind != "court":
            self.add_error("kind", f"{organ.short_name}不报送裁判文书，只报送名册。")
        if organ and data.get("kind") == BatchKind.REGISTER:
            fitting = [i for i in self.fields["item"].queryset if i.organ_kind == organ.kind]
            if item is not None and item not in fitting:
                self.add_error("item", f"“{item.title}”不是{organ.get_kind_display()}要报的名册。")
            data["item"] = item or (fitting[0] if fitting else None)
        else:
            data["item"] = None
        if data.get("kind") == BatchKind.REGISTER and not data.get("month") and "month" not in self.errors:
            self.add_error("month", "报送名册要写明是哪个月的，如 2026-10。")
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


class PolicyForm(forms.ModelForm):
    """How a court publishes (公开规则)."""

    class Meta:
        model = Organ
        fields = ("second_eyes", "publish_clean")


class HolidayForm(forms.Form):
    """A year's holiday arrangement, copied from the State Council's notice (放假通知)."""

    year = forms.IntegerField(label="年度", error_messages={"required": "请填写年度，如 2027。", "invalid": "年度写成四位数字，如 2027。"})
    document = forms.CharField(
        label="通知的文号", max_length=60, help_text="如 国办发明电〔2025〕7号。", error_messages={"required": "请填写通知的文号，期限的依据要写明它。", "max_length": "文号最多 60 字。"}
    )
    days_off = forms.CharField(
        label="放假日期",
        max_length=2000,
        help_text="照通知抄全一年的，一行一段，如 1月1日至3日。周末也写上。",
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": "请填写放假日期。"},
    )
    make_up_days = forms.CharField(
        label="调休上班日期", required=False, max_length=2000, help_text="调休要上班的周六、周日，一行一天，如 1月4日。没有就空着。", widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean_year(self) -> int:
        """A year whose notice can be out: up to the next one."""
        year, last = self.cleaned_data["year"], timezone.localdate().year + 1
        if not FIRST_YEAR <= year <= last:
            raise forms.ValidationError(f"只能录入{FIRST_YEAR}年至{last}年的，以后各年的通知还没有公布。")
        return year

    def clean(self) -> dict:
        """Reads the days; none may be both, a make-up day is a weekend, no fixed holiday is missing."""
        data = super().clean() or {}
        if (year := data.get("year")) is None:
            return data
        for name in ("days_off", "make_up_days"):
            try:
                data[name] = days_of(data.get(name, ""), year)
            except ValueError as error:
                self.add_error(name, str(error))
        off, made_up = data.get("days_off") or [], data.get("make_up_days") or []
        for day in sorted(set(off) & set(made_up)):
            self.add_error("make_up_days", f"{day.month}月{day.day}日既放假又上班，请核对。")
        for day in made_up:
            if day.weekday() < 5:
                self.add_error("make_up_days", f"{day.month}月{day.day}日是星期{'一二三四五'[day.weekday()]}，本来就上班，请核对。")
        missing = [f"{day.month}月{day.day}日" for day in fixed_holidays(year) if day not in off]
        if missing and off:
            self.add_error("days_off", f"没有{'、'.join(missing)}。这几天每年都放假，请核对是不是漏抄了。")
        return data


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


class NominationForm(forms.Form):
    """A citizen names a case worth writing up (推荐典型案例)."""

    organ = forms.ModelChoiceField(
        Organ.objects.filter(active=True, is_trial=False).exclude(kind="committee"), label="哪个单位办的", empty_label="请选择",
        error_messages={"required": "请选择办案的单位。", "invalid_choice": "没有这个单位。"},
    )  # fmt: skip
    case_number = forms.CharField(label="案号", required=False, max_length=60, help_text="不知道可以不填，如（2026）辽0802民初123号。")
    statement = forms.CharField(
        label="这个案子好在哪里", min_length=10, max_length=2000, widget=forms.Textarea(attrs={"rows": 6}), help_text="请不要写当事人的姓名、电话、住址。",
        error_messages={"required": "请写一写推荐的理由。", "min_length": "请至少写十个字。", "max_length": "请写在两千字以内。"},
    )  # fmt: skip
    name = forms.CharField(label="您的称呼", required=False, max_length=40, help_text="可以不填。")
    contact = forms.CharField(label="联系方式", required=False, max_length=80, help_text="可以不填；填了只用于核实，加密保存。")


class NominationAnswerForm(forms.Form):
    """What an editor answers to a nomination."""

    outcome = forms.ChoiceField(label="结果", choices=NominationOutcome.choices, widget=forms.RadioSelect, error_messages={"required": "请选择采纳还是不采纳。"})
    answer = forms.CharField(
        label="答复", max_length=600, widget=forms.Textarea(attrs={"rows": 4}), help_text="推荐人凭回执会看到。", error_messages={"required": "请写几句理由。"}
    )


class CircularImportForm(forms.Form):
    """A Word or WPS circular, for which organ, as a new draft or over an earlier one (导入公文)."""

    organ = forms.ModelChoiceField(None, label="发文单位", empty_label=None, error_messages={"invalid_choice": "请选择您所在的单位。", "required": "请选择单位。"})
    file = forms.FileField(
        label="文件", help_text=".docx，WPS 文字请另存为 .docx。", error_messages={"required": "请选择文件。", "empty": "文件是空的（0 字节），请重新选择。"}
    )

    def __init__(self, *args, organs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs


class StandInForm(forms.Form):
    """Who acts for whom, for which organ, from when to when (代理)."""

    organ = forms.ModelChoiceField(None, label="单位", empty_label=None, error_messages={"invalid_choice": "请选择您所在的单位。", "required": "请选择单位。"})
    absent = forms.ModelChoiceField(None, label="本人", empty_label="请选择", error_messages={"invalid_choice": "请选择本单位的人。", "required": "请选择由谁那里代。"})
    substitute = forms.ModelChoiceField(None, label="代理人", empty_label="请选择", error_messages={"invalid_choice": "请选择本单位的人。", "required": "请选择代理人。"})
    since = forms.DateField(label="从", widget=forms.DateInput(attrs={"type": "date"}), error_messages={"required": "请填写日期。", "invalid": "日期写成 2026-10-08。"})
    until = forms.DateField(label="到", widget=forms.DateInput(attrs={"type": "date"}), error_messages={"required": "请填写日期。", "invalid": "日期写成 2026-10-08。"})

    def __init__(self, *args, organs, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs
        self.fields["absent"].queryset = self.fields["substitute"].queryset = people
