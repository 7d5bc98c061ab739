"""The leaks patrol: what shows too much on any public surface is held, told, and stands on a report until answered."""

import io
import json
import logging

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import reverse

from core import events
from core.enums import Role, State
from core.models import AuditEntry
from core.publishing.record import moving
from core.searchable import kinds
from core.visitor import Answer
from openness import tasks
from openness.enums import FindingAnswer, ReviewMove
from openness.models import Judgment, PatrolFinding, PatrolRun
from openness.services import findings, patrol, patrol_looks
from openness.services.findings import finding_close
from openness.services.patrol_answers import patrol_false_alarm
from openness.services.records import judgment_republish, judgment_withdraw
from tests.factories import published

pytestmark = pytest.mark.django_db
PHONE = "13904171234"
HARMLESS = "承办人电话见通知"


def spoil(record, **fields):
    """Changes public content past every gate: what a rule of yesterday let through."""
    with moving():
        type(record)._default_manager.filter(pk=record.pk).update(**fields)
    return type(record)._default_manager.get(pk=record.pk)


def go(**scope) -> PatrolRun:
    run = patrol.patrol_begin(**scope)
    for _ in patrol.patrol_run(run=run):
        pass
    run.refresh_from_db()
    return run


def run_queue():
    while events.drain(events.WORK):
        pass


@pytest.fixture
def leaky(city):
    return spoil(published(city["辽0802"]), text=f"原告电话{PHONE}，判决如下：被告支付货款。")


def test_a_clean_site_is_left_alone_and_every_surface_is_counted(city):
    published(city["辽0802"])
    run = go()
    assert run.finished_at and (run.total, run.checked, run.held, run.failed) == (1, 1, 0, 0)
    assert not PatrolFinding.objects.exists() and Judgment.objects.get().state == State.PUBLISHED
    assert {"page", "search", "list", "paper", "credential", "lists", "figures", "site_pages"} <= run.surfaces.keys()


def test_a_hit_is_held_gone_from_its_page_and_list_and_on_the_report(leaky, client):
    cache.clear()
    assert client.get(leaky.get_absolute_url()).status_code == 200
    run = go()
    cache.clear()
    assert run.held == 1 and client.get(leaky.get_absolute_url()).status_code == 404
    assert leaky.public_id not in client.get(reverse("openness:judgments")).content.decode()
    finding = PatrolFinding.objects.waiting().get()
    assert finding.held and finding.organ == leaky.organ and {"page", "search", "paper"} <= {h["surface"] for h in finding.hits}
    assert PHONE not in json.dumps(finding.hits) and PHONE in finding.passages.open_unaudited()


def test_nothing_secret_is_logged_or_audited(leaky, caplog):
    caplog.set_level(logging.DEBUG)
    go()
    assert PHONE not in caplog.text
    written = [f"{e.target}{e.purpose}{e.detail}" for e in AuditEntry.objects.all()]
    assert AuditEntry.objects.filter(action="patrol.opened", purpose="patrol").exists() and not any(PHONE in text for text in written)


def test_a_second_run_finds_nothing_new_and_holds_nothing_twice(leaky):
    go()
    before = Judgment.objects.get().version
    assert go().held == 0 and PatrolFinding.objects.count() == 1 and Judgment.objects.get().version == before


def test_the_editor_gets_one_letter_and_the_finding_is_told_once(leaky, member):
    editor, other = member("editor", "辽0802"), member("editor", "辽0881")
    for number, user in enumerate((editor, other)):
        type(user).objects.filter(pk=user.pk).update(email=f"e{number}@example.cn")
    tasks.begin_patrol()
    run_queue()
    go()
    run_queue()
    assert [m.to for m in mail.outbox] == [["e0@example.cn"]]
    assert leaky.public_id in mail.outbox[0].body and PHONE not in mail.outbox[0].body


def test_a_killed_run_goes_on_behind_what_is_written(city, monkeypatch):
    monkeypatch.setattr(patrol, "BATCH", 2)
    made = [published(city["辽0802"]) for _ in range(5)]
    steps = patrol.patrol_run(run=patrol.patrol_begin(kind="judgment"))
    next(steps)
    steps.close()
    seen = []
    real = patrol.look_at_record
    monkeypatch.setattr(patrol, "look_at_record", lambda record, **more: seen.append(record.pk) or real(record, **more))
    run = go(kind="judgment")
    assert seen == [j.pk for j in made[2:]] and (run.checked, run.total) == (5, 5) and PatrolRun.objects.count() == 1


def test_two_processes_beside_each_other_do_no_harm(city, monkeypatch):
    monkeypatch.setattr(patrol, "BATCH", 1)
    for _ in range(4):
        published(city["辽0802"])
    run = patrol.patrol_begin(kind="judgment")
    one, two = patrol.patrol_run(run=run), patrol.patrol_run(run=run)
    for steps in (one, two, one, two, one, two, one, two, one, two):
        next(steps, None)
    run.refresh_from_db()
    assert run.checked == 4 and run.surfaces["page"]["looked"] == 4


def test_what_cannot_be_rendered_is_reported_and_does_not_stop_the_run(city, leaky, monkeypatch):
    broken = published(city["辽0881"])
    real = patrol_looks.visit
    monkeypatch.setattr(patrol_looks, "visit", lambda address: Answer(500, "text/html", b"") if address == broken.get_absolute_url() else real(address))
    run = go()
    assert run.checked == 2 and run.failed == 1 and run.surfaces["page"]["unread"] == 1
    finding = PatrolFinding.objects.get(public_id=broken.public_id)
    assert finding.fault == "page 答 500" and not finding.held and Judgment.objects.get(pk=broken.pk).state == State.PUBLISHED
    monkeypatch.setattr(patrol_looks, "visit", real)
    go()
    finding.refresh_from_db()
    assert finding.answer == FindingAnswer.GONE, "readable again"


def test_a_document_that_breaks_the_search_is_reported_too(city, monkeypatch):
    record = published(city["辽0802"])
    monkeypatch.setattr(type(kinds()["judgment"]), "document", property(lambda self: lambda r: 1 / 0), raising=False)
    look = patrol_looks.look_at_record(record, withheld=(), frame=patrol_looks.frame_read(), night=None)
    assert [f.split(" ")[:2] for f in look.faults] == [["search", "ZeroDivisionError"]]


def test_too_many_hits_are_the_rules_fault_and_the_rest_stays_public(city, monkeypatch, caplog):
    monkeypatch.setattr(findings, "HOLD_LEAST", 2)
    for _ in range(4):
        spoil(published(city["辽0802"]), text=f"电话{PHONE}")
    run = go()
    assert (run.held, run.unheld) == (2, 2) and "the rest stays public" in caplog.text
    assert Judgment.objects.filter(state=State.PUBLISHED).count() == 2 and PatrolFinding.objects.waiting().count() == 4
    with pytest.raises(CommandError, match="规则可能有错"):
        monkeypatch.setattr(findings, "HOLD_LEAST", 0)
        call_command("patrol", stdout=io.StringIO())


def alarmed(city, member, monkeypatch):
    """A finding that is none: a rule that takes harmless words for a phone, in the patrol only."""
    record = published(city["辽0802"], text=f"{HARMLESS}，判决如下：被告支付货款。")
    real = patrol_looks.leaks.find

    def eager(text, withheld=()):
        at = text.find(HARMLESS)
        return [*real(text, withheld), *([patrol_looks.leaks.Leak(at, at + len(HARMLESS), "phone")] if at >= 0 else [])]

    class Eager:
        find, Leak = staticmethod(eager), patrol_looks.leaks.Leak

    monkeypatch.setattr(patrol_looks, "leaks", Eager)
    go()
    return record, PatrolFinding.objects.get(), member("editor", "辽0802")


def test_a_false_alarm_is_published_again_and_stays_quiet_until_the_content_changes(city, member, monkeypatch):
    record, finding, editor = alarmed(city, member, monkeypatch)
    with pytest.raises(ValueError, match="误报"):
        patrol_false_alarm(finding=finding, actor=editor, reason=" ")
    assert patrol_false_alarm(finding=finding, actor=editor, reason="不是号码")
    assert Judgment.objects.get().state == State.PUBLISHED
    assert go().held == 0 and PatrolFinding.objects.count() == 1
    assert AuditEntry.objects.get(action="patrol.false").purpose == "不是号码"
    spoil(Judgment.objects.get(), text=f"{HARMLESS}。{HARMLESS}。改过了。")
    assert go().held == 1 and PatrolFinding.objects.waiting().count() == 1


def test_a_real_leak_cannot_be_called_a_false_alarm(leaky, member):
    go()
    from core.publishing import GateRefused

    with pytest.raises(GateRefused):
        patrol_false_alarm(finding=PatrolFinding.objects.get(), actor=member("editor"), reason="没事")
    assert PatrolFinding.objects.get().answered_at is None and Judgment.objects.get().state == State.HELD


@pytest.mark.parametrize("how", ["withdrawn", "released", "corrected"])
def test_what_was_done_on_another_screen_answers_the_finding(leaky, member, how):
    go()
    editor, held = member("editor"), Judgment.objects.get()
    if how == "withdrawn":
        judgment_withdraw(judgment=held, actor=editor, reason="law")
    else:
        good = spoil(held, text="判决如下：被告支付货款。" if how == "corrected" else held.text)
        if how == "released":
            with moving():
                Judgment.objects.filter(pk=good.pk).update(state=State.PUBLISHED)
        else:
            assert judgment_republish(judgment=good, actor=editor)
    assert not PatrolFinding.objects.waiting().exists(), "at once off the list"
    if how != "released":
        go()
        assert PatrolFinding.objects.get().answer == how
    else:
        assert go().held == 1 and PatrolFinding.objects.waiting().count() == 1, "still wrong: held again"


def test_of_two_answers_one_counts(leaky, member):
    from core.publishing import Stale

    go()
    finding = PatrolFinding.objects.get()
    more = {"finding": finding, "actor": member("editor"), "reason": "x", "action": "patrol", "target": "x", "organ": finding.organ}
    finding_close(answer=FindingAnswer.READ, **more)
    with pytest.raises(Stale):
        finding_close(answer=FindingAnswer.FALSE, **more)


def test_on_demand_one_record_is_looked_at_on_every_surface(leaky, city):
    clean = published(city["辽0802"])
    out = io.StringIO()
    call_command("patrol", "--record", clean.public_id, "--json", stdout=out)
    told = json.loads(out.getvalue().splitlines()[-1])
    assert told["checked"] == 1 and told["held"] == 0 and {"file", "ledger", "beside"} <= told["surfaces"].keys()
    assert Judgment.objects.get(pk=leaky.pk).state == State.PUBLISHED, "the other was not looked at"


@pytest.mark.parametrize("scope", [{"record": "2222222222"}, {"kind": "nothing"}])
def test_bad_input_of_the_command_is_a_sentence(db, scope):
    with pytest.raises(CommandError, match="没有"):
        call_command("patrol", **scope)


def test_names_masked_by_a_reviewer_are_withheld_and_kept_ones_are_not(city, member):
    from openness.selectors.withheld import withheld_by_record
    from openness.services.review import withheld_names

    record = published(city["辽0802"], original="证人慕容知夏与欧阳修竹到庭。判决如下：被告支付货款。", text="证人到庭。判决如下：被告支付货款。")
    text = record.source.text.open_unaudited()
    actor = member(Role.REVIEWER)
    for name, move in (("慕容知夏", ReviewMove.MASK), ("欧阳修竹", ReviewMove.KEEP)):
        at = text.index(name)
        record.review_actions.create(actor=actor, move=move, places=[[at, at + len(name)]], replacement="某")
    assert withheld_by_record([record]) == {record.pk: {"慕容知夏"}} and withheld_names(record) == {"慕容知夏"}
