"""Characters that are taken out of texts, and days as people write them."""

import io
from datetime import date

import pytest

from openness.reading import clean, read
from openness.reading.rows import parse_day


def test_characters_nobody_sees_are_taken_out_of_names_and_line_breaks_stay():
    assert (
        clean("鲁\u200b望\u202e舒\x00\ufeff\u2066。\r\n第二行\u2028第三行\x85<b>&amp;</b>")
        == "鲁望舒。\n第二行\n第三行\n<b>&amp;</b>"
    )


def test_half_a_surrogate_can_be_stored():
    (row,) = read(io.BytesIO(b'{"text": "\\ud800x"}'), "a.jsonl")
    assert row.text.encode() == "\ufffdx".encode()


@pytest.mark.parametrize(
    "written",
    [
        "2026-10-08",
        "2026/10/8",
        "2026.10.08",
        "20261008",
        "2026年10月8日",
        "2026 年 10 月 8 日",
        "2026-10-08 00:00:00",
    ],
)
def test_days_as_people_write_them(written):
    assert parse_day(written) == date(2026, 10, 8)


@pytest.mark.parametrize("written", ["", "2026-13-01", "10-08-2026", "明天", "2026-10"])
def test_what_is_no_day_is_none(written):
    assert parse_day(written) is None
