"""Corrections: another text under a taken number is compared, then published with a note and a public diff, or not."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from core import events
from core.enums import Act, State
from core.models import AuditEntry, Event, LedgerEntry
from openness.models import Correction, ExemptionNotice, ImportBatch, Judgment, Proposal
from openness.services.records import judgment_hold, judgment_republish, judgment_withdraw
from tests.factories import published
from tests.openness.conftest import NAMES, text_of

pytestmark = pytest.mark.django_db
OLD, NEW = text_of(), text_of(more="东方绘彩当庭变更请求为35000元。")


@pytest.fixture
def editor(client, member):
    client.force_login(member("editor"), backend="core.permissions.MembershipBackend")
    return client


@pytest.fixture
def proposal(hand_in) -> Proposal:
    """A published judgment and another text of the same number."""
    hand_in(OLD, publish_clean=True)
    hand_in(NEW)
    return Proposal.objects.get()


def decide(client, proposal, act, **data):
    proposal.refresh_from_db()
    return client.post(reverse("openness_staff:decide", args=[proposal.pk]), {"version": proposal.version, "act": act, **data}, follow=True)


def public_page(client, judgment) -> str:
    cache.clear()
    return client.get(judgment.get_absolute_url()).content.decode()


def test_the_list_and_the_compare_screen_show_what_differs(editor, proposal):
    assert proposal.case_number in editor.get(reverse("openness_staff:proposals")).content.decode()
    html = editor.get(reverse("openness_staff:proposal", args=[proposal.pk])).content.decode()
    assert "<ins><b>增</b>" in html and "35000" in html
    assert "作为更正公开" in html and "是另一份文书" in html
    assert AuditEntry.objects.filter(action="sealed.open", purpose="比对").exists()


def test_a_correction_is_published_with_note_date_and_diff(editor, client, proposal):
    judgment = proposal.judgment
    decide(editor, proposal, "publish", note="补录当庭变更的诉讼请求")
    judgment.refresh_from_db()
    proposal.refresh_from_db()
    assert "35000" in judgment.text and judgment.state == State.PUBLISHED
    assert (proposal.decision, judgment.source) == ("corrected", proposal.source)
    assert LedgerEntry.objects.filter(act=Act.CORRECT, public_id=judgment.public_id).count() == 1
    assert Event.objects.filter(topic="record.corrected").exists() and AuditEntry.objects.filter(action="record.correct").exists()
    html = public_page(client, judgment)
    address = reverse("openness:correction", args=[judgment.public_id, Correction.objects.get().pk])
    assert "补录当庭变更的诉讼请求" in html and address in html
    diff = client.get(address)
    assert "增</b>" in diff.content.decode() and diff["X-Robots-Tag"] == "noindex"
    assert not any(name in diff.content.decode() for name in NAMES)


def test_a_corrected_judgment_can_be_reviewed_and_corrected_again(editor, proposal):
    decide(editor, proposal, "publish", note="补录")
    judgment = Judgment.objects.get()
    answer = editor.post(reverse("openness_staff:remask", args=[judgment.public_id]), follow=True)
    assert "核好，回比对页" in answer.content.decode()
    again = Proposal.objects.get(closed_at=None)
    editor.post(reverse("openness_staff:move", args=[again.public_id]), {"version": again.version, "move": "mask", "words": "借款", "replacement": "款项"}, follow=True)
    again.refresh_from_db()
    assert "偿还款项30000元" in again.text
    decide(editor, again, "publish", note="遮蔽不当")
    judgment.refresh_from_db()
    assert "款项30000元" in judgment.text
    assert [c.note for c in judgment.corrections.all()] == ["补录", "遮蔽不当"]
    assert not Proposal.objects.filter(closed_at=None).exists()


def test_what_was_wrongly_public_is_not_shown_again_by_the_diff(editor, client, city):
    """The old public text held what is now withheld: the note is public, the diff is not."""
    words = "原告某甲诉被告某乙买卖合同纠纷一案，送货单由南宫望舒签字，本院依法审理。依照《中华人民共和国民法典》第五百七十七条，判决被告支付货款。"
    judgment = published(city["辽0802"], original=words, text=words)
    editor.post(reverse("openness_staff:remask", args=[judgment.public_id]))
    proposal = Proposal.objects.get()
    editor.post(reverse("openness_staff:move", args=[proposal.public_id]), {"version": proposal.version, "move": "mask", "words": "南宫望舒", "replacement": "南宫某"})
    decide(editor, proposal, "publish", note="隐去证人姓名")
    judgment.refresh_from_db()
    assert "南宫望舒" not in judgment.text
    assert Correction.objects.get().previous_text == ""
    html = public_page(client, judgment)
    assert "隐去证人姓名" in html and "看前后对照" not in html


def test_the_note_is_required_and_must_not_name_anybody(editor, proposal):
    for note, said in (("  ", "请写更正说明"), ("更正东方绘彩的请求", "更正说明里有不该公开的姓名")):
        answer = decide(editor, proposal, "publish", note=note)
        assert answer.status_code == 422 and said in answer.content.decode()
        assert note.strip() in answer.content.decode()
    assert not Correction.objects.exists()


def test_open_doubts_keep_a_correction_back_until_they_are_decided(editor, proposal):
    Proposal.objects.filter(pk=proposal.pk).update(doubts_open=1)
    answer = decide(editor, proposal, "publish", note="补录")
    assert "还有 1 处存疑没有处理" in answer.content.decode()
    assert Judgment.objects.get().text != proposal.text and not LedgerEntry.objects.filter(act=Act.CORRECT).exists()


def test_the_diff_goes_with_the_judgment_and_does_not_come_back(editor, client, proposal, member):
    decide(editor, proposal, "publish", note="补录")
    judgment = Judgment.objects.select_related("organ", "case", "source", "masking").get()
    address = reverse("openness:correction", args=[judgment.public_id, Correction.objects.get().pk])
    judgment_hold(judgment=judgment, actor=None, reason="核查")
    cache.clear()
    assert client.get(address).status_code == 404
    judgment_republish(judgment=judgment, actor=None)
    cache.clear()
    assert client.get(address).status_code == 404, "shown again before the task ran"
    events.drain("work", 50)
    assert Correction.objects.get().previous_text == ""
    judgment_withdraw(judgment=judgment, actor=None, reason="law")
    cache.clear()
    assert client.get(address).status_code == 410


def test_a_withdrawn_judgment_comes_back_corrected_without_its_old_text(editor, client, proposal):
    judgment = Judgment.objects.select_related("organ", "case").get()
    judgment_withdraw(judgment=judgment, actor=None, reason="error")
    decide(editor, proposal, "publish", note="改正后重新公开")
    judgment.refresh_from_db()
    assert judgment.is_public and "35000" in judgment.text
    assert Correction.objects.get().previous_text == ""
    assert "改正后重新公开" in public_page(client, judgment)


def test_another_document_of_the_case_gets_its_own_number(editor, proposal):
    answer = decide(editor, proposal, "separate", case_number=proposal.case_number, kind="民事判决书")
    assert answer.status_code == 422 and "已经有了" in answer.content.decode()
    answer = decide(editor, proposal, "separate", case_number="（2026）辽0802民初99号", kind="民事判决书")
    assert "应属于同一案件" in answer.content.decode()
    decide(editor, proposal, "separate", case_number="（2026）辽0802民初71号之一", kind="民事判决书")
    made = Judgment.objects.get(case_number="（2026）辽0802民初71号之一")
    assert made.state == State.REVIEW and made.source == proposal.source
    assert Judgment.objects.count() == 2 and not ExemptionNotice.objects.exists()


def test_a_document_that_never_was_public_is_replaced_and_reviewed(editor, hand_in):
    hand_in(OLD)
    hand_in(NEW)
    proposal = Proposal.objects.get()
    assert "还没有公开" in decide(editor, proposal, "publish", note="补录").content.decode()
    decide(editor, proposal, "replace")
    judgment = Judgment.objects.get()
    assert judgment.state == State.REVIEW and "35000" in judgment.text


def test_a_rejection_needs_a_reason_and_changes_nothing(editor, proposal):
    assert decide(editor, proposal, "reject", reason=" ").status_code == 422
    decide(editor, proposal, "reject", reason="是上传错的草稿")
    proposal.refresh_from_db()
    assert (proposal.decision, proposal.note) == ("rejected", "是上传错的草稿")
    assert "35000" not in Judgment.objects.get().text
    assert "刚刚" in decide(editor, proposal, "publish", note="补录").content.decode()


def test_of_two_editors_one_decides(editor, client, member, proposal):
    version = proposal.version
    decide(editor, proposal, "publish", note="补录")
    client.force_login(member("editor", username="second"), backend="core.permissions.MembershipBackend")
    answer = client.post(reverse("openness_staff:decide", args=[proposal.pk]), {"version": version, "act": "reject", "reason": "不对"})
    assert answer.status_code == 422 and "刚刚" in answer.content.decode()
    assert LedgerEntry.objects.filter(act=Act.CORRECT).count() == 1


def test_another_courts_editor_is_refused(client, member, proposal):
    client.force_login(member("editor", "辽0803"), backend="core.permissions.MembershipBackend")
    assert proposal.case_number not in client.get(reverse("openness_staff:proposals")).content.decode()
    assert client.get(reverse("openness_staff:proposal", args=[proposal.pk])).status_code == 403
    assert client.get(reverse("openness_staff:review", args=[proposal.public_id])).status_code == 403
    assert decide(client, proposal, "reject", reason="不对").status_code == 403
    assert client.post(reverse("openness_staff:remask", args=[proposal.judgment.public_id])).status_code == 403


def test_the_clerk_who_handed_it_in_is_told_what_became_of_it(editor, proposal):
    row = proposal.rows.get()
    ImportBatch.objects.filter(pk=row.batch_id).update(organ=proposal.organ)
    assert row.outcome == "proposed" and "比对" in row.remedy
    decide(editor, proposal, "reject", reason="扫描件有误，请重报")
    row.refresh_from_db()
    assert (row.outcome, row.message, row.remedy) == ("compared", "编辑已比对：不采用，扫描件有误，请重报", "")
    html = editor.get(reverse("openness_staff:batch", args=[row.batch_id]), {"outcome": "compared"}).content.decode()
    assert "扫描件有误" in html and "没有需要您处理的" in editor.get(reverse("openness_staff:batch", args=[row.batch_id])).content.decode()
