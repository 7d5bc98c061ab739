"""Two people, or two processes, at the same thing at the same moment: real threads, each with a connection of its own.

All have read what is there before the first of them writes. Nothing is lost, doubled or half published, and whoever
comes second is told so in a sentence. On SQLite here, on PostgreSQL in tests/services.
"""

import threading
from datetime import date

import pytest
from django.db import connection
from django.db.transaction import Atomic

from core.enums import State
from core.models import AuditEntry, LedgerEntry, Organ, User
from core.publishing import GateRefused, Stale
from core.services import people
from openness.models import Correction, Duty, Judgment, Objection, Proposal, ReviewAction, ReviewLease
from openness.reading import Row
from openness.reading.registers import RegisterRow
from openness.services.corrections import proposal_publish, proposal_reject, proposal_remask
from openness.services.courts import Courts
from openness.services.duties import duties_settle
from openness.services.imports import batch_open, import_rows
from openness.services.leases import LeaseTaken, lease_hold, lease_take_over
from openness.services.objections import objection_answer, objection_receive
from openness.services.records import judgment_hold, judgment_republish, judgment_withdraw
from openness.services.registers import register_import
from openness.services.review import accept, move, sheet_open
from tests.factories import make_judgment, published
from tests.openness.conftest import text_of

pytestmark = pytest.mark.django_db(transaction=True)
TOLD = (ValueError, Stale, GateRefused, LeaseTaken)  # what a view turns into a message
WORDS = "原告某甲诉被告某乙买卖合同纠纷一案，送货单由南宫望舒签字，本院依法审理。依照《中华人民共和国民法典》第五百七十七条，判决被告支付货款。"
NAMED = (WORDS.find("南宫"), WORDS.find("签字"))


@pytest.fixture
def at_once(monkeypatch):
    """at_once(function, ...) -> what each returned, or the sentence that it was told. Each waits for the others where it
    is about to write for the first time."""

    def run(*acts):
        barrier, mine, results = threading.Barrier(len(acts)), threading.local(), [None] * len(acts)
        entered = Atomic.__enter__

        def meet(self):
            if getattr(mine, "racing", False):
                mine.racing = False
                barrier.wait(20)
            return entered(self)

        def work(index, act):
            try:
                mine.racing = True
                results[index] = act()
            except TOLD as error:
                results[index] = str(error)
            except BaseException as error:
                barrier.abort()
                results[index] = error
            finally:
                connection.close()

        monkeypatch.setattr(Atomic, "__enter__", meet)
        threads = [threading.Thread(target=work, args=pair) for pair in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        monkeypatch.setattr(Atomic, "__enter__", entered)
        faults = [r for r in results if isinstance(r, BaseException)]
        assert not faults, faults
        return results

    return run


def read(judgment: Judgment) -> Judgment:
    return Judgment.objects.select_related("organ", "source", "masking", "case").get(pk=judgment.pk)


def opened(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_related("judgment__organ", "judgment__case", "source", "masking").get(pk=proposal.pk)


def acts_of(judgment: Judgment) -> list[str]:
    return list(LedgerEntry.objects.filter(public_id=judgment.public_id).order_by("id").values_list("act", flat=True))


def sentences(results) -> list[str]:
    return [r for r in results if isinstance(r, str)]


def test_of_two_reviewers_who_accept_one_document_one_publishes_it(at_once, city, member):
    judgment, people_ = make_judgment(city["辽0802"]), [member("reviewer"), member("editor")]
    results = at_once(*[lambda who=who: accept(judgment=read(judgment), actor=who) for who in people_])
    assert [("处理过" in s and "刷新" in s) for s in sentences(results)] == [True]
    assert read(judgment).is_public and acts_of(judgment) == ["publish"]
    assert AuditEntry.objects.filter(action="record.publish").count() == 1


def test_one_person_in_two_sessions_is_one_pair_of_eyes(at_once, city, member):
    Organ.objects.filter(code="辽0802").update(second_eyes=True)
    judgment, one = make_judgment(city["辽0802"]), member("reviewer")
    results = at_once(*[lambda: accept(judgment=read(judgment), actor=one)] * 2)
    assert len(sentences(results)) == 1 and "另一位" in sentences(results)[0]
    assert read(judgment).state == State.REVIEW and judgment.approvals.count() == 1 and acts_of(judgment) == []


def test_two_persons_who_pass_it_at_once_publish_it_once(at_once, city, member):
    Organ.objects.filter(code="辽0802").update(second_eyes=True)
    judgment, both = make_judgment(city["辽0802"]), [member("reviewer"), member("editor")]
    results = at_once(*[lambda who=who: accept(judgment=read(judgment), actor=who) for who in both])
    assert read(judgment).is_public and acts_of(judgment) == ["publish"]
    assert len(sentences(results)) <= 1


def test_of_two_editors_who_decide_one_proposal_one_does(at_once, city, member):
    judgment, both = published(city["辽0802"], original=WORDS, text=WORDS), [member("editor"), member("editor")]
    proposal = proposal_remask(judgment=judgment, actor=None)
    move(judgment=opened(proposal), actor=both[0], kind="mask", places=[NAMED], replacement="南宫某")

    def publish():
        return proposal_publish(proposal=opened(proposal), withheld={"南宫望舒"}, actor=both[0], note="隐去证人姓名")

    def reject():
        return proposal_reject(proposal=opened(proposal), actor=both[1], note="不用改")

    results = at_once(publish, reject)
    assert ["刷新" in s for s in sentences(results)] == [True]
    decision, corrected = opened(proposal).decision, results[0] is True
    assert decision == ("corrected" if corrected else "rejected")
    assert Correction.objects.count() == corrected and acts_of(judgment) == ["publish", *["correct"] * corrected]
    assert ("南宫望舒" in read(judgment).text) != corrected


@pytest.mark.parametrize("other", ["hold", "withdraw"])
def test_a_correction_and_a_document_taken_off_at_once_do_not_mix(at_once, city, member, other):
    judgment, editor = published(city["辽0802"], original=WORDS, text=WORDS), member("editor")
    proposal = proposal_remask(judgment=judgment, actor=None)
    move(judgment=opened(proposal), actor=editor, kind="mask", places=[NAMED], replacement="南宫某")
    take = {"hold": lambda: judgment_hold(judgment=read(judgment), actor=editor, reason="核实中"), "withdraw": lambda: judgment_withdraw(judgment=read(judgment), actor=editor, reason="law")}
    results = at_once(lambda: proposal_publish(proposal=opened(proposal), withheld={"南宫望舒"}, actor=editor, note="隐去证人姓名"), take[other])
    after = read(judgment)
    assert ["刷新" in s for s in sentences(results)] == [True]
    if results[0] is True:
        assert after.is_public and acts_of(judgment) == ["publish", "correct"]
    else:
        assert not after.is_public and acts_of(judgment) == ["publish", other] and opened(proposal).closed_at is None
        assert not Correction.objects.exists()


def test_coming_back_and_going_for_good_at_once_leaves_one_of_both(at_once, city, member):
    judgment, editor = published(city["辽0802"]), member("editor")
    judgment_hold(judgment=judgment, actor=editor, reason="核实中")
    results = at_once(lambda: judgment_republish(judgment=read(judgment), actor=editor), lambda: judgment_withdraw(judgment=read(judgment), actor=editor, reason="law"))
    after = read(judgment)
    assert ["刷新" in s for s in sentences(results)] == [True]
    assert acts_of(judgment)[2:] == (["publish"] if after.is_public else ["withdraw"]) and bool(after.salt) == after.is_public


def test_an_objection_answered_by_two_at_once_is_answered_once(at_once, city, member):
    judgment, both = published(city["辽0802"], original=WORDS, text=WORDS), [member("editor"), member("editor")]
    objection, _ = objection_receive(judgment=judgment, words="南宫望舒", reason="我是证人", name="", contact="", seed="0" * 32)
    given = {"held": "属实，已经暂停公开", "unfounded": "经核对，不属于应当隐去的"}
    results = at_once(*[lambda o=o, who=who: objection_answer(objection=objection, actor=who, outcome=o, answer=given[o]) for o, who in zip(given, both, strict=True)])
    answered = Objection.objects.get()
    assert ["刷新" in s for s in sentences(results)] == [True]
    assert answered.answer.open_unaudited() == given[answered.outcome]
    assert read(judgment).state == (State.HELD if answered.outcome == "held" else State.PUBLISHED)


def test_a_document_taken_over_during_a_move_keeps_each_move_or_tells(at_once, city, member):
    judgment, (one, other) = make_judgment(city["辽0802"], original=WORDS), (member("reviewer"), member("reviewer"))

    def moving_on():
        lease_hold(public_id=judgment.public_id, actor=one)
        return move(judgment=read(judgment), actor=one, kind="mask", places=[NAMED], replacement="南宫某")

    def take_over():
        lease_take_over(public_id=judgment.public_id, actor=other, organ=judgment.organ)
        return move(judgment=read(judgment), actor=other, kind="mask", places=[NAMED], replacement="证人")

    results = at_once(moving_on, take_over)
    after = read(judgment)
    assert ReviewAction.objects.count() == len(results) - len(sentences(results)) >= 1
    assert all("刷新" in s or "没有执行" in s for s in sentences(results))
    assert after.text == sheet_open(judgment=after, actor=other).text and "南宫望舒" not in after.text
    assert ReviewLease.objects.get().holder == other or "没有执行" not in "".join(sentences(results))


def test_one_file_handed_in_twice_at_once_is_taken_once(at_once, city):
    rows = [Row(n, f"{n}.txt", text_of(f"（2026）辽0802民初{n}号")) for n in range(1, 4)]

    def hand_in():
        batch = batch_open(organ=None, actor=None, filename="同一个.zip", publish_clean=True)
        for _ in import_rows(batch=batch, rows=rows, courts=Courts()):
            pass
        return sorted(batch.rows.values_list("outcome", flat=True))

    results = at_once(hand_in, hand_in)
    assert sorted(results) == [["published"] * 3, ["unchanged"] * 3]
    assert Judgment.objects.public().count() == LedgerEntry.objects.filter(act="publish").count() == 3


def test_of_two_who_invite_one_name_one_is_told_that_it_is_taken(at_once, city, member):
    office = member("office")
    given = {"name": "新来的", "email": "", "organ": city["辽0802"], "role": "clerk"}
    results = at_once(*[lambda: people.invite(actor=office, username="xinlai", **given)] * 2)
    assert ["已经有人用了" in s for s in sentences(results)] == [True]
    assert User.objects.get(username="xinlai").memberships.count() == 1


def test_a_register_and_the_document_that_it_asks_for_find_each_other(at_once, city):
    """Each is written without seeing the other; the next look brings them together."""
    number = "（2026）辽0802民初7号"

    def document():
        batch = batch_open(organ=None, actor=None, filename="文书", publish_clean=True)
        list(import_rows(batch=batch, rows=[Row(1, "1.txt", text_of(number))], courts=Courts()))

    def register():
        batch = batch_open(organ=city["辽0802"], actor=None, filename="名册", kind="register", month=date(2026, 9, 1))
        rows = [RegisterRow(1, number, date(2026, 9, 20))]
        list(register_import(batch=batch, rows=rows, organ=batch.organ, month=batch.month, actor=None))

    at_once(document, register)
    for missed in ({}, {"judgment": None, "published_on": None}, {"published_on": None}):  # SQLite leaves none of these, PostgreSQL may
        Duty.objects.update(**missed)
        duties_settle()
        duty = Duty.objects.get()
        assert duty.judgment == Judgment.objects.get() and duty.published_on
    assert duties_settle() == 0
