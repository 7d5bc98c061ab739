"""机关、律师事务所、公司名称所占的文字：其中像姓名的字样（“海华永泰”）不是人。"""

from __future__ import annotations

import re

from justice.redaction.companies import place

_FORM = re.compile(
    r"律师事务所|会计师事务所|法律服务所|法律援助中心|有限责任公司|股份有限公司|有限公司|人民法院|中级法院|高级法院|检察院|公安局|公安分局|派出所|公证处|鉴定所|鉴定中心|监狱|看守所"
)
_BREAK = re.compile(
    r"[,。;:、\"“”《》\[\]〔〕!?]|原告|被告|上诉人|申请人|执行人|第三人|委托|代理人|辩护人|指派|负责人"
)
_REACH = 22
_BARE = 4


def occupied(text: str) -> list[tuple[int, int]]:
    """名称的区间（折叠文本），按位置排序。以区划名开头的自区划起，其余只算形式词之前的四个字。"""
    spans: list[tuple[int, int]] = []
    last = 0
    for match in _FORM.finditer(text):
        low = max(last, match.start() - _REACH)
        for mark in _BREAK.finditer(text, low, match.start()):
            low = mark.end()
        start = max(low, match.start() - _BARE)
        chain = at = low
        while at < match.start():
            size = place(text, at)
            if not size:
                at += 1
                continue
            if at != chain:
                start = at
            start = min(start, at) if at == low else start
            at = chain = at + size
        spans.append((start, match.end()))
        last = match.end()
    return spans
