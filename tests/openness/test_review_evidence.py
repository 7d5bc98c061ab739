"""What reviewers changed is evidence for the rules, without a word that names somebody."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from openness.models import Judgment
from openness.review_evidence import shape
from openness.services import review
from tests.openness.conftest import NAMES, text_of


def test_a_shape_says_what_it_is_made_of_and_what_stands_before():
    text = "被告人：张三丰，电话13800000000。"
    assert shape(text, 4, 7) == "Han3 after 被告人"
    assert shape(text, text.index("138"), len(text) - 1) == "Digit11 after 电话"
    assert shape("辽H12345", 0, 7) == "Han1Latin1Digit5"


@pytest.mark.django_db
def test_the_summary_counts_moves_and_holds_no_word_of_a_document(hand_in, member):
    hand_in(text_of(more="双方在白塔小区见过面。"))
    judgment, actor = Judgment.objects.select_related("source", "masking", "organ").get(), member("reviewer")
    original = judgment.source.text.open_unaudited()
    at = original.index("白塔小区")
    review.move(judgment=judgment, actor=actor, kind="mask", places=[(at, at + 4)], replacement="某小区")
    at = original.index(NAMES[0])
    review.move(judgment=judgment, actor=actor, kind="keep", places=[(at, at + 4)])
    review.move(judgment=judgment, actor=actor, kind="mask", places=[(at, at + 4)])
    review.undo(judgment=judgment, actor=actor)
    out = StringIO()
    call_command("review_evidence", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["moves"] == {"mask": 1, "keep": 1} and told["undone"] == 1
    assert told["kept"] == {"name：Han4 after 原告": 1} and told["masked"] == {"Han4": 1}
    assert sum(told["kept_against_rule"].values()) == 1
    assert not any(word in out.getvalue() for word in (*NAMES, "白塔"))
