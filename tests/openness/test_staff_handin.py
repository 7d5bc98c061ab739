"""Handing in through the browser's forms: upload, answers, mending, the register, who may see it."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.events import drain
from core.models import AuditEntry
from openness.enums import BatchState, Outcome
from openness.models import Duty, ImportBatch, ImportRow, Judgment, Register
from tests.openness.conftest import text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk(client, member):
    """The client of a clerk of 站前区人民法院."""
    client.force_login(member("clerk"), backend="core.permissions.MembershipBackend")
    return client


def text_file(name: str, text: str) -> SimpleUploadedFile:
    """A .txt upload."""
    return SimpleUploadedFile(name, text.encode())


def upload(client, city, *files, **more):
    """Posts the hand-in form as a browser does, follows, and lets the queue work."""
    data = {"organ": city["辽0802"].pk, "kind": "judgments", "files": list(files), **more}
    answer = client.post(reverse("openness_staff:hand_in"), data, follow=True)
    drain("work")
    return answer


def page(client, batch, **query) -> str:
    """The batch page."""
    return client.get(reverse("openness_staff:batch", args=[batch.pk]), query).content.decode()


def test_an_upload_becomes_a_batch_with_an_answer(clerk, city):
    answer = upload(clerk, city, text_file("判决书.txt", text_of()))
    batch = ImportBatch.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("openness_staff:batch", args=[batch.pk])
    assert "hx-get" in answer.content.decode()
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE
    assert Judgment.objects.get().case_number == "（2026）辽0802民初71号"
    assert "待审核" in page(clerk, batch, outcome="in_review")
    assert "hx-get" not in page(clerk, batch)


def test_documents_chosen_together_are_one_batch_and_keep_their_names(clerk, city):
    files = [text_file("一.txt", text_of()), text_file("二.txt", text_of("（2026）辽0802民初72号")), text_file("二.txt", "太短")]
    upload(clerk, city, *files)
    batch = ImportBatch.objects.get()
    assert [r.name.open_unaudited() for r in batch.rows.order_by("position")] == ["一.txt", "二.txt", "二(2).txt"]
    assert batch.total == 3
    assert Judgment.objects.count() == 2


def test_archives_stay_batches_of_their_own(clerk, city):
    archives = []
    for n in (1, 2):
        box = io.BytesIO()
        with zipfile.ZipFile(box, "w") as book:
            book.writestr(f"{n}.txt", text_of(f"（2026）辽0802民初{80 + n}号"))
        archives.append(SimpleUploadedFile(f"{n}.zip", box.getvalue()))
    answer = upload(clerk, city, *archives)
    assert ImportBatch.objects.count() == 2
    assert "收到 2 个文件" in answer.content.decode()


def test_a_row_without_a_number_is_mended_in_place(clerk, city):
    upload(clerk, city, text_file("没有案号.txt", text_of().replace("（2026）辽0802民初71号\n", "")))
    batch, row = ImportBatch.objects.get(), ImportRow.objects.get()
    assert row.outcome == Outcome.REJECTED
    html = page(clerk, batch)
    assert "找不到案号" in html
    assert f'name="row{row.pk}-case_number"' in html
    assert f'name="row{row.pk}-decided_on"' not in html
    answer = clerk.post(
        reverse("openness_staff:mend", args=[batch.pk, row.pk]), {f"row{row.pk}-case_number": "(2026)辽0802民初99号"}, follow=True
    )
    assert "第 1 件：待审核" in answer.content.decode()
    assert Judgment.objects.get().case_number == "（2026）辽0802民初99号"
    assert not batch.rows.filter(outcome=Outcome.REJECTED).exists()


def test_a_file_that_cannot_be_read_says_what_to_do_and_offers_no_field(clerk, city):
    upload(clerk, city, SimpleUploadedFile("扫描件.pdf", b"%PDF-1.7 nothing"))
    html = page(clerk, ImportBatch.objects.get())
    assert "扫描件.pdf" in html
    assert 'class="mend"' not in html


def test_a_register_needs_its_month_and_then_makes_duties(clerk, city):
    def register() -> SimpleUploadedFile:
        return SimpleUploadedFile("名册.csv", "case_number,effective_on\n（2026）辽0802民初9001号,2026-10-12\n".encode())

    refused = clerk.post(reverse("openness_staff:hand_in"), {"organ": city["辽0802"].pk, "kind": "register", "files": [register()]})
    assert refused.status_code == 422
    assert "报送名册要写明是哪个月的" in refused.content.decode()
    assert not ImportBatch.objects.exists()
    upload(clerk, city, register(), kind="register", month="2026-10")
    assert Duty.objects.get().case_number == "（2026）辽0802民初9001号"
    assert "已登记" in page(clerk, ImportBatch.objects.get())


def test_an_empty_register_is_an_answer(clerk, city):
    upload(clerk, city, SimpleUploadedFile("名册.csv", b"case_number,effective_on\n"), kind="register", month="2026-10")
    assert Register.objects.get().rows == 0
    assert "没有生效文书" in page(clerk, ImportBatch.objects.get())


def test_nothing_is_stored_without_a_file(clerk, city):
    answer = clerk.post(reverse("openness_staff:hand_in"), {"organ": city["辽0802"].pk, "kind": "judgments"})
    assert answer.status_code == 422
    assert "请选择文件" in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_one_cannot_hand_in_for_another_court(clerk, city):
    answer = upload(clerk, city, text_file("判决书.txt", text_of()), organ=city["辽0803"].pk)
    assert answer.status_code == 422
    assert not ImportBatch.objects.exists()


def test_another_courts_batch_is_refused_and_audited(clerk, city, client, member):
    upload(clerk, city, text_file("判决书.txt", text_of()))
    batch = ImportBatch.objects.get()
    client.force_login(member("clerk", "辽0803"), backend="core.permissions.MembershipBackend")
    for name, args in (("batch", [batch.pk]), ("sheet", [batch.pk])):
        assert client.get(reverse(f"openness_staff:{name}", args=args)).status_code == 403
    assert AuditEntry.objects.filter(action="denied.object").count() == 2


def test_the_queue_that_stands_still_is_told_of(clerk, city, time_machine):
    clerk.post(
        reverse("openness_staff:hand_in"), {"organ": city["辽0802"].pk, "kind": "judgments", "files": [text_file("判决书.txt", text_of())]}
    )
    batch = ImportBatch.objects.get()
    assert "处理程序没有在运行" not in page(clerk, batch)
    time_machine.move_to(timezone.now() + timedelta(seconds=30))
    html = page(clerk, batch)
    assert "处理程序没有在运行" in html
    assert '<meta http-equiv="refresh"' in html


def test_the_sheet_lists_every_row(clerk, city):
    upload(clerk, city, text_file("一.txt", text_of()), text_file("二.txt", "太短"))
    answer = clerk.get(reverse("openness_staff:sheet", args=[ImportBatch.objects.get().pk]))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as book:
        words = "".join(book.read(n).decode() for n in book.namelist() if n.endswith(".xml"))
    assert all(word in words for word in ("一.txt", "二.txt", "（2026）辽0802民初71号", "没有收下"))


def test_htmx_gets_the_moving_part_only(clerk, city):
    upload(clerk, city, text_file("判决书.txt", text_of()))
    answer = clerk.get(reverse("openness_staff:batch", args=[ImportBatch.objects.get().pk]), headers={"HX-Request": "true"})
    assert answer.content.decode().lstrip().startswith('<div id="batch"')


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", "姓名,年龄\n甲,3\n".encode()])
def test_a_register_that_cannot_be_read_is_answered_and_does_not_count_as_handed_in(clerk, city, data):
    upload(clerk, city, SimpleUploadedFile("名册.xlsx" if data.startswith(b"PK") else "名册.csv", data), kind="register", month="2026-10")
    batch = ImportBatch.objects.get()
    assert batch.state == BatchState.DONE and not Register.objects.exists()
    html = page(clerk, batch)
    assert "本月名册没有变" in html and "没有生效文书" not in html


def test_the_name_of_a_file_that_cannot_be_read_stays_sealed(clerk, city):
    upload(clerk, city, SimpleUploadedFile("东方绘彩。诉.docx", b"nothing"))
    row = ImportRow.objects.get()
    assert row.name.open_unaudited() == "东方绘彩。诉.docx"
    assert "东方绘彩" not in row.message + row.remedy and row.message.startswith("文件名是 .docx")


def test_a_file_that_is_slow_to_read_keeps_its_lease(clerk, city, monkeypatch):
    beats = []
    monkeypatch.setattr("openness.services.imports.BEAT_SECONDS", -1)
    monkeypatch.setattr("core.events.heartbeat", lambda **how: beats.append(how))
    upload(clerk, city, text_file("一.txt", "太短"), text_file("二.txt", "太短"))
    assert beats.count({}) >= 2 + 1  # one a row, one a chunk
