"""Objections: the form, the receipt, following it up, holding by itself only when confirmed, the editor's answer."""

import pytest
from django.core.cache import cache, caches
from django.urls import reverse

from core.enums import State
from core.models import AuditEntry, Event
from core.receipts import grouped, issue, tidy
from openness import views_public_objections as views
from openness.models import Judgment, Objection, Proposal
from openness.services.objections import objection_receive
from openness.services.review import withheld_names
from tests.factories import published

pytestmark = pytest.mark.django_db
ORIGINAL = "原告某甲诉被告某乙买卖合同纠纷一案，送货单由南宫望舒签字，本院依法审理。依照《中华人民共和国民法典》第五百七十七条，判决被告支付货款。"
SECRET_NAME, SECRET_CONTACT = "端木清和", "qinghe@example.com"
GIVEN = {"words": "南宫望舒", "reason": "我是证人，没有同意公开姓名", "name": SECRET_NAME, "contact": SECRET_CONTACT}


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch):
    caches["throttle"].clear()
    monkeypatch.setattr(views, "FASTEST", 0)


@pytest.fixture
def judgment(city) -> Judgment:
    """Public, and a witness's name stands in it."""
    return published(city["辽0802"], original=ORIGINAL, text=ORIGINAL)


@pytest.fixture
def editor(client, member):
    client.force_login(member("editor"), backend="core.permissions.MembershipBackend")
    return client


def send(client, judgment, token="", **more):
    address = reverse("openness:objection", args=[judgment.public_id])
    token = token or client.get(address).context["token"]
    return client.post(address, {**GIVEN, "token": token, **more})


def receive(judgment, **more) -> Objection:
    return objection_receive(judgment=judgment, seed="0" * 32, **{**GIVEN, **more})[0]


def test_the_page_of_a_judgment_leads_to_the_form_which_is_never_cached(client, judgment):
    address = reverse("openness:objection", args=[judgment.public_id])
    assert address in client.get(judgment.get_absolute_url()).content.decode()
    first, second = client.get(address), client.get(address)
    assert "no-store" in first["Cache-Control"]
    assert first.context["token"] != second.context["token"]


def test_an_objection_gets_a_receipt_and_its_clock_starts(client, judgment):
    answer = send(client, judgment)
    objection = Objection.objects.get()
    number, code = answer.context["number"], answer.context["code"]
    html = answer.content.decode()
    assert answer.status_code == 200 and number in html and code in html and "7 个工作日" in html
    assert "no-store" in answer["Cache-Control"]
    assert objection.receipt_number == tidy(number) and tidy(code) not in objection.receipt_digest
    assert objection.due_on > objection.received_at.date() and "第五十条" in objection.due_article
    assert objection.receipt_saved_at is None
    answer = client.post(reverse("openness:objection_saved"), {"number": number, "code": code, "kept": "1"})
    objection.refresh_from_db()
    assert objection.receipt_saved_at and "编辑正在核查" in answer.content.decode()


def test_nothing_personal_is_kept_in_the_clear(client, judgment):
    send(client, judgment)
    rows = [*Event.objects.values_list("payload"), *AuditEntry.objects.values_list("target", "purpose", "detail")]
    assert AuditEntry.objects.filter(action="objection.received").exists()
    stored = Objection.objects.values("fingerprint", "receipt_digest", "confirmed", "due_article", "due_steps").get()
    for secret in (SECRET_NAME, SECRET_CONTACT, "证人"):
        assert secret not in str(rows) and secret not in str(stored)


def test_sending_the_same_form_twice_gives_the_same_receipt(client, judgment):
    token = client.get(reverse("openness:objection", args=[judgment.public_id])).context["token"]
    first, second = send(client, judgment, token), send(client, judgment, token)
    assert first.context["code"] == second.context["code"] and Objection.objects.count() == 1
    changed = send(client, judgment, token, reason="另外的理由")
    assert changed.status_code == 422 and "已经提交过" in changed.content.decode() and "另外的理由" in changed.content.decode()
    assert send(client, judgment, changed.context["token"], reason="另外的理由").status_code == 200
    assert Objection.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"words": " "}, "请抄写不该公开的文字"), ({"reason": ""}, "请写明理由"), ({"name": ""}, "请填写姓名"), ({"contact": ""}, "请填写电话或者邮箱"), ({"website": "http://x"}, "请留空"), ({"token": "x"}, "打开得太久了")],
)
def test_a_form_that_does_not_fit_says_why_and_keeps_the_rest(client, judgment, wrong, said):
    answer = send(client, judgment, **wrong)
    html = answer.content.decode()
    assert answer.status_code == 422 and said in html
    assert "我是证人" in html or "reason" in wrong
    assert not Objection.objects.exists()


def test_a_form_sent_at_once_and_one_of_another_document_are_refused(client, judgment, city, monkeypatch):
    monkeypatch.setattr(views, "FASTEST", 3)
    assert "太快了" in send(client, judgment).content.decode()
    monkeypatch.setattr(views, "FASTEST", 0)
    other = client.get(reverse("openness:objection", args=[published(city["辽0802"]).public_id])).context["token"]
    assert send(client, judgment, other).status_code == 422
    assert not Objection.objects.exists()


def test_too_many_objections_are_throttled(client, judgment):
    answers = [send(client, judgment).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_a_document_that_is_not_public_takes_no_objection(client, city):
    from tests.factories import make_judgment

    assert client.get(reverse("openness:objection", args=[make_judgment(city["辽0802"]).public_id])).status_code == 404
    assert client.get(reverse("openness:objection", args=["nothing"])).status_code == 404


def test_a_wrong_code_and_an_unknown_receipt_look_the_same_and_attempts_are_throttled(client, judgment):
    right = send(client, judgment).context
    track = reverse("openness:objection_track")
    wrong = client.post(track, {"number": right["number"], "code": "A" * 12})
    unknown = client.post(track, {"number": "Z" * 10, "code": right["code"]})
    assert wrong.status_code == unknown.status_code == 422
    for answer in (wrong, unknown):
        assert "回执号或者查询码不对" in answer.content.decode() and judgment.case_number not in answer.content.decode()
    assert judgment.case_number in client.post(track, {"number": right["number"].lower(), "code": right["code"].replace("-", " ")}).content.decode()
    for _ in range(8):
        last = client.post(track, {"number": "Z" * 10, "code": "B" * 12})
    assert last.status_code == 429 and "十分钟后" in last.content.decode()


def test_receipts_follow_from_their_seed_alone():
    assert issue("a" * 32) == issue("a" * 32) != issue("b" * 32)
    assert tidy(grouped(issue("a" * 32).code).lower()) == issue("a" * 32).code


def test_what_nobody_can_confirm_stays_public_and_goes_to_the_editor(client, judgment):
    send(client, judgment)
    judgment.refresh_from_db()
    assert judgment.is_public and Objection.objects.get().confirmed == ""


def test_a_name_withheld_by_the_original_that_stands_in_public_is_held_at_once(client, judgment):
    """A mask in force that the text does not show: what a lost step or an old error would leave."""
    at = ORIGINAL.index("南宫望舒")
    type(judgment.masking).objects.filter(pk=judgment.masking.pk).update(spans=[[at, at + 4, "name", "南宫某", "自然人姓名"]])
    assert withheld_names(Judgment.objects.get(pk=judgment.pk)) == {"南宫望舒"}
    answer = send(client, judgment, words="南 宫望舒")
    judgment.refresh_from_db()
    assert judgment.state == State.HELD and Objection.objects.get().confirmed == "withheld"
    assert "先暂停公开" in answer.content.decode()
    cache.clear()
    assert client.get(judgment.get_absolute_url()).status_code == 404


def test_an_identifier_that_stands_in_public_is_held_at_once(client, judgment):
    from core.publishing.record import moving

    with moving():  # as a text published under older rules would be
        Judgment.objects.filter(pk=judgment.pk).update(text=ORIGINAL + "联系电话13812345678。")
    send(client, judgment, words="13812345678")
    judgment.refresh_from_db()
    assert judgment.state == State.HELD and Objection.objects.get().confirmed == "identifier"


def test_the_editor_sees_the_passage_in_its_place_and_opens_the_sender_on_purpose(editor, judgment):
    objection = receive(judgment)
    assert "异议待答复" in editor.get("/admin/").content.decode()
    assert judgment.case_number in editor.get(reverse("openness_staff:objections")).content.decode()
    html = editor.get(reverse("openness_staff:objection", args=[objection.pk])).content.decode()
    assert "<mark>南宫望舒</mark>" in html and "没有同意公开姓名" in html and SECRET_NAME not in html
    html = editor.post(reverse("openness_staff:objection_person", args=[objection.pk])).content.decode()
    assert SECRET_NAME in html and SECRET_CONTACT in html
    assert AuditEntry.objects.filter(action="sealed.open", purpose="联系异议提出人").count() == 1


def test_a_passage_is_quoted_in_one_line_however_the_judgment_is_laid_out(editor, city):
    laid_out = published(city["辽0802"], original="证人\n\u3000\u3000南宫望舒\n\u3000\u3000到庭", text="证人\n\u3000\u3000南宫望舒\n\u3000\u3000到庭")
    html = editor.get(reverse("openness_staff:objection", args=[receive(laid_out).pk])).content.decode()
    assert "……证人<mark>南宫望舒</mark>到庭……" in html


def answer(client, objection, outcome, text="经核对原件，属于应当隐去的姓名。", **more):
    return client.post(reverse("openness_staff:objection_answer", args=[objection.pk]), {"outcome": outcome, "answer": text, **more}, follow=True)


@pytest.mark.parametrize(("outcome", "more", "state"), [("held", {}, State.HELD), ("withdrawn", {"reason": "law"}, State.WITHDRAWN), ("unfounded", {}, State.PUBLISHED)])
def test_an_answer_does_what_it_says_and_the_sender_reads_it(editor, client, judgment, outcome, more, state):
    receipt = send(client, judgment).context
    objection = Objection.objects.get()
    answer(editor, objection, outcome, **more)
    judgment.refresh_from_db()
    objection.refresh_from_db()
    assert (judgment.state, objection.outcome) == (state, outcome)
    html = client.post(reverse("openness:objection_track"), {"number": receipt["number"], "code": receipt["code"]}).content.decode()
    assert "经核对原件" in html and objection.get_outcome_display() in html
    assert AuditEntry.objects.filter(action="objection.answered").count() == 1
    assert answer(editor, objection, "unfounded").status_code == 422, "answered once"


def test_an_answer_needs_reasons_and_the_deed(editor, judgment):
    objection = receive(judgment)
    for outcome, text, said in (
        ("", "够长的答复了", "请选择处理结果"), ("unfounded", "不", "请写明答复的理由"), ("withdrawn", "属实，撤回", "撤回原因只能是"), ("corrected", "已更正完毕", "还没有公布过更正"),
    ):  # fmt: skip
        page = answer(editor, objection, outcome, text)
        assert page.status_code == 422 and said in page.content.decode() and text in page.content.decode()
    judgment.refresh_from_db()
    assert judgment.is_public and Objection.objects.get().answered_at is None


def test_a_founded_objection_leads_to_a_correction(editor, judgment):
    objection = receive(judgment)
    editor.post(reverse("openness_staff:remask", args=[judgment.public_id]))
    proposal = Proposal.objects.get()
    editor.post(reverse("openness_staff:move", args=[proposal.public_id]), {"version": proposal.version, "move": "mask", "words": "南宫望舒"})
    proposal.refresh_from_db()
    editor.post(reverse("openness_staff:decide", args=[proposal.pk]), {"version": proposal.version, "act": "publish", "note": "隐去证人姓名"})
    answer(editor, objection, "corrected")
    judgment.refresh_from_db()
    assert "南宫望舒" not in judgment.text and judgment.is_public
    assert Objection.objects.get().outcome == "corrected"


def test_another_courts_editor_is_refused(client, member, judgment):
    objection = receive(judgment)
    client.force_login(member("editor", "辽0803"), backend="core.permissions.MembershipBackend")
    assert judgment.case_number not in client.get(reverse("openness_staff:objections")).content.decode()
    assert client.get(reverse("openness_staff:objection", args=[objection.pk])).status_code == 403
    assert client.post(reverse("openness_staff:objection_person", args=[objection.pk])).status_code == 403
    assert answer(client, objection, "unfounded").status_code == 403
