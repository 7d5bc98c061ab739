"""Corrections that come late, twice or under newer rules: what was masked once is not shown again by any of them."""

import json

import pytest
from django.urls import reverse

from core.enums import State
from core.sealed import Sealed
from justice.redaction import Redaction, Span, apply, redact
from openness.models import Correction, Judgment, Masking, Proposal
from openness.services import examination
from openness.services.corrections import proposal_remask
from tests.factories import published
from tests.openness.conftest import text_of

pytestmark = pytest.mark.django_db
SHOWN = "白塔小区"
WORDS = "原告某甲诉被告某乙买卖合同纠纷一案，送货单由南宫望舒签字，本院依法审理。依照《中华人民共和国民法典》第五百七十七条，判决被告支付货款。"
AT_HOME = WORDS.replace("送货单由南宫望舒签字", "货物卸在白塔湾东头")


@pytest.fixture
def editor(client, member):
    client.force_login(member("editor"), backend="core.permissions.MembershipBackend")
    return client


def decide(client, proposal, act="publish", **data):
    proposal.refresh_from_db()
    return client.post(reverse("openness_staff:decide", args=[proposal.pk]), {"version": proposal.version, "act": act, "note": "更正遮蔽", **data}, follow=True)


def mask(client, proposal, words, replacement):
    proposal.refresh_from_db()
    client.post(reverse("openness_staff:move", args=[proposal.public_id]), {"version": proposal.version, "move": "mask", "words": words, "replacement": replacement})


def test_a_correction_masked_by_older_rules_is_not_published_by_newer_ones(hand_in, editor, monkeypatch):
    hand_in(text_of(), publish_clean=True)
    hand_in(text_of(more=f"双方在{SHOWN}见过面。"))
    before = Judgment.objects.get()

    def better(text, profile="2024"):
        old, at = redact(text, profile), text.find(SHOWN)
        spans = sorted([*old.spans, *([Span(at, at + len(SHOWN), "name", "白某", "新规则")] if at >= 0 else [])], key=lambda s: s.start)
        return Redaction(apply(text, spans), spans, old.doubts, old.names)

    monkeypatch.setattr(examination, "redact", better)
    answer = decide(editor, Proposal.objects.get())
    assert answer.status_code == 422 and "按现行遮蔽规则" in answer.content.decode()
    assert Judgment.objects.get().version == before.version and not Correction.objects.exists()


def test_a_change_of_masking_begun_before_another_correction_does_not_undo_it(editor, city):
    """Two editors opened the masking at the same moment; the second would publish the name that the first one hid."""
    judgment = published(city["辽0802"], original=WORDS, text=WORDS)
    first = proposal_remask(judgment=judgment, actor=None)
    Proposal.objects.filter(pk=first.pk).update(remask=False)  # as if the other request had not seen it yet
    second = proposal_remask(judgment=judgment, actor=None)
    Proposal.objects.filter(pk=first.pk).update(remask=True)
    mask(editor, first, "南宫望舒", "南宫某")
    mask(editor, second, "货款", "款项")
    decide(editor, first)
    answer = decide(editor, second)
    judgment.refresh_from_db()
    assert answer.status_code == 422 and "已经更正过" in answer.content.decode()
    assert "南宫望舒" not in judgment.text and judgment.state == State.PUBLISHED


def test_the_diff_shows_no_passage_that_the_correction_masks_whatever_its_kind(editor, city):
    """An address is no name, and no pattern of the lint: it was public by mistake and is masked by the new text."""
    judgment = published(city["辽0802"], original=AT_HOME, text=AT_HOME)
    proposal = proposal_remask(judgment=judgment, actor=None)
    original = proposal.source.text.open_unaudited()
    at = original.find("白塔湾东头")
    Masking.objects.filter(proposal=proposal).update(spans=[[at, at + 5, "address", "……", "试验"]], doubts=Sealed.seal(json.dumps([])))
    Proposal.objects.filter(pk=proposal.pk).update(text=original.replace("白塔湾东头", "……"))
    decide(editor, proposal)
    judgment.refresh_from_db()
    assert "白塔湾东头" not in judgment.text
    assert Correction.objects.get().previous_text == ""


def test_a_barred_text_that_was_never_masked_is_not_reviewed_into_a_fault(editor, city):
    judgment = published(city["辽0802"], original=WORDS, text=WORDS)
    barred = proposal_remask(judgment=judgment, actor=None)
    Masking.objects.filter(proposal=barred).delete()
    Proposal.objects.filter(pk=barred.pk).update(bar="mediation", remask=False)
    for act in ("move", "accept"):
        answer = editor.post(reverse(f"openness_staff:{act}", args=[barred.public_id]), {"version": 0, "move": "mask", "words": "货款"}, follow=True)
        assert answer.status_code == 200 and "没有遮蔽，不用审核" in answer.content.decode()
