"""规则文件：有错即拒，写明文件和键；docs/legal.md 与规则一致。"""

from datetime import date
from pathlib import Path

import pytest

from justice import deadlines
from justice.rules import RuleFileError, check_rows, file_names, load, render_markdown, select, table

GOOD = """
[[rule]]
id = "sample.one"
title = "示例"
document = "某规定"
article = "第一条"
valid_from = 2020-01-01
verified = true
axis = "event"
unit = "day"
count = 5
starts = "收到"
"""


def write(folder: Path, text: str) -> Path:
    (folder / "sample.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_good_file_loads_with_its_own_keys_apart(tmp_path):
    (rule,) = load("sample", write(tmp_path, GOOD))
    assert rule.data == {"unit": "day", "count": 5, "starts": "收到"}
    assert rule.citation == "某规定 第一条"
    assert deadlines._problem(rule) is None


@pytest.mark.parametrize(
    ("change", "to", "named"),
    [
        ('article = "第一条"\n', "", "sample.toml 第 1 条（sample.one） 缺少键 article"),
        ("valid_from = 2020-01-01", 'valid_from = "2020"', "键 valid_from 类型不对"),
        ("valid_from = 2020-01-01", "valid_from = 2020-01-01T08:00:00", "键 valid_from 类型不对"),
        ("verified = true", 'verified = "yes"', "键 verified 类型不对"),
        ('axis = "event"', 'axis = "today"', "键 axis 只能是"),
        ('title = "示例"', 'title = " "', "键 title 是空的"),
        ("verified = true", "verified = true\nvalid_to = 2019-12-31", "键 valid_to 早于 valid_from"),
        ("verified = true", "verified = ", "sample.toml 读不懂"),
        (GOOD, "", r"sample.toml 没有 \[\[rule\]\]"),
        (GOOD, GOOD + GOOD, "sample.one 有两个版本有效期重叠"),
    ],
)
def test_a_file_with_an_error_is_refused_naming_file_and_key(tmp_path, change, to, named):
    with pytest.raises(RuleFileError, match=named):
        load("sample", write(tmp_path, GOOD.replace(change, to)))


@pytest.mark.parametrize(
    ("change", "to", "named"),
    [
        ('unit = "day"', 'unit = "week"', "键 unit"),
        ("count = 5", "count = 0", "键 count"),
        ("count = 5", "count = true", "键 count"),
        ('starts = "收到"', "", "键 starts"),
        ("count = 5", 'count = 5\nmax_extension = "30"', "键 max_extension"),
        ("count = 5", 'count = 5\nroll = "no"', "键 roll"),
        ("count = 5", "count = 5\nmax_extention = 30", "不认识的键 max_extention"),
    ],
)
def test_a_deadline_rule_with_an_error_is_refused_naming_the_key(tmp_path, change, to, named):
    rules = load("sample", write(tmp_path, GOOD.replace(change, to)))
    with pytest.raises(RuleFileError, match=f"sample.toml 的 sample.one（2020-01-01 起）：.*{named}"):
        check_rows("sample", rules, deadlines._problem)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(RuleFileError, match=r"absent\.toml 不存在"):
        table("absent", tmp_path)


def test_versions_are_selected_by_day_both_ends_included(tmp_path):
    text = GOOD.replace("verified = true", "verified = true\nvalid_to = 2020-12-31") + GOOD.replace(
        "2020-01-01", "2021-01-01"
    )
    rules = load("sample", write(tmp_path, text))
    picked = [select(rules, "sample.one", day) for day in (date(2019, 12, 31), date(2020, 12, 31), date(2021, 1, 1))]
    assert [rule and rule.valid_from for rule in picked] == [None, date(2020, 1, 1), date(2021, 1, 1)]


def test_every_rule_file_in_the_house_loads():
    assert "deadlines" in file_names()
    assert all(load(name) for name in file_names())


def test_the_legal_page_says_what_the_rules_say():
    page = Path(__file__).resolve().parents[2] / "docs" / "legal.md"
    assert page.read_text(encoding="utf-8") == render_markdown(), "请运行 python -m justice.rules"


def test_unverified_rules_are_listed_for_counsel():
    listed = render_markdown().partition("## 请法律顾问核对")[2]
    doubtful = {rule.id for name in file_names() for rule in load(name) if not rule.verified}
    assert doubtful and all(f"`{rule_id}`" in listed for rule_id in doubtful)
    assert "`petition.conclude`" not in listed
