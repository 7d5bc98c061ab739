"""What a reader hands on: one row per document, or one clear sentence why there is none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

KIBI = 1024
MEBI = 1024 * KIBI

#: The longest line of a JSONL file and the largest single document that are read, in bytes.
MAX_LINE_BYTES = 8 * MEBI
MAX_DOCUMENT_BYTES = 8 * MEBI

# Characters nobody sees and everybody trips over: C0 and C1 controls (but not tab and line feed), soft
# hyphens, joiners and fillers, marks that turn the direction of writing, variation selectors, tags.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff]"
)
# Programs that print to PDF name a radical where the text had the character that looks the same: 民, 长, 马 are no
# longer found under their names then. Kangxi radicals have a compatibility mapping, the supplement has none.
_RADICAL = re.compile("[\u2e80-\u2ef3\u2f00-\u2fd5]")
_SUPPLEMENT = {
    0x2E81: "厂", 0x2E84: "乙", 0x2E85: "亻", 0x2E86: "冂", 0x2E88: "刀", 0x2E89: "刂", 0x2E8A: "卜", 0x2E8C: "小", 0x2E8D: "小", 0x2E8E: "兀",
    0x2E90: "尢", 0x2E92: "巳", 0x2E93: "幺", 0x2E94: "彑", 0x2E95: "彐", 0x2E96: "忄", 0x2E97: "心", 0x2E98: "扌", 0x2E99: "攵", 0x2E9B: "旡",
    0x2E9C: "曰", 0x2E9D: "月", 0x2E9E: "歹", 0x2E9F: "母", 0x2EA0: "民", 0x2EA1: "氵", 0x2EA2: "氺", 0x2EA3: "灬", 0x2EA4: "爪", 0x2EA6: "丬",
    0x2EA7: "牛", 0x2EA8: "犭", 0x2EA9: "王", 0x2EAA: "疋", 0x2EAB: "目", 0x2EAC: "示", 0x2EAD: "礻", 0x2EAE: "竹", 0x2EAF: "糹", 0x2EB0: "纟",
    0x2EB6: "羊", 0x2EB7: "羊", 0x2EB8: "羊", 0x2EB9: "耂", 0x2EBA: "肀", 0x2EBB: "聿", 0x2EBC: "肉", 0x2EBD: "臼", 0x2EBE: "艹", 0x2EBF: "艹",
    0x2EC0: "艹", 0x2EC1: "虎", 0x2EC2: "衤", 0x2EC3: "覀", 0x2EC4: "西", 0x2EC5: "见", 0x2EC6: "角", 0x2EC7: "角", 0x2EC8: "讠", 0x2EC9: "贝",
    0x2ECA: "足", 0x2ECB: "车", 0x2ECC: "辶", 0x2ECD: "辶", 0x2ECE: "辶", 0x2ECF: "阝", 0x2ED0: "钅", 0x2ED1: "長", 0x2ED2: "镸", 0x2ED3: "长",
    0x2ED4: "门", 0x2ED5: "阜", 0x2ED6: "阝", 0x2ED7: "雨", 0x2ED8: "青", 0x2ED9: "韦", 0x2EDA: "页", 0x2EDB: "风", 0x2EDC: "飞", 0x2EDD: "食",
    0x2EDE: "飠", 0x2EDF: "飠", 0x2EE0: "饣", 0x2EE1: "首", 0x2EE2: "马", 0x2EE3: "骨", 0x2EE4: "鬼", 0x2EE5: "鱼", 0x2EE6: "鸟", 0x2EE7: "卤",
    0x2EE8: "麦", 0x2EE9: "黄", 0x2EEA: "黾", 0x2EEB: "斉", 0x2EEC: "齐", 0x2EED: "歯", 0x2EEE: "齿", 0x2EEF: "竜", 0x2EF0: "龙", 0x2EF1: "龜",
    0x2EF2: "亀", 0x2EF3: "龟",
}  # fmt: skip
# Right-to-left override, closed: its letters are shown from the last to the first.
_OVERRIDDEN = re.compile("\u202e([^\u202a-\u202e\n]*)\u202c")
# Characters that stand twice in Unicode for the sake of other codes: canonically the same, for a name that is looked for not.
_TWICE = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")
_ANNOTATION = re.compile("\ufffa[^\ufffb\n]*\ufffb")
_LINE_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Row:
    """One document of an import file.

    position: line of a JSONL file or place in an archive or folder, from 1. name: what staff know it by
    (the id, the path in the archive). text: the cleaned text, None where error is set. fields: what the row
    itself says (id, title, case_number, court as str; decided_on, effective_on as date). error: a Chinese
    sentence that says what is wrong, where, and what to do; None for a good row. notes: what was left out of a good
    row, a Chinese phrase each.
    """

    position: int
    name: str
    text: str | None = None
    fields: Mapping[str, str | date] = field(default_factory=dict)
    error: str | None = None
    notes: tuple[str, ...] = ()


class ReadError(ValueError):
    """A file or entry that cannot be read; the message is a complete Chinese sentence for staff."""


def clean(text: str) -> str:
    """Text without control, zero-width and direction-turning characters, in the order in which it is seen; radicals and
    compatibility characters as the characters that they stand for; line breaks stay, as line feeds.

    HTML is left alone: it is text here and is escaped where it is shown.
    """
    text = _LINE_BREAK.sub("\n", text)
    text = _OVERRIDDEN.sub(lambda shown: shown.group(1)[::-1], text)
    text = _ANNOTATION.sub("", text)
    text = _INVISIBLE.sub("", text)
    text = _TWICE.sub(lambda sign: unicodedata.normalize("NFC", sign.group()), text)
    text = _RADICAL.sub(_character, text)
    return _SURROGATE.sub("\ufffd", text)


def _character(radical: re.Match[str]) -> str:
    sign = radical.group()
    return _SUPPLEMENT.get(ord(sign)) or unicodedata.normalize("NFKC", sign)


def parse_day(value: str) -> date | None:
    """A date as registers write it (2026-10-08, 2026/10/8, 2026.10.8, 20261008, 2026年10月8日); None if it is none."""
    match = _DAY.fullmatch(re.sub(r"\s+", "", value))
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


_DAY = re.compile(
    r"(?:(\d{4})[-/.．－／年](\d{1,2})[-/.．－／月](\d{1,2})日?|(\d{4})(\d{2})(\d{2}))(?:T?00:00(?::00)?(?:\.0+)?Z?)?"
)
