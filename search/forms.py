"""Forms of the search room."""

from django import forms

from core.searchable import kinds
from justice import identifiers
from search import queries
from search.address import Address
from search.selectors import organ_names

NOTHING_ASKED = "还没有说要订阅什么。请先查一个词、一个案号，或者选一类内容，再来订阅。"
NO_WORDS = "“{q}”里面没有可以查找的字词，订阅了也不会有结果。请换一个说法再查。"
TOO_LONG = "查询内容过长，只有前面的部分算数。请改用其中最要紧的几个词再订阅。"
NUMBER = "查询里像是有身份证号、电话这样的号码。公开的内容都已隐去这些号码，订阅了也不会有结果，请不要用它查找。"
UNKNOWN_KIND, UNKNOWN_ORGAN = "没有这一类内容。", "没有这个单位。"


def fault_of(search: Address) -> str:
    """Why nobody can subscribe to this search; empty where one can."""
    query, chosen = queries.parse(search.q), dict(search.filters)
    if not search.asks:
        return NOTHING_ASKED
    if search.q and query.empty:
        return NO_WORDS.format(q=search.q[:40])
    if query.cut:
        return TOO_LONG
    if identifiers.find(search.q):
        return NUMBER
    if chosen.get("kind", "") and chosen["kind"] not in kinds():
        return UNKNOWN_KIND
    return UNKNOWN_ORGAN if "organ" in chosen and not organ_names([chosen["organ"]]) else ""


class AlertForm(forms.Form):
    """Where the letters go. One e-mail address, nothing else about anybody."""

    address = forms.EmailField(
        label="邮箱", max_length=254, help_text="只用来发您订阅的内容，加密保存，退订就删除。",
        error_messages={"required": "请填写邮箱。", "invalid": "邮箱的写法不对，例如 name@example.cn。", "max_length": "邮箱太长了。"},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}),
    )  # fmt: skip
    corrections = forms.BooleanField(label="告诉过我的内容有更正、改期，也再告诉我", required=False)
