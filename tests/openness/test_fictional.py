"""The generator of fictional documents keeps its word about every document it hands out."""

from __future__ import annotations

import json
import os
import re
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest

from openness.fictional import documents, quiet_month, registers
from openness.fictional.numbers import (
    ID_CHECK,
    ID_WEIGHTS,
    USCC_ALPHABET,
    USCC_WEIGHTS,
    add_months,
    chinese,
    chinese_date,
    court_fee,
    months,
)
from openness.fictional.people import SHOPS, TRADE, WORD_NAMES
from openness.fictional.places import BY_CODE

END = date(2026, 11, 24)
N = 900
TWELVE = {
    "loan", "sale", "labour", "tenancy", "construction", "traffic", "property", "company", "insurance", "penalty",
    "enforcement_review", "execution",
}
BARS = {"state_secret", "juvenile", "mediation", "divorce", "custody", "unfit"}
NUMBER = re.compile(r"（20\d\d）辽08(?:0[234]|11|8[12])?[\u4e00-\u9fff]{1,3}\d+号(?:之一)?")


@pytest.fixture(scope="module")
def many():
    return list(documents(N, seed=7, end=END))


def luhn_passes(card: str) -> bool:
    digits = [int(c) for c in card if c.isdigit()][::-1]
    return sum(d if at % 2 == 0 else (d * 2 - 9 if d > 4 else d * 2) for at, d in enumerate(digits)) % 10 == 0


def of_class(many, name):
    return [x["text"] for d in many for x in d.secrets if x["class"] == name]


def test_same_seed_gives_the_same_documents_and_another_seed_others(many):
    again = list(islice(documents(N, seed=7, end=END), 120))
    other = list(islice(documents(N, seed=8, end=END), 120))
    assert again == many[:120]
    assert not {d.text for d in other} & {d.text for d in many}


def test_case_numbers_are_canonical_and_occur_once(many):
    numbers = [d.case_number for d in many]
    assert len(set(numbers)) == N
    assert all(NUMBER.fullmatch(n) for n in numbers)
    assert all(d.court_code in d.case_number and d.case_number in d.text for d in many)


def test_every_secret_stands_in_the_text_and_is_not_part_of_a_keep(many):
    for d in many:
        for secret in d.secrets:
            assert secret["text"] in d.text
            assert not any(secret["text"] in keep or keep in secret["text"] for keep in d.keeps), (d.id, secret)


def test_every_keep_stands_in_the_text(many):
    for d in many:
        assert {d.court, d.case_number} <= set(d.keeps)
        assert all(keep in d.text for keep in d.keeps)


def test_the_panel_is_kept_and_signs_the_document(many):
    for d in many:
        assert d.panel
        for _role, name in d.panel:
            signed = name if len(name) > 2 or d.layout == "flat" else f"{name[0]}　{name[1]}"
            assert signed in d.keeps, (d.id, name)


def test_people_and_heads_of_companies_are_secrets(many):
    for d in many:
        hidden = {x["text"] for x in d.secrets}
        for role, name in d.parties:
            if role in ("被告人", "法定代表人", "负责人", "经营者"):
                assert name in hidden, (d.id, role, name)


def test_company_names_hide_their_trade_name_and_nothing_else(many):
    trades = of_class(many, "trade_name")
    assert len(set(trades)) > 80
    assert all(t[0] in TRADE[0] and t[1] in TRADE[1] for t in trades)
    assert all(t in d.text for d in many for t in [x["text"] for x in d.secrets if x["class"] == "trade_name"])


def test_identity_numbers_have_the_right_check_character(many):
    numbers = of_class(many, "identity_number")
    assert len(numbers) > N / 2
    for number in numbers:
        assert ID_CHECK[sum(int(c) * w for c, w in zip(number, ID_WEIGHTS, strict=False)) % 11] == number[-1]
        date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")


def test_an_identity_number_agrees_with_birthday_and_sex(many):
    pattern = re.compile(r"，(男|女)，(\d+)年(\d+)月(\d+)日出生[^。]{0,60}?(?:公民身份号码|身份证号)(\d{17}[\dX])")
    found = [m for d in many for m in pattern.finditer(d.text)]
    assert len(found) > 200
    for m in found:
        assert m[5][6:14] == f"{int(m[2])}{int(m[3]):02d}{int(m[4]):02d}"
        assert (int(m[5][16]) % 2 == 1) == (m[1] == "男")


def test_bank_cards_pass_luhn_and_phones_belong_to_unused_blocks(many):
    cards, phones = of_class(many, "bank_card"), of_class(many, "phone")
    assert len(cards) > 100 and all(luhn_passes(c) for c in cards)
    assert len(phones) > 100 and all(re.fullmatch(r"1(?:54|6[01389])\d?-?\d{4}-?\d{3,4}", p) for p in phones)


def test_plates_are_plates_of_yingkou(many):
    plates = of_class(many, "plate")
    assert len(plates) > 100
    assert all(re.fullmatch(r"辽H·?[0-9A-HJ-NP-Z]{5,6}", p) for p in plates)


def test_credit_codes_have_the_right_check_character(many):
    codes = [c for d in many for c in re.findall(r"统一社会信用代码(\w{18})", d.text)]
    assert len(codes) > 50
    for code in codes:
        total = sum(USCC_ALPHABET.index(c) * w for c, w in zip(code, USCC_WEIGHTS, strict=False))
        assert USCC_ALPHABET[(31 - total % 31) % 31] == code[-1]


def test_all_causes_bars_layouts_courts_and_kinds_occur(many):
    families = {d.family for d in many}
    assert families >= TWELVE
    assert {"theft", "driving", "fraud", "injury", "drugs", "embezzlement", "compensation"} <= families
    assert {d.bar for d in many} == BARS | {None}
    assert {d.layout for d in many} == {"laid_out", "flat"}
    assert {d.court_code for d in many} == set(BY_CODE)
    assert {
        "民事判决书", "民事裁定书", "民事调解书", "刑事判决书", "刑事裁定书", "行政判决书", "行政裁定书", "执行裁定书", "国家赔偿决定书",
    } == {d.kind for d in many}
    assert {"执", "执恢", "执异", "行审", "民终", "刑终"} <= {re.search(r"辽\d+(\D+)\d", d.case_number)[1] for d in many}
    assert any(d.expects_doubt for d in many) and not all(d.expects_doubt for d in many)
    assert any(not d.final for d in many)


def test_barred_documents_name_their_ground(many):
    words = {
        "state_secret": "涉及国家秘密", "juvenile": "未满十八周岁", "divorce": "离婚", "custody": "变更抚养关系纠纷", "unfit": "互联网公布",
        "mediation": "主持调解",
    }
    for d in many:
        if d.bar:
            assert words[d.bar] in d.text
        else:
            assert not any(words[b] in d.text for b in ("state_secret", "juvenile", "custody", "unfit"))


def test_texts_have_the_length_of_real_ones(many):
    lengths = sorted(len(d.text) for d in many)
    assert lengths[0] >= 1200 and lengths[-1] <= 4500
    assert lengths[-1] - lengths[0] > 1200


def test_flat_is_one_paragraph_and_laid_out_has_the_courts_lines(many):
    for d in many:
        lines = d.text.strip().split("\n")
        if d.layout == "flat":
            assert len(lines) == 1
        else:
            assert lines[0].strip() == d.court
            assert re.sub(r"\s", "", lines[1]) == d.kind
            assert lines[3].strip() == d.case_number
            assert any(line.strip() == chinese_date(d.decided_on) for line in lines)


def test_dates_spread_over_four_months_and_some_take_effect_later_or_unsaid(many):
    assert all(END - timedelta(days=120) <= d.decided_on <= END for d in many)
    assert len({f"{d.decided_on:%Y-%m}" for d in many}) >= 4
    assert any(d.effective_on is None for d in many)
    assert any(d.effective_on and d.effective_on > END for d in many)
    assert all(d.effective_on is None or d.effective_on >= d.decided_on for d in many)


def test_an_appeal_names_the_judgment_below_and_gives_it_its_date(many):
    by_number = {d.case_number: d for d in many}
    pairs = [(d, by_number[c]) for d in many for c in d.cites if d.court_code == "辽08" and c in by_number]
    assert len(pairs) >= 5
    for upper, lower in pairs:
        assert lower.appealed and lower.effective_on == upper.effective_on
        assert lower.case_number in upper.text and lower.court in upper.text


def test_statutes_follow_the_year():
    old = list(documents(150, seed=3, start=date(2019, 3, 1), end=date(2019, 6, 30)))
    assert not any("民法典" in d.text or "市场报价利率" in d.text for d in old)
    assert any("《中华人民共和国合同法》第二百零六条" in d.text for d in old)
    assert any("《中华人民共和国民事诉讼法》第二百五十三条" in d.text for d in old)
    new = list(documents(150, seed=3, end=END))
    assert not any("合同法》" in d.text.replace("劳动合同法", "") for d in new)
    assert any("《中华人民共和国民法典》第六百七十五条" in d.text for d in new)
    assert any("《中华人民共和国民事诉讼法》第二百六十四条" in d.text for d in new)


def test_words_that_are_names_stand_only_where_somebody_bears_them(many):
    for d in many:
        borne = {x["text"] for x in d.secrets}
        rest = d.text
        for shop in SHOPS:
            rest = rest.replace(shop, "")
        assert not any(w in rest for w in WORD_NAMES if w not in borne), d.id
    assert any(w in {x["text"] for x in d.secrets} for d in many for w in WORD_NAMES)


def test_secret_persons_stand_where_the_books_say_and_never_in_fixed_text(many):
    names = {x["text"] for d in many for x in d.secrets if x["class"] in ("name", "legal_representative")}
    assert any("·" in n for n in names) and any(n.isascii() for n in names)
    assert any(n[:2] in ("欧阳", "上官", "司徒", "诸葛", "慕容", "尉迟", "呼延", "端木") for n in names)
    assert len(names) > 2 * N


def test_registers_count_the_final_documents_and_some_that_were_never_handed_in(many):
    books = list(registers(many, today=END))
    rows = {(r.case_number, r.suffix) for b in books for r in b.rows}
    known = {(d.case_number.partition("号")[0] + "号", d.case_number.partition("号")[2]): d for d in many}
    missing = rows - set(known)
    assert 0.02 < len(missing) / len(rows) < 0.2
    assert all(known[key].final and known[key].bar != "state_secret" for key in rows & set(known))
    due = [d for d in many if d.final and d.bar != "state_secret" and d.effective_on and d.effective_on <= END]
    left_out = [d for d in due if d.court_code == "辽0882" and f"{d.effective_on:%Y-%m}" == "2026-10"]
    assert left_out and len(rows & set(known)) == len(due) - len(left_out)
    assert all(r.effective_on <= END and f"{r.effective_on:%Y-%m}" == b.month for b in books for r in b.rows)


def test_one_court_month_has_no_register_and_one_has_no_rows(many):
    books = {(b.court_code, b.month): b for b in registers(many, today=END)}
    assert ("辽0882", "2026-10") not in books
    assert ("辽0882", "2026-10") in {(b.court_code, b.month) for b in registers(many, leave_out=(), today=END)}
    month = quiet_month(END - timedelta(days=120))
    assert books["辽0811", month].rows == ()


def test_rows_without_a_document_fall_due_at_different_times(many):
    known = {d.case_number.partition("号")[0] + "号" for d in many}
    days = [r.effective_on for b in registers(many, today=END) for r in b.rows if r.case_number not in known]
    assert min(days) < END - timedelta(days=40)
    assert max(days) > END - timedelta(days=9)


def test_n_of_nothing_and_wrong_dates():
    assert list(documents(0, end=END)) == []
    assert list(registers([])) == []
    with pytest.raises(ValueError, match="n=-1"):
        documents(-1)
    with pytest.raises(ValueError, match="start="):
        documents(3, start=END, end=END - timedelta(days=1))


def test_a_row_for_the_import_is_json(many):
    row = json.loads(json.dumps(many[0].as_row(), ensure_ascii=False))
    assert row["text"] == many[0].text
    assert row["decided_on"] == many[0].decided_on.isoformat()


@pytest.mark.parametrize(
    ("n", "text"),
    [(0, "零"), (10, "十"), (12, "十二"), (105, "一百零五"), (1010, "一千零一十"), (20_500, "二万零五百"), (100_000, "十万"), (100_001, "十万零一")],
)
def test_small_figures_in_chinese(n, text):
    assert chinese(n) == text


def test_fees_terms_and_months():
    assert [court_fee(x) for x in (9000, 50_000, 150_000, 300_000, 800_000)] == [50, 1050, 3300, 5800, 11_800]
    assert (months(18), months(5), months(24)) == ("一年六个月", "五个月", "二年")
    assert (add_months(date(2026, 1, 31), 1), add_months(date(2026, 11, 24), -11)) == (date(2026, 2, 28), date(2025, 12, 24))


@pytest.mark.real
def test_no_sentence_is_taken_from_a_real_judgment(many):
    path = Path(os.environ.get("REAL_JUDGMENTS", Path(__file__).parents[2] / "../shared/data/real_judgments.jsonl"))
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{path} is missing")
        pytest.skip("the real judgments are not here")
    size = 40

    def han(text: str) -> str:
        return "".join(re.findall(r"[\u4e00-\u9fff]", text))

    real = set()
    for line in path.open():
        text = han(json.loads(line)["text"])
        real.update(hash(text[at : at + size]) for at in range(len(text) - size + 1))
    for d in many[:300]:
        text = han(d.text)
        copied = [text[at : at + size] for at in range(len(text) - size + 1) if hash(text[at : at + size]) in real]
        assert not copied, (d.id, copied[0])
