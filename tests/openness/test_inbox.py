"""The inbox: files that courts drop are handed in once, whatever dies when, and answered beside."""

import csv
import json
import os
import time
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from core import events, uploads
from core.models import Delivery
from core.sealed import open_file
from core.tasks import ensure_schedules
from openness.models import ImportBatch, ImportRow, Judgment, Register
from openness.services import inbox
from openness.tasks import scan_inbox
from tests.openness.conftest import text_of

pytestmark = pytest.mark.django_db
BODY = json.dumps({"text": text_of()}, ensure_ascii=False).encode() + b"\n"


@pytest.fixture
def root(settings, tmp_path, city):
    """An inbox with a folder for one court, and an upload folder of its own."""
    settings.PORTAL_INBOX = tmp_path / "inbox"
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    (settings.PORTAL_INBOX / "辽0802").mkdir(parents=True)
    return settings.PORTAL_INBOX


@pytest.fixture
def court(root):
    """The court's folder."""
    return root / "辽0802"


def later(seconds=60):
    return inbox.scan(now=time.time() + seconds)


def work():
    while events.drain(events.WORK):
        pass


def listed(folder: Path):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))


def sheet(path):
    return list(csv.reader(StringIO(path.read_text(encoding="utf-8-sig"))))


def test_a_file_goes_in_and_its_answers_come_out(court):
    (court / "九月.jsonl").write_bytes(BODY + b'{"text": 5}\n')
    assert len(later().received) == 1
    batch = ImportBatch.objects.get()
    assert listed(court) == [f"received/{batch.pk}-九月.jsonl"] and batch.actor is None and batch.organ.code == "辽0802"
    with open_file(uploads.path_of(batch.upload)) as plain:
        assert plain.read().startswith(BODY)
    work()
    assert later().answered == [batch.pk]
    assert listed(court) == [f"results/{batch.pk}-九月.jsonl.csv"]
    header, good, bad = sheet(court / "results" / f"{batch.pk}-九月.jsonl.csv")
    assert header[0] == "序号" and good[2] == "（2026）辽0802民初71号" and good[3] == "待审核" and bad[3] == "没有收下" and bad[4]
    assert Judgment.objects.count() == 1 and later() == inbox.Report()


def test_a_file_that_is_still_being_written_waits(court):
    path = court / "九月.jsonl"
    path.write_bytes(BODY)
    os.utime(path, (1_600_000_000, 1_600_000_000))  # as copying programs do: the age of the original
    assert inbox.scan().waiting == 1 and later(9).waiting == 1 and not ImportBatch.objects.exists()
    (court / "十月.jsonl.filepart").write_bytes(BODY)
    assert len(later(11).received) == 1 and listed(court)[-1] == "十月.jsonl.filepart"


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_look(court, monkeypatch):
    path = court / "九月.jsonl"
    path.write_bytes(BODY)
    chunks = inbox.File.chunks

    def grown(self, size=None):
        yield from chunks(self, size)
        with path.open("ab") as more:
            more.write(BODY)

    monkeypatch.setattr(inbox.File, "chunks", grown)
    assert later().waiting == 1 and not ImportBatch.objects.exists() and listed(court) == ["九月.jsonl"]
    monkeypatch.undo()
    assert len(later().received) == 1
    work()
    assert ImportRow.objects.count() == 2


@pytest.mark.parametrize("step", ["sealed", "committed", "answered"])
def test_whatever_dies_when_nothing_is_lost_or_doubled(court, monkeypatch, step):
    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    (court / "九月.jsonl").write_bytes(BODY)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        if step == "sealed":
            patch.setattr("openness.services.handin.batch_open", die)
            later()
        elif step == "committed":
            patch.setattr(inbox, "_beside", die)
            later()
        else:
            later()
            work()
            patch.setattr(inbox.os, "unlink", die)
            later()
    for _ in range(3):
        later()
        work()
    later()
    batch = ImportBatch.objects.get()
    assert Judgment.objects.count() == 1 and ImportRow.objects.count() == 1 and Delivery.objects.filter(handler="openness.import").count() == 1
    assert listed(court) == [f"results/{batch.pk}-九月.jsonl.csv"]


def test_the_same_content_twice_is_known_and_answered_again(court):
    (court / "九月.jsonl").write_bytes(BODY)
    later()
    work()
    later()
    (court / "又一次.jsonl").write_bytes(BODY)
    report = later()
    batch = ImportBatch.objects.get()
    assert report.received == [] and report.repeated == [batch.pk] == report.answered
    assert listed(court) == [f"results/{batch.pk}-九月.jsonl.csv", f"results/{batch.pk}-又一次.jsonl.csv"]


def test_the_same_content_from_two_courts_is_two_batches_and_one_document(root, court):
    (root / "辽0803").mkdir()
    for code in ("辽0802", "辽0803"):
        (root / code / "九月.jsonl").write_bytes(BODY)
    assert len(later().received) == 2
    work()
    assert sorted(ImportRow.objects.values_list("outcome", flat=True)) == ["in_review", "unchanged"] and Judgment.objects.count() == 1


def test_strangers_are_reported_and_not_touched(root, court, caplog):
    (root / "沪0101").mkdir()
    (root / "沪0101" / "九月.jsonl").write_bytes(BODY)
    (root / "散.jsonl").write_bytes(BODY)
    (court / "里面").mkdir()
    (court / "链接.jsonl").symlink_to("/etc/hostname")
    os.mkfifo(court / "管道")
    (court / "~$锁.docx").write_bytes(b"x")
    with caplog.at_level("WARNING", logger="openness.services.inbox"):
        report = later()
    assert [p.split("：")[0] for p in report.problems] == ["散.jsonl", "沪0101", "辽0802/管道", "辽0802/里面", "辽0802/链接.jsonl"]
    assert not ImportBatch.objects.exists() and (root / "沪0101" / "九月.jsonl").exists() and "沪0101" in caplog.text


@pytest.mark.parametrize("name", [inbox.RECEIVED, inbox.RESULTS])
def test_a_link_in_the_place_of_our_folders_leads_nowhere_and_stops_no_other_court(root, court, name):
    (root / "辽0803").mkdir()
    for code in ("辽0802", "辽0803"):
        (root / code / "九月.jsonl").write_bytes(BODY)
    (court / name).symlink_to(root / "辽0803")
    later()
    work()
    report = later()
    assert "是链接" in report.problems[0] and report.problems[0].startswith("辽0802")
    assert listed(root / "辽0803") == ["results/" + next((root / "辽0803" / "results").iterdir()).name]


def test_a_link_in_the_place_of_a_draft_is_not_written_through(court, tmp_path):
    (tmp_path / "key").write_text("secret")
    (court / "九月.jsonl").write_bytes(BODY)
    (number,) = later().received
    work()
    (court / inbox.RESULTS).mkdir()
    (court / inbox.RESULTS / f".{number}.part").symlink_to(tmp_path / "key")
    (court / inbox.RECEIVED / f"{'9' * 40}-x.jsonl").write_text("x")
    assert later().answered == [number] and (tmp_path / "key").read_text() == "secret"


def test_a_file_s_name_stands_in_no_log_and_in_one_line(court, caplog):
    (court / "东方绘彩\n<b>.jsonl").symlink_to("/etc/hostname")
    with caplog.at_level("INFO"):
        (problem,) = later().problems
    assert problem.startswith("辽0802/东方绘彩 <b>.jsonl：")
    assert "辽0802" in caplog.text and "东方绘彩" not in caplog.text


def test_too_large_a_file_stays_with_a_sentence(court, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 10)
    (court / "九月.jsonl").write_bytes(BODY)
    assert "分成几个文件" in later().problems[0] and listed(court) == ["九月.jsonl"]


def test_a_register_tells_its_month_in_its_name(court):
    (court / "生效名册2026-09.csv").write_text("案号,生效日期\n（2026）辽0802民初71号,2026-09-20\n", encoding="utf-8-sig")
    later()
    work()
    assert Register.objects.get().month == date(2026, 9, 1)


def test_names_that_windows_left_in_gbk_and_very_long_ones(court):
    (Path(os.fsdecode(os.fsencode(court) + b"/" + "九月.jsonl".encode("gbk")))).write_bytes(BODY)
    (court / f"{'长' * 80}.jsonl").write_bytes(BODY + BODY)
    assert len(later().received) == 2
    work()
    assert len(later().answered) == 2
    assert sorted(b.filename.open_unaudited() for b in ImportBatch.objects.all())[0] == "九月.jsonl"


def test_two_looks_at_once_do_not_meet(court):
    (court / "九月.jsonl").write_bytes(BODY)
    with inbox._alone(court.parent) as free:
        assert free and later() == inbox.Report()
    assert len(later().received) == 1


def test_results_are_open_to_whom_the_folder_is_open(court):
    court.chmod(0o2770)
    (court / "九月.jsonl").write_bytes(BODY)
    later()
    work()
    later()
    (result,) = (court / "results").iterdir()
    assert (court / "results").stat().st_mode & 0o7777 == 0o2770 and result.stat().st_mode & 0o777 == 0o660


def test_the_command_and_the_schedule_look(court, capsys):
    from django_q.models import Schedule

    (court.parent / "谁").mkdir()
    (court / "九月.jsonl").write_bytes(BODY)
    out, err = StringIO(), StringIO()
    call_command("inbox", once=True, json=True, stdout=out, stderr=err)
    answer = json.loads(out.getvalue().splitlines()[-1])
    assert answer["waiting"] == 1 and "谁" in answer["problems"][0] and "谁" in err.getvalue()
    assert scan_inbox() == 0
    ensure_schedules()
    assert Schedule.objects.get(name="inbox").minutes == 1 and Schedule.objects.get(name="drain").minutes == 1
