"""Registers become duties, the final document discharges them, and their history stays."""

from datetime import date

import pytest

from core.models import AuditEntry
from core.publishing import Stale
from openness.enums import BatchKind, Outcome
from openness.models import Duty, DutyChange, ImportRow, Judgment, Register
from openness.reading.registers import RegisterRow
from openness.services.duties import due
from openness.services.duty_sources import change_decide
from openness.services.imports import batch_open
from openness.services.records import judgment_withdraw
from openness.services.registers import register_import
from openness.services.review import accept
from tests.factories import make_judgment, make_notice, published

pytestmark = pytest.mark.django_db
MONTH, DAY = date(2026, 10, 1), date(2026, 10, 9)
NUMBER = "（2026）辽0802民初123号"


@pytest.fixture
def hand_in(city):
    """hand_in(row, ...) -> the answers of a register of 站前区's October."""

    def go(*rows, month=MONTH):
        organ = city["辽0802"]
        batch = batch_open(organ=organ, actor=None, filename="名册.csv", kind=BatchKind.REGISTER, month=month)
        for _ in register_import(batch=batch, rows=rows, organ=organ, month=month, actor=None):
            pass
        return list(batch.rows.order_by("position"))

    return go


def row(number=NUMBER, day=DAY, **fields):
    return RegisterRow(1, number, day, **fields)


def test_a_row_becomes_a_duty_due_on_the_seventh_working_day(hand_in):
    assert hand_in(row())[0].outcome == Outcome.PUBLISHED
    duty = Duty.objects.get()
    # 10-09 is a Friday; Saturday 10-10 is a make-up working day of 2026
    assert duty.due_on == due(DAY).due and duty.due_on > DAY and duty.steps and "第七条" in duty.article
    assert Register.objects.get().rows == 1 and AuditEntry.objects.filter(action="register.handed_in").exists()


def test_zero_rows_are_an_answer(hand_in):
    assert hand_in() == [] and Register.objects.get().month == MONTH


def test_the_same_register_twice_changes_nothing(hand_in):
    hand_in(row(), row("（2026）辽0802民初124号"))
    before = list(Duty.objects.values())
    assert {a.outcome for a in hand_in(row(), row("（2026）辽0802民初124号"))} == {Outcome.UNCHANGED}
    assert list(Duty.objects.values()) == before and Register.objects.get().rows == 2


def test_a_changed_day_keeps_its_history_and_reaches_the_document(hand_in, city):
    judgment = published(city["辽0802"], case_number=NUMBER)
    hand_in(row())
    first = Duty.objects.get().due_on
    answer = hand_in(row(day=date(2026, 10, 20)))[0]
    assert answer.outcome == Outcome.PROPOSED and "原报 2026-10-09，这次 2026-10-20" in answer.message
    assert Duty.objects.get().due_on == first  # nothing moves until somebody decides
    change_decide(change=DutyChange.objects.get(), actor=None, take=True)
    duty, judgment = Duty.objects.get(), Judgment.objects.get(pk=judgment.pk)
    assert duty.history[0]["due_on"] == first.isoformat() and duty.due_on > first
    assert judgment.due_on == duty.due_on


def test_a_document_whose_effect_moves_to_another_month_counts_there_alone(hand_in):
    november = date(2026, 11, 1)
    hand_in(row())
    assert hand_in(row(day=date(2026, 11, 3)), month=november)[0].outcome == Outcome.PROPOSED
    change_decide(change=DutyChange.objects.get(), actor=None, take=True)
    duty = Duty.objects.get()
    assert duty.register.month == november and duty.history[0]["effective_on"] == DAY.isoformat()
    assert dict(Register.objects.values_list("month", "rows")) == {MONTH: 0, november: 1}


def test_a_day_that_is_left_as_it_was_is_asked_again_when_it_is_said_again(hand_in):
    hand_in(row())
    for _ in range(2):
        hand_in(row(day=date(2026, 10, 20)))
    change = DutyChange.objects.get()
    change_decide(change=change, actor=None, take=False)
    with pytest.raises(Stale):
        change_decide(change=change, actor=None, take=True)
    assert Duty.objects.get().ends_on == DAY and not Duty.objects.get().history
    hand_in(row(day=date(2026, 10, 20)))
    assert DutyChange.objects.filter(decided_at=None).count() == 1


BAD = [
    row("辽0802民初1号"), row("营检刑诉〔2026〕12号"), row("（2026）辽0803民初1号"), row(day=date(2026, 11, 2)), row(day=None),
    RegisterRow(1, "", None, error="第 1 行缺少案号。请补上案号后重新上传。"),
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD, ids=range(len(BAD)))
def test_a_bad_row_gets_a_sentence_and_makes_no_duty(hand_in, bad):
    good = row("（2026）辽0802民初9号")
    answers = hand_in(bad, good)
    assert [a.outcome for a in answers] == [Outcome.REJECTED, Outcome.PUBLISHED]
    assert len(answers[0].message) > 5 and answers[0].remedy and Duty.objects.count() == 1


def test_a_register_from_before_the_rule_is_told_so(hand_in):
    (answer,) = hand_in(row("（2016）辽0802民初9号", date(2016, 3, 1)), month=date(2016, 3, 1))
    assert answer.outcome == Outcome.REJECTED and "没有公开期限" in answer.message


def test_a_document_published_before_or_after_the_register_discharges_the_duty(hand_in, city, member):
    earlier = published(city["辽0802"], case_number=NUMBER)
    hand_in(row(), row("（2026）辽0802民初124号"))
    assert Duty.objects.published().get().judgment == earlier
    later = make_judgment(city["辽0802"], case_number="（2026）辽0802民初124号")
    accept(judgment=later, actor=member("reviewer"))
    assert Duty.objects.published().count() == 2 and Duty.objects.get(judgment=later).published_on


def test_only_the_final_document_of_the_same_court_discharges(hand_in, city):
    hand_in(row())
    published(city["辽0802"], case_number=NUMBER, final=False, document_kind="民事裁定书")
    published(city["辽0803"], case_number=NUMBER)
    from openness.services.duties import duties_match

    duties_match([NUMBER])
    assert Duty.objects.get().judgment is None


def test_a_row_that_names_suffix_and_kind_waits_for_that_document(hand_in, city, member):
    hand_in(row(NUMBER + "之一", kind="民事裁定书"))
    published(city["辽0802"], case_number=NUMBER)
    reviewer = member("reviewer")
    accept(judgment=make_judgment(city["辽0802"], case_number=NUMBER + "之一", document_kind="民事判决书"), actor=reviewer)
    assert Duty.objects.get().judgment is None
    wanted = make_judgment(city["辽0802"], case_number=NUMBER + "之一", document_kind="民事裁定书")
    accept(judgment=wanted, actor=reviewer)
    assert Duty.objects.get().judgment == wanted


def test_a_withdrawal_reopens_the_duty_or_ends_it_by_its_reason(hand_in, city, member):
    hand_in(row())
    judgment = make_judgment(city["辽0802"], case_number=NUMBER)
    accept(judgment=judgment, actor=member("reviewer"))
    judgment_withdraw(judgment=judgment, actor=None, reason="error")
    assert Duty.objects.open().count() == 1 and not Duty.objects.exempt().exists()
    Judgment.objects.get()  # the same document again, withdrawn for good
    other = make_judgment(city["辽0802"], case_number="（2026）辽0802民初77号")
    hand_in(row("（2026）辽0802民初77号"))
    accept(judgment=other, actor=None)
    judgment_withdraw(judgment=other, actor=None, reason="law")
    assert Duty.objects.exempt().get().judgment == other


def test_a_notice_of_what_the_law_bars_settles_the_duty(hand_in, city):
    from core.publishing import publish

    publish(record=make_notice(city["辽0802"], case_number=NUMBER), actor=None)
    hand_in(row())
    assert Duty.objects.exempt().count() == 1 and not Duty.objects.open().exists()


def test_every_row_has_exactly_one_answer(hand_in):
    hand_in(*[row(f"（2026）辽0802民初{n}号") for n in range(1, 451)])
    assert list(ImportRow.objects.order_by("position").values_list("position", flat=True)) == list(range(1, 451))
