"""justice.leaks：公开文本里还有没有不该有的号码和姓名。"""

import pytest

from justice import leaks


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("公民身份号码 210804 201012310022", "identity_number"),
        ("一三八零零一三八零零零", "phone"),
        ("驾驶辽Ｈ２Ｆ０Ａ５的轿车", "plate"),
        ("住营口市站前区民生大街118号28号楼3单元434室", "address"),
    ],
)
def test_an_identifier_is_a_leak_in_any_spelling(text, kind):
    assert [leak.kind for leak in leaks.find(text)] == [kind]


@pytest.mark.parametrize("spelling", ["张三丰", "张 三丰", "张\n三\u3000丰", "张\u200b三\u202e丰"])
def test_a_withheld_name_is_a_leak_however_it_is_spaced(spelling):
    text = f"被告{spelling}辩称"
    (leak,) = leaks.find(text, ["张三丰"])
    assert (leak.kind, text[leak.start : leak.end]) == ("name", spelling)


@pytest.mark.parametrize(
    "text",
    [
        "（2019）辽0802刑初434号",
        "合计56004893.24元",
        "运单编号677775263315",
        "统一社会信用代码91350100M000100Y43",
        "《中华人民共和国民事诉讼法》第一百七十七条第一款第一项",
        "住营口市站前区。",
    ],
)
def test_what_may_be_published_is_no_leak(text):
    assert leaks.find(text, ["张三丰"]) == []


def test_blank_and_one_character_words_are_not_looked_for():
    assert leaks.find("张三", ["", " ", "张"]) == []
