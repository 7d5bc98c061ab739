"""justice.redaction：隐去该隐的、保留该留的、拿不准的列出来。人物与案件全系虚构。"""

import json
import os
import re
import time
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from justice import leaks
from justice.identifiers import valid_uscc
from justice.plain_text import fold
from justice.redaction import Redaction, Span, apply, profile_for, redact, redact_title

CRIMINAL = (
    "营口市站前区人民法院刑事判决书（2024）辽0802刑初123号公诉机关营口市站前区人民检察院。被告人郭建峰，男，1990年1月1日出生于"
    "辽宁省营口市，汉族，住营口市站前区渤海大街12号3号楼2单元501室。公民身份号码210802199001010013。辩护人孙志远，辽宁正大律师事务所律师。"
    "营口市站前区人民检察院指派检察员何晓东出庭支持公诉，被告人郭建峰及其辩护人孙志远到庭参加诉讼。经审理查明：2024年3月5日，被告人郭建峰"
    "在被害人欧阳静怡家中盗窃现金人民币5000元。上述事实，有被害人欧阳静怡的陈述、证人郭玉兰、冯磊的证言证实。被告人郭建峰犯盗窃罪，"
    "判处有期徒刑七个月。审判长李国梁人民陪审员周敏二〇二四年五月六日书记员吴桐"
)
CIVIL = (
    "原告：营口恒远商贸有限公司，住所地营口市西市区新兴路88号。法定代表人：钱振华，该公司经理。委托诉讼代理人：罗文斌，辽宁正大律师事务所律师。"
    "被告：营口鼎晗建材有限公司（以下简称鼎晗公司）。被告：曾凡荣，女，1979年5月6日出生，住盖州市。恒远公司与鼎晗公司、曾凡荣买卖合同纠纷一案。"
)
PEOPLE = ["郭建峰", "欧阳静怡", "郭玉兰", "冯磊"]


def test_parties_victims_and_witnesses_get_one_alias_each():
    done = redact(CRIMINAL, "2024")
    assert set(PEOPLE) <= done.names.keys()
    assert not any(name in done.text for name in PEOPLE)
    assert done.names["欧阳静怡"] == "欧阳某"
    assert {done.names["郭建峰"], done.names["郭玉兰"]} == {"郭某1", "郭某2"}


def test_judges_clerks_prosecutors_counsel_and_the_case_number_stay():
    text = redact(CRIMINAL, "2024").text
    for kept in (
        "李国梁",
        "周敏",
        "吴桐",
        "何晓东",
        "孙志远",
        "辽宁正大律师事务所",
        "（2024）辽0802刑初123号",
        "1990年1月1日",
    ):
        assert kept in text


def test_the_address_ends_at_the_county_and_the_identity_number_is_gone():
    text = redact(CRIMINAL, "2024").text
    assert "住营口市站前区。" in text
    assert "210802199001010013" not in text


def test_the_2016_profile_leaves_the_defendant_and_masks_victim_and_witness():
    text = redact(CRIMINAL, "2016").text
    assert "郭建峰" in text
    assert not any(name in text for name in ("欧阳静怡", "郭玉兰", "冯磊"))


def test_companies_lose_their_trade_name_and_legal_representative():
    text = redact(CIVIL, "2024").text
    assert not any(word in text for word in ("恒远", "鼎晗", "钱振华", "曾凡荣"))
    assert "建材有限公司" in text
    assert "罗文斌" in text


def test_the_2016_profile_leaves_companies_and_civil_parties_alone():
    text = redact(CIVIL, "2016").text
    for kept in ("营口恒远商贸有限公司", "鼎晗公司", "曾凡荣", "钱振华"):
        assert kept in text


def test_an_alias_already_in_the_text_is_not_given_to_another_person():
    text = "被告人郭某1，男，1990年1月1日出生。被告人郭建峰，男，1991年2月3日出生。被告人郭建峰供述。"
    assert redact(text, "2024").names["郭建峰"] == "郭某2"


def test_layout_and_invisible_characters_do_not_hide_a_name():
    broken = CRIMINAL.replace("欧阳静怡", "欧阳\n静怡", 1).replace("冯磊", "冯\u200b磊")
    assert fold(redact(broken, "2024").text).text == fold(redact(CRIMINAL, "2024").text).text


@pytest.mark.parametrize("name", ["买买提·吐尔逊", "阿依古丽", "Smith"])
def test_a_declared_name_needs_no_chinese_surname(name):
    text = f"被告人{name}，男，1985年6月7日出生。被告人{name}对指控没有异议。"
    done = redact(text, "2024")
    assert name not in done.text


def test_a_title_uses_the_same_aliases():
    done = redact(CRIMINAL, "2024")
    assert redact_title("郭建峰盗窃罪一审刑事判决书", done) == f"{done.names['郭建峰']}盗窃罪一审刑事判决书"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("足以认定。审判长孙启明审判员赵文博人民陪审员李娜", ["孙启明", "赵文博", "李娜"]),
        ("被告人王建功及其辩护人邢某、梁文哲到庭参加诉讼。被告人王建功供述。", ["梁文哲"]),
        ("依照《中华人民共和国民法典》第五百七十七条、第五条第一款之规定", ["第五百七十七条", "第五条"]),
    ],
)
def test_what_reads_like_a_name_but_is_none_stays(text, kept):
    public = redact(text, "2024").text
    assert all(word in public for word in kept)


def test_a_defendant_listed_after_counsel_is_still_masked():
    text = (
        "被告人宋立新，男，1980年1月1日出生。被告人马小芹及其辩护人彭保卫、宋立新及其辩护人陈光到庭。"
        "被告人宋立新供述，被告人宋立新自愿认罪。"
    )
    assert "宋立新" not in redact(text, "2024").text


def test_a_party_named_like_an_organ_does_not_eat_the_organ():
    done = redact("原告：法院，男，1990年1月1日出生。本院认为法院应当依法裁判。", "2024")
    assert done.text.startswith("原告：法某，男")
    assert "本院认为法院应当" in done.text
    assert any("法院" in doubt.text for doubt in done.doubts)


@pytest.mark.parametrize(
    ("text", "profile", "hidden"),
    [
        ("原告：郑海波，男，1980年1月1日出生。原告郑海波与被告许晓燕离婚纠纷一案。", "2016", "郑海波"),
        (
            "（2020）辽0802民初9号原告：郑海波，男，2010年1月1日出生。法定代理人：郑大伟，系原告父亲。",
            "2016",
            "郑大伟",
        ),
        ("公诉机关某人民检察院。被告人郭建峰犯盗窃罪，判处有期徒刑七个月。", "2014", "郭建峰"),
    ],
)
def test_family_minors_and_light_sentences_are_masked_where_the_profile_says_so(text, profile, hidden):
    assert hidden not in redact(text, profile).text


def test_a_heavier_sentence_leaves_the_defendant_named_in_2014():
    text = "公诉机关某人民检察院。被告人郭建峰犯抢劫罪，判处有期徒刑十年。被告人郭建峰当庭认罪。"
    assert "郭建峰" in redact(text, "2014").text


@pytest.mark.parametrize(
    "text",
    ["住" * 4000, "1" * 50_000, "张" * 20_000, "原告" * 5000, "（" * 5000, "甲·" * 4000, "路1-" * 4000],
)
def test_hostile_texts_take_no_more_than_a_moment(text):
    started = time.process_time()
    redact(text, "2024")
    assert time.process_time() - started < 2


@pytest.mark.real
def test_real_judgments_hold_no_identifier_after_redaction():
    path = Path(os.environ.get("REAL_JUDGMENTS", "../shared/data/real_judgments.jsonl"))
    if not path.exists():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
            "没有真实裁判文书，设 REAL_JUDGMENTS"
        )
    with path.open(encoding="utf-8") as rows:
        for _, line in zip(range(60), rows, strict=False):
            text = json.loads(line)["text"]
            done = redact(text, "2024")
            assert leaks.find(done.text, done.names) == []
            assert apply(text, done.spans) == done.text


def test_doubts_quote_their_passage_and_are_short():
    text = "赶往现场的途中，查办龙小海涉嫌的线索被移交。" * 2 + CRIMINAL
    for doubt in redact(text, "2024").doubts:
        assert doubt.text == text[doubt.start : doubt.end]
        assert 0 < len(doubt.text) <= 20
        assert re.search("[\u4e00-\u9fff]", doubt.reason)


def test_the_profile_goes_by_the_day_of_publication():
    days = [date(2013, 1, 1), date(2015, 1, 1), date(2016, 10, 1), date(2023, 12, 31), date(2024, 1, 1)]
    assert [profile_for(day) for day in days] == ["2014", "2014", "2016", "2016", "2024"]


def test_an_unknown_profile_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match="没有名为"):
        redact("张三", "1999")


def test_apply_refuses_spans_that_overlap():
    spans = [Span(0, 3, "name", "张某", ""), Span(2, 4, "name", "李某", "")]
    with pytest.raises(ValueError, match="替换区间"):
        apply("张三李四", spans)


PIECES = st.sampled_from(
    ["被告人郭建峰", "，", "。", "证人冯磊的证言", "住营口市站前区民生大街118号2单元434室", "电话13800138000", " ", "\n", "１２３",
     "辽H2F0A5", "欧阳静怡", "（2019）辽0802刑初434号", "原告：曾凡荣，女，", "\u200b", "营口鼎晗建材有限公司", "张某1", "审判长李国梁"]
)  # fmt: skip
DOCUMENTS = st.lists(PIECES, max_size=25).map("".join)


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, st.sampled_from(["2014", "2016", "2024"]))
def test_the_spans_applied_to_the_input_give_the_text(text, profile):
    done = redact(text, profile)
    assert apply(text, done.spans) == done.text


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_redacting_a_redacted_text_changes_nothing_and_finds_no_leak(text):
    done = redact(text, "2024")
    assert redact(done.text, "2024").text == done.text
    assert leaks.find(done.text, done.names) == []


@given(st.text(alphabet="张三李四 \n\u3000\u200b１Ａ。，㈱ﬁ", max_size=60))
def test_the_folded_text_maps_back_to_its_origin(text):
    folded = fold(text)
    origins = [folded.origin(at) for at in range(len(folded.text))]
    assert origins == sorted(set(origins))
    assert all(fold(text[at]).text == folded.text[i] for i, at in enumerate(origins))


def test_the_command_prints_one_json_line(tmp_path):
    source, out = tmp_path / "a.txt", StringIO()
    source.write_text(CRIMINAL, encoding="gb18030")
    call_command("redact", str(source), "--published", "2024-06-01", stdout=out)
    answer = json.loads(out.getvalue())
    assert answer["text"] == redact(CRIMINAL, "2024").text
    assert {"start", "end", "kind", "replacement", "rule"} == answer["spans"][0].keys()


def test_the_command_streams_rows_and_keeps_their_ids(tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(
        "".join(json.dumps({"id": n, "text": CIVIL}) + "\n" for n in range(3)), encoding="utf-8"
    )
    call_command("redact", "--jsonl", str(source), str(target), "--profile", "2024")
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == [0, 1, 2]
    assert rows[0]["text"] == redact(CIVIL, "2024").text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "空的"), (b"\x00\x01", "二进制"), (b"\xff\xff\xff\xff", "编码")],
)
def test_the_command_says_what_is_wrong_with_a_file(tmp_path, content, sentence):
    source = tmp_path / "bad"
    source.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("redact", str(source))


@pytest.mark.parametrize(
    ("line", "sentence"),
    [("{", "第 2 行不是合法的 JSON"), ('{"id": 1}', "第 2 行应当是"), ("[]", "第 2 行应当是")],
)
def test_a_bad_row_is_named_and_nothing_is_left_half_written(tmp_path, line, sentence):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"id": 0, "text": "张三"}) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(CommandError, match=sentence):
        call_command("redact", "--jsonl", str(source), str(target))
    assert list(tmp_path.iterdir()) == [source]


def test_the_leaks_command_lists_places(tmp_path):
    source, out = tmp_path / "a.txt", StringIO()
    source.write_text("电话13800138000，张三", encoding="utf-8")
    call_command("leaks", str(source), "--withheld", "张三", stdout=out)
    assert json.loads(out.getvalue())["leaks"] == [
        {"start": 2, "end": 13, "kind": "phone"},
        {"start": 14, "end": 16, "kind": "name"},
    ]


def test_a_doubt_points_at_the_words_themselves_and_quotes_their_passage():
    text = "原告：高澍玥，女。被告：范叙桐，男。2026年3月5日，证人老邢到庭陈述，向阳在送货单上签字，骑自行车的桓棣经过现场。"
    for doubt in redact(text, "2024").doubts:
        words = text[doubt.start : doubt.end]
        assert f"“{words}”" in doubt.reason and words in doubt.text


@pytest.mark.parametrize("spelled", ["Igor Semyonovsky", "欧阳\n静怡", "高　澍玥"])
def test_a_title_loses_a_name_however_the_text_spells_it(spelled):
    done = Redaction("", [], [], {spelled: "某"})
    plain = "".join(spelled.split())
    assert redact_title(f"{plain}买卖合同纠纷", done) == "某买卖合同纠纷"
    assert redact_title(f"{spelled}买卖合同纠纷", done) == "某买卖合同纠纷"


def hidden(text, *secrets, profile="2024"):
    public = redact(text, profile).text
    assert not [secret for secret in secrets if secret in public], public
    return public


def test_an_address_goes_on_over_a_conjunction():
    text = "被告：曾凡荣，女，1979年5月6日出生，住{}。法定代表人钱振华。"
    hidden(text.format("盖州市怡和苑16幢2-120"), "和苑")
    hidden(text.format("盖州市文昌路与振兴街交叉口锦绣花园A座5层1671号"), "振兴街", "1671")
    hidden(text.format("盖州市双河镇复兴路70号至97号"), "97号")
    hidden(text.format("盖州市沿江路南侧、振兴路西侧"), "振兴路")
    assert "与妻子同住" in hidden(text.format("盖州市文昌路9号与妻子同住"), "文昌路9号")


def test_the_address_of_a_disputed_house_goes_and_a_place_of_accident_stays():
    hidden("原告曾凡荣将其位于盖州市双河镇复兴路70号-97号的房屋出租。", "复兴路", "双河镇")
    hidden("系争房屋为盖州市文昌大道634号碧水湾3号楼30楼，由原告占有。", "文昌大道", "碧水湾")
    hidden(
        "系争房屋为营口市盖州市双河镇红旗村，登记在原告名下。原告购买其共有的营口市盖州市新民社区9组房屋。",
        "双河",
        "新民",
    )
    assert "盖州市文昌路路口" in redact("被告在位于盖州市文昌路路口处与行人相撞。").text


def test_trade_names_in_the_wordings_of_courts_elsewhere():
    hidden("申请执行人曾凡荣与被执行人南通鼎晗纺织品有限公司、钱振华买卖合同纠纷一案。", "鼎晗")
    hidden("第三人：哈尔滨恒聚拍卖有限责任公司。利害关系人：大连鼎晗拍卖有限公司。", "恒聚", "鼎晗")
    hidden("（2023）辽0802执5541号盖州市鼎晗煤炭运销有限公司：本院于2023年立案。", "鼎晗")
    hidden("上诉人：宁波梅山保税港区鼎晗股权投资合伙企业（有限合伙）。鼎晗合伙辩称不知情。", "鼎晗")
    hidden("被告：青岛鼎晗医院有限公司，住所地青岛市。鼎晗医院辩称诊疗合规。", "鼎晗")
    hidden("原告：重庆昌宁建筑劳务有限公司，住所地重庆市。", "昌宁")
    town = "原告：佛山市南海区大沥鼎晗五金店，经营场所：佛山市。被告多次到鼎晗五金店赊购。"
    assert "大沥" not in hidden(town, "鼎晗")


def test_what_parties_say_in_a_year_is_no_name():
    for words in ("诉称，2018年8月强拆", "陈述，2006年4月被打", "辩称，2019年已付清"):
        for who in ("原告", "被害人", "被告人曾凡荣"):
            assert words in redact(f"公诉机关某检察院。{who}{words}。").text


def test_names_with_a_dot_end_where_the_sounds_end():
    text = (
        "原告古丽米热·阿卜杜拉与被告离婚纠纷一案。婚生女迪丽努尔·买买提由古丽米热·阿卜杜拉抚养，买买提·吐尔逊每月付抚养费600元。"
        "审判员艾尼瓦尔·肉孜书记员吴桐"
    )
    public = hidden(text, "古丽米热", "迪丽努尔", "吐尔逊")
    for kept in ("离婚纠纷", "婚生女", "抚养，", "每月付抚养费", "艾尼瓦尔·肉孜", "书记员吴桐"):
        assert kept in public


def test_representatives_addressees_and_those_called_by_kin_or_job_go():
    assert "法定代表人" in hidden("第三人：盖州某厂。法定代表人：石洋来。原告到庭。", "石洋来")
    assert "限制高消费" in hidden("本院对你单位及法定代表人仉培子（身份证号210802199001010013）限制高消费。", "仉培子")
    assert "执行监督通知书" in hidden("营口市中级人民法院执行监督通知书傅霞：你反映的案件已审查。", "傅霞")
    assert "出庭作证" in hidden("证人钱振华、额尔敦出庭作证。", "额尔敦")
    assert "测量有误" in hidden("原告诉称，原村书记汤振测量有误，家属褚艳获赔。", "褚艳")


def test_a_judge_who_is_named_before_the_office_stays():
    assert "夏磊磊法官" in redact("联系人：夏磊磊法官。").text


def test_the_credit_code_goes_where_the_trade_name_goes():
    code = "91210800" + "MA0UXEXX1"
    code = next(code + last for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" if valid_uscc(code + last))
    text = f"原告：营口恒远商贸有限公司，统一社会信用代码{code}。"
    assert code in redact(text, "2016").text
    hidden(text, code)


def test_an_account_in_brackets_goes():
    assert "联系" in hidden("以QQ（186248106）和微信（lucky-52013）联系。", "186248106", "lucky-52013")


def test_an_agent_who_is_no_lawyer_is_masked_in_2024_and_kept_in_2016():
    text = (
        "原告：曾凡荣，女，1979年5月6日出生，住盖州市。委托诉讼代理人：庹志明（曾凡荣之子），住盖州市。"
        "被告：营口鼎晗建材有限公司。委托诉讼代理人：冯磊、郝秀莲，该公司员工。委托诉讼代理人：罗文斌，男，辽宁正大律师事务所律师。"
        "本院于2024年立案，委托诉讼代理人冯磊到庭参加诉讼。"
    )
    assert "罗文斌" in hidden(text, "庹志明", "冯磊", "郝秀莲")
    assert all(name in redact(text, "2016").text for name in ("庹志明", "冯磊", "郝秀莲", "罗文斌"))


def test_an_agent_not_known_to_be_a_lawyer_is_asked_about():
    done = redact("原告曾凡荣的委托代理人钱振华到庭参加诉讼。", "2024")
    assert "钱振华" in done.text
    assert any("钱振华" in doubt.text and "律师" in doubt.reason for doubt in done.doubts)


def test_names_of_two_syllables_without_a_dot_go_where_the_people_is_named():
    text = "原告才仁多杰，男，藏族，1981年4月5日出生，牧民。欠款由索南达杰担保，已通过扎西求培偿还。审判员更尕才让书记员吴桐"
    assert "更尕才让" in hidden(text, "才仁多杰", "索南达杰", "扎西求培")
    assert "呼和浩特市" in redact("原告钱振华，男，蒙古族，住呼和浩特市。").text


def test_a_person_called_by_one_character_of_kinship_goes():
    assert "送去医疗费" in hidden("原告诉称，住院期间由其妹庹芳芳护理，被告之妻雷富强送去医疗费。", "庹芳", "富强")


def test_what_looks_like_a_name_beside_masked_persons_is_asked_about():
    done = redact("原告诉称，周某4、王国有、张某2在场。", "2024")
    assert "王国有" not in done.text or any("王国有" in doubt.text for doubt in done.doubts)


def test_the_place_before_a_trade_name_stays_and_what_is_below_the_county_goes():
    public = hidden(
        "被告：营口鼎晗建材有限公司，住所地营口市。原告：佛山市南海区大沥恒聚五金店，经营场所：佛山市。",
        "鼎晗",
        "恒聚",
    )
    assert "营口某" in public
    assert "南海区" in public


def test_a_county_whose_own_name_holds_a_word_of_addresses_stays():
    for county in ("孟村回族自治县", "镇江市丹徒区", "景德镇市珠山区", "内乡县", "道里区"):
        assert county in hidden(
            f"被告：曾凡荣，女，1979年5月6日出生，住{county}柳林镇红旗村3组8号。", "柳林", "红旗"
        )


def test_the_house_of_an_owner_a_tenant_or_a_customer_goes():
    hidden("被告系红旗镇解放路78号-83号房屋业主。", "解放路")
    hidden("被告曾凡荣承租三道沟镇河口村4组81号商铺经营餐饮。", "三道沟", "河口")
    hidden("被告系榆树底街道办事处新民社区10组的用户，拖欠热费。", "榆树底", "新民")
    hidden("原告曾凡荣购买大王庄苑小区20#楼4单元19层东户。", "20#楼", "东户")
    assert "502室业主" in redact("原告系502室业主，二被告系602室业主。").text


def test_a_neighbour_masked_in_the_first_pass_hides_nobody_new_in_the_second():
    text = "公诉机关某检察院。被告人韩雪磊供述，有个叫张振华、一个叫晓龙。这几个小伙倒水或者记账；晓龙和张振华都叫他大哥。韩雪磊说什么晓龙就做什么。"
    once = redact(text, "2024")
    assert redact(once.text, "2024").text == once.text


def test_redacting_twice_changes_nothing_on_civil_documents():
    from openness.redaction_eval import labelled

    for document in labelled(24, seed="twice"):
        once = redact(document.text, "2024").text
        assert redact(once, "2024").text == once
