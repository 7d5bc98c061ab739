"""manage.py parse: one JSON line for a text, one for each row of a JSONL file."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command

from tests.openness.test_parsing import CIVIL, CRIMINAL

FIELDS = {"court", "case_number", "kind", "decided_on", "cause", "parties", "panel"}


def parsed(capsys, *arguments) -> dict:
    call_command("parse", *arguments)
    return json.loads(capsys.readouterr().out)


def test_a_file_gives_one_json_line(tmp_path, capsys):
    path = tmp_path / "判决.txt"
    path.write_text(CIVIL)
    answer = parsed(capsys, str(path))
    assert set(answer) == FIELDS
    assert (answer["case_number"], answer["decided_on"]) == ("（2019）辽08民终456号之一", "2019-06-22")
    assert answer["parties"][0] == {"role": "上诉人", "name": "营口海葵食品有限公司"}


def test_standard_input_and_a_missing_date(monkeypatch, capsys):
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(CRIMINAL[: CRIMINAL.index("审判长")].encode()))
    )
    answer = parsed(capsys, "-")
    assert answer["decided_on"] is None
    assert answer["panel"] == []


def test_rows_keep_their_ids_and_a_bad_row_says_why(tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows = [{"id": 7, "text": CIVIL}, {"id": "b"}, {"id": "c", "text": CRIMINAL}]
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\nnot json\n")
    call_command("parse", "--jsonl", str(source), str(target))
    answers = [json.loads(line) for line in target.read_text().splitlines()]
    assert [answer["id"] for answer in answers] == [7, "b", "c", None]
    assert set(answers[0]) == FIELDS | {"id"}
    assert "缺少 text" in answers[1]["error"]
    assert "第 4 行" in answers[3]["error"]


def test_what_cannot_be_read_leaves_nothing_behind(tmp_path):
    with pytest.raises(CommandError, match="读写不了文件"):
        call_command("parse", str(tmp_path / "没有.txt"))
    with pytest.raises(CommandError, match="读写不了文件"):
        call_command("parse", "--jsonl", str(tmp_path / "没有.jsonl"), str(tmp_path / "out.jsonl"))
    with pytest.raises(CommandError, match="用法"):
        call_command("parse", "--jsonl", "one")
    assert list(tmp_path.iterdir()) == []
