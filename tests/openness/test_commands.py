"""The commands are a contract: one JSON object as the last line, and sentences for what is wrong."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.models import Organ
from openness.models import Duty, Judgment
from tests.factories import published
from tests.openness.conftest import text_of

pytestmark = pytest.mark.django_db


def run(*arguments, **options):
    """The JSON object of a command's last line."""
    out = StringIO()
    call_command(*arguments, json=True, stdout=out, **options)
    return json.loads(out.getvalue().strip().splitlines()[-1])


def add_up(answer):
    assert answer["read"] == answer["created"] + answer["unchanged"] + answer["proposed"] + answer["rejected"]
    assert answer["created"] == answer["published"] + answer["exempt"] + answer["in_review"]
    assert answer["rejected"] == len(answer["rejected_rows"]) and answer["seconds"] >= 0


def test_import_adds_up_and_names_each_rejected_row(city, jsonl):
    path = jsonl([{"text": text_of()}, {"text": text_of("（2026）沪0101民初1号").replace("营口市站前区", "上海市黄浦区")}, {"text": 5}, {"text": text_of()}])
    answer = run("import_judgments", str(path), publish_clean=True)
    add_up(answer)
    assert (answer["read"], answer["published"], answer["rejected"], answer["unchanged"]) == (4, 1, 2, 1)
    assert answer["rejected_rows"][0]["case_number"] == "（2026）沪0101民初1号" and all(r["reason"] for r in answer["rejected_rows"])
    again = run("import_judgments", str(path), publish_clean=True)
    add_up(again)
    assert (again["created"], again["unchanged"], again["rejected"]) == (0, 2, 2)


def test_import_without_publish_clean_sends_all_to_review(city, jsonl):
    answer = run("import_judgments", str(jsonl([{"text": text_of()}])))
    assert (answer["in_review"], answer["published"]) == (1, 0)


def test_import_for_one_court_refuses_the_others(city, jsonl):
    answer = run("import_judgments", str(jsonl([{"text": text_of()}])), court="辽0803")
    assert answer["rejected"] == 1 and not Judgment.objects.exists()


def test_import_of_any_court_stays_outside_coverage(city, jsonl):
    path = jsonl([{"text": text_of("（2026）沪0101民初1号").replace("营口市站前区", "上海市黄浦区")}])
    assert run("import_judgments", str(path), any_court=True)["created"] == 1
    assert Organ.objects.get(code="沪0101").is_trial and "沪0101" not in [r["organ"] for r in run("coverage")["rows"]]


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, b"{}", b"not json\n", "文书".encode("gb18030"), b"PK\x03\x04broken", b'{"text": "' + b"a" * 9_000_000])
def test_a_file_that_cannot_be_read_is_an_answer_and_no_traceback(city, tmp_path, content):
    path = tmp_path / "bad.jsonl"
    path.write_bytes(content)
    answer = run("import_judgments", str(path))
    add_up(answer)
    assert answer["rejected"] == answer["read"] >= 1 and len(answer["rejected_rows"][0]["reason"]) > 4
    assert not Judgment.objects.exists()


@pytest.mark.parametrize("arguments", [{"path": "/nowhere.jsonl"}, {"path": __file__, "court": "沪0101"}])
def test_import_says_what_is_missing(city, arguments):
    with pytest.raises(CommandError, match="没有"):
        call_command("import_judgments", arguments.pop("path"), **arguments)


def test_import_effective_makes_duties_once(city, tmp_path):
    path = tmp_path / "名册.csv"
    path.write_text("案号,生效日期,是否上诉\n（2026）辽0802民初71号,2026-10-09,否\n（2026）辽0802民初72号,2026/10/12,是\n坏的,2026-10-12,\n", encoding="gb18030")
    answer = run("import_effective", str(path), court="辽0802", month="2026-10")
    assert (answer["read"], answer["created"], answer["rejected"], answer["duties"]) == (3, 2, 1, 2)
    again = run("import_effective", str(path), court="辽0802", month="2026-10")
    assert (again["created"], again["unchanged"], again["duties"]) == (0, 2, 2) and Duty.objects.count() == 2


def test_an_empty_register_is_handed_in(city, tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("案号,生效日期\n")
    assert run("import_effective", str(path), court="辽0802", month="2026-10")["duties"] == 0
    row = next(r for r in run("coverage", month="2026-10")["rows"] if r["organ"] == "辽0802")
    assert row["register"] is True and row["due"] == 0


@pytest.mark.parametrize("options", [{"court": "沪0101", "month": "2026-10"}, {"court": "辽0802", "month": "10月"}])
def test_import_effective_says_what_is_wrong(city, tmp_path, options):
    path = tmp_path / "x.csv"
    path.write_text("案号,生效日期\n")
    with pytest.raises(CommandError):
        call_command("import_effective", str(path), **options)


def test_withdraw_takes_it_away_and_refuses_what_it_cannot(city):
    judgment = published(city["辽0802"])
    with pytest.raises(CommandError, match="law"):
        call_command("withdraw", judgment.public_id, reason="whim")
    assert run("withdraw", judgment.public_id, reason="law") == {
        "public_id": judgment.public_id, "state": "withdrawn", "reason": "law", "case_number": judgment.case_number,
    }  # fmt: skip
    assert not Judgment.objects.public().exists()
    with pytest.raises(CommandError):
        call_command("withdraw", judgment.public_id, reason="law")
    with pytest.raises(CommandError, match="没有"):
        call_command("withdraw", "zzzzzzzzzz", reason="law")


def test_coverage_prints_rows_that_add_up(city):
    rows = run("coverage", month="2026-10")["rows"]
    assert len(rows) == 7
    for row in rows:
        assert {"organ", "month", "due", "published", "late", "exempt", "overdue", "pending", "register"} <= row.keys()
        assert row["published"] + row["exempt"] + row["overdue"] + row["pending"] == row["due"]
    with pytest.raises(CommandError, match="月份"):
        call_command("coverage", month="2026年")
