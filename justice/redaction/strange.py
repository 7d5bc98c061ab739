"""生僻字与打不出来的字：扩展区汉字、自造字。姓名里常有，也要当作汉字认；认不出的列为存疑。"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from justice import names
from justice.plain_text import Folded

_RARE = re.compile("[\u3400-\u4dbf\ue000-\uf8ff\U00020000-\U0003ffff\U000f0000-\U0010fffd]")
_FIRST, _COUNT = 0x9FD0, 32  # 统一汉字末尾的化学用字、古字，文书里不会有
_STAND_IN = chr(_FIRST)
_LOST = re.compile("(?<=[一-鿿])[\ue000-\uf8ff\U000f0000-\U0010fffd\ufffd□■]+")
_BLANK = re.compile("(?<=[一-鿿])[□■\u2800](?=[一-鿿])")
_ASKED = re.compile("(?:原告|被告|被告人|第三人|申请人|执行人|上诉人|被害人|证人):?([一-鿿]{1,2}[?]+)(?=[一-鿿,])")
REASON = "有打不出来的字，可能是姓名的一部分，请看左右"


def stand_in(folded: Folded) -> Folded:
    """生僻字、姓氏后面打不出来的“□”“?”换成常用区里不会用到的汉字，等长；没有的原样返回。"""
    text = _RARE.sub(_other, folded.text)
    text = _BLANK.sub(lambda sign: _other(sign) if _surname_before(text, sign.start()) else sign.group(), text)
    for begun in {asked[1] for asked in _ASKED.finditer(text) if _surname_before(text, asked.end(1) - 1)}:
        text = text.replace(begun, begun.replace("?", _STAND_IN))
    return folded if text == folded.text else Folded(text, folded.cuts, folded._removed)


def _other(sign: re.Match[str]) -> str:
    return chr(_FIRST + ord(sign.group()) % _COUNT)


def _surname_before(text: str, at: int) -> bool:
    return text[at - 1 : at] in names.surnames() or text[max(0, at - 2) : at] in names.compound_surnames()


def doubts(text: str, masked: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """折叠文本里没有隐去的自造字、乱码，连同前一字。"""
    if not _LOST.search(text):
        return
    covered = {at for start, end, _ in masked for at in range(start, end)}
    for lost in _LOST.finditer(text):
        if lost.start() not in covered:
            yield lost.start() - 1, lost.end(), REASON
