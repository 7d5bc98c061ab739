"""Work grows with the length of a text, not with its square: calls are counted, not seconds."""

import sys
import time

import pytest

from justice.redaction import redact

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何"
PARTIES = [first + last for first in SURNAMES for last in "建国志明晓红海燕春梅"]


def parties(size):
    lines = (
        f"被告{PARTIES[at % 200]},男,1980年1月{at % 28 + 1}日出生,住北京市朝阳区某路{at % 97 + 1}号。"
        f"(2018)京01民初{at}号案中原告与{PARTIES[at * 7 % 200]}、{PARTIES[at * 3 % 200]}借款。"
        for at in range(size // 40)
    )
    return "".join(lines)[:size]


def repeated(piece):
    return lambda size: (piece * size)[:size]


def calls(text):
    """Calls of Python functions and of built-in ones while ``text`` is redacted."""
    counted = 0

    def count(frame, event, argument):
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        redact(text)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize(
    "made",
    [repeated("王"), repeated("某"), repeated("1-"), repeated("a@"), repeated("1 "), parties],
    ids=["surname", "masked", "dashed", "mail", "spaced digits", "200 parties"],
)
def test_work_grows_with_the_length(made):
    redact("原告王明")  # tables are read once
    assert calls(made(8_000)) < 6 * calls(made(2_000)) + 2_000


def test_a_chain_of_house_numbers_is_not_tried_to_its_end_at_each_link():
    def spent(size):
        begun = time.process_time()
        redact("1号" * size)
        return time.process_time() - begun

    spent(100)
    assert (
        spent(8_000) < 9 * spent(2_000) + 0.1
    )  # a regular expression's work makes no calls: four times, not sixteen
