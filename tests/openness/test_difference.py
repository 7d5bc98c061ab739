"""What changed between two texts."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness.difference import CUT, GONE, NEW, SAME, difference


def test_equal_texts_have_no_difference():
    assert difference("判决如下：驳回。", "判决如下：驳回。") == []


def test_a_changed_figure_is_shown_by_itself():
    parts = difference("被告偿还借款30000元。驳回其他请求。", "被告偿还借款35000元。驳回其他请求。")
    assert [(p.kind, p.text) for p in parts if p.kind in (GONE, NEW)] == [(GONE, "30000"), (NEW, "35000")]


def test_long_unchanged_stretches_are_cut_and_counted():
    middle = "本院依法审理。" * 60
    parts = difference(f"甲说。{middle}乙说。", f"丙说。{middle}丁说。")
    cut = [p for p in parts if p.kind == CUT]
    shown = sum(len(p.text) for p in parts if p.kind == SAME)
    assert len(cut) == 1 and int(cut[0].text) + shown == len(middle) + 4  # 说。 twice beside the middle


@given(st.text("甲乙丙。；\n12", max_size=80), st.text("甲乙丙。；\n12", max_size=80))
def test_both_texts_can_be_read_back(old, new):
    """Short texts are never cut: same + gone is the old text, same + new the new one."""
    parts = difference(old, new)
    if old != new and not any(p.kind == CUT for p in parts):
        assert "".join(p.text for p in parts if p.kind in (SAME, GONE)) == old
        assert "".join(p.text for p in parts if p.kind in (SAME, NEW)) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("甲方应付款。" * 30_000, "甲方应付款。" * 15_000 + "乙方不付。" * 10_000 + "甲方应付款。" * 14_000),
        ("。".join("甲乙" * 1_480 for _ in range(30)), "。".join("乙甲" * 1_400 + str(n) for n in range(30))),
        ("".join(f"第{n}条甲乙丙丁戊己庚辛壬癸子丑寅卯。" for n in range(9_000)), "".join(f"第{n}条癸壬辛庚己戊丁丙乙甲子丑寅卯。" for n in range(9_000))),
    ],
)
def test_texts_made_to_be_slow_are_compared_in_bounded_time_and_nothing_is_left_out(old, new):
    began = time.process_time()
    parts = difference(old, new)
    assert time.process_time() - began < 10, "seconds of processor"
    lengths = {kind: sum(int(p.text) if p.kind == "cut" else len(p.text) for p in parts if p.kind in kind) for kind in (("same", "cut", "del"), ("same", "cut", "ins"))}
    assert list(lengths.values()) == [len(old), len(new)]
