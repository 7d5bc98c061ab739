"""Lists of entries and hearings handed in: an answer for each row, once."""

import json
from io import StringIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from core.enums import State
from openness import tasks
from openness.enums import Outcome
from openness.models import Disclosure, Hearing, ImportBatch
from openness.reading.records import read_records
from openness.services.entry_imports import columns_of, entries_import
from openness.services.imports import batch_open
from tests.openness.entries import item

pytestmark = pytest.mark.django_db
NORMS = "标题,日期,类别,内容,办公时间\n{rows}"
HEARINGS = "案号,法庭,开始,结束,案由,原告,被告\n（2026）辽0802民初81号,第一法庭,2026-12-01 09:00,2026-12-01 11:00,买卖合同纠纷,东方绘彩,西门朗泽\n（2026）辽0802民初82号,第一法庭,2026-12-01 10:00,2026-12-01 12:00,买卖合同纠纷,慕容知夏,百里清\n"


def run(path, slug="police-norms", organ="yk-ga", *more) -> dict:
    item("police-norms")
    said = StringIO()
    call_command("import_disclosures", str(path), "--item", slug, "--organ", organ, "--json", *more, stdout=said)
    return json.loads(said.getvalue().splitlines()[-1])


@pytest.fixture
def norms(tmp_path):
    def write(*rows, name="规范.csv"):
        path = tmp_path / name
        path.write_text(NORMS.format(rows="\n".join(rows)), encoding="utf-8")
        return path

    return write


def test_each_row_has_its_answer_and_the_same_file_again_changes_nothing(city, norms):
    path = norms("盘查规范,2026-09-01,执法规范,两人以上。,", "窗口,2026-09-02,别的,内容,", ",2026-09-02,执法规范,内容,", "电话,2026-09-02,办事窗口,联系13812345678,")
    first = run(path)
    assert (first["read"], first["in_review"], first["rejected"]) == (4, 2, 2)
    assert "类别只能是" in first["rejected_rows"][0]["reason"] and "请填写标题" in first["rejected_rows"][1]["reason"] and all(r["remedy"] for r in first["rejected_rows"])
    again = run(path)
    assert (again["in_review"], again["unchanged"], again["rejected"]) == (0, 2, 2) and Disclosure.objects.count() == 2


def test_clean_rows_are_public_at_once_where_that_is_asked_for(city, norms):
    told = run(norms("盘查规范,2026-09-01,执法规范,两人以上。,", "电话,2026-09-02,办事窗口,联系13812345678,"), "police-norms", "yk-ga", "--publish-clean")
    assert (told["published"], told["in_review"]) == (1, 1)
    assert Disclosure.objects.public().get().title == "盘查规范"


def test_other_words_under_the_same_title_and_day_are_told_and_overwrite_nothing(city, norms):
    run(norms("盘查规范,2026-09-01,执法规范,两人以上。,"), "police-norms", "yk-ga", "--publish-clean")
    told = run(norms("盘查规范,2026-09-01,执法规范,三人以上。,"), "police-norms", "yk-ga", "--publish-clean")
    assert told["in_review"] == 1
    row = ImportBatch.objects.latest("pk").rows.get()
    assert "内容不同" in row.message and row.remedy and Disclosure.objects.get(state=State.PUBLISHED).values["text"] == "两人以上。"


def test_a_killed_import_goes_on_behind_the_last_row(city, norms):
    path = norms(*(f"规范{n},2026-09-01,执法规范,第{n}条。," for n in range(25)))
    found = item("police-norms")
    batch = batch_open(organ=city["yk-ga"], actor=None, filename="x.csv", kind="disclosures", item=found)
    steps = entries_import(batch=batch, records=read_records(path, columns_of(found)))
    next(steps)
    steps.close()
    assert Disclosure.objects.count() == 10
    for _ in entries_import(batch=ImportBatch.objects.select_related("organ", "item").get(pk=batch.pk), records=read_records(path, columns_of(found))):
        pass
    assert Disclosure.objects.count() == 25 and list(batch.rows.order_by("position").values_list("position", flat=True)) == list(range(1, 26))


def test_jsonl_and_xlsx_are_read_alike(city, tmp_path):
    lines = tmp_path / "a.jsonl"
    lines.write_text(json.dumps({"标题": "盘查规范", "occurred_on": "2026-09-01", "sort": "执法规范", "内容": "两人以上。"}, ensure_ascii=False) + "\n{坏行\n", encoding="utf-8")
    book = openpyxl.Workbook()
    book.active.append(["标题", "日期", "类别", "内容"])
    book.active.append(["盘查规范", "2026-09-01", "执法规范", "两人以上。"])
    book.save(tmp_path / "a.xlsx")
    first = run(lines)
    assert (first["in_review"], first["rejected"]) == (1, 1)
    assert run(tmp_path / "a.xlsx")["unchanged"] == 1


def test_a_fine_that_names_a_person_is_refused_in_a_list_too(city, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("标题,日期,违法行为,处罚依据和幅度,被处罚人\n某月罚款,2024-09-01,扰乱秩序,二百元以下,南宫砚秋\n", encoding="utf-8")
    told = run(path, "police-fines")
    assert told["rejected"] == 1 and "封存" in told["rejected_rows"][0]["reason"] and "南宫" not in str(told)


def test_of_two_hearings_in_one_courtroom_the_second_row_is_refused(city, tmp_path):
    path = tmp_path / "庭.csv"
    path.write_text(HEARINGS, encoding="utf-8")
    told = run(path, "hearings", "辽0802")
    assert (told["published"], told["rejected"]) == (1, 1) and "已排了" in told["rejected_rows"][0]["reason"]
    assert run(path, "hearings", "辽0802")["unchanged"] == 1 and Hearing.objects.count() == 1


def test_wrong_names_are_answered_with_the_right_ones(city, norms):
    with pytest.raises(CommandError, match="police-norms"):
        run(norms("a,,,,"), "nothing")
    with pytest.raises(CommandError, match="yk-ga-zq"):
        run(norms("a,,,,"), "police-norms", "辽08")


def test_a_file_without_its_header_is_one_clear_answer(city, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("甲,乙\n1,2\n", encoding="utf-8")
    told = run(path)
    assert told["rejected"] == 1 and "表头" in told["rejected_rows"][0]["reason"]


def test_a_clerk_uploads_a_list_and_sees_the_answers(city, client, member, norms):
    item("police-norms")
    client.force_login(member("clerk", "yk-ga"))
    body = norms("盘查规范,2026-09-01,执法规范,两人以上。,", "窗口,2026-09-02,别的,内容,").read_bytes()
    answer = client.post(reverse("openness_staff:entry_import"), {"organ": city["yk-ga"].pk, "item": "police-norms", "file": SimpleUploadedFile("规范.csv", body)})
    batch = ImportBatch.objects.get()
    assert answer["Location"] == reverse("openness_staff:batch", args=[batch.pk])
    tasks.process_batch(batch.pk)
    page = client.get(answer["Location"]).content.decode()
    assert "类别只能是" in page and batch.rows.filter(outcome=Outcome.IN_REVIEW).count() == 1
