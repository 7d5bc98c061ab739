"""Characters that a machine cannot type, rare ones, numbers in mixed digits: a name with one of them is a name all the same."""

import pytest

from justice import leaks
from justice.redaction import redact
from justice.redaction.titles import redact_title
from tests.openness.conftest import text_of

REST = "绘彩"


@pytest.mark.parametrize("name", ["东方\ue123彩", "东方\U00020bb7彩", "东方䶮彩", "东方□彩", "东方?彩", "王□彩", "王䶮", "王\ue123", "刘\u2800彩", "东 方\ue123彩"])
def test_a_name_with_a_rare_or_unknown_character_is_masked_to_its_end(name):
    text = text_of().replace("东方绘彩", name)
    found = redact(text)
    surname = name[:2] + "某" if name.startswith("东方") else name.replace(" ", "")[:2] + "某" if name.startswith("东") else name[0] + "某"
    assert name not in found.text and f"{surname}与被告西门某" in found.text and "\u9fd0" not in found.text
    assert "彩" not in found.text and name.replace(" ", "") in found.names


def test_a_rare_surname_stays_itself_in_public():
    text = text_of().replace("东方绘彩", "\U00020bb7方")
    assert "原告：\U00020bb7某，" in redact(text).text and not set(redact(text).text) & set(map(chr, range(0x9FD0, 0x9FF0)))


def test_title_and_lint_know_such_a_name():
    found = redact(text_of().replace("东方绘彩", "东方\U00020bb7彩"))
    assert redact_title("东方\U00020bb7彩与西门朗泽民间借贷纠纷", found) == "东方某与西门某民间借贷纠纷"
    assert leaks.find("据东方\U00020bb7彩称", found.names)


def test_what_is_no_name_with_an_unknown_character_is_a_doubt_that_quotes_it():
    found = redact(text_of(more="送货单上写着小\ue456二字。"))
    assert [d.text for d in found.doubts if "打不出来" in d.reason] and "\ue456" in found.doubts[0].text


@pytest.mark.parametrize(
    "number",
    [
        "公民身份号码２１０八〇２１９８５０３０２１２３４", "电话1３8④170一234", "电话壹叁捌肆壹柒零壹贰叁肆", "电话一三八四一七〇一二三四", "手机13841701234一部",
    ],
)  # fmt: skip
def test_a_number_in_mixed_digits_is_a_number(number):
    public = redact(text_of(more=f"被告{number}。")).text
    assert not set("1３④柒34") & set(public[public.index("被告", public.index("30000")) : public.index("本院认为")]), public


def test_amounts_and_years_in_words_are_no_numbers():
    words = "共计壹拾贰万叁仟肆佰伍拾陆元柒角捌分，于二〇二六年三月二日付清"
    found = redact(text_of(more=words + "。"))
    assert words in found.text and not found.doubts
