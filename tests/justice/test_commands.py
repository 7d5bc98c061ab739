"""命令行：案号和期限各打印一个 JSON 对象，出错时说明原因，退出码 1。"""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from justice.models import HolidayNotice


def run(*arguments: str) -> dict:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


def refused(*arguments: str) -> str:
    out = StringIO()
    with pytest.raises(SystemExit) as leaving:
        call_command(*arguments, stdout=out)
    assert leaving.value.code == 1
    return json.loads(out.getvalue())["error"]


def test_case_number_prints_its_parts():
    assert run("case_number", "(2017) 辽0802 民初 00123号之一", "--json") == {
        "canonical": "（2017）辽0802民初123号之一",
        "year": 2017,
        "court_code": "辽0802",
        "court": "营口市站前区人民法院",
        "type": "民初",
        "number": "123",
        "suffix": "之一",
    }


def test_case_number_of_another_city_has_no_court_name():
    assert run("case_number", "（2018）苏02民终3169号")["court"] is None


def test_case_number_says_why_it_cannot_read():
    assert "类型代字“民飞”" in refused("case_number", "（2017）辽08民飞123号")


@pytest.mark.django_db
def test_deadline_prints_due_day_steps_and_article():
    answer = run("deadline", "judgment.publish", "2025-09-28")
    assert (answer["due"], answer["rule"], answer["article"]) == (
        "2025-10-14",
        "judgment.publish",
        "法释〔2016〕19号 第七条",
    )
    assert answer["steps"][2] == {"from": "2025-10-01", "to": "2025-10-08", "text": "10月1日至8日 放假，不计"}
    assert answer["provisional"] is False


@pytest.mark.django_db
def test_deadline_takes_pauses_and_extensions():
    plain = run("deadline", "petition.conclude", "2025-07-30")["due"]
    longer = run("deadline", "petition.conclude", "2025-07-30", "--pause", "2025-08-10..2025-08-12", "--extend", "30")
    assert (plain, longer["due"]) == ("2025-09-28", "2025-10-31")


@pytest.mark.django_db
def test_deadline_uses_the_holiday_notice_that_staff_entered():
    assert run("deadline", "judgment.publish", "2026-12-28")["provisional"] is True
    HolidayNotice.objects.create(year=2027, document="某通知", days_off=["2027-01-01"], make_up_days=[])
    answer = run("deadline", "judgment.publish", "2026-12-28")
    assert (answer["due"], answer["provisional"]) == ("2027-01-07", False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "because"),
    [
        (("nothing.here", "2025-09-28"), "没有名为 nothing.here"),
        (("judgment.publish", "28/9/2025"), "不是日期"),
        (("judgment.publish", "2025-02-30"), "不是日期"),
        (("judgment.publish",), "没有写起算日"),
        (("petition.conclude", "2025-07-30", "--pause", "2025-08-10"), "A..B"),
        (("petition.conclude", "2025-07-30", "--extend", "31"), "最多延长 30 日"),
        (("petition.conclude", "2025-07-30", "--extend", "x"), "整数"),
    ],
)
def test_deadline_says_what_is_wrong(arguments, because):
    assert because in refused("deadline", *arguments)


def test_deadline_without_arguments_lists_the_rules():
    out = StringIO()
    call_command("deadline", stdout=out)
    assert any(line.startswith("judgment.publish  ") for line in out.getvalue().splitlines())
    assert "petition.conclude" in run("deadline", "--json")["rules"]
