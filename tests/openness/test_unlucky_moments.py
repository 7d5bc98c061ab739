"""Two at the same moment: nobody's work is lost, and whoever was later hears it in words."""

from contextlib import nullcontext

import pytest
from django.core.cache import caches
from django.db import IntegrityError
from django.urls import reverse

from core.enums import State
from core.publishing import GateRefused, Stale, check, publish
from openness import views_public_objections as views
from openness.models import Approval, ExemptionNotice, ImportRow, Judgment, Objection, ReviewLease
from openness.services import leases, objections
from openness.services.records import judgment_hold, judgment_republish, judgment_withdraw
from openness.services.review import accept, send_to_clerk
from tests.factories import make_judgment, make_notice, published
from tests.openness.conftest import text_of
from tests.openness.test_objections import GIVEN, ORIGINAL

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch):
    caches["throttle"].clear()
    monkeypatch.setattr(views, "FASTEST", 0)


def fresh(judgment) -> Judgment:
    return Judgment.objects.select_related("organ", "case", "source", "masking").get(pk=judgment.pk)


def test_an_objection_is_kept_though_an_editor_moves_the_document_at_that_moment(client, city, monkeypatch):
    """The machine confirmed it and would hold the document, which is withdrawn between the two."""
    judgment = published(city["辽0802"], original=ORIGINAL, text=ORIGINAL)
    address = reverse("openness:objection", args=[judgment.public_id])
    token = client.get(address).context["token"]

    def meanwhile(found, words):
        if fresh(judgment).state == State.PUBLISHED:
            judgment_withdraw(judgment=fresh(judgment), actor=None, reason="error")
        return objections.WITHHELD

    monkeypatch.setattr(objections, "confirm", meanwhile)
    answer = client.post(address, {**GIVEN, "token": token})
    assert answer.status_code == 200 and answer.context["code"]
    assert Objection.objects.count() == 1 and fresh(judgment).state == State.WITHDRAWN


def test_a_confirmed_objection_holds_what_was_corrected_meanwhile(city, monkeypatch):
    judgment = published(city["辽0802"], original=ORIGINAL, text=ORIGINAL)
    calls = []

    def meanwhile(found, words):
        calls.append(found.version)
        if len(calls) == 1:  # held and let out again: another version
            judgment_hold(judgment=fresh(judgment), actor=None, reason="核查")
            again = fresh(judgment)
            check(again)
            publish(record=again, actor=None)
        return objections.WITHHELD

    monkeypatch.setattr(objections, "confirm", meanwhile)
    objections.objection_receive(judgment=fresh(judgment), seed="1" * 32, **GIVEN)
    assert fresh(judgment).state == State.HELD and len(calls) == 2 and calls[0] < calls[1], "asked again of the text as it is now"


def test_a_double_click_on_an_objection_is_one_objection(city, monkeypatch):
    judgment = fresh(published(city["辽0802"], original=ORIGINAL, text=ORIGINAL))
    whole, inside = objections.confirm, []

    def twice(found, words):
        if not inside:
            inside.append(1)
            inside.append(objections.objection_receive(judgment=fresh(judgment), seed="2" * 32, **GIVEN))
        return whole(found, words)

    monkeypatch.setattr(objections, "confirm", twice)
    made, receipt = objections.objection_receive(judgment=judgment, seed="2" * 32, **GIVEN)
    assert Objection.objects.get() == made == inside[1][0] and receipt == inside[1][1]


def test_a_lease_given_up_at_that_moment_is_taken_not_a_fault(member, monkeypatch):
    one, two = member("reviewer"), member("reviewer")
    leases.lease_hold(public_id="abc", actor=one)

    def create(**values):
        monkeypatch.undo()
        ReviewLease.objects.all().delete()  # the holder went on to the next document
        raise IntegrityError


    monkeypatch.setattr(ReviewLease.objects, "create", create)
    monkeypatch.setattr(leases.transaction, "atomic", nullcontext)
    leases.lease_hold(public_id="abc", actor=two)
    assert ReviewLease.objects.get().holder == two


def test_of_two_mended_texts_of_one_returned_document_none_is_lost(hand_in, member, client, monkeypatch):
    """A row is mended while the returned document that it would replace was just replaced by another hand-in."""
    hand_in(text_of())
    judgment = fresh(Judgment.objects.get())
    send_to_clerk(judgment=judgment, actor=member("reviewer"), note="缺页")
    row = hand_in(text_of(number="", more="补上缺页。"))[0]
    assert row.outcome == "rejected"
    monkeypatch.setattr("openness.services.imports.resubmit", lambda **_: (_ for _ in ()).throw(Stale("这条记录刚刚被别人处理过，请刷新后再看。")))
    row.batch.organ = judgment.organ
    row.batch.save()
    client.force_login(member("clerk"), backend="core.permissions.MembershipBackend")
    answer = client.post(reverse("openness_staff:mend", args=[row.batch_id, row.pk]), {f"row{row.pk}-case_number": judgment.case_number}, follow=True)
    assert answer.status_code == 200 and "同一案号的文书刚刚被别人处理过" in answer.content.decode()
    assert ImportRow.objects.filter(pk=row.pk).exists(), "the row stays, to be mended again"


def test_a_notice_whose_number_was_taken_meanwhile_is_not_revoked_into_a_fault(city, member, client, hand_in):
    notice = make_notice(city["辽0802"], case_number="（2026）辽0802民初71号", document_kind="民事判决书")
    source = make_judgment(city["辽0802"], original=text_of()).source
    publish(record=notice, actor=None)
    ExemptionNotice.objects.filter(pk=notice.pk).update(source=source)
    client.force_login(member("editor"), backend="core.permissions.MembershipBackend")
    answer = client.post(reverse("openness_staff:revoke", args=[notice.public_id]), {"note": "不属于调解"}, follow=True)
    assert answer.status_code == 422 and "已经有" in answer.content.decode()
    assert ExemptionNotice.objects.get(pk=notice.pk).state == State.PUBLISHED


def test_what_two_passed_and_the_court_withdrew_comes_back_by_two(city, member):
    court = city["辽0802"]
    court.second_eyes = True
    court.save()
    judgment = fresh(make_judgment(court))
    one, two, three = member("editor"), member("editor"), member("editor")
    accept(judgment=fresh(judgment), actor=one)
    accept(judgment=fresh(judgment), actor=two)
    judgment_withdraw(judgment=fresh(judgment), actor=one, reason="court_order")
    assert not judgment_republish(judgment=fresh(judgment), actor=three)
    assert fresh(judgment).state == State.WITHDRAWN and Approval.objects.count() == 1
    with pytest.raises(GateRefused, match="另一位"):
        judgment_republish(judgment=fresh(judgment), actor=three)
    assert judgment_republish(judgment=fresh(judgment), actor=two) and fresh(judgment).is_public

