"""判断“是姓名还是词”所用的词表与权重（justice/redaction/data/），只读一次。"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from justice import names, rules

DATA_DIR = Path(__file__).parent / "data"


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
def model() -> dict[str, Any]:
    """姓名判别的权重，来历与训练方法见 data/README.md。"""
    return json.loads((DATA_DIR / "name_model.json").read_text(encoding="utf-8"))


@lru_cache
def candidate_pattern() -> re.Pattern[str]:
    """在每个姓氏处给出最长的候选（姓 + 一至二字名）；前瞻写法使候选可以重叠。"""
    never = re.escape(rules.table("given_names", DATA_DIR)["never"]["chars"])
    given = rf"(?![{never}])[一-鿿]"
    singles = "".join(name for name in names.surnames() if len(name) == 1)
    # “第五百条”“第五款”里的“第五”、“审判长孙某”里的“长孙”不是复姓。
    compound = "|".join(sorted(names.compound_surnames())).replace(
        "第五", "第五(?![百十千条款项章节编次批届组名个人号审层])"
    )
    compound = compound.replace("长孙", "(?<![判队院厂局校所站部组镇乡市县区科处社村店会])长孙")
    return re.compile(rf"(?=((?:{compound}){given}(?:{given})?|[{singles}]{given}(?:{given})?))")


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
def sounds() -> str:
    """译名常用的字：带间隔号的姓名到此类字止（“古丽米热·阿卜杜拉抚养”）。"""
    return "".join(rules.table("callings", DATA_DIR)["sounds"]["chars"].split())


@lru_cache
def syllables() -> str:
    """蒙古族、藏族等姓名里常用的音节词，长的在前，供正则用。"""
    listed = rules.table("callings", DATA_DIR)["sounds"]["syllables"].split()
    return "|".join(sorted(listed, key=len, reverse=True))


@lru_cache
def premises() -> frozenset[str]:
    """处所、店铺的通名（两字），招牌之后常见。"""
    return frozenset(rules.table("callings", DATA_DIR)["after"]["premises"].split())


@lru_cache
def everyday() -> frozenset[str]:
    """常用词与地名：与之同形的姓名要分清此处是人还是词。"""
    return places() | {word for word, band in words().items() if band >= 2}
