"""The redaction on the labelled set: what is counted, and the floor that was reached."""

import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from justice.redaction import Doubt, Redaction, Span
from openness.redaction_eval import CAUSES, below, evaluate, is_partial, labelled, score

FLOOR = Path(__file__).parent / "redaction_floor.json"
SECRETS = ({"text": "东方绘彩", "class": "name"}, {"text": "210802198503021234", "class": "identity_number"})


@pytest.fixture(scope="module")
def document():
    text = "原告东方绘彩，身份证号210802198503021234。审判员南宫砚秋。"
    return replace(next(labelled(12, seed=3)), text=text, secrets=SECRETS, keeps=("南宫砚秋",))


def redaction(document, text, doubts=(), spans=()):
    return Redaction(text, list(spans), [Doubt(0, 1, d, "") for d in doubts])


def test_the_floor_that_was_reached_is_held():
    result = evaluate(labelled(84, seed="2026"))
    assert set(result["cause"]) == set(CAUSES.values())
    assert set(result["layout"]) == {"flat", "laid_out"}
    assert below(result, json.loads(FLOOR.read_text(encoding="utf-8"))) == []


def test_what_is_worse_than_the_floor_is_named(document):
    result = {"all": {"全部": score(document, redaction(document, document.text))[0]}}
    said = below(result, {"at_least": {"all/全部": {"recall": 0.9}}, "at_most": {"all/全部": {"silent": 0.1}}})
    assert len(said) == 2 and "recall 为 0.0" in said[0]


def test_a_leak_that_a_short_doubt_quotes_is_not_silent(document):
    quoted, _ = score(document, redaction(document, document.text, doubts=["原告东方绘彩"]))
    assert (quoted.leaked, quoted.silent, quoted.unattended) == (2, 1, 0)
    long, _ = score(document, redaction(document, document.text, doubts=["原告东方绘彩" + "的" * 20]))
    assert long.silent == 2, "a doubt of more than twenty characters points at nothing"


def test_a_line_break_or_a_width_hides_no_leak(document):
    whole, classes = score(document, redaction(document, "原告东方\n绘彩，身份证号２１０８０２１９８５０３０２１２３４。"))
    assert whole.leaked == 2 and classes["name"].leaked == 1
    assert (whole.keeps, whole.kept) == (1, 0)


def test_half_an_identifier_and_the_rest_of_a_name_are_partial():
    assert is_partial("张磊楠", "name", "张磊楠到庭", "张某楠到庭")
    assert not is_partial("张磊楠", "name", "张磊楠到庭", "张某到庭")
    assert is_partial("210802198503021234", "identity_number", "号210802198503021234", "号210802198***")
    assert not is_partial("210802198503021234", "identity_number", "号210802198503021234", "号***")


def test_only_what_nobody_asked_for_counts_as_over_masking(document):
    at = document.text.index("审判员")
    spans = [Span(2, 6, "name", "东方某", ""), Span(at, at + 3, "name", "某", "")]
    assert score(document, redaction(document, "", spans=spans))[0].changed == 3


def test_the_command_prints_every_grouping_and_ends_with_1_below_the_floor(tmp_path):
    out = StringIO()
    call_command("redaction_eval", "--documents", "12", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["all"]["全部"]["documents"] == 12 and set(told) >= {"cause", "kind", "layout", "class"}
    floor = tmp_path / "floor.json"
    floor.write_text('{"at_least": {"all/全部": {"secrets": 1000000}}}')
    with pytest.raises(CommandError) as error:
        call_command("redaction_eval", "--documents", "12", "--floor", str(floor), stdout=StringIO())
    assert error.value.returncode == 1
