"""Handing in documents: an answer for every row, nothing half-written, the same file twice changes nothing."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from core.enums import State
from core.models import LedgerEntry, Organ
from core.publishing import GateRefused
from openness.enums import Outcome
from openness.models import Duty, ExemptionNotice, ImportRow, Judgment, JudgmentSource, Proposal
from openness.reading import Row
from openness.services import imports
from openness.services.review import accept, send_to_clerk
from tests.openness.conftest import NAMES, text_of

pytestmark = pytest.mark.django_db


def test_a_clean_document_goes_from_file_to_public_in_one_go(hand_in):
    (answer,) = hand_in(text_of(), publish_clean=True)
    judgment = Judgment.objects.public().get()
    assert answer.outcome == Outcome.PUBLISHED and answer.judgment == judgment
    assert (judgment.organ.code, judgment.case_number, judgment.document_kind) == ("辽0802", "（2026）辽0802民初71号", "民事判决书")
    assert (judgment.decided_on, judgment.cause) == (date(2026, 9, 1), "民间借贷纠纷")
    assert not any(name in judgment.text + judgment.title for name in NAMES) and "南宫砚秋" in judgment.text
    assert judgment.source.text.open_unaudited() == text_of() and LedgerEntry.objects.count() == 1


def test_without_the_switch_or_the_courts_policy_everything_waits_for_review(hand_in, city):
    assert hand_in(text_of())[0].outcome == Outcome.IN_REVIEW and not Judgment.objects.public().exists()
    Organ.objects.filter(code="辽0803").update(publish_clean=True)
    assert hand_in(text_of("（2026）辽0803民初5号").replace("站前区人民法院", "西市区人民法院"))[0].outcome == Outcome.PUBLISHED


def test_the_same_file_twice_changes_nothing(hand_in):
    texts = [text_of(f"（2026）辽0802民初{n}号") for n in range(1, 4)]
    hand_in(*texts, publish_clean=True)
    before = list(Judgment.objects.order_by("pk").values())
    answers = hand_in(*texts, publish_clean=True)
    assert [a.outcome for a in answers] == [Outcome.UNCHANGED] * 3
    assert list(Judgment.objects.order_by("pk").values()) == before
    assert LedgerEntry.objects.count() == 3 and JudgmentSource.objects.count() == 3 and not Proposal.objects.exists()


def test_the_same_number_with_other_text_waits_beside_it(hand_in):
    hand_in(text_of(), publish_clean=True)
    before = Judgment.objects.values().get()
    (answer,) = hand_in(text_of(more="另请求利息。"), publish_clean=True)
    assert answer.outcome == Outcome.PROPOSED and answer.judgment_id == before["id"] and answer.remedy
    assert Judgment.objects.values().get() == before and Proposal.objects.get().judgment_id == before["id"]
    assert hand_in(text_of(more="另请求利息。"))[0].outcome == Outcome.UNCHANGED and Proposal.objects.count() == 1


def test_a_document_twice_in_one_file_is_taken_once(hand_in):
    outcomes = [a.outcome for a in hand_in(text_of(), text_of(), text_of(more="另请求利息。"), publish_clean=True)]
    assert outcomes == [Outcome.PUBLISHED, Outcome.UNCHANGED, Outcome.PROPOSED] and Judgment.objects.count() == 1


def test_two_kinds_and_two_suffixes_under_one_number_are_different_documents(hand_in):
    ruling = text_of().replace("民事判决书", "民事裁定书")
    again = text_of("（2026）辽0802民初71号之一").replace("民事判决书", "民事裁定书")
    assert {a.outcome for a in hand_in(text_of(), ruling, again)} == {Outcome.IN_REVIEW}
    assert Judgment.objects.count() == 3 and len(set(Judgment.objects.values_list("case_id", flat=True))) == 1


SECRET = "本案涉及国家秘密，不公开开庭审理。"
BAD = {
    "short": ("（2026）辽0802民初1号", {}, "too_short"),
    "no number": (text_of("").replace("\n\n", "\n"), {}, "no_number"),
    "unknown type code": (text_of("（2026）辽0802魔初1号"), {"case_number": "（2026）辽0802魔初1号"}, "bad_number"),
    "a procuratorate's number": (text_of(), {"case_number": "营检刑诉〔2026〕12号"}, "bad_number"),
    "decided tomorrow": (text_of(), {"decided_on": date.today() + timedelta(days=400)}, "future_date"),
    "effective before decided": (text_of(), {"effective_on": date(2026, 8, 1)}, "date_order"),
    "not a date": (text_of(), {"effective_on": "去年"}, "bad_date"),
    "another city": (text_of("（2026）沪0101民初1号").replace("营口市站前区人民法院", "上海市黄浦区人民法院"), {}, "not_ours"),
    "our number on another city's document": (text_of().replace("营口市站前区人民法院", "北京市朝阳区人民法院"), {}, "court_mismatch"),
    "number and name disagree": (text_of("（2026）辽0803民初1号"), {}, "court_mismatch"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_row_gets_a_sentence_and_what_to_do_and_writes_nothing(hand_in, case):
    text, fields, code = BAD[case]
    (answer,) = hand_in(text, fields=fields, publish_clean=True)
    assert (answer.outcome, answer.code) == (Outcome.REJECTED, code)
    assert len(answer.message) > 4 and answer.remedy
    assert not Judgment.objects.exists() and not JudgmentSource.objects.exists() and not LedgerEntry.objects.exists()


def test_a_bad_row_costs_the_others_nothing(hand_in):
    answers = hand_in(text_of(), Row(2, "坏.docx", error="打不开这个文件。请另存为 docx。"), BAD["no number"][0], publish_clean=True)
    assert [a.outcome for a in answers] == [Outcome.PUBLISHED, Outcome.REJECTED, Outcome.REJECTED]
    assert (answers[1].message, answers[1].remedy) == ("打不开这个文件。", "请另存为 docx。")


def test_a_row_whose_reader_only_names_the_fault_is_told_what_to_do_as_well(hand_in):
    (answer,) = hand_in(Row(3, "第 3 行", error="第 3 行：text（文书全文）是空的。"))
    assert (answer.outcome, answer.message) == (Outcome.REJECTED, "text（文书全文）是空的。") and "重新报送" in answer.remedy


def test_a_text_that_breaks_the_rules_costs_its_own_row_only(hand_in, monkeypatch):
    real = imports.prepare

    def brittle(text, fields, today):
        if "利息" in text:
            raise RecursionError(text)
        return real(text, fields, today)

    monkeypatch.setattr(imports, "prepare", brittle)
    answers = hand_in(text_of(more="另请求利息。"), text_of("（2026）辽0802民初72号"))
    assert [a.code for a in answers] == ["not_understood", ""] and Judgment.objects.count() == 1


@pytest.mark.parametrize("number", ["（2026）辽0802民初88号", ""])
def test_of_a_state_secret_nothing_at_all_is_kept(hand_in, number):
    """Not even where another fault, such as a missing number, would have kept the text to be mended."""
    (answer,) = hand_in(Row(1, "机密案.txt", text_of(number, more=SECRET), {"title": "机密案"}))
    assert (answer.outcome, answer.code) == (Outcome.REJECTED, "state_secret")
    assert (answer.text, answer.name, answer.fields, answer.case_number) == (None, None, {}, "")
    assert not JudgmentSource.objects.exists() and not Duty.objects.exists() and not ExemptionNotice.objects.exists()
    if connection.vendor == "sqlite":
        assert "（2026）辽0802民初88号".encode() not in connection.connection.serialize()


def test_what_the_law_bars_becomes_a_notice_without_content(hand_in):
    text = text_of().replace("民事判决书", "民事调解书").replace("判决如下", "达成如下协议")
    (answer,) = hand_in(text)
    notice = ExemptionNotice.objects.public().get()
    assert answer.outcome == Outcome.EXEMPT and notice.reason == "mediation" and not Judgment.objects.exists()
    assert not any(name in str(notice.public_content()) for name in NAMES)


def test_an_effective_day_ahead_delays_the_publication_to_it(hand_in):
    day = timezone.localdate() + timedelta(days=10)
    (answer,) = hand_in(text_of(), fields={"effective_on": day}, publish_clean=True)
    assert answer.outcome == Outcome.PUBLISHED and not Judgment.objects.public().exists()
    midnight = Judgment.objects.get().public_from
    assert timezone.localtime(midnight).date() == day
    with time_machine.travel(midnight + timedelta(seconds=1)):
        assert Judgment.objects.public().exists()


def test_a_returned_document_is_replaced_by_the_mended_one(hand_in, member):
    hand_in(text_of())
    judgment, reviewer = Judgment.objects.get(), member("reviewer")
    send_to_clerk(judgment=judgment, actor=reviewer, note="缺一页")
    (answer,) = hand_in(text_of(more="另请求利息。"))
    fresh = Judgment.objects.get()
    assert answer.outcome == Outcome.IN_REVIEW and answer.judgment == fresh and fresh.state == State.REVIEW
    assert "利息" in fresh.text and fresh.returned_note == "" and not Proposal.objects.exists()
    with pytest.raises(GateRefused, match="核对"):
        from core.publishing import publish

        publish(record=fresh, actor=reviewer)
    assert accept(judgment=fresh, actor=reviewer).is_public


def test_an_import_that_was_killed_goes_on_where_it_stopped(hand_in, city, monkeypatch):
    """The batch is opened once; the process dies behind the first chunk, the next one reads the whole file again."""
    from openness.services.courts import Courts
    from openness.services.imports import batch_open, import_rows

    monkeypatch.setattr(imports, "CHUNK", 2)
    rows = [Row(n, f"第{n}件", text_of(f"（2026）辽0802民初{n}号"), {}) for n in range(1, 6)]
    batch = batch_open(organ=None, actor=None, filename="x.jsonl", publish_clean=True)
    next(import_rows(batch=batch, rows=rows, courts=Courts()))
    assert list(import_rows(batch=batch, rows=rows, courts=Courts())) == [4, 5]
    assert list(ImportRow.objects.order_by("position").values_list("position", "outcome")) == [(n, "published") for n in range(1, 6)]
    assert Judgment.objects.count() == LedgerEntry.objects.count() == 5


def test_a_clerk_of_one_court_hands_in_for_no_other(hand_in, city):
    (answer,) = hand_in(text_of(), only=city["辽0803"])
    assert (answer.outcome, answer.code) == (Outcome.REJECTED, "other_court") and "站前区" in answer.remedy


def test_the_trial_switch_makes_an_organ_outside_coverage(hand_in):
    (answer,) = hand_in(BAD["another city"][0], any_court=True, publish_clean=True)
    organ = Judgment.objects.public().get().organ
    assert answer.outcome == Outcome.PUBLISHED and organ.is_trial and organ not in Organ.objects.courts()
