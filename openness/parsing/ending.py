"""Does a document end its case at its instance (终局文书), or is it one on the way (保全, 中止, 补正)?"""

from __future__ import annotations

import re

from justice.case_numbers import CaseNumber

from .source import Part

_FINAL_KINDS = ("判决书", "调解书", "支付令", "保护令", "禁令")
_DISPOSITIVE = re.compile(r"(?:裁定|决定)如下[::]?|裁定[::]")
# Cases whose whole subject is one such ruling: review, jurisdiction appeals, enforcement objections, preservation.
_OWN_CASE = re.compile(r"申|监|辖|异|复|财保|行保|证保|更|特|督|催|审|他")
_CORRECTION = re.compile(r"补正|更正|笔误")
_PAUSED = re.compile(
    r"中止(?:审理|诉讼|执行|本案)|本案中止|延长|转(?:为|换为)普通程序|^[^。]{0,20}恢复(?:执行|审理|诉讼)"
)
_ENDS = re.compile(
    r"准[许予][^。;]{0,80}撤(?:回|诉)|撤(?:回|诉)处理|驳回[^。;]{0,120}(?:起诉|上诉|再审申请|申诉|复议)|终结[^。;]{0,40}(?:执行|诉讼|程序|审理)"
    r"|不予受理|发回|维持|减(?:去|刑)|假释|准予[^。;]{0,20}强制执行|终止|撤销[^。;]{0,60}(?:判决|裁定)|宣告|指令|提审"
)
_INTERIM = re.compile(
    r"查封|冻结|扣押|扣划|划拨|提取|拍卖|变卖|保全|管辖|移送|先予执行|追加|变更|回避|解除|评估|限制|拘传|搜查|以物抵债|抵偿|腾退|不准许?撤"
)
_NOTICES = re.compile(r"驳回|不予受理|不予立案|审查结案")


def is_final(tail: Part, kind: str, number: CaseNumber | None) -> bool:
    """Judgments end the case; rulings by what they rule; a text cut off before its ruling does not."""
    if kind.endswith(_FINAL_KINDS):
        return True
    if kind.endswith("通知书"):
        return bool(_NOTICES.search(kind) or _NOTICES.search(tail.text[-800:]))
    starts = [match.end() for match in _DISPOSITIVE.finditer(tail.text)]
    ruling = re.split(r"如不服本裁定|审判长|审判员|执行员", tail.text[starts[-1] :])[0] if starts else ""
    if kind.endswith("决定书"):
        return not re.search(r"延长|回避|中止", kind + ruling[:40])
    if not kind.endswith("裁定书") or not ruling or _CORRECTION.search(ruling) or _PAUSED.search(ruling):
        return False
    if number is not None and _OWN_CASE.search(number.type):
        return True
    return bool(_ENDS.search(ruling)) or not _INTERIM.search(ruling)
