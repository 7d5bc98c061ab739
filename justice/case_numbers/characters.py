"""案号书写的宽容处理：括号、全角、空白、换行、零宽字符，一律折算后再认，并记住原文位置。"""

from __future__ import annotations

import re

OPENING = "（(〔［[【﹝﹙｛{〖"
CLOSING = "）)〕］]】﹞﹚｝}〗"
# 空白与不可见字符（零宽、双向控制、软连字符）：案号中间出现时视为没有
_BLANK = r"\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
BLANK = re.compile(f"[{_BLANK}]")
CHINESE_DIGITS = "〇一二三四五六七八九"
_YEAR_DIGIT = "0-9０-９〇○零一二三四五六七八九"
# 年份是案号唯一可靠的路标：带括号的四位数。每个字符至多扫过两遍，长文也是线性的
BRACKETED_YEAR = re.compile(
    rf"[{re.escape(OPENING)}][{_BLANK}]*(?:[{_YEAR_DIGIT}][{_BLANK}]*){{4}}年?[{_BLANK}]*[{re.escape(CLOSING)}]"
)

_FOLD = {ord(char): "(" for char in OPENING} | {ord(char): ")" for char in CLOSING}
_FOLD |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code not in _FOLD}
_FOLD |= {ord(char): "-" for char in "‐‑‒–—―－﹣−"} | {ord("號"): "号", ord("○"): "〇"}


def compact(text: str, start: int = 0, kept: int = 64) -> tuple[str, list[int]]:
    """从 ``start`` 起折算，取满 ``kept`` 个可见字符；另给每个字符在原文的码位。"""
    window = text[start : start + kept]
    if not BLANK.search(window):
        return window.translate(_FOLD), list(range(start, start + len(window)))
    characters: list[str] = []
    positions: list[int] = []
    for position in range(start, min(len(text), start + 8 * kept)):
        if not BLANK.match(text[position]):
            characters.append(text[position])
            positions.append(position)
            if len(characters) == kept:
                break
    return "".join(characters).translate(_FOLD), positions


def compact_before(text: str, end: int, kept: int = 32) -> tuple[str, list[int]]:
    """``end`` 之前的最后 ``kept`` 个可见字符，折算，另给码位。"""
    characters: list[str] = []
    positions: list[int] = []
    for position in range(end - 1, max(-1, end - 1 - 8 * kept), -1):
        if not BLANK.match(text[position]):
            characters.append(text[position])
            positions.append(position)
            if len(characters) == kept:
                break
    return "".join(reversed(characters)).translate(_FOLD), positions[::-1]


def year_of(digits: str) -> int:
    """四位阿拉伯或汉字数字的年份。"""
    return int(
        "".join(
            str("〇一二三四五六七八九".find(char.replace("零", "〇"))) if not char.isdigit() else char
            for char in digits
        )
    )


def chinese_ordinal(number: int) -> str:
    """1–99 的汉字数字，用于“之2”折算成“之二”。"""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else CHINESE_DIGITS[tens] + "十"
    return head + (CHINESE_DIGITS[ones] if ones else "")
