"""justice.identifiers：号码与住址的检测，各种写法，以及看着像却不是的数字。"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from justice import identifiers

ID = "210804201012310022"


def kinds(text: str) -> list[tuple[str, str]]:
    return [(found.kind, text[found.start : found.end]) for found in identifiers.find(text)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (f"公民身份号码{ID}。", "identity_number", ID),
        ("身份证号码210802801231123。", "identity_number", "210802801231123"),
        ("公民身份号码２１０８０４２０１０１２３１００２２。", "identity_number", "２１０８０４２０１０１２３１００２２"),
        ("公民身份号码210804 20101231\n0022。", "identity_number", "210804 20101231\n0022"),
        ("证号11010519491231002x。", "identity_number", "11010519491231002x"),
        ("联系电话13800138000。", "phone", "13800138000"),
        ("手机号138-0013-8000，", "phone", "138-0013-8000"),
        ("电话+8613800138000。", "phone", "+8613800138000"),
        ("电话一三八零零一三八零零零。", "phone", "一三八零零一三八零零零"),
        ("固定电话0417-8169183。", "landline", "0417-8169183"),
        ("农业银行卡6222 0210 9199 0947 713。", "bank_card", "6222 0210 9199 0947 713"),
        ("账号为6222024633349248652的银行卡", "bank_card", "6222024633349248652"),
        ("账号：0417000123456的账户", "bank_card", "0417000123456"),
        ("驾驶辽H2F0A5的轿车", "plate", "辽H2F0A5"),
        ("辽H·67034号货车", "plate", "辽H·67034"),
        ("辽HF74999号小型新能源汽车", "plate", "辽HF74999"),
        ("微信号wx19084866，", "wechat", "wx19084866"),
        ("邮箱a427009@163.com，", "email", "a427009@163.com"),
        ("护照号E96087848。", "passport", "E96087848"),
        ("住营口市站前区民生大街118号28号楼3单元434室。", "address", "民生大街118号28号楼3单元434室"),
        ("户籍地盖州市双台镇北沟村10组99号。", "address", "双台镇北沟村10组99号"),
        ("现住辽宁省大石桥市金桥街道某某小区2号楼。", "address", "金桥街道某某小区2号楼"),
        ("统一社会信用代码91350100M000100Y43。", "uscc", "91350100M000100Y43"),
    ],
)
def test_an_identifier_is_found_in_its_spelling(text, kind, value):
    assert (kind, value) in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "（2019）辽0802刑初434号刑事判决书",
        "货物运单编号677775263315",
        "合计56004893.24元",
        "依照《中华人民共和国刑法》第二百六十四条",
        "二〇一九年三月五日",
        "户籍地山东省临沂市兰山区。",
        "住江苏省宝应县，",
        "住院治疗二十日",
        "苏JXXXXX号轿车",
        "于2019年3月5日至2020年12月31日",
    ],
)
def test_what_only_looks_like_an_identifier_is_left_alone(text):
    assert kinds(text) == []


def test_two_numbers_parted_only_by_a_space_are_both_found():
    text = "电话13800138000 13900139000。"
    assert [value for _, value in kinds(text)] == ["13800138000", "13900139000"]


def test_invisible_characters_inside_a_number_do_not_hide_it():
    text = "电话138\u200b0013\u202e8000。"
    assert kinds(text) == [("phone", "138\u200b0013\u202e8000")]


def test_check_digits_follow_their_standards():
    assert identifiers.valid_identity_number("11010519491231002X")
    assert not identifiers.valid_identity_number("110105194912310021")
    assert identifiers.valid_uscc("91350100M000100Y43")
    assert not identifiers.valid_uscc("91350100M000100Y44")
    assert identifiers.luhn("4111111111111111")
    assert not identifiers.luhn("4111111111111112")


@given(st.text(alphabet="辽H0123456789-号住市区路室 \n电话账。A×", max_size=120))
def test_findings_lie_in_the_text_in_order_and_do_not_overlap(text):
    last = 0
    for found in identifiers.find(text):
        assert last <= found.start < found.end <= len(text)
        last = found.end


def test_letters_inside_a_code_are_no_label_of_an_account():
    assert identifiers.find("编号 fiqq7m2kxw9d、3aQQbcdefgh12") == []
    assert [i.kind for i in identifiers.find("QQ：2938475610，他的qq是2938475611")] == ["account", "account"]
