"""Entries on the staff screens: typed in by a clerk, passed by a reviewer, kept by an editor."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.enums import State
from core.models import AuditEntry
from openness.models import Attachment, Disclosure, ReviewLease
from tests.openness.entries import VALUES, entered, item, public

pytestmark = pytest.mark.django_db


def address(name, record, *more):
    return reverse(f"openness_staff:{name}", args=[record.public_id, *more])


def new(city, code, slug):
    item(slug)
    return f"{reverse('openness_staff:entry_new')}?organ={city[code].pk}&item={slug}"


def typed(slug, **more):
    return {"title": "一条公开的事项", "occurred_on": "2026-09-01", **{f"v_{n}": v for n, v in VALUES[slug].items()}, **more}


def text_of(response):
    return response.content.decode()


def test_the_form_is_made_of_the_items_fields_and_keeps_what_was_typed(city, client, member):
    client.force_login(member("clerk", "yk-ga"))
    there = new(city, "yk-ga", "police-norms")
    assert all(label in text_of(client.get(there)) for label in ("类别", "内容", "办公时间（可不填）", "定时公开"))
    wrong = client.post(there, typed("police-norms", v_sort="", occurred_on="十月"))
    assert wrong.status_code == 422 and "请填写类别" in text_of(wrong) and "不是日期" in text_of(wrong) and "办理行政案件，应当两人以上。" in text_of(wrong)
    assert not Disclosure.objects.exists()
    assert client.post(there, typed("police-norms")).status_code == 302 and Disclosure.objects.get().state == State.REVIEW


def test_from_the_clerks_desk_to_the_public_and_off_again(city, client, member):
    clerk, reviewer, editor = member("clerk", "yk-ga"), member("reviewer", "yk-ga"), member("editor", "yk-ga")
    client.force_login(clerk)
    client.post(new(city, "yk-ga", "police-norms"), typed("police-norms"))
    record = Disclosure.objects.get()
    assert client.post(address("entry_accept", record), {"version": record.version}).status_code == 403
    client.force_login(reviewer)
    assert "通过，公开" in text_of(client.get(address("entry", record)))
    client.post(address("entry_return", record), {"note": "请写清依据"})
    client.force_login(clerk)
    assert "请写清依据" in text_of(client.get(address("entry", record)))
    record.refresh_from_db()
    client.post(address("entry_edit", record), {**typed("police-norms", v_text="依规定两人以上。"), "version": record.version})
    record.refresh_from_db()
    assert record.state == State.REVIEW and record.values["text"] == "依规定两人以上。"
    client.force_login(reviewer)
    client.post(address("entry_accept", record), {"version": record.version})
    assert client.get(record.get_absolute_url()).status_code == 200
    client.force_login(editor)
    record.refresh_from_db()
    client.post(address("entry_edit", record), {**typed("police-norms", v_text="两人以上，出示证件。"), "version": record.version, "note": "补充"})
    record.refresh_from_db()
    assert record.values["text"] == "两人以上，出示证件。" and record.corrections.get().note == "补充"
    for act, state in (("hold", State.HELD), ("republish", State.PUBLISHED), ("withdraw", State.WITHDRAWN)):
        client.post(address("entry_act", record), {"act": act, "note": "核对", "reason": "mistaken"})
        record.refresh_from_db()
        assert record.state == state


def test_a_masked_entry_is_reviewed_on_the_two_pane_screen(city, client, member):
    record = entered(city["辽0802"], "court-filing", case_number="（2026）辽0802民初31号")
    reviewer = member("reviewer", "辽0802")
    client.force_login(reviewer)
    screen = text_of(client.get(address("review", record)))
    assert "东方绘彩" in screen and "东方某" in screen and ReviewLease.objects.get().public_id == record.public_id
    assert AuditEntry.objects.filter(action="sealed.open", actor=reviewer, target=f"disclosure:{record.public_id}").exists()
    client.post(address("move", record), {"move": "mask", "words": "西门朗泽", "replacement": "某乙", "version": record.version})
    record.refresh_from_db()
    assert record.text == "东方某、某乙"
    answer = client.post(address("accept", record), {"version": record.version})
    assert answer["Location"] == address("entry", record)
    record.refresh_from_db()
    assert record.state == State.PUBLISHED


def test_a_screen_that_is_out_of_date_changes_nothing(city, client, member):
    record = entered(city["yk-ga"], "police-norms")
    client.force_login(member("editor", "yk-ga"))
    client.post(address("entry_accept", record), {"version": 99})
    assert Disclosure.objects.get().state == State.REVIEW
    wrong = client.post(address("entry_edit", record), {**typed("police-norms"), "version": 99})
    assert wrong.status_code == 422 and "别处改动过" in text_of(wrong)


def test_opening_the_form_of_a_masked_entry_is_audited(city, client, member):
    record = entered(city["辽0802"], "court-filing", case_number="（2026）辽0802民初31号")
    client.force_login(member("clerk", "辽0802"))
    assert "东方绘彩、西门朗泽" in text_of(client.get(address("entry_edit", record)))
    assert AuditEntry.objects.filter(action="sealed.open", purpose="修改").count() == 1


def word() -> bytes:
    out = io.BytesIO()
    book = docx.Document()
    book.add_paragraph("白皮书")
    book.save(out)
    return out.getvalue()


def test_files_are_added_and_taken_away_and_a_bad_one_keeps_the_rest(city, client, member):
    client.force_login(member("clerk", "辽08"))
    there = new(city, "辽08", "white-paper")
    wrong = client.post(there, {**typed("white-paper"), "files": SimpleUploadedFile("a.pdf", b"MZ program")})
    assert wrong.status_code == 422 and "不是可以公开的格式" in text_of(wrong) and "全年受理案件一千件" in text_of(wrong)
    client.post(there, {**typed("white-paper"), "files": SimpleUploadedFile("a.docx", word())})
    record, kept = Disclosure.objects.get(), Attachment.objects.get()
    assert client.get(address("entry_file", record, kept.pk)).status_code == 200
    client.post(address("entry_files", record), {"files": SimpleUploadedFile("b.exe", b"MZ")})
    client.post(address("entry_files", record), {"remove": kept.pk})
    assert not Attachment.objects.exists()


def test_another_organ_sees_none_of_it(city, client, member):
    record = public(city["yk-ga"])
    client.force_login(member("editor", "yk-ga-zq"))
    assert "一条公开的事项" not in text_of(client.get(reverse("openness_staff:entries")))
    assert client.get(address("entry", record)).status_code == 403
    assert AuditEntry.objects.filter(action="denied.object").exists()


def test_the_list_costs_the_same_however_long(city, client, member, django_assert_max_num_queries):
    for n in range(22):
        entered(city["yk-ga"], "police-norms", title=f"规范{n}")
    client.force_login(member("editor", "yk-ga"))
    client.get(reverse("openness_staff:entries"))
    with django_assert_max_num_queries(16):
        shown = text_of(client.get(reverse("openness_staff:entries")))
    assert shown.count("查看<span") == 20
