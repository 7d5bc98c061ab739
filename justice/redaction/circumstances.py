"""影响隐名范围的案情：婚姻家庭、继承案件；未成年人及其法定代理人；轻罪被告人。

依据：法释〔2016〕19号第八条；法释〔2013〕26号第六条（2014年至2016年9月公开的文书）。
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_FAMILY = re.compile(
    r"(?:离婚|抚养(?:费|权)?|扶养|赡养|婚姻家庭|婚约财产|婚姻无效|撤销婚姻|同居关系|夫妻财产|分家析产|监护权|探望权|收养关系|继承|遗嘱|遗赠)[^,。;]{0,8}(?:纠纷|一案|案件)"
)
_CRIMINAL = re.compile(r"公诉机关|被告人|罪犯")
_BIRTH = r"(?:\([^()]{0,20}\))?,(?:曾用名[^,]{1,6},)?[男女],(?:[^,。;]{1,12},)?((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日"
_GUARDIAN = r"法定代理人(?:\([^()]{0,12}\))?:?"
_YEAR = re.compile(r"[(\[〔]((?:19|20)\d\d)[)\]〕]")
_LIGHT = r"(?:有期徒刑(?:[一二两]年|三年(?!零|[一二三四五六七八九十])|(?:十[一二]|[一二三四五六七八九十])个月)|拘役|管制|单处罚金|免予刑事处罚)"
_SENTENCE = rf"犯[^;。]{{2,80}}罪[^;。]{{0,120}}?(?:判处|决定执行)({_LIGHT})?"
_HEAD = 1500


def is_family_case(text: str) -> bool:
    """是否婚姻家庭、继承案件（看案由所在的开头部分）。"""
    return bool(_FAMILY.search(text, 0, _HEAD)) and not is_criminal_case(text)


def is_criminal_case(text: str) -> bool:
    """是否刑事案件。"""
    return bool(_CRIMINAL.search(text, 0, _HEAD))


def minors(text: str, names: Iterable[str]) -> set[str]:
    """未成年人（按案号年份未满十八周岁）及其法定代理人。"""
    years = [int(year) for year in _YEAR.findall(text)]
    if not years:
        return {name for name in names if re.search(_GUARDIAN + re.escape(name), text)}
    found = set()
    for name in names:
        born = re.search(re.escape(name) + _BIRTH, text)
        if (born and max(years) - int(born[1]) < 18) or re.search(_GUARDIAN + re.escape(name), text):
            found.add(name)
    return found


def light_sentences(text: str, names: Iterable[str]) -> set[str]:
    """判处三年有期徒刑以下刑罚、免予刑事处罚且全文未认定累犯的被告人；判得更重一次即不算。"""
    if "累犯" in text:
        return set()
    found = set()
    for name in names:
        sentences = re.findall(rf"被告人{re.escape(name)}{_SENTENCE}", text)
        if sentences and all(sentences):
            found.add(name)
    return found
