"""Names of crimes (罪名) as documents write them: whole, selective (贩卖毒品罪), several joined, without 罪 in titles."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

_CAUSES = Path(__file__).with_name("causes.toml")
_SAID = re.compile(
    r"犯(?!罪)(?:有|了)?(?P<crimes>[\u4e00-\u9fff、()“”\"]{1,120}?(?<!犯)罪"
    r"(?:(?:[、,;和及与]|以及){1,2}(?!被告|原审|上诉)[\u4e00-\u9fff、()“”\"]{2,60}?(?<!犯)罪)*)"
)
_JOINT = re.compile(r"(?<=[^犯]罪)(?:[、,;和及与]|以及)+")


@lru_cache
def causes(kind: str) -> frozenset[str]:
    """The official names of one kind (crimes, civil, administrative) in causes.toml, half width."""
    names = tomllib.loads(_CAUSES.read_text(encoding="utf-8"))[kind]["names"]
    return frozenset(names.replace("（", "(").replace("）", ")").split())


@lru_cache
def _joined() -> tuple[tuple[str, frozenset[str]], ...]:
    """Crimes that name alternatives, the shortest first, with the characters in them."""
    names = sorted((name for name in causes("crimes") if "、" in name), key=lambda name: (len(name), name))
    return tuple((name, frozenset(name)) for name in names)


@lru_cache(maxsize=4096)
def statutory(crime: str) -> str:
    """The official name that covers a selective one: 贩卖毒品罪 -> 走私、贩卖、运输、制造毒品罪."""
    if crime in causes("crimes"):
        return crime
    letters = crime.replace("、", "")
    used = set(letters)
    for name, available in _joined():
        if not used <= available:
            continue
        remaining = iter(name.replace("、", ""))
        if all(letter in remaining for letter in letters):
            return name
    return crime


def is_crime(name: str) -> bool:
    """Is it an official name, whole or selective?"""
    return statutory(name) in causes("crimes")


@lru_cache
def _stems() -> re.Pattern[str]:
    stems = sorted((name.removesuffix("罪") for name in causes("crimes")), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, stems)))


def said_crimes(text: str) -> list[str]:
    """Crimes that a stretch of folded text says somebody 犯, each once, in order."""
    found: dict[str, None] = {}
    for match in _SAID.finditer(text):
        for index, piece in enumerate(_JOINT.split(match["crimes"])):
            crime = known_end(piece) or (_plausible(piece) if index == 0 else "")
            if crime:
                found[crime] = None
    return list(found)


def named_crimes(text: str) -> list[str]:
    """Official names of crimes that a text holds, with or without 罪, each once and with 罪."""
    found: dict[str, None] = {}
    for piece in re.findall(r"[\u4e00-\u9fff、()]+?(?<!犯)罪", text):
        if crime := known_end(piece):
            found[crime] = None
    for match in _stems().finditer(text):
        crime = match[0] + "罪"
        if not any(crime in other or statutory(other) == crime for other in found):
            found[crime] = None
    return list(found)


def known_end(piece: str) -> str:
    """The longest known crime, whole or selective, that a phrase ends with; "" when it ends with none."""
    piece = piece.strip('“”"')
    for start in range(max(0, len(piece) - 40), len(piece) - 2):
        if piece[start] not in "、的" and is_crime(piece[start:]):
            return piece[start:]
    return ""


def _plausible(piece: str) -> str:
    """A crime this table does not know (an older or misspelt name), if the phrase is short enough to be one."""
    piece = piece.strip('、“”"')
    return piece if 3 <= len(piece) <= 24 and not re.search(r"被告人|其行为|一案|建议|指控", piece) else ""
