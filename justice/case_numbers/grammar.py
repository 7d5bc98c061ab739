"""案号的文法：由 case_types.toml 里的代字编成的正则式。都作用于折算后的文字（``characters.compact``）。"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from justice.rules import RuleFileError, table

YEAR = r"(?P<year>(?:19[4-9]|20\d)\d|[一二][〇零九][〇零一二三四五六七八九]{2})"
_HAN = r"\u3400-\u9fff"
_WORD_SUFFIX = r"之(?:[一二三四五六七八九十]{1,3}|\d{1,2}(?!\d))"
# 号之后的“之一审”“-456号”不是后缀
_SUFFIX = rf"(?:{_WORD_SUFFIX}|-\d{{1,2}}(?!\d))"
_SUFFIX_AFTER = rf"(?:{_WORD_SUFFIX}(?![审般切体])|-\d{{1,2}}(?![\d号]))"
_TAIL = rf"(?P<number>\d{{1,8}})(?!\d)(?P<inner>{_SUFFIX})?(?P<hao>号(?P<outer>{_SUFFIX_AFTER})?)?"
# 法院简称里不会有的字：公证、检察、仲裁、鉴定、价格机构的文号与旧案号写法相同
_NOT_OLD_COURT = "证检仲鉴价税"
# 检察、公安简称之前常紧接的字，简称里不会有
_BEFORE_SHORT_NAME = "以院察据经由该对到为书号以下关于的依收达作用称"


@dataclass(frozen=True)
class Grammar:
    """编好的文法。``types`` 为 2016 年起的类型代字，``specials`` 为专门审判代字。"""

    types: frozenset[str]
    specials: frozenset[str]
    new: re.Pattern[str]
    old: re.Pattern[str]
    old_type: re.Pattern[str]
    court: re.Pattern[str]
    procuratorate: re.Pattern[str]
    police: re.Pattern[str]
    authority_tail: re.Pattern[str]

    def split_type(self, text: str) -> tuple[str, str] | None:
        """``知民初`` -> ("知", "民初")；不在代字表内时为 None。"""
        if text in self.types:
            return "", text
        if text[:1] in self.specials and text[1:] in self.types:
            return text[:1], text[1:]
        return None


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


def _words(data: Any, section: str, key: str) -> list[str]:
    words = data.get(section, {}).get(key)
    if not isinstance(words, list) or not words or not all(isinstance(word, str) and word for word in words):
        raise RuleFileError(f"规则文件 case_types.toml 的 [{section}] 缺少键 {key}，或它不是词的列表")
    return words


@lru_cache
def grammar() -> Grammar:
    """读代字表，编成文法；表有错时抛 ``RuleFileError``。"""
    data = table("case_types")
    types: list[str] = []
    for category in data.get("category", []):
        if not category.get("name") or not category.get("codes"):
            raise RuleFileError("规则文件 case_types.toml 的一个 [[category]] 缺少键 name 或 codes")
        types += category["codes"]
    court = _court(data)
    old_type = _old_type(data)
    free = rf"(?:(?![{_BEFORE_SHORT_NAME}])[{_HAN}])"
    return Grammar(
        types=frozenset(types),
        specials=frozenset(_words(data, "special", "codes")),
        new=re.compile(rf"\({YEAR}年?\)(?P<court>{court})(?P<type>[{_HAN}]{{1,7}}?)(?P<zi>字)?第?{_TAIL}"),
        old=re.compile(
            rf"\({YEAR}年?\)(?P<court>(?:(?![{_NOT_OLD_COURT}])[{_HAN}]){{0,8}}?)"
            rf"(?P<type>{old_type})(?P<zi>字)?第?{_TAIL}"
        ),
        old_type=re.compile(old_type),
        court=re.compile(court),
        procuratorate=re.compile(
            rf"(?P<code>{free}{{1,5}}?检)(?P<unit>{free}{{0,8}}?)"
            rf"(?P<type>{_any(_words(data, 'procuratorate', 'types'))}字?[一二三四]?)$"
        ),
        police=re.compile(
            rf"(?P<code>{free}{{1,6}}?公)(?:\((?P<unit>[{_HAN}]{{1,6}})\)|(?P<plain>{free}{{0,4}}?))"
            rf"(?P<type>{_any(_words(data, 'police', 'types'))})字?$"
        ),
        authority_tail=re.compile(rf"\({YEAR}年?\)字?第?(?P<number>Z?\d{{1,14}})号"),
    )


def _court(data: Any) -> str:
    head = data.get("court", {})
    if not head.get("provinces") or not head.get("supreme"):
        raise RuleFileError("规则文件 case_types.toml 的 [court] 缺少键 provinces 或 supreme")
    return rf"(?:{re.escape(head['supreme'])}|[{head['provinces']}](?:\d{{4}}|\d{{2}})?)"


def _old_type(data: Any) -> str:
    parts = [_any(_words(data, "old", key)) for key in ("categories", "divisions", "stages", "bare")]
    return rf"(?:{parts[0]}{parts[1]}{{0,2}}{parts[2]}|{parts[3]})"
