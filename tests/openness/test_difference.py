"""What changed between two texts."""

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
