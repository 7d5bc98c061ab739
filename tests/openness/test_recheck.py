"""Rules improve, texts follow: a new ruleset checks every published text, holds what is wanting and tells the editor."""

import json
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from core import events
from core.enums import Role, State
from core.models import AuditEntry, LedgerEntry
from core.publishing import GateRefused, Stale, recheck_passed
from justice.redaction import Redaction, Span, apply, redact
from openness import tasks
from openness.models import Correction, Judgment, RecheckFinding, RecheckRun
from openness.services import examination, findings, rechecks
from openness.services.records import judgment_hold, judgment_republish
from openness.services.review import accept
from tests.openness.conftest import text_of

pytestmark = pytest.mark.django_db
SHOWN = "白塔小区"  # what the rules of yesterday left in public and those of today withhold


@pytest.fixture
def public(hand_in):
    """Three public judgments; the second shows what tomorrow's rules withhold, twice."""
    more = ("", f"双方在{SHOWN}见过面，借条写于{SHOWN}。", "")
    hand_in(*(text_of(f"（2026）辽0802民初{n}号", m) for n, m in enumerate(more, 71)), publish_clean=True)
    found = list(Judgment.objects.order_by("pk"))
    assert [j.state for j in found] == [State.PUBLISHED] * 3 and SHOWN in found[1].text
    return found


@pytest.fixture
def newer(monkeypatch):
    """A ruleset that finds one more name."""

    def better(text, profile="2024"):
        old = redact(text, profile)
        at, more = text.find(SHOWN), []
        while at >= 0:
            more.append(Span(at, at + len(SHOWN), "name", "白某", "新规则"))
            at = text.find(SHOWN, at + 1)
        spans = sorted([*old.spans, *more], key=lambda s: s.start)
        return Redaction(apply(text, spans), spans, old.doubts, old.names | ({SHOWN: "白某"} if more else {}))

    monkeypatch.setattr(examination, "redact", better)
    monkeypatch.setattr("openness.models.judgments.RULESET", "2099.1")


def run_queue():
    while events.drain(events.WORK):
        pass


def states():
    return list(Judgment.objects.order_by("pk").values_list("state", "checked_ruleset"))


@pytest.fixture
def editor(client, member):
    client.force_login(member("editor"), backend="core.permissions.MembershipBackend")
    return client


@pytest.fixture
def finding(public, newer):
    tasks.begin_recheck()
    run_queue()
    return RecheckFinding.objects.select_related("judgment").get()


def answer(client, finding, **data):
    return client.post(reverse("openness_staff:finding_answer", args=[finding.pk]), data, follow=True)


def page(client, judgment):
    cache.clear()
    return client.get(judgment.get_absolute_url())


def test_what_new_rules_find_wanting_is_held_and_the_rest_is_marked(public, newer, client):
    assert tasks.begin_recheck()
    run_queue()
    assert [s for s, _ in states()] == [State.PUBLISHED, State.HELD, State.PUBLISHED]
    assert [r for s, r in states() if s == State.PUBLISHED] == ["2099.1", "2099.1"]
    run = RecheckRun.objects.get()
    assert (run.total, run.checked, run.held) == (3, 3, 1) and run.finished_at
    assert page(client, public[1]).status_code == 404
    finding = RecheckFinding.objects.get()
    assert len(finding.places) == 2 and SHOWN not in json.dumps(finding.places, ensure_ascii=False)
    entry = AuditEntry.objects.get(action="record.hold")
    assert "2099.1" in entry.purpose and SHOWN not in entry.purpose


def test_nothing_is_held_by_the_rules_that_masked_it(public):
    tasks.begin_recheck()
    run_queue()
    assert [s for s, _ in states()] == [State.PUBLISHED] * 3 and RecheckRun.objects.get().held == 0


def test_the_same_rules_run_once(public, newer):
    tasks.begin_recheck()
    assert tasks.begin_recheck() and RecheckRun.objects.count() == 1, "the run under way is not doubled"
    run_queue()
    assert not tasks.begin_recheck() and RecheckRun.objects.count() == 1


def test_marking_changes_neither_version_nor_ledger(public, newer):
    before = (public[0].version, LedgerEntry.objects.count())
    recheck_passed(records=[public[0]])
    public[0].refresh_from_db()
    assert (public[0].version, LedgerEntry.objects.count()) == before and public[0].checked_ruleset == "2099.1"
    judgment_hold(judgment=Judgment.objects.get(pk=public[1].pk), actor=None, reason="核查")
    with pytest.raises(Stale):
        recheck_passed(records=[public[1], public[2]])
    assert states()[2][1] != "2099.1", "one that changed: none is marked"


def test_a_run_that_dies_goes_on_behind_what_it_wrote(public, newer, monkeypatch):
    monkeypatch.setattr(rechecks, "BATCH", 1)
    whole, calls = examination.redact, []

    def dying(text, profile):
        calls.append(text)
        if len(calls) == 2:
            raise MemoryError
        return whole(text, profile)

    monkeypatch.setattr(examination, "redact", dying)
    run = rechecks.recheck_begin()
    with pytest.raises(MemoryError):
        list(rechecks.recheck_run(run=run))
    run.refresh_from_db()
    assert (run.checked, run.cursor, run.finished_at) == (1, public[0].pk, None)
    list(rechecks.recheck_run(run=run))
    run.refresh_from_db()
    assert (run.checked, run.held) == (3, 1) and run.finished_at and RecheckFinding.objects.count() == 1
    assert len(calls) == 4, "the first text was not read again"


def test_nothing_of_a_batch_stays_when_its_write_fails(public, newer, monkeypatch):
    real = rechecks.hold

    def failing(**kwargs):
        real(**kwargs)
        raise RuntimeError

    monkeypatch.setattr(rechecks, "hold", failing)
    run = rechecks.recheck_begin()
    with pytest.raises(RuntimeError):
        list(rechecks.recheck_run(run=run))
    run.refresh_from_db()
    assert (run.cursor, run.checked) == (0, 0) and {s for s, _ in states()} == {State.PUBLISHED}
    assert "2099.1" not in {r for _, r in states()}


def test_what_changed_meanwhile_is_read_again(public, newer, monkeypatch):
    whole, seen = examination.redact, []

    def slow(text, profile):
        if not seen:
            judgment_hold(judgment=Judgment.objects.get(pk=public[2].pk), actor=None, reason="核查")
        seen.append(text)
        return whole(text, profile)

    monkeypatch.setattr(examination, "redact", slow)
    run = rechecks.recheck_begin()
    list(rechecks.recheck_run(run=run))
    run.refresh_from_db()
    assert run.checked == 2 and states()[0] == (State.PUBLISHED, "2099.1")


def test_the_editor_is_told_and_sees_the_passage(finding, editor):
    assert "规则复查待处理" in editor.get("/admin/").content.decode()
    assert finding.judgment.case_number in editor.get(reverse("openness_staff:rechecks")).content.decode()
    html = editor.get(reverse("openness_staff:finding", args=[finding.pk])).content.decode()
    assert f"<mark>{SHOWN}</mark>" in html
    assert AuditEntry.objects.filter(action="sealed.open", purpose="规则复查").exists()


def test_the_office_sees_progress_but_no_passage(finding, client, member):
    client.force_login(member(Role.OFFICE), backend="core.permissions.MembershipBackend")
    html = client.get(reverse("openness_staff:rechecks")).content.decode()
    assert "2099.1" in html and finding.judgment.case_number not in html
    answer = client.get(reverse("openness_staff:finding", args=[finding.pk]), follow=True)
    assert SHOWN not in answer.content.decode()


def test_masking_publishes_a_correction_at_the_old_address(finding, editor, client):
    answer(editor, finding, act="mask", note="按现行规则补充隐去个人信息")
    judgment = Judgment.objects.get(pk=finding.judgment_id)
    assert judgment.state == State.PUBLISHED and SHOWN not in judgment.text and judgment.checked_ruleset == "2099.1"
    assert page(client, judgment).status_code == 200
    correction = Correction.objects.get()
    assert correction.previous_text == "" and correction.note == "按现行规则补充隐去个人信息"
    finding.refresh_from_db()
    assert finding.answer == "masked" and not RecheckFinding.objects.filter(answered_at=None).exists()


def test_a_kept_place_is_published_again_and_stays_in_later_runs(finding, editor):
    answer(editor, finding, act="keep", reason="")
    assert states()[1][0] == State.HELD, "not without a reason"
    answer(editor, finding, act="keep", reason="这是小区名，不是人名")
    judgment = Judgment.objects.get(pk=finding.judgment_id)
    assert judgment.state == State.PUBLISHED and SHOWN in judgment.text
    call_command("recheck", "--again", "--json", stdout=StringIO())
    assert [s for s, _ in states()] == [State.PUBLISHED] * 3


def test_what_is_wanting_is_not_published_again_by_the_other_door(finding):
    with pytest.raises(GateRefused) as refused:
        judgment_republish(judgment=Judgment.objects.get(pk=finding.judgment_id), actor=None)
    assert "按现行遮蔽规则" in str(refused.value) and SHOWN not in str(refused.value)
    assert states()[1][0] == State.HELD


def test_a_text_masked_by_older_rules_is_not_accepted_by_newer_ones(hand_in, newer, member):
    hand_in(text_of(more=f"双方在{SHOWN}见过面。"))
    judgment = Judgment.objects.select_related("source", "masking", "organ", "case").get()
    with pytest.raises(GateRefused) as refused:
        accept(judgment=judgment, actor=member("reviewer"))
    assert "按现行遮蔽规则" in str(refused.value)
    assert Judgment.objects.get().state == State.REVIEW


def test_the_command_runs_to_the_end_and_says_what_it_found(public, newer):
    out = StringIO()
    call_command("recheck", "--json", stdout=out)
    told = json.loads(out.getvalue().splitlines()[-1])
    assert (told["ruleset"], told["checked"], told["held"], told["finished"]) == ("2099.1", 3, 1, True)
    run_queue()
    assert RecheckRun.objects.get().checked == 3, "the queue finds nothing left to do"


@pytest.fixture
def unread(public, newer, monkeypatch):
    """The finding of a text that the rules broke on; the others were checked."""
    whole = examination.redact

    def breaking(text, profile):
        if "民初73号" in text:
            raise IndexError(text)
        return whole(text, profile)

    monkeypatch.setattr(examination, "redact", breaking)
    tasks.begin_recheck()
    run_queue()
    return RecheckFinding.objects.exclude(fault="").get()


def test_a_text_that_breaks_the_rules_is_held_and_the_run_goes_on(public, unread, client):
    run = RecheckRun.objects.get()
    assert (run.checked, run.held, run.failed) == (3, 1, 1) and run.finished_at
    assert unread.judgment == public[2] and unread.fault.startswith("IndexError @ ") and "原告" not in unread.fault
    assert states()[2][0] == State.HELD and states()[2][1] != "2099.1", "not marked as checked"
    assert page(client, public[2]).status_code == 404


def test_rules_that_break_on_everything_do_not_take_the_site_down(public, newer, monkeypatch, editor, caplog):
    monkeypatch.setattr(findings, "HOLD_LEAST", 1)
    monkeypatch.setattr(rechecks, "BATCH", 2)
    monkeypatch.setattr(examination, "redact", lambda text, profile: {}["no rule"])
    tasks.begin_recheck()
    run_queue()
    assert sorted(s for s, _ in states()) == [State.HELD, State.PUBLISHED, State.PUBLISHED]
    assert "break on more than 1" in caplog.text
    html = editor.get(reverse("openness_staff:rechecks")).content.decode()
    assert "规则可能有错" in html and html.count("没有查成") > 3, "all three wait for the editor"


def test_the_editor_sees_what_the_rules_could_not_read_and_answers_for_it(unread, editor):
    html = editor.get(reverse("openness_staff:rechecks")).content.decode()
    assert unread.judgment.case_number in html and "没有查成" in html
    assert unread.fault in editor.get(reverse("openness_staff:finding", args=[unread.pk])).content.decode()
    assert answer(editor, unread, act="keep", reason="看过").status_code == 422, "nothing was found that could be kept"
    assert answer(editor, unread, act="read", reason=" ").status_code == 422
    answer(editor, unread, act="read", reason="逐字看过，没有")
    assert unread.judgment.case_number not in editor.get(reverse("openness_staff:rechecks")).content.decode()
    unread.refresh_from_db()
    assert unread.answer == "read" and AuditEntry.objects.filter(action="recheck.read").count() == 1
    assert states()[2][0] == State.HELD, "reading is one thing, publishing another"
    assert judgment_republish(judgment=Judgment.objects.get(pk=unread.judgment_id), actor=None)
    list(rechecks.recheck_run(run=rechecks.recheck_begin(again=True)))
    assert states()[2] == (State.PUBLISHED, "2099.1"), "what a person read is not held again by the same rules"


def test_a_text_beyond_the_limit_is_told_anew_by_a_run_that_reads_it(public, newer, monkeypatch):
    monkeypatch.setattr(findings, "HOLD_LEAST", 0)
    with monkeypatch.context() as broken:
        broken.setattr(examination, "redact", lambda text, profile: {}["no rule"])
        list(rechecks.recheck_run(run=rechecks.recheck_begin()))
    assert {s for s, _ in states()} == {State.PUBLISHED} and RecheckFinding.objects.exclude(fault="").count() == 3
    list(rechecks.recheck_run(run=rechecks.recheck_begin(again=True)))
    assert not RecheckFinding.objects.exclude(fault="").exists() and states()[2][1] == "2099.1"


def test_what_the_rules_cannot_read_is_refused_in_words_at_the_door(unread):
    with pytest.raises(GateRefused, match="没能查完"):
        judgment_republish(judgment=Judgment.objects.get(pk=unread.judgment_id), actor=None)
