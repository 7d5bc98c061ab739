"""“我的案子公开了吗”: seven answers, and no eighth that betrays anything."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.publishing import hold, publish
from justice.case_numbers import CaseNumberError
from openness.selectors.my_case import Answer, my_case
from openness.services.records import judgment_withdraw
from tests.factories import make_duty, make_judgment, make_notice, published

pytestmark = pytest.mark.django_db
NUMBER = "（2026）辽0802民初123号"
TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.fixture
def court(city):
    """A basic court."""
    return city["辽0802"]


def duty(court, due_on):
    return make_duty(court, effective_on=due_on - timedelta(days=9), due_on=due_on, case_number=NUMBER)


@pytest.mark.parametrize("spelled", [NUMBER, "(2026)辽0802民初123号", "〔2026〕辽 0802 民初 １２３ 号", "[2026]辽0802民初第123号", "2026辽0802民初123"])
def test_published_however_the_number_is_written(court, spelled):
    judgment = published(court, case_number=NUMBER)
    found = my_case(spelled, TODAY)
    assert found.answer == Answer.PUBLISHED and found.documents == [judgment]


def test_withdrawn_with_the_class_of_the_reason(court):
    judgment_withdraw(judgment=published(court, case_number=NUMBER), actor=None, reason="law")
    found = my_case(NUMBER, TODAY)
    assert found.answer == Answer.WITHDRAWN and found.reason == "含有依法不应公开的内容" and not found.held


def test_held_is_said_without_a_reason_that_tells_more(court):
    hold(record=published(court, case_number=NUMBER), actor=None, reason="当事人王小五异议")
    found = my_case(NUMBER, TODAY)
    assert found.answer == Answer.WITHDRAWN and found.held and "王小五" not in found.reason


@pytest.mark.parametrize(
    ("due_on", "answer", "days"),
    [
        (TODAY + timedelta(days=3), Answer.DUE, 0),
        (TODAY, Answer.DUE, 0),  # until midnight of the day it is due
        (TODAY - timedelta(days=1), Answer.OVERDUE, 1),
        (TODAY - timedelta(days=4), Answer.OVERDUE, 2),  # Friday: Monday and Tuesday are working days, the weekend is not
    ],
)
def test_due_or_overdue_by_working_days(court, due_on, answer, days):
    duty(court, due_on)
    found = my_case(NUMBER, TODAY)
    assert (found.answer, found.overdue_days) == (answer, days) and found.duty.due_on == due_on


def test_exempt_with_its_reason(court):
    publish(record=make_notice(court, case_number=NUMBER), actor=None)
    duty(court, TODAY - timedelta(days=5))
    found = my_case(NUMBER, TODAY)
    assert found.answer == Answer.EXEMPT and found.notice and found.reason != "mediation"


def test_not_in_the_register_answers_alike_for_the_unknown_the_unreviewed_and_the_scheduled(court):
    unknown = my_case("（2026）辽0802民初999号", TODAY)
    make_judgment(court, case_number=NUMBER)
    in_review = my_case(NUMBER, TODAY)
    published(court, case_number="（2026）辽0802民初5号", public_from=timezone.now() + timedelta(days=3))
    scheduled = my_case("（2026）辽0802民初5号", TODAY)
    assert {unknown.answer, in_review.answer, scheduled.answer} == {Answer.UNKNOWN}
    assert not in_review.documents and not scheduled.documents


def test_not_ours(court):
    found = my_case("（2026）沪0101民初1号", TODAY)
    assert found.answer == Answer.NOT_OURS and found.organ is None


def test_a_published_document_outranks_a_duty_and_a_withdrawn_sibling(court):
    judgment_withdraw(judgment=published(court, case_number=NUMBER, document_kind="民事裁定书"), actor=None, reason="error")
    judgment = published(court, case_number=NUMBER)
    duty(court, TODAY - timedelta(days=30))
    assert my_case(NUMBER, TODAY).documents == [judgment]


def test_a_suffix_asks_for_that_document(court):
    published(court, case_number=NUMBER)
    assert my_case(NUMBER + "之一", TODAY).answer == Answer.UNKNOWN
    assert my_case(NUMBER, TODAY).answer == Answer.PUBLISHED


@pytest.mark.parametrize(("typed", "lacks"), [("辽0802民初123号", "年份"), ("2026辽0802", "号"), ("什么", ""), ("🙂" * 30, "")])
def test_half_a_number_is_told_what_it_lacks(court, typed, lacks):
    with pytest.raises(CaseNumberError) as told:
        my_case(typed, TODAY)
    assert lacks in str(told.value) and len(str(told.value)) > 4


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda c: published(c, case_number=NUMBER), "已经公开"),
        (lambda c: judgment_withdraw(judgment=published(c, case_number=NUMBER), actor=None, reason="law"), "现已撤回"),
        (lambda c: publish(record=make_notice(c, case_number=NUMBER), actor=None), "依法不公开"),
        (lambda c: duty(c, timezone.localdate()), "还没到公开期限"),
        (lambda c: duty(c, timezone.localdate() - timedelta(days=20)), "超期未公开"),
        (lambda c: None, "不在名册里"),
    ],
)
def test_the_page_says_it_in_words(client, court, make, words):
    make(court)
    page = client.get("/openness/my-case/", {"number": NUMBER}).content.decode()
    assert words in page and NUMBER in page


def test_the_page_answers_bad_and_hostile_input_with_a_sentence(client, city):
    for typed in ("辽0802", "<script>alert(1)</script>", "（2026）沪0101民初1号", " ", "x" * 5000):
        response = client.get("/openness/my-case/", {"number": typed})
        assert response.status_code == 200 and "<script>alert" not in response.content.decode()
