"""案号：任何写法读成同一个规范写法，不是案号的说明原因。"""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from justice.case_numbers import CaseNumberError, court, find, fragment, local_courts, parse, unreadable
from justice.case_numbers.grammar import grammar

KINDS = sorted(grammar().types)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("（2019）辽0802刑初434号", "（2019）辽0802刑初434号"),
        ("(2018)苏02民终3169号", "（2018）苏02民终3169号"),
        ("（2016）苏民申2991号", "（2016）苏民申2991号"),
        ("（2020）浙0702刑初662号之一", "（2020）浙0702刑初662号之一"),
        ("（２０１７）辽０８民终１２３号", "（2017）辽08民终123号"),
        ("[2017] 辽 08\n民终 123 号 之 二", "（2017）辽08民终123号之二"),
        ("【2017】辽08民终第00123-2号", "（2017）辽08民终123-2号"),
        ("〔2017〕辽08民终123号—2", "（2017）辽08民终123-2号"),
        ("﹝2017﹞辽08民终123号之2", "（2017）辽08民终123号之二"),
        ("（2017\u200b）辽\u200d08民\ufeff终123号", "（2017）辽08民终123号"),
        ("（二〇一七）辽08民终123号", "（2017）辽08民终123号"),
        ("2017辽08民终123", "（2017）辽08民终123号"),
        ("《（2017）辽08民终123号民事判决书》", "（2017）辽08民终123号"),
        ("（2016）晋0825刑初字第17号", "（2016）晋0825刑初17号"),
        ("（2016）辽刑终字第5号", "（2016）辽刑终5号"),
        ("（2018）粤73知民初12号", "（2018）粤73知民初12号"),
        ("（2019）最高法知民终1号", "（2019）最高法知民终1号"),
        ("（2018）最高法刑核01234567号", "（2018）最高法刑核01234567号"),
    ],
)
def test_current_court_numbers_read_to_one_canonical_form(written, canonical):
    assert parse(written).canonical == canonical


@pytest.mark.parametrize(
    ("written", "canonical", "court_code"),
    [
        ("(2013)绍虞商初字第00766号", "（2013）绍虞商初字第00766号", "绍虞"),
        ("（2015）营民终字第123号", "（2015）营民终字第123号", "营"),
        ("（2013）湛坡法刑初字13号", "（2013）湛坡法刑初字第13号", "湛坡法"),
        ("（2014）云刑初字第443号", "（2014）云刑初字第443号", "云"),
        ("（2015）四西刑公初字第82号", "（2015）四西刑公初字第82号", "四西"),
        ("（2014）民一终字第174号", "（2014）民一终字第174号", ""),
        ("（2015）沪一中民保字第7号之一", "（2015）沪一中民保字第7号之一", "沪一中"),
        ("（2016）营执字第9号", "（2016）营执字第9号", "营"),
    ],
)
def test_older_court_numbers_keep_their_padding(written, canonical, court_code):
    number = parse(written)
    assert (number.canonical, number.court_code, number.authority) == (canonical, court_code, "court_old")


@pytest.mark.parametrize(
    ("written", "canonical", "authority", "unit"),
    [
        ("营检刑诉（2016）12号", "营检刑诉〔2016〕12号", "procuratorate", ""),
        ("双检刑检刑诉[2021]Z283号", "双检刑检刑诉〔2021〕Z283号", "procuratorate", "刑检"),
        ("婺检二部刑诉〔2020〕1888号", "婺检二部刑诉〔2020〕1888号", "procuratorate", "二部"),
        ("营公（治）行罚决字［2020］12号", "营公(治)行罚决字〔2020〕12号", "police", "治"),
        ("营公治行罚决字〔2020〕000104号", "营公(治)行罚决字〔2020〕000104号", "police", "治"),
    ],
)
def test_procuratorial_and_police_numbers_are_written_with_tortoise_brackets(written, canonical, authority, unit):
    number = parse(written)
    assert (number.canonical, number.authority, number.special) == (canonical, authority, unit)


@pytest.mark.parametrize(
    ("written", "because"),
    [
        ("", "没有填写案号"),
        ("  \u200b ", "没有填写案号"),
        ("辽08民终123号", "缺少年份"),
        ("（1017）辽08民终1号", "年份“1017”不对"),
        ("（2017）辽08民飞123号", "类型代字“民飞”"),
        ("（2017）辽08民终", "缺少编号"),
        ("（2017）辽08民终000号", "不能是零"),
        ("（2017）", "法院代字"),
        ("（2017）辽08民终123号哈哈", "多余的文字“哈哈”"),
        ("号" * 500, "太长"),
        ("<script>alert(1)</script>", "缺少年份"),
    ],
)
def test_what_is_no_case_number_is_refused_with_its_reason(written, because):
    with pytest.raises(CaseNumberError, match=because):
        parse(written)


def test_base_leaves_the_suffix_out():
    assert parse("（2017）辽0802民初123号之一").base == "（2017）辽0802民初123号"


def test_finds_numbers_at_their_places_in_running_text():
    text = "本院以（2019）辽0802\n刑初 434号立案，另有(2013)绍虞商初字第00766号。"
    found = find(text)
    assert [text[item.start : item.end] for item in found] == ["（2019）辽0802\n刑初 434号", "(2013)绍虞商初字第00766号"]
    assert [item.number.canonical for item in found] == ["（2019）辽0802刑初434号", "（2013）绍虞商初字第00766号"]


def test_the_number_of_an_indictment_is_not_a_court_number():
    text = "营口市站前区人民检察院以营站检公诉刑诉（2016）88号起诉书指控，本院（2016）辽0802刑初9号受理。"
    found = find(text)
    assert [(item.number.authority, item.number.canonical) for item in found] == [
        ("procuratorate", "营站检公诉刑诉〔2016〕88号"),
        ("court", "（2016）辽0802刑初9号"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "（2014）1022号鉴定书",
        "（某）公（刑）鉴（法）字［2016］909号",
        "（2015）营证执字第5号执行证书",
        "国办发〔2018〕118号",
        "（2014）某三监刑释字第323号释放证明书",
    ],
)
def test_numbers_of_other_papers_are_left_alone(text):
    assert find(text) == []


def test_a_trial_stage_after_the_number_is_no_suffix():
    assert find("（2017）辽08民终123号之一审判决")[0].number.suffix == ""
    assert find("（2017）辽08民终123号-125号")[0].number.canonical == "（2017）辽08民终123号"


def test_an_unknown_type_code_in_a_text_is_reported_with_its_place():
    text = "案号（2017）辽08民飞123号。"
    assert find(text) == []
    (bad,) = unreadable(text)
    assert text[bad.start : bad.end] == "（2017）辽08民飞123号"
    assert "民飞" in bad.reason


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("2017辽08民终123", (2017, "辽08", "民终", "123")),
        ("辽08民终123", (None, "辽08", "民终", "123")),
        ("民终123号", (None, None, "民终", "123")),
        ("辽08", (None, "辽08", None, None)),
        ("绍虞商初字第766号", (None, "绍虞", "商初", "766")),
        ("（2017）辽08", (2017, "辽08", None, None)),
        ("营检刑诉〔2016〕12号", (2016, "营检", "刑诉", "12")),
    ],
)
def test_a_part_of_a_number_is_understood_in_a_search(query, parts):
    found = fragment(query)
    assert (found.year, found.court_code, found.type, found.number) == parts


@pytest.mark.parametrize("query", ["借款合同", "2017", "123号", "13800000000", "新民", "民终", "", "云南"])
def test_ordinary_words_are_no_part_of_a_number(query):
    assert fragment(query) is None


def test_courts_of_the_city_have_names_and_others_none():
    assert court("辽0802").name == "营口市站前区人民法院"
    assert court("苏02") is None
    assert [item.code for item in local_courts()] == ["辽08", "辽0802", "辽0803", "辽0804", "辽0811", "辽0881", "辽0882"]


noise = st.sampled_from(["", " ", "\n", "\u200b", "　"])
brackets = st.sampled_from(["（）", "()", "〔〕", "［］", "[]", "【】", "﹝﹞", "（)"])


@st.composite
def written_numbers(draw):
    """一个案号的规范写法，和它的一种随意写法。"""
    year = draw(st.integers(2016, 2026))
    code = draw(st.sampled_from(["辽08", "辽0802", "苏", "最高法", "兵0801", "沪74"]))
    special, kind = draw(st.sampled_from(["", "知"])), draw(st.sampled_from(KINDS))
    number = str(draw(st.integers(1, 9_999_999)))
    suffix = draw(st.sampled_from(["", "之一", "之十二", "-2"]))
    inner, outer = (suffix, "") if suffix.startswith("-") else ("", suffix)
    canonical = f"（{year}）{code}{special}{kind}{number}{inner}号{outer}"
    pair, padding = draw(brackets), "0" * draw(st.integers(0, 7 - len(number)))
    tail = draw(st.sampled_from([f"{inner}号{outer}", f"号{suffix}", f"{suffix}号"]))
    plain = f"{pair[0]}{year}{pair[1]}{code}{special}{kind}{draw(st.sampled_from(['', '第', '字第']))}{padding}{number}{tail}"
    if draw(st.booleans()):
        plain = "".join(chr(ord(char) + 0xFEE0) if char.isdigit() and char.isascii() else char for char in plain)
    return canonical, "".join(char + draw(noise) for char in plain)


@given(written_numbers())
@settings(max_examples=150, deadline=None)
def test_any_writing_of_a_number_reads_to_the_same_canonical_form(case):
    canonical, written = case
    assert parse(written).canonical == canonical
    assert parse(canonical).canonical == canonical


@given(written_numbers(), st.text(st.characters(exclude_characters="0123456789（(〔［[【﹝﹙｛{〖之-"), max_size=30))
@settings(max_examples=100, deadline=None)
def test_a_number_is_found_wherever_it_stands(case, before):
    canonical, written = case
    text = before + "，" + written + "。后文"
    found = find(text)
    assert [item.number.canonical for item in found] == [canonical]
    assert parse(text[found[0].start : found[0].end]).canonical == canonical


@given(st.text(max_size=120))
@settings(max_examples=200, deadline=None)
def test_no_text_makes_the_parser_fail_otherwise_than_by_its_own_error(text):
    found = find(text)
    assert all(0 <= item.start < item.end <= len(text) for item in found)
    try:
        assert parse(text).year
    except CaseNumberError as error:
        assert str(error).endswith("。")


@pytest.mark.parametrize("piece", ["（", "（2017", "（2017）", "（2017）辽08", "（ ", "以营检", "（2017）民民民民民民"])
def test_long_hostile_texts_take_linear_time(piece):
    text = (piece * 20_000)[:20_000]
    began = time.perf_counter()
    find(text)
    assert time.perf_counter() - began < 2
