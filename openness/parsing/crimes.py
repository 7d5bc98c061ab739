"""Names of crimes (罪名) as documents write them: whole, selective (贩卖毒品罪), several joined, without 罪 in titles."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

_CAUSES = Path(__file__).with_name("causes.toml")
_SAID = re.compile(r"犯(?!罪)(?:有|了)?(?P<crimes>[\u4e00-\u9fff、()“”\"]{1,120}?罪(?:[、,,和及与]{1,2}(?!被告|牛|原审)[\u4e00-\u9fff、()“”\"]{2,60}?罪)*)")
_JOINT = re.compile(r"(?<=罪)(?:[、,,和及与]|以及)+")


@lru_cache
def causes(kind: str) -> frozenset[str]:
    """The official names of one kind (crimes, civil, administrative) in causes.toml, half width."""
    names = tomllib.loads(_CAUSES.read_text(encoding="utf-8"))[kind]["names"]
    return frozenset(names.replace("（", "(").replace("）", ")").split())


@lru_cache
def _joined() -> tuple[str, ...]:
    """Stems of crimes that name alternatives, the shortest first."""
    return tuple(sorted((name for name in causes("crimes") if "、" in name), key=len))


@lru_cache(maxsize=4096)
def statutory(crime: str) -> str:
    """The official name that covers a selective one: 贩卖毒品罪 -> 走私、贩卖、运输、制造毒品罪."""
    if crime in causes("crimes"):
        return crime
    letters = crime.replace("、", "")
    for name in _joined():
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


def crime_at(text: str) -> bool:
    """Does a text begin with the stem of a crime?"""
    return _stems().match(text) is not None


def said_crimes(text: str) -> list[str]:
    """Crimes that a stretch of folded text says somebody 犯, each once, in order."""
    found: dict[str, None] = {}
    for match in _SAID.finditer(text):
        for piece in _JOINT.split(match["crimes"]):
            crime = _trim(piece)
            if crime:
                found[crime] = None
    return list(found)


def _trim(piece: str) -> str:
    """A crime's name out of a phrase that ends with it; "" when none is in it."""
    piece = piece.strip("、“”\"的")
    if is_crime(piece):
        return piece
    for start in range(1, len(piece) - 2):
        if is_crime(piece[start:]):
            return piece[start:].lstrip("、")
    return piece if len(piece) <= 30 and not re.search(r"被告人|其行为|一案", piece) else ""


def titled_crimes(title: str) -> list[str]:
    """Crimes that a title names, with or without 罪, each with 罪."""
    found: dict[str, None] = {}
    for match in _stems().finditer(title):
        found[match[0] + "罪"] = None
    return list(found)
