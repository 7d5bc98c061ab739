"""不在互联网公布的情形：明确的不公开或拒收，提到的存疑，无关的不管。"""

import pytest

from justice import bars
from justice.bars import screen

CRIMINAL_HEAD = "营口市站前区人民法院刑事判决书（2019）辽0802刑初88号公诉机关营口市站前区人民检察院。被告人鲁望舒，男，1980年1月2日出生，汉族。"
INDICTED = "营口市站前区人民检察院指控被告人鲁望舒犯盗窃罪，于2019年3月1日向本院提起公诉。本院公开开庭审理了本案。现已审理终结。"
CRIMINAL = CRIMINAL_HEAD + INDICTED
CIVIL = "营口市站前区人民法院民事判决书（2019）辽0802民初7号原告：柏青禾，女。被告：鲁望舒，男。原告柏青禾与被告鲁望舒民间借贷纠纷一案，现已审理终结。"


def criminal(text: str, cause: str = "盗窃罪"):
    return screen(text, "刑事判决书", cause)


def test_ordinary_documents_are_not_barred():
    assert criminal(CRIMINAL) == bars.Bar("none")
    assert screen(CIVIL, "民事判决书", "民间借贷纠纷") == bars.Bar("none")
    assert screen("", "", "") == bars.Bar("none")


@pytest.mark.parametrize(
    "told",
    [
        "因本案涉及国家秘密，依法不公开开庭审理。",
        "本院不公开开庭审理了本案，因涉及国家秘密。",
        "本案涉及国家秘密。",
        "机密★一年",
    ],
)
def test_state_secrets_are_refused(told):
    bar = criminal(CRIMINAL + told)
    assert (bar.action, bar.ground) == ("refuse", "state_secret")


def test_espionage_is_refused_by_its_cause():
    assert criminal(CRIMINAL, "间谍罪").action == "refuse"


@pytest.mark.parametrize(
    "told",
    ["所申请公开的信息涉及国家秘密，依法不予公开。", "被告主张信息属于国家秘密。"],
)
def test_a_mere_mention_of_state_secrets_is_a_doubt(told):
    bar = screen(CIVIL + told, "行政判决书", "政府信息公开")
    assert bar.action == "doubt"
    assert "国家秘密" in bar.doubts[0].text


def test_a_denial_is_no_mention():
    assert screen(CIVIL + "该信息不涉及国家秘密。", "行政判决书", "政府信息公开").action == "none"


@pytest.mark.parametrize(
    "told",
    [
        "因涉及未成年人犯罪，不公开开庭审理了本案。",
        "本案系未成年人犯罪案件。",
        "被告人鲁望舒犯罪时系未成年人。",
        "被告人鲁望舒作案时已满十六周岁，未满十八周岁。",
        "被告人鲁望舒（犯罪时未满十八周岁）到庭。",
        "被告人鲁望舒及其法定代理人鲁远山到庭参加诉讼。",
        "法定代理人鲁远山，系被告人鲁望舒之父。",
    ],
)
def test_juvenile_crime_is_exempt_and_the_ground_is_quoted(told):
    bar = criminal(CRIMINAL + told)
    assert (bar.action, bar.ground) == ("exempt", "juvenile")
    assert bar.quote
    assert bar.quote in CRIMINAL + told
    assert len(bar.quote) <= 20
    assert bar.article == "法释〔2016〕19号 第四条第二项"


def test_a_guardian_listed_behind_the_defendant_is_a_ground_and_the_victim_s_is_not():
    guardian = "法定代理人鲁远山，1950年出生。"
    assert criminal(CRIMINAL_HEAD + guardian + INDICTED).ground == "juvenile"
    victims = "附带民事诉讼原告人柏青禾，女。" + guardian
    assert criminal(CRIMINAL_HEAD + victims + INDICTED).action == "doubt"


@pytest.mark.parametrize(
    ("born", "action"),
    [("2002年5月1日", "exempt"), ("2000年12月1日", "doubt"), ("1997年1月1日", "none")],
)
def test_the_defendant_s_age_when_charged_decides(born, action):
    assert criminal(CRIMINAL.replace("1980年1月2日", born)).action == action


@pytest.mark.parametrize(
    "told",
    [
        "被害人柏青禾系未成年人。",
        "多次容留未成年人卖淫。",
        "被害人及其法定代理人表示谅解。",
        "被告人鲁望舒明知被害人未满十四周岁。",
    ],
)
def test_minors_who_are_not_accused_are_a_doubt(told):
    bar = criminal(CRIMINAL + told)
    assert bar.action == "doubt"
    assert [doubt.start < doubt.end for doubt in bar.doubts] == [True]


@pytest.mark.parametrize(
    ("kind", "cause", "ground"),
    [
        ("民事调解书", "民间借贷纠纷", "mediation"),
        ("刑事附带民事调解书", "故意伤害罪", "mediation"),
        ("民事裁定书", "申请司法确认调解协议", "mediation"),
        ("民事判决书", "离婚纠纷", "divorce"),
        ("民事判决书", "变更抚养关系纠纷", "custody"),
        ("民事判决书", "抚养费纠纷", "custody"),
        ("执行裁定书", "离婚纠纷", "divorce"),
    ],
)
def test_kinds_and_causes_that_bar(kind, cause, ground):
    bar = screen(CIVIL, kind, cause)
    assert (bar.action, bar.ground, bar.quote) == ("exempt", ground, "")


@pytest.mark.parametrize("cause", ["扶养纠纷", "离婚后财产纠纷", "收养关系纠纷", "劳务合同纠纷"])
def test_causes_that_only_sound_alike_do_not_bar(cause):
    assert screen(CIVIL, "民事判决书", cause).action == "none"


def test_guardianship_bars_where_the_ward_is_a_minor():
    assert (
        screen(CIVIL + "指定柏青禾为未成年人鲁小舟的监护人。", "民事判决书", "申请变更监护人").ground
        == "custody"
    )
    assert screen(CIVIL + "指定柏青禾为鲁望舒的监护人。", "民事判决书", "申请变更监护人").action == "none"


def test_mediated_public_interest_cases_and_administrative_mediation_are_published():
    assert screen(CIVIL + "本案系环境民事公益诉讼。", "民事调解书", "环境污染责任纠纷").action != "exempt"
    assert screen(CIVIL, "行政调解书", "行政补偿").action == "none"


@pytest.mark.parametrize(
    "told", ["双方于2018年离婚。", "双方达成调解协议后未履行。", "本院不公开开庭审理了本案。"]
)
def test_mentions_in_a_loan_case_are_doubts_of_at_most_twenty_characters(told):
    text = CIVIL + told
    bar = screen(text, "民事判决书", "民间借贷纠纷")
    assert bar.action == "doubt"
    for doubt in bar.doubts:
        assert text[doubt.start : doubt.end] == doubt.text
        assert 0 < len(doubt.text) <= 20
        assert doubt.reason


def test_a_court_s_own_note_that_a_document_stays_off_the_net_is_a_ground():
    bar = screen(CIVIL + "（本判决书不在互联网公布）", "民事判决书", "隐私权纠纷")
    assert (bar.action, bar.ground) == ("exempt", "unfit")


@pytest.mark.parametrize(
    "layout", [lambda t: "\n".join(t), lambda t: t.replace("，", "，\n　　"), lambda t: t.replace("，", ",")]
)
def test_layout_hides_no_ground(layout):
    assert criminal(layout(CRIMINAL + "因涉及未成年人犯罪，不公开开庭审理了本案。")).ground == "juvenile"


def test_every_ground_has_a_public_label_and_an_article():
    grounds = {ground.code: ground for ground in bars.grounds()}
    assert set(grounds) == {"state_secret", "juvenile", "mediation", "divorce", "custody", "unfit"}
    assert all("第四条" in ground.article and ground.label for ground in grounds.values())


@pytest.mark.real
def test_of_the_five_real_judgments_that_hold_the_word_two_are_juvenile_crimes_and_three_are_doubts(
    real_judgments,
):
    held = [row["text"] for row in real_judgments if "未成年" in row["text"]]
    found = [criminal(text) for text in held]
    assert sorted(bar.action for bar in found) == ["doubt", "doubt", "doubt", "exempt", "exempt"]
    for text, bar in zip(held, found, strict=True):
        explicit = "未成年人犯罪，不公开" in text or "犯罪时系未成年人" in text
        assert (bar.action == "exempt") is explicit


@pytest.mark.real
def test_no_other_real_judgment_is_exempt(real_judgments):
    assert sum(criminal(row["text"]).action in ("exempt", "refuse") for row in real_judgments) == 2
