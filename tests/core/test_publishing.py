"""Becoming public, ceasing to be it, and every other way that must stay shut."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.enums import Act, State
from core.models import AuditEntry, Event, LedgerEntry
from core.publishing import (
    GateRefused,
    SecondDoor,
    Stale,
    check,
    correct,
    hold,
    publish,
    publish_many,
    revise,
    send_back,
    withdraw,
)
from openness.models import ExemptionNotice, Judgment
from tests.factories import make_judgment, make_notice, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def court(city):
    """A basic court."""
    return city["辽0802"]


def stored(record):
    """Every column as the database holds it."""
    return type(record).objects.filter(pk=record.pk).values().get()


def test_publish_writes_record_ledger_audit_and_event_together(court, member):
    judgment = make_judgment(court)
    check(judgment)
    publish(record=judgment, actor=member("reviewer"))
    assert Judgment.objects.public().get() == judgment and judgment.is_public
    assert LedgerEntry.objects.get().act == Act.PUBLISH
    assert AuditEntry.objects.get(action="record.publish").target == f"judgment:{judgment.public_id}"
    assert Event.objects.get().payload == {"kind": "judgment", "public_id": judgment.public_id}


def test_what_fails_inside_the_transaction_leaves_nothing(court):
    judgment = make_judgment(court)
    check(judgment)

    def burst():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        publish(record=judgment, actor=None, before=burst)
    assert stored(judgment)["state"] == State.REVIEW
    assert not LedgerEntry.objects.exists() and not Event.objects.exists()


@pytest.mark.parametrize(
    ("fields", "rule"),
    [({"title": ""}, "required"), ({"doubts_open": 2}, "doubts"), ({}, "masking")],
)
def test_a_gate_names_its_rule_and_lets_nothing_through(court, fields, rule):
    judgment = make_judgment(court, **fields)
    if rule != "masking":
        check(judgment)
    with pytest.raises(GateRefused) as refused:
        publish(record=judgment, actor=None)
    assert refused.value.refusals[0].rule == rule and refused.value.refusals[0].remedy
    assert stored(judgment)["state"] == State.REVIEW


def test_the_gate_sees_content_changed_after_the_check_and_old_rules(court):
    judgment = make_judgment(court)
    check(judgment)
    judgment.text += "另查明。"
    with pytest.raises(GateRefused, match="又有改动"):
        publish(record=judgment, actor=None)
    check(judgment)
    judgment.checked_ruleset = "1999.1"
    with pytest.raises(GateRefused, match="规则已更新"):
        publish(record=judgment, actor=None)


def test_the_check_names_kind_and_place_of_a_leak_and_never_the_secret(court):
    judgment = make_judgment(court, original="原告联系电话13800138000。" + "经审理查明，" * 12)
    with pytest.raises(GateRefused) as refused:
        check(judgment)
    assert "电话号码" in str(refused.value) and "13800138000" not in str(refused.value)
    assert judgment.checked_digest == ""


def test_what_the_gates_saw_is_what_becomes_public(court):
    """A clean text on the instance must not open the gate for another one in the database."""
    judgment = make_judgment(court, original="原告联系电话13800138000。" + "经审理查明，" * 12)
    judgment.text = "已遮蔽的正文。"
    check(judgment)
    publish(record=judgment, actor=None)
    assert stored(judgment)["text"] == "已遮蔽的正文。"


def test_two_who_act_at_once_one_wins_and_the_other_is_told(court):
    first = make_judgment(court)
    second = Judgment.objects.get(pk=first.pk)
    for judgment in (first, second):
        check(judgment)
    publish(record=first, actor=None)
    with pytest.raises(Stale):
        publish(record=second, actor=None)
    assert LedgerEntry.objects.count() == 1


def test_a_correction_of_what_was_corrected_since_is_refused(court):
    judgment = published(court)
    second = Judgment.objects.get(pk=judgment.pk)
    correct(record=judgment, actor=None, changes={"text": "先更正的正文。"}, note="笔误")
    with pytest.raises(Stale):
        correct(record=second, actor=None, changes={"text": "后到的正文。"}, note="笔误")
    assert stored(judgment)["text"] == "先更正的正文。"


@pytest.mark.parametrize("act", [lambda r: withdraw(record=r, actor=None, reason="law"), lambda r: hold(record=r, actor=None, reason="核查")])
def test_only_what_is_published_is_held_or_withdrawn(court, act):
    judgment = make_judgment(court)
    with pytest.raises(Stale):
        act(judgment)
    judgment.state = State.PUBLISHED  # whatever the instance in hand says
    with pytest.raises(Stale):
        act(judgment)
    assert not LedgerEntry.objects.exists()


def test_a_scheduled_record_appears_and_an_expired_one_vanishes_by_the_clock_alone(court):
    start = timezone.now()
    judgment = published(court, public_from=start + timedelta(hours=1))
    ending = make_notice(court, public_until=start + timedelta(hours=2))
    publish(record=ending, actor=None)
    with time_machine.travel(start + timedelta(minutes=59)):
        assert not Judgment.objects.public().exists() and not judgment.is_public
        assert ExemptionNotice.objects.public().exists()
    with time_machine.travel(start + timedelta(minutes=61)):
        assert Judgment.objects.public().exists() and judgment.is_public
    with time_machine.travel(start + timedelta(minutes=121)):
        assert not ExemptionNotice.objects.public().exists() and not ending.is_public


def test_held_and_withdrawn_come_back_through_the_gates_only(court):
    judgment = published(court)
    hold(record=judgment, actor=None, reason="核查")
    assert not Judgment.objects.public().exists()
    publish(record=judgment, actor=None)
    withdraw(record=judgment, actor=None, reason="error")
    assert judgment.withdrawn_at and judgment.salt == ""
    publish(record=judgment, actor=None)
    assert judgment.is_public and judgment.withdrawn_reason == "" and judgment.salt


def test_a_correction_goes_through_the_lint_and_touches_content_only(court):
    judgment = published(court)
    with pytest.raises(GateRefused):
        correct(record=Judgment.objects.get(), actor=None, changes={"text": "电话13800138000"}, note="笔误")
    with pytest.raises(GateRefused):
        correct(record=Judgment.objects.get(), actor=None, changes={"text": "王小五应还款。"}, note="笔误", withheld=["王小五"])
    with pytest.raises(SecondDoor):
        correct(record=Judgment.objects.get(), actor=None, changes={"public_from": None}, note="笔误")
    correct(record=judgment, actor=None, changes={"cause": "承揽合同纠纷"}, note="案由有误")
    assert Judgment.objects.public().get().cause == "承揽合同纠纷"
    assert list(LedgerEntry.objects.order_by("id").values_list("act", flat=True)) == [Act.PUBLISH, Act.CORRECT]


def test_revising_voids_the_check_and_stops_at_the_public(court):
    judgment = make_judgment(court)
    check(judgment)
    judgment.text = "改过的正文。"
    revise(record=judgment, fields=["text"])
    assert stored(judgment)["text"] == "改过的正文。" and judgment.checked_digest == ""
    with pytest.raises(SecondDoor):
        revise(record=judgment, fields=["public_from"])
    other = published(court)
    other.state, other.text = State.REVIEW, "偷换的正文。"
    with pytest.raises(Stale):
        revise(record=other, fields=["text"])
    assert stored(other)["text"] != "偷换的正文。"


def test_sending_back_leads_to_the_clerk_or_to_review_and_nowhere_else(court):
    judgment = make_judgment(court)
    for state in (State.PUBLISHED, State.HELD, State.WITHDRAWN):
        with pytest.raises(SecondDoor):
            send_back(record=judgment, actor=None, to=state)
    send_back(record=judgment, actor=None)
    assert stored(judgment)["state"] == State.RETURNED


def test_many_are_published_all_or_none(court):
    good, bad = make_notice(court), make_notice(court)
    for notice in (good, bad):
        notice.pk, notice.public_id = None, notice.public_id[::-1]
        notice.case_number += "之一"
    bad.reason = ""
    with pytest.raises(GateRefused):
        publish_many(records=[good, bad], actor=None)
    assert not ExemptionNotice.objects.public().exists() and not LedgerEntry.objects.exists()


# Ways to write past the services, each given a record, a stale copy of it, and values to set.
def _assign(record, values):
    for name, value in values.items():
        setattr(record, name, value)
    return record


def _newborn(record, values):
    return type(record)(**{"organ": record.organ, "case": record.case, "document_kind": "裁定书", "reason": "law", "state": State.PUBLISHED, **values})


ROUTES = {
    "save": lambda r, v: _assign(r, v).save(),
    "save of named fields": lambda r, v: _assign(r, v).save(update_fields=list(v)),
    "refresh and save": lambda r, v: (r.refresh_from_db(), _assign(r, v).save()),
    "deferred and save": lambda r, v: _assign(type(r).objects.defer(*v).get(pk=r.pk), v).save(),
    "a new instance under an old key": lambda r, v: type(r)(**{**stored(r), "state": "review", **v}).save(),
    "a forced update": lambda r, v: type(r)(**{**stored(r), "state": "review", **v}).save(force_update=True),
    "update": lambda r, v: type(r).objects.filter(pk=r.pk).update(**v),
    "update by the base manager": lambda r, v: type(r)._base_manager.filter(pk=r.pk).update(**v),
    "update over a relation": lambda r, v: getattr(r.case, f"{r.kind}s", r.case.exemptionnotices).update(**v),
    "bulk_update": lambda r, v: type(r).objects.bulk_update([_assign(r, v)], list(v)),
    "update_or_create": lambda r, v: type(r).objects.update_or_create(pk=r.pk, defaults=v),
    "upsert": lambda r, v: type(r).objects.bulk_create(
        [type(r)(**{**stored(r), "state": "review", **v})], update_conflicts=True, update_fields=list(v), unique_fields=["id"]
    ),
    "delete": lambda r, v: r.delete(),
    "delete by query": lambda r, v: type(r).objects.filter(pk=r.pk).delete(),
    "born public": lambda r, v: _newborn(r, v).save(),
    "born public in bulk": lambda r, v: type(r).objects.bulk_create([_newborn(r, v)]),
}  # fmt: skip
VALUES = st.one_of(
    st.fixed_dictionaries({"state": st.sampled_from([s for s in State.values if s != State.REVIEW])}),
    st.just({"state": State.PUBLISHED, "public_from": timezone.now() - timedelta(days=1)}),
    st.just({"public_until": timezone.now() - timedelta(days=1)}),
    st.just({"reason": "unfit"}),
    st.just({"case_number": "（2026）辽0802民初99999号"}),
    st.just({"version": 99}),
    st.just({"withdrawn_by_id": None, "salt": "00"}),
)


@given(route=st.sampled_from(sorted(ROUTES)), values=VALUES, before=st.sampled_from(["review", "published", "held", "withdrawn"]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_there_is_no_second_door(court, route, values, before):
    record = make_notice(court)
    if before != "review":
        publish(record=record, actor=None)
    if before == "held":
        hold(record=record, actor=None, reason="核查")
    if before == "withdrawn":
        withdraw(record=record, actor=None, reason="law")
    as_it_was, others = stored(record), set(ExemptionNotice.objects.public().values_list("pk", flat=True))
    with pytest.raises((SecondDoor, IntegrityError, ValueError)), transaction.atomic():
        ROUTES[route](ExemptionNotice.objects.get(pk=record.pk), values)
    assert stored(record) == as_it_was, route
    assert set(ExemptionNotice.objects.public().values_list("pk", flat=True)) == others, route


def test_a_stale_copy_cannot_take_back_what_was_published(court):
    """Loaded before, saved after: it would write its old state and text over the published ones."""
    judgment = make_judgment(court)
    stale = Judgment.objects.get(pk=judgment.pk)
    check(judgment)
    publish(record=judgment, actor=None)
    stale.text = "偷换的正文。"
    with pytest.raises(SecondDoor):
        stale.save()
    assert stored(judgment)["state"] == State.PUBLISHED
