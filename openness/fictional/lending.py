"""Private lending (民间借贷纠纷): between people, with or without a guarantor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from openness.fictional import laws
from openness.fictional.drafts import CivilDraft
from openness.fictional.numbers import add_months, day, yuan
from openness.fictional.parties import Party, company_party, person_party
from openness.fictional.scene import Scene

PURPOSES = (
    "购买饲料", "周转海参育苗款", "装修门市房", "偿还货款", "承包果园", "购置货运车辆", "为孩子在外地购房凑首付", "经营饭店", "收购葡萄",
    "垫付工人工资", "加工水产品", "更换渔船发动机",
)
TRADES = ("镁质材料", "冷链物流", "水产养殖", "建筑安装工程", "商贸", "果品购销")


@dataclass(slots=True)
class Loan:
    """The figures of a loan."""

    lender: Party
    borrower: Party
    guarantor: Party | None
    principal: int
    lent: date
    due: date
    rate: float
    repaid: int
    purpose: str
    card: str

    @property
    def owed(self) -> int:
        """Principal still owed in yuan."""
        return self.principal - self.repaid


def _draw(s: Scene) -> Loan:
    lender = person_party(s)
    borrower = company_party(s, TRADES) if s.maybe(0.2) else person_party(s, 0.35)
    guarantor = person_party(s, 0.2) if s.maybe(0.3) else None
    if guarantor:
        s.facts = s.before(s.filed, 240, 400)
    principal = s.step(20_000, 480_000, 5000) if s.maybe(0.8) else s.step(500_000, 1_800_000, 50_000)
    lent = s.facts
    # A guarantor must be asked within six months of the due date (《民法典》第六百九十二条、《担保法》第二十六条).
    due = s.before(s.filed, 20, 150) if guarantor else min(add_months(lent, s.pick(3, 6, 6, 12)), s.before(s.filed, 8, 40))
    repaid = s.step(5000, principal // 3, 1000) if s.maybe(0.45) and principal > 30_000 else 0
    ceiling, _ = laws.interest_ceiling(lent)
    rate = min(s.pick(6.0, 8.0, 9.0, 10.0, 12.0), round(ceiling, 2))
    borrower.present = s.maybe(0.62)
    if guarantor:
        guarantor.present = borrower.present and s.maybe(0.7)
    return Loan(lender, borrower, guarantor, principal, lent, due, rate, repaid, s.of(PURPOSES), s.card())


def _story(s: Scene, f: Loan) -> str:
    how = s.pick("系同村村民", "系多年朋友", "经他人介绍相识", "曾为同事", "有业务往来")
    text = (
        f"{f.lender.short}与{f.borrower.short}{how}。{day(f.lent)}，{f.borrower.short}以{f.purpose}为由"
        f"向{f.lender.short}借款{yuan(f.principal)}，约定{day(f.due)}前还清，年利率{f.rate:g}%。"
    )
    if f.guarantor:
        text += f"{f.guarantor.short}在借条担保人处签名捺印，承诺承担连带保证责任。"
    text += f"借款到期后，{f.lender.short}多次{s.pick('打电话', '上门', '发微信')}催要，"
    text += f"{f.borrower.short}仅还款{yuan(f.repaid)}，" if f.repaid else f"{f.borrower.short}{s.pick('一再推脱', '以没钱为由拖延', '先后三次书面承诺还款均未兑现')}，"
    return text + s.pick("余款至今未付。", "故诉至法院。", "为维护自身合法权益，提起本案诉讼。")


def _answer(s: Scene, f: Loan) -> str:
    if not f.borrower.present:
        return ""
    text = f"{f.borrower.short}辩称，" + s.pick(
        f"借款属实，但经营亏损，一时拿不出这么多钱，希望{f.lender.short}能宽限到年底，利息适当减免。",
        f"收到的款项没有借条写的那么多，其中{yuan(f.principal // 20)}是当场扣下的利息，不应计入本金。",
        "对借款本金没有意见，对利息有意见，双方当时只是口头提过利息，没有算过具体数额。",
        "这笔钱已经通过现金还了一部分，因为是熟人，没有让对方打收条。",
    )
    if f.guarantor and f.guarantor.present:
        text += f"{f.guarantor.short}辩称，" + s.pick("当时只是作为见证人签字，不知道要承担保证责任。", "应当先由借款人还，自己没有花这笔钱。")
    return text


def _evidence(s: Scene, f: Loan) -> str:
    name = f.lender.short
    items = s.pick("借条一张、银行转账凭证一份、微信聊天记录截图十二页", "借款合同一份、转账电子回单一份、通话录音光盘及文字整理件一份", "借据原件、手机银行交易明细、催款短信打印件")
    tail = f"{f.borrower.short}未到庭，视为放弃质证的权利。" if not f.borrower.present else f"{f.borrower.short}对上述证据的{s.pick('真实性无异议，对证明目的有异议', '真实性、合法性均无异议', '来源无异议，但认为不能反映还款情况')}。"
    third = f"证人{s.witness()}出庭陈述，其在场见到双方{s.pick('签写借条', '商量还款', '核对账目')}的经过。" if s.maybe(0.4) else ""
    return (
        f"围绕诉讼请求，{name}向本院提交了{items}。{tail}{third}"
        f"本院对{name}提交的证据审查后认为，各份证据能够相互印证，对其证明力予以确认，并在卷佐证。"
    )


def _found(s: Scene, f: Loan) -> list[str]:
    first = (
        f"{day(f.lent)}，{f.borrower.short}向{f.lender.short}出具{s.pick('借条', '借据')}，载明：“今借到{f.lender.short}人民币"
        f"{yuan(f.principal)}，用于{f.purpose}，于{day(f.due)}前还清，年利率{f.rate:g}%。”{f.borrower.short}在借款人处{s.pick('签名捺印', '签名', '签章')}。"
        f"同日，{f.lender.short}通过其名下账号为{f.card}的银行卡{s.pick('分两笔', '一次性', '')}转入{f.borrower.short}指定账户{yuan(f.principal)}。"
    )
    if f.guarantor:
        first += f"{f.guarantor.short}在该{s.pick('借条', '借据')}“连带保证人”一栏签名，未约定保证期间。"
    second = "借款期限届满后，"
    if f.repaid:
        second += f"{f.borrower.short}于{day(s.after(f.due, 10, 90))}通过{s.pick('微信', '支付宝', '银行')}转账还款{yuan(f.repaid)}，双方未约定该款抵充顺序，{f.lender.short}当庭认可抵充本金。其余{yuan(f.owed)}及利息未还。"
    else:
        second += f"{f.borrower.short}未偿还本金，亦未支付利息。"
    out = [first, second]
    if s.maybe(0.35):
        out.append(_interest_paid(s, f))
    if s.maybe(0.5):
        out.append(
            f"另查明，{day(s.after(f.due, 20, 120))}，{f.lender.short}用手机号码{s.phone()}与{f.borrower.short}通话催款，"
            f"{f.borrower.short}在通话中表示{s.pick('“等卖了货就还”', '“过了年一定还清”', '“钱我认，再缓两个月”')}。"
            + (f"签订借条时一年期贷款市场报价利率为{laws.prime_rate(f.lent):g}%。" if f.lent >= laws.PRIME_RATES[0][0] else "")
        )
    if f.borrower.person and s.maybe(0.25):
        out.append(f"又查明，{f.borrower.short}名下登记有车牌号为{s.plate()}的小型轿车一辆，诉讼中本院根据{f.lender.short}的申请对该车办理了查封登记。")
    return out


def _interest_paid(s: Scene, f: Loan) -> str:
    """Other payments between the two that have nothing to do with this loan."""
    when, parts = f.lent, []
    for _ in range(s.whole(3, 12)):
        when = when + timedelta(days=s.whole(9, 34))
        if when >= s.filed:
            break
        parts.append(f"{day(when)}{yuan(s.step(500, 6000, 100))}")
    return (
        f"庭审中，{f.lender.short}出示其名下卡号为{s.card()}的交易明细，显示双方另有下列往来：{'、'.join(parts)}。"
        f"{f.lender.short}称上述款项系{s.pick('双方此前的饲料款', '合伙收购货物的分账', '归还的另一笔零星借款')}，与本案借款无关；"
        f"{f.lender.short}提供的{s.pick('记账本', '微信聊天记录', '收据存根')}及证人{s.witness()}的陈述能够印证这一说法。"
    )


def _reasoning(s: Scene, f: Loan) -> list[str]:
    first = s.pick(
        f"合法的借贷关系受法律保护。{f.lender.short}提供的借条与转账凭证足以证明其已将{yuan(f.principal)}交付{f.borrower.short}，双方的借款合同自款项交付时起成立并生效。{f.borrower.short}未按约定的期限返还借款，构成违约，应当承担还本付息的责任。",
        f"本案的争议焦点是{f.borrower.short}尚欠借款的数额以及利息如何计算。借条系{f.borrower.short}本人书写，转账时间、数额与借条记载吻合，可以认定{f.lender.short}已履行出借义务。{f.borrower.short}主张曾另行还款或者扣息，但没有提交证据，应自行承担举证不能的后果。",
    )
    second = (
        f"关于利息，双方约定的年利率{f.rate:g}%未超过{laws.interest_ceiling(f.lent)[1]}，{s.pick('符合司法解释的规定', '不违反法律规定')}，"
        f"{f.lender.short}要求自{day(f.lent)}起计付利息，本院予以支持。"
    )
    out = [first, second]
    if f.guarantor:
        out.append(
            f"关于保证责任，{f.guarantor.short}在“连带保证人”处签名，意思表示明确，{s.pick('其关于只是见证人的说法与书面记载不符', '应当按照约定与借款人承担连带责任')}。"
            f"{f.lender.short}在主债务履行期届满之日起六个月内提出了主张，保证期间没有经过，{f.guarantor.short}应对上述债务承担连带清偿责任；其承担责任后，有权向{f.borrower.short}追偿。"
        )
    return out


def lending(s: Scene) -> CivilDraft:
    """Private lending."""
    f = _draw(s)
    both = f"{f.borrower.short}" + (f"、{f.guarantor.short}" if f.guarantor else "")
    interest = f"以{yuan(f.owed)}为基数，自{day(f.lent)}起至实际清偿之日止，按年利率{f.rate:g}%计算"
    ruling = [f"{f.borrower.short}于本判决生效之日起十日内偿还{f.lender.short}借款本金{yuan(f.owed)}及利息（{interest}）"]
    if f.guarantor:
        ruling.append(f"{f.guarantor.short}对上述第一项债务承担连带清偿责任，其承担保证责任后，有权在承担责任的范围内向{f.borrower.short}追偿")
    if s.maybe(0.3):
        ruling.append(f"驳回{f.lender.short}的其他诉讼请求")
    rules = ["loan.repay", "loan.overdue", "loan.interest", "proof"]
    if s.facts >= laws.SINCE_CODE:
        rules += ["lending.25", "lending.28"]
    if f.guarantor:
        rules += ["guarantee.joint", "guarantee.recourse"]
    return CivilDraft(
        family="loan", cause="民间借贷纠纷", plaintiffs=[f.lender],
        defendants=[f.borrower] + ([f.guarantor] if f.guarantor else []),
        claims=[f"判令{both}偿还借款{yuan(f.owed)}及利息（{interest}）", f"诉讼费由{both}承担"],
        story=_story(s, f), answer=_answer(s, f), evidence=_evidence(s, f), found=_found(s, f),
        reasoning=_reasoning(s, f), rules=rules, ruling=ruling, value=f.owed * 1.06,
        grounds=s.pick(
            "一审认定的借款本金有误，出借人交付款项时已预先扣除利息，应以实际到账数额为本金；一审按合同约定利率一直计息至清偿之日，加重了上诉人的负担。",
            "上诉人已经以现金方式归还部分借款，有邻居在场，一审法院未通知该邻居到庭核实，属认定事实不清。",
        ),
        reply="一审判决认定事实清楚，适用法律正确，请求维持。",
    )
