"""What a judgment says about itself, on fictional documents of every kind and layout."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openness.fictional import documents
from openness.parsing import parse

CRIMINAL = (
    "鲁望舒、柏青禾敲诈勒索罪一审刑事判决书辽宁省营口市站前区人民法院刑事判决书（2019）辽0802刑初88号：营口市站前区人民检察院以营站检刑诉"
    "〔2019〕70号起诉书指控被告人鲁望舒、柏青禾犯敲诈勒索罪，于2019年2月1日向本院提起公诉。本院依法组成合议庭，公开开庭审理了本案。"
    "营口市站前区人民检察院指派检察员乔一鸣出庭支持公诉，被告人鲁望舒及其辩护人丁以诺，被告人柏青禾到庭参加诉讼。现已审理终结。"
    "判决如下：一、被告人鲁望舒犯敲诈勒索罪，判处有期徒刑一年。如不服本判决，可在十日内上诉。"
    "审判长邵清和审判员江映雪人民陪审员纪云深二〇一九年三月五日法官助理孟川书记员　沈　舟"
)
CIVIL = """辽宁省营口市中级人民法院
民 事 判 决 书
（2019）辽08民终456号之一

上诉人（原审被告）：营口海葵食品有限公司，住所地营口市西市区。
法定代表人：鲁望舒，总经理。
委托诉讼代理人：丁以诺，辽宁某某律师事务所律师。
被上诉人（原审原告）：柏青禾，女，1980年1月2日出生，汉族，住营口市站前区。
法定代理人：柏远山（系柏青禾之父），住同上。
上诉人营口海葵食品有限公司（以下简称海葵公司）因与被上诉人柏青禾买卖合同纠纷一案，不服营口市西市区人民法院（2018）辽0803民初9号民事判决，
向本院提起上诉。本院依法组成合议庭进行了审理，现已审理终结。
本院认为，原判正确。判决如下：
驳回上诉，维持原判。
本判决为终审判决。
审　判　长　　邵清和
审　判　员　　江映雪
审　判　员　　纪云深
二○一九年6月22日
书　记　员　　沈舟
"""


def names(parsed, role):
    return [party.name for party in parsed.parties if party.role == role]


def test_flat_text_with_a_title_line_is_read_whole():
    parsed = parse(CRIMINAL)
    assert (parsed.court, parsed.case_number) == ("辽宁省营口市站前区人民法院", "（2019）辽0802刑初88号")
    assert (parsed.kind, parsed.cause, parsed.final) == ("刑事判决书", "敲诈勒索罪", True)
    assert parsed.decided_on == date(2019, 3, 5)
    assert parsed.title == "鲁望舒、柏青禾敲诈勒索罪一审刑事判决书"
    assert names(parsed, "公诉机关") == ["营口市站前区人民检察院"]
    assert names(parsed, "被告人") == ["鲁望舒", "柏青禾"]
    assert [(member.role, member.name) for member in parsed.panel] == [
        ("审判长", "邵清和"),
        ("审判员", "江映雪"),
        ("人民陪审员", "纪云深"),
        ("法官助理", "孟川"),
        ("书记员", "沈舟"),
    ]


def test_laid_out_appeal_keeps_its_own_number_and_not_the_one_under_appeal():
    parsed = parse(CIVIL)
    assert parsed.case_number == "（2019）辽08民终456号之一"
    assert parsed.prior_numbers == ("（2018）辽0803民初9号",)
    assert (parsed.court, parsed.kind) == ("辽宁省营口市中级人民法院", "民事判决书")
    assert parsed.decided_on == date(2019, 6, 22)
    assert parsed.cause == "买卖合同纠纷"


def test_parties_hold_legal_representatives_and_no_counsel():
    parsed = parse(CIVIL)
    assert [(party.role, party.name) for party in parsed.parties] == [
        ("上诉人", "营口海葵食品有限公司"),
        ("法定代表人", "鲁望舒"),
        ("被上诉人", "柏青禾"),
        ("法定代理人", "柏远山"),
    ]


def test_a_title_is_composed_where_the_text_has_none():
    assert parse(CIVIL).title == "营口海葵食品有限公司与柏青禾买卖合同纠纷二审民事判决书"


@pytest.mark.parametrize(
    ("spoilt", "right"), [("縁望舒、柏青禾", "鲁望舒、柏青禾"), ("望舒、柏青禾", "鲁望舒、柏青禾")]
)
def test_a_title_spoilt_at_its_first_letter_is_put_right(spoilt, right):
    assert parse(CRIMINAL.replace("鲁望舒、柏青禾", spoilt, 1)).title == f"{right}敲诈勒索罪一审刑事判决书"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("二〇一九年三月五日", date(2019, 3, 5)),
        ("二○一八年6月22日", date(2018, 6, 22)),
        ("二0二〇年十一月三十日", date(2020, 11, 30)),
        ("2019年3月5日", date(2019, 3, 5)),
        ("二〇一九年二月三十日", None),
    ],
)
def test_dates_under_the_signatures(written, day):
    assert parse(CRIMINAL.replace("二〇一九年三月五日", written)).decided_on == day


def test_a_text_that_stops_before_its_signatures_has_no_date_and_no_panel():
    parsed = parse(CRIMINAL[: CRIMINAL.index("审判长")])
    assert parsed.decided_on is None
    assert parsed.panel == ()


@pytest.mark.parametrize(
    ("ruling", "final"),
    [
        ("准许原告柏青禾撤回起诉。", True),
        ("驳回原告柏青禾的起诉。", True),
        ("本案终结诉讼。", True),
        ("终结本次执行程序。柏青禾可以申请恢复执行。", True),
        ("查封被告鲁望舒名下房屋一处。", False),
        ("本案中止诉讼。", False),
        ("驳回被告鲁望舒对本案管辖权提出的异议。", False),
        ("（2019）辽0802民初7号民事判决书中“一万”补正为“二万”。", False),
    ],
)
def test_rulings_end_a_case_or_are_on_the_way(ruling, final):
    text = (
        "营口市站前区人民法院民事裁定书（2019）辽0802民初7号原告：柏青禾。被告：鲁望舒。原告柏青禾与被告鲁望舒民间借贷纠纷一案，"
        f"本院于2019年1月1日立案。裁定如下：{ruling}审判员江映雪二〇一九年三月五日书记员沈舟"
    )
    assert parse(text).final is final


def test_several_crimes_are_joined_and_selective_names_stay():
    text = CRIMINAL[: CRIMINAL.index("判决如下")].replace(
        "犯敲诈勒索罪，于", "犯贩卖毒品罪、掩饰、隐瞒犯罪所得罪，被告人柏青禾犯盗窃罪，于"
    )
    text = text[text.index("辽宁省") :]
    assert parse(text).cause == "贩卖毒品罪、掩饰、隐瞒犯罪所得罪、盗窃罪"


def test_compensation_and_reduction_of_sentence_are_understood():
    compensation = parse(
        "辽宁省营口市中级人民法院赔偿委员会国家赔偿决定书（2019）辽08委赔1号赔偿请求人：柏青禾，男。赔偿义务机关：营口市公安局站前分局。"
        "赔偿请求人柏青禾以违法刑事拘留为由申请营口市公安局站前分局国家赔偿，决定如下：驳回。二〇一九年三月五日"
    )
    assert (compensation.kind, compensation.cause) == ("国家赔偿决定书", "违法刑事拘留赔偿")
    assert compensation.decided_on == date(2019, 3, 5)
    reduction = parse(
        "辽宁省营口市中级人民法院刑事裁定书（2019）辽08刑更3号罪犯鲁望舒，男，现在辽宁省营口监狱服刑。营口市站前区人民法院作出（2015）营站刑初字"
        "第00012号刑事判决，以被告人鲁望舒犯盗窃罪，判处有期徒刑六年。本院现已审理终结。裁定如下：对罪犯鲁望舒减去有期徒刑六个月。审判长邵清和"
        "审判员江映雪二〇一九年二月三日书记员沈舟"
    )
    assert (reduction.case_number, reduction.cause, reduction.final) == (
        "（2019）辽08刑更3号",
        "盗窃罪",
        True,
    )
    assert names(reduction, "罪犯") == ["鲁望舒"]


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_it_stumble(text):
    parsed = parse(text)
    assert parsed.decided_on is None or parsed.decided_on.year >= 1000


LAYOUTS = {
    "one paragraph": lambda text: re.sub(r"\s+", "", text),
    "full width": lambda text: text.translate({ord(d): chr(ord(d) + 0xFEE0) for d in "0123456789()"}),
    "indented": lambda text: "\n".join(f"　　{line}" for line in text.splitlines()),
    "a break behind each stop": lambda text: text.replace("。", "。\n\n"),
}


@pytest.mark.parametrize("text", [CRIMINAL, CIVIL], ids=["criminal", "civil"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout_does_not_change_the_parse(text, layout):
    assert parse(LAYOUTS[layout](text)) == parse(text)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_white_space_anywhere_does_not_change_the_parse(data):
    text = data.draw(st.sampled_from([CRIMINAL, CIVIL]))
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=30)), reverse=True)
    broken = text
    for place in places:
        broken = broken[:place] + data.draw(st.sampled_from([" ", "\n", "\u3000", "\t"])) + broken[place:]
    assert parse(broken) == parse(text)


def test_the_generator_s_documents_are_read_as_they_were_written():
    for document in documents(120, seed=7):
        parsed = parse(document.text)
        said = (parsed.court, parsed.case_number, parsed.kind, parsed.decided_on, parsed.final)
        assert said == (
            document.court,
            document.case_number,
            document.kind,
            document.decided_on,
            document.final,
        )
        assert [(member.role, member.name) for member in parsed.panel] == list(document.panel)
        written = [name for _, name in document.parties]
        assert [party.name for party in parsed.parties if party.name in written] == written
