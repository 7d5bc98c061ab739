"""Forms of the catalogue and of what is published under it (公开目录、公开事项、开庭公告、数据)."""

from datetime import datetime

from django import forms
from django.utils import timezone

from core.enums import OrganKind, Role
from core.models import Organ, User
from core.permissions import organs_of
from justice.deadlines import rules
from openness.catalogue_fields import MASKS, TYPES, Field, read_moment
from openness.enums import Carrier, Openness
from openness.models import CatalogueItem
from openness.preparing_entries import EntryRefused, Typed
from openness.services.catalogue import CONTENT
from openness.services.hearings import Session

DAY = {"type": "date", "placeholder": "2026-10-08"}
MOMENT = {"type": "datetime-local", "placeholder": "2026-10-08 09:00"}
_REQUIRED = {"required": "请填写。"}


class MomentField(forms.CharField):
    """A day and a time in local time; None when empty."""

    def __init__(self, **kwargs):
        super().__init__(max_length=30, widget=forms.TextInput(attrs=MOMENT), error_messages={"required": "请填写日期和时间。"}, **kwargs)

    def clean(self, value):
        """An aware datetime. A sentence where it is none."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return timezone.make_aware(read_moment(text))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def prepare_value(self, value):
        """As the browser's own picker wants it."""
        return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M") if isinstance(value, datetime) else value


class ItemForm(forms.ModelForm):
    """One item of the catalogue, without its fields (目录项)."""

    rule = forms.ChoiceField(label="期限规则", required=False, help_text="没有合适的，写下面一栏；新的规则由技术人员加进规则文件。")
    note = forms.CharField(label="为什么改", max_length=200, required=False, help_text="留在这一项的历史里，如依据的文件修订了。")

    class Meta:
        model = CatalogueItem
        fields = ("slug", *(name for name in CONTENT if name != "fields"))
        widgets = {name: forms.DateInput(attrs=DAY, format="%Y-%m-%d") for name in ("valid_from", "valid_to", "sealed_from")}
        error_messages = {name: {"required": "请填写。", "invalid": "写法不对，请核对。"} for name in fields}
        help_texts = {
            "valid_from": "依据的文件从哪天起施行。", "sealed_from": "从这一天起，不论多早的，涉及具体个人的一律不显示。没有就空着。", "verified": "没有对过正式文本的不要勾。",
            "period": "定期公开的，一期多长；期满起算期限。", "arises": "录入一件就有一件：按事情发生的日期和期限规则算应公开日。", "order": "数字小的在前。",
        }  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        latest = {r.id: r for r in sorted(rules(), key=lambda r: r.valid_from)}
        self.fields["rule"].choices = [("", "没有")] + [(r.id, f"{r.title}（{r.citation}）"[:70]) for r in latest.values()]
        if self.instance.pk:
            del self.fields["slug"]


class FieldForm(forms.Form):
    """One declared field (格); an empty label leaves it out."""

    label = forms.CharField(label="名称", max_length=30, required=False)
    name = forms.SlugField(label="代号", max_length=30, required=False, error_messages={"invalid": "代号只能用英文字母、数字和下划线。"})
    type = forms.ChoiceField(label="类型", choices=list(TYPES.items()), initial="line")
    masked = forms.ChoiceField(label="遮法", choices=list(MASKS.items()), required=False)
    choices = forms.CharField(label="选项（顿号隔开）", max_length=500, required=False)
    required = forms.BooleanField(label="必填", required=False)
    shown = forms.BooleanField(label="显示", required=False, initial=True)
    searchable = forms.BooleanField(label="可检索", required=False)
    personal = forms.BooleanField(label="涉及个人", required=False)


FieldFormSet = forms.formset_factory(FieldForm, extra=3, max_num=30)


def field_rows(item: CatalogueItem) -> list[dict]:
    """The item's fields for the formset."""
    return [{**row, "choices": "、".join(row.get("choices", ()))} for row in item.fields]


def rows_of(formset) -> list[dict]:
    """What was declared, with a name for whoever has none."""
    found: list[dict] = []
    for form in formset:
        row = dict(form.cleaned_data)
        if not row.get("label", "").strip():
            continue
        row["choices"] = [c.strip() for c in row["choices"].replace("，", "、").split("、") if c.strip()]
        row["name"] = row["name"] or next(n for i in range(1, 99) if (n := f"f{i}") not in {r["name"] for r in found} | {f.cleaned_data.get("name") for f in formset})
        found.append(row)
    return found


class EntryForm(forms.Form):
    """An entry, with the fields that its item declares. What the fields hold is judged by the service alone."""

    title = forms.CharField(label="标题", max_length=200, error_messages=_REQUIRED)

    def __init__(self, *args, item: CatalogueItem, timed: bool = True, noted: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.item, self.declared = item, item.declared
        day = "公开期限从它起算。" if item.rule else ""
        self.fields["occurred_on"] = forms.CharField(label="事情发生的日期", required=False, max_length=30, help_text=day, widget=forms.TextInput(attrs=DAY))
        if item.organ_kind != OrganKind.JUSTICE_BUREAU:
            self.fields["case_number"] = forms.CharField(label="案号、文号", required=False, max_length=80, help_text="有案件的填写。")
        for field in self.declared:
            self.fields[f"v_{field.name}"] = _form_field(field)
        if timed:
            self.fields["open_at"] = MomentField(label="定时公开", required=False, help_text="空着就在审核通过时公开。")
            self.fields["close_at"] = MomentField(label="公开至", required=False, help_text="到时自动下线；空着就一直公开。")
        if noted:
            self.fields["note"] = forms.CharField(label="更正说明", max_length=300, help_text="会和内容一起公布，不要写姓名和号码。", error_messages=_REQUIRED)

    def typed(self) -> Typed:
        """What was typed, for the service."""
        data = self.cleaned_data
        values = {f.name: data.get(f"v_{f.name}", "") for f in self.declared}
        return Typed(data["title"], values, data.get("occurred_on", ""), data.get("case_number", ""), data.get("open_at"), data.get("close_at"))

    def take(self, refused: EntryRefused) -> None:
        """Puts the service's sentences where they belong."""
        for name, fault in refused.faults.items():
            place = name if name in self.fields else f"v_{name}"
            self.add_error(place if place in self.fields else None, fault)

    @classmethod
    def initial_of(cls, typed: Typed) -> dict:
        """The form's first values of an entry that exists."""
        values = {f"v_{name}": str(value).replace(" ", "T", 1) if _is_moment(str(value)) else value for name, value in typed.values.items()}
        return {"title": typed.title, "occurred_on": typed.occurred_on, "case_number": typed.case_number, "open_at": typed.open_at, "close_at": typed.close_at, **values}


def _is_moment(text: str) -> bool:
    return len(text) == 16 and text[4] == text[7] == "-" and text[13] == ":"


def _form_field(field: Field) -> forms.Field:
    words = {"text": "按规则遮住姓名、号码以后再公开，原文封存。", "name": "几个人用顿号隔开；公开时只留姓。"}.get(field.masked, "")
    label = field.label if field.required else f"{field.label}（可不填）"
    if field.type in ("choice", "organ"):
        options = [(c, c) for c in field.choices] if field.type == "choice" else list(Organ.objects.filter(active=True).values_list("code", "name"))
        return forms.CharField(label=label, required=False, widget=forms.Select(choices=[("", "请选择"), *options]))
    widgets = {
        "text": forms.Textarea(attrs={"rows": 6}), "date": forms.TextInput(attrs=DAY), "datetime": forms.TextInput(attrs=MOMENT), "number": forms.TextInput(attrs={"inputmode": "decimal"}),
        "web": forms.TextInput(attrs={"type": "url", "placeholder": "https://"}),
    }  # fmt: skip
    return forms.CharField(label=label, required=False, help_text=words, widget=widgets.get(field.type, forms.TextInput()))


class NewEntryForm(forms.Form):
    """For which organ, under which item."""

    organ = forms.ModelChoiceField(None, label="单位", empty_label=None, error_messages={"required": "请选择单位。", "invalid_choice": "请选择您所在的单位。"})
    item = forms.ModelChoiceField(None, label="公开什么", empty_label="请选择", to_field_name="slug", error_messages={"required": "请选择公开什么。", "invalid_choice": "没有这一项。"})

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        organs = organs_of(user, Role.CLERK, Role.EDITOR).filter(is_trial=False)
        self.fields["organ"].queryset = organs
        items = CatalogueItem.objects.in_force(timezone.localdate()).entered()
        self.fields["item"].queryset = items.filter(organ_kind__in=organs.values("kind"))

    def clean(self):
        """The item must be one of the organ's kind."""
        data = super().clean() or {}
        organ, item = data.get("organ"), data.get("item")
        if organ and item and organ.kind != item.organ_kind:
            self.add_error("item", f"“{item.title}”不是{organ.get_kind_display()}要公开的事项。")
        return data


class EntryImportForm(NewEntryForm):
    """A list of entries, or a court's hearings, as a file."""

    file = forms.FileField(label="文件", error_messages={"required": "请选择文件。", "empty": "文件是空的（0 字节），可能上传中断，请重新选择。"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        organs = self.fields["organ"].queryset
        items = CatalogueItem.objects.in_force(timezone.localdate()).filter(carrier__in=(Carrier.DISCLOSURE, Carrier.HEARING))
        self.fields["item"].queryset = items.filter(organ_kind__in=organs.values("kind"))


class HearingForm(forms.Form):
    """A hearing (开庭公告)."""

    organ = forms.ModelChoiceField(None, label="法院", empty_label=None, error_messages={"required": "请选择法院。", "invalid_choice": "请选择您所在的法院。"})
    case_number = forms.CharField(label="案号", max_length=80, error_messages=_REQUIRED)
    cause = forms.CharField(label="案由", max_length=120, required=False)
    accusers = forms.CharField(label="原告、公诉机关等", max_length=200, required=False, help_text="几方用顿号隔开。封存，公开时自然人只留姓。")
    accused = forms.CharField(label="被告、被告人等", max_length=200, required=False, help_text="几方用顿号隔开。")
    title = forms.CharField(label="公开标题", max_length=200, required=False, help_text="空着由系统按当事人和案由写。")
    courtroom = forms.CharField(label="法庭", max_length=40, error_messages=_REQUIRED)
    starts_at = MomentField(label="开始")
    ends_at = MomentField(label="预计结束")
    openness = forms.ChoiceField(label="旁听", choices=Openness.choices, initial=Openness.OPEN)
    attendance = forms.CharField(label="旁听须知", max_length=300, required=False)
    broadcast = forms.URLField(label="直播网址", max_length=300, required=False, assume_scheme="https", error_messages={"invalid": "请写完整的网址，以 https:// 开头。"})

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs_of(user, Role.CLERK, Role.EDITOR).filter(kind=OrganKind.COURT, is_trial=False)

    def session(self) -> Session:
        """What was typed, for the service."""
        return Session(**{name: value for name, value in self.cleaned_data.items() if name != "organ"})


class HearingChangeForm(forms.Form):
    """Another time or courtroom."""

    courtroom = forms.CharField(label="法庭", max_length=40, error_messages=_REQUIRED)
    starts_at = MomentField(label="开始")
    ends_at = MomentField(label="预计结束")
    note = forms.CharField(label="改期的说明（会公布）", max_length=120, required=False)


class StatementForm(forms.Form):
    """Figures of a period, or an answer (数据与答复)."""

    organ = forms.ModelChoiceField(None, label="单位", empty_label=None, error_messages={"required": "请选择单位。", "invalid_choice": "请选择您所在的单位。"})
    item = forms.ModelChoiceField(None, label="目录项", empty_label="请选择", to_field_name="slug", error_messages={"required": "请选择目录项。", "invalid_choice": "没有这一项。"})
    title = forms.CharField(label="标题", max_length=200, error_messages=_REQUIRED)
    period_from = forms.DateField(label="期间自", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), error_messages={"required": "请填写日期。", "invalid": "日期写成 2026-10-08。"})
    period_to = forms.DateField(label="期间至", widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), error_messages={"required": "请填写日期。", "invalid": "日期写成 2026-10-08。"})
    figures = forms.CharField(label="数字", required=False, max_length=8000, help_text="一行一项：名称、数量、单位，用空格隔开，如“受理案件 120 件”。", widget=forms.Textarea(attrs={"rows": 6}))
    text = forms.CharField(label="文字", required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 6}))
    source = forms.CharField(label="数据来源", max_length=120, error_messages=_REQUIRED)

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        organs = organs_of(user, Role.EDITOR).filter(is_trial=False)
        self.fields["organ"].queryset = organs
        self.fields["item"].queryset = CatalogueItem.objects.in_force(timezone.localdate()).filter(carrier=Carrier.STATEMENT, organ_kind__in=organs.values("kind"))

    def clean_figures(self) -> list[dict]:
        """Rows of label, value and unit."""
        rows = []
        for line in filter(None, (line.strip() for line in self.cleaned_data["figures"].splitlines())):
            parts = line.split()
            if len(parts) < 2:
                raise forms.ValidationError(f"“{line[:30]}”看不懂，请写成“受理案件 120 件”。")
            rows.append({"label": parts[0], "value": parts[1], "unit": " ".join(parts[2:])})
        return rows
