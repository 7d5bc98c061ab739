"""姓名：姓氏表、复姓、姓与名的切分、脱敏后的称呼。

称呼规则见《关于人民法院在互联网公布裁判文书的规定》（法释〔2016〕19号）第九条：姓 + 某；少数民族与外国人汉字译名取首字 + 某；
拉丁字母姓名只留首字母；同姓者加阿拉伯数字。绰号、昵称（老邢、小王）的姓在后一字，称呼仍是姓 + 某；看不出姓的（阿强）留首字。
"""

from __future__ import annotations

import re
from functools import lru_cache

from justice import rules

_BANDS = ("very_common", "common", "usual", "uncommon", "rare", "very_rare")
_TRANSLITERATED = re.compile(r"[·•・‧]")
_LATIN = re.compile(r"[A-Za-z]")
_FAMILIAR = "老小大阿"  # none of them a surname
_USUAL = 3  # 强, 平, 燕 in 阿强, 小平, 小燕 are surnames too, but rarer than given names


@lru_cache
def surnames() -> dict[str, int]:
    """姓氏 -> 常见程度（5 最常见，0 最少见），含复姓。"""
    data = rules.table("surnames")
    found = {name: 5 - rank for rank, band in enumerate(_BANDS) for name in data["single"][band]}
    return found | {name: 3 for name in compound_surnames()}


@lru_cache
def compound_surnames() -> frozenset[str]:
    """复姓（两字）。"""
    return frozenset(rules.table("surnames")["compound"]["names"].split())


def split_name(name: str) -> tuple[str, str]:
    """切成（姓，名）。复姓须后随至少一个字的名；译名、拉丁字母姓名的“姓”是其首字。

    空串抛 ``ValueError``。
    """
    if not name:
        raise ValueError("姓名不能为空")
    if len(name) > 2 and name[:2] in compound_surnames() and not _TRANSLITERATED.search(name):
        return name[:2], name[2:]
    return name[0], name[1:]


def called_by(name: str) -> str:
    """称呼用的姓：``split_name`` 的姓；两字昵称（老邢、小王）则是后一字，若它是常见的姓。"""
    if len(name) == 2 and name[0] in _FAMILIAR and surnames().get(name[1], 0) >= _USUAL:
        return name[1]
    return split_name(name)[0]


def alias(name: str, index: int | None = None) -> str:
    """``name`` 公开时的称呼；``index`` 为同姓者的序号（张某1），独姓时为 None。"""
    first = called_by(name)
    number = "" if index is None else str(index)
    if _LATIN.match(first):
        return first.upper() + number
    return f"{first}某{number}"
