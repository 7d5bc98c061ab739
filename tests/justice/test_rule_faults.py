"""启动检查：规则文件有错，指出文件和行号。"""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from justice import rule_faults, rules
from tests.justice.test_rules import GOOD, write


def said(folder):
    return list(rule_faults.files(folder))


def test_the_files_of_the_project_are_in_order():
    assert rule_faults.faults() == []


def test_a_slip_of_the_pen_is_found_with_file_and_line(tmp_path):
    (found,) = said(write(tmp_path, GOOD.replace('unit = "day"', 'unit = "day')))
    assert "sample.toml" in found and found.endswith("（第 10 行）")


@pytest.mark.parametrize(("change", "to", "line"), [('axis = "event"', 'axis = "weather"', 9), ("verified = true", "verified = 3", 8), ('document = "某规定"', "", 2)])
def test_a_wrong_or_missing_key_is_found_with_its_line(tmp_path, change, to, line):
    (found,) = said(write(tmp_path, GOOD.replace(change, to)))
    assert "sample.toml" in found and found.endswith(f"（第 {line} 行）")


def test_the_second_rule_of_a_file_is_told_from_the_first(tmp_path):
    second = GOOD.replace("sample.one", "sample.two").replace('axis = "event"', 'axis = "weather"')
    (found,) = said(write(tmp_path, GOOD + second))
    assert "sample.two" in found and found.endswith("（第 21 行）")


def test_the_portal_does_not_start_on_a_broken_file(tmp_path, monkeypatch):
    monkeypatch.setattr(rules, "RULES_DIR", write(tmp_path, "[[rule]]\nid = \n"))
    with pytest.raises(SystemCheckError) as refused:
        call_command("check")
    assert "sample.toml" in str(refused.value) and "第 2 行" in str(refused.value)
