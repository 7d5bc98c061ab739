"""判断“是姓名还是词”所用的词表与权重（justice/redaction/data/），只读一次。"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from justice import names, rules

DATA_DIR = Path(__file__).parent / "data"

PLACE_ENDS = frozenset("省市县区镇乡村庄屯路街桥厂院店矿系并将")
"""处所名的尾字等：姓名里不在末尾。"""


@lru_cache
def words() -> dict[str, int]:
    """两字、三字常用词 -> 频率档（1–3）。"""
    found: dict[str, int] = {}
    band = 0
    for line in (DATA_DIR / "words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") and line[2:].isdigit():
            band = int(line[2:])
        elif not line.startswith("#"):
            found.update(dict.fromkeys(line.split(), band))
    return found


@lru_cache
def given_characters() -> dict[str, int]:
    """名用字 -> 级别（0–10，姓名中与一般文字中频率之比；10 最像名字）。"""
    data = rules.table("given_names", DATA_DIR)["given"]
    return {char: level for level in range(11) for char in data[f"level_{level}"]}


@lru_cache
def word_names() -> frozenset[str]:
    """常用作名的常用词（“建设”“团结”）。"""
    return frozenset(rules.table("given_names", DATA_DIR)["words"]["given"].split())


@lru_cache
def model() -> dict[str, Any]:
    """姓名判别的权重，来历与训练方法见 data/README.md。"""
    return json.loads((DATA_DIR / "name_model.json").read_text(encoding="utf-8"))


@lru_cache
def candidate_pattern() -> re.Pattern[str]:
    """单姓，组 1 是其后的一至二个名用字；只占一个字，候选因而可以重叠。"""
    singles = "".join(name for name in names.surnames() if len(name) == 1)
    return re.compile(rf"[{singles}](?=({_given_class()}{{1,2}}))")


@lru_cache
def compound_pattern() -> re.Pattern[str]:
    """复姓的首字，组 1 是复姓的后一字与一至二个名用字。"""
    # “第五百条”“第五款”里的“第五”、“审判长孙某”里的“长孙”不是复姓。
    unlike = {
        "第五": "(?!五[百十千条款项章节编次批届组名个人号审层])",
        "长孙": "(?<![判队院厂局校所站部组镇乡市县区科处社村店会]长)",
    }
    whole = "|".join(
        f"{name[0]}{unlike.get(name, '')}(?={name[1]})" for name in sorted(names.compound_surnames())
    )
    return re.compile(rf"(?:{whole})(?=(.{_given_class()}{{1,2}}))")


def _given_class() -> str:
    """可作名用字的汉字的正则字符类：``never`` 各字除外。"""
    never = map(ord, sorted(rules.table("given_names", DATA_DIR)["never"]["chars"]))
    bounds = [ord("一") - 1, *never, ord("鿿") + 1]
    return (
        "["
        + "".join(f"{chr(low + 1)}-{chr(high - 1)}" for low, high in pairwise(bounds) if high - low > 1)
        + "]"
    )


@lru_cache
def places() -> frozenset[str]:
    """省、市、县级行政区划的全称与去掉“省、市、县、区”的简称（至少两字）。"""
    found: set[str] = set()
    for line in (DATA_DIR / "places.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            found.update(line.split())
    short = {
        re.sub(r"(?:特别行政区|(?:.族)*自治[区州县旗]|省|市|县|区|旗|地区|盟)$", "", name) for name in found
    }
    return frozenset(found | {name for name in short if len(name) >= 2} | {"中国"})


@lru_cache
def place_heads() -> frozenset[str]:
    """区划名的前两字：不以它们开头的，不必逐个长度去查。"""
    return frozenset(name[:2] for name in places())


@lru_cache
def callings() -> dict[str, str]:
    """姓名之前的称谓词（二至四字）-> 类。"""
    table = rules.table("callings", DATA_DIR)
    return {
        word: group
        for group, listed in table["before"].items()
        for word in listed.split()
        if 2 <= len(word) <= 4
    }


@lru_cache
def calling_heads() -> frozenset[str]:
    """称谓词的前两字：不以它们开头的，不必逐个长度去查。"""
    return frozenset(word[:2] for word in callings())


@lru_cache
def sounds() -> str:
    """译名常用的字：带间隔号的姓名到此类字止（“古丽米热·阿卜杜拉抚养”）。"""
    return "".join(rules.table("callings", DATA_DIR)["sounds"]["chars"].split())


@lru_cache
def more_sounds() -> str:
    """不带间隔号的译名所用的字。"""
    return sounds() + rules.table("callings", DATA_DIR)["sounds"]["more"]


@lru_cache
def syllables() -> str:
    """蒙古族、藏族等姓名里常用的音节词，长的在前，供正则用。"""
    listed = rules.table("callings", DATA_DIR)["sounds"]["syllables"].split()
    return "|".join(sorted(listed, key=len, reverse=True))


@lru_cache
def clans() -> str:
    """彝族姓名的姓，供正则用。"""
    return "|".join(rules.table("callings", DATA_DIR)["sounds"]["clans"].split())


@lru_cache
def premises() -> frozenset[str]:
    """处所、店铺的通名（两字），招牌之后常见。"""
    return frozenset(rules.table("callings", DATA_DIR)["after"]["premises"].split())


@lru_cache
def everyday() -> frozenset[str]:
    """常用词与地名：与之同形的姓名要分清此处是人还是词。"""
    return places() | {word for word, band in words().items() if band >= 2}
