"""Short civil rulings around a case: withdrawn, secured, corrected."""

from __future__ import annotations

import re

from openness.fictional import laws
from openness.fictional.drafts import CivilDraft
from openness.fictional.layout import Sheet, draw_panel
from openness.fictional.numbers import court_fee, day, yuan
from openness.fictional.places import STREETS
from openness.fictional.scene import Scene

KIND = "民事裁定书"
AMOUNT = re.compile(r"(\d+(?:\.\d+)?)元")


def _head(d: CivilDraft) -> list[str]:
    out: list[str] = []
    for role, side in (("原告", d.plaintiffs), ("被告", d.defendants), ("第三人", d.thirds)):
        for p in side:
            out += p.paragraphs(role)
    return out


def _case(d: CivilDraft) -> str:
    """原告甲与被告乙…一案, short names introduced."""
    return f"原告{'、'.join(p.mentioned for p in d.plaintiffs)}与被告{'、'.join(p.mentioned for p in d.defendants)}{d.cause}一案"


def _title(d: CivilDraft) -> str:
    return f"{d.plaintiffs[0].name}与{d.defendants[0].name}{d.cause}一审{KIND}"


def withdrawn(s: Scene, d: CivilDraft, number: str) -> Sheet:
    """The plaintiff withdraws the suit; the ruling ends the case."""
    a, b = d.plaintiff, d.defendant
    when = s.before(s.decided, 1, 4)
    paid = s.maybe(0.5)
    paragraphs = _head(d)
    paragraphs += [
        f"{_case(d)}，本院于{day(s.filed)}立案后，依法进行审理。",
        f"{a}向本院提出诉讼请求：{'；'.join(f'{at}.{text}' for at, text in enumerate(d.claims, 1))}。事实和理由：{d.story}",
        "本院立案后，向被告送达了起诉状副本、应诉通知书和举证通知书，告知了诉讼权利义务，并在开庭前组织双方交换意见。" + (d.answer or f"{b}在答辩期内没有提交书面意见。"),
        f"为查明争议事实，本院依职权进行了必要的调查：{''.join(d.found[:2])}",
        "在本院主持下，双方就争议进行了多次沟通。本院向当事人释明了相关法律规定和类似案件的处理情况，并就履行方式、履行期限提出了建议。",
        f"{day(when)}，{a}以{'双方已达成和解、' + b + '已将款项汇入其账户（' + s.card() + '）' if paid else s.pick('证据尚需补充', '双方正在庭外协商', '暂不追究')}为由，向本院申请撤回起诉。",
        f"本院认为，当事人有权在法律规定的范围内处分自己的民事权利和诉讼权利。{a}申请撤诉，系其真实意思表示，不损害他人利益，应予准许。",
        f"依照{laws.cite(['withdraw', 'ruling'], s.facts, s.decided)}规定，裁定如下：",
        f"准许{a}撤回起诉。",
        f"案件受理费{yuan(d.fee if d.fee is not None else court_fee(d.value))}，减半收取，由{a}负担。",
    ]
    return Sheet(KIND, number, _title(d), paragraphs, draw_panel(s, False))


def secured(s: Scene, d: CivilDraft, number: str) -> Sheet:
    """Property is secured in the course of a suit (财产保全): the case goes on, the number carries a suffix."""
    a, b = d.plaintiffs[0].short, d.defendants[0].short
    amount = max(10_000, round(d.value))
    account, plate = s.card(), s.plate()
    firm = s.pick("提供现金担保", "以其名下车辆提供担保", "由保险公司出具保单保函提供担保")
    paragraphs = _head(d)
    asked = s.since(s.filed, 1, 8)
    paragraphs += [
        f"{_case(d)}，本院于{day(s.filed)}立案。{a}向本院提出诉讼请求：{'；'.join(f'{at}.{text}' for at, text in enumerate(d.claims, 1))}。其起诉称：{d.story}",
        f"{a}于{day(asked)}向本院申请财产保全，请求对{b}名下价值{yuan(amount)}的财产采取保全措施，理由是{b}{s.pick('正在低价处置资产', '负债较多，有转移财产的可能', '拒接电话，去向不明')}，不立即保全将使将来的判决难以执行。{a}已{firm}。",
        f"{a}为此提交了财产线索清单：其一，{b}开立的银行账户（账号{account}）；其二，车牌号{plate}的机动车一辆；其三，位于{s.court.area}{s.of(STREETS)}的房屋，登记情况待查。证人{s.witness()}提供了车辆的停放地点。",
        f"本院对申请进行了审查。{''.join(d.found[:2])}上述情况系根据申请人提交的材料初步掌握，最终以判决认定的事实为准。",
        f"{s.pick('申请人提供的担保符合要求', '本院对担保材料进行了核验，担保真实有效')}，保全的数额没有超出诉讼请求的范围，查封、冻结的标的物明确。保全期间，被保全的财产由{b}保管的，{b}可以继续使用，但不得转让、抵押或者毁损。",
        f"本院认为，{a}的申请符合法律规定，应予准许。依照{laws.cite(['preserve', 'ruling'], s.facts, s.decided)}规定，裁定如下：",
        f"查封、冻结{b}名下银行存款{yuan(amount)}或者相应价值的其他财产，其中冻结银行存款的期限为一年，查封动产的期限为二年，查封不动产的期限为三年。",
        f"申请费{yuan(min(5000, round(amount * 0.01 + 20)))}，由{a}预交。",
        "本裁定立即开始执行。当事人对本裁定不服的，可以自收到裁定书之日起五日内向本院申请复议一次，复议期间不停止裁定的执行。",
    ]
    return Sheet(KIND, number, _title(d), paragraphs, draw_panel(s, False))


def corrected(s: Scene, d: CivilDraft, number: str, mended: str) -> Sheet:
    """A slip of the pen in a judgment is mended (补正): a short ruling under the same number with a suffix."""
    right = next((item for item in d.ruling if AMOUNT.search(item)), d.ruling[0])
    wrong = AMOUNT.sub(lambda m: m[1][:-1] + "0" + m[1][-1] + "元", right, count=1)
    a, b = d.plaintiffs[0].short, d.defendants[0].short
    told = s.before(s.decided, 2, 5)
    paragraphs = _head(d)
    paragraphs += [
        f"本院对{_case(d)}作出的{mended}民事判决书中存在笔误。{a}在收到判决书后向本院反映，本院经核对卷宗及合议笔录，确认应予补正。",
        f"原判决所依据的事实为：{''.join(d.found)}",
        f"原判决主文表述与卷宗及判决理由不一致。判决理由部分已经写明：{d.reasoning[0]}{d.reasoning[-1]}",
        f"{day(told)}，本院将上述情况通知{b}，{b}{s.pick('对补正没有异议', '要求以书面形式送达')}。本次补正仅涉及文字，不改变当事人的实体权利义务。",
        f"依照{laws.cite(['ruling'], s.facts, s.decided)}规定，裁定如下：",
        f"{mended}民事判决书主文中的“{wrong}”，补正为“{right}”。",
        "本裁定是原判决书的组成部分，自送达之日起与原判决书具有同等效力。",
    ]
    return Sheet(KIND, number, _title(d), paragraphs, draw_panel(s, False))
