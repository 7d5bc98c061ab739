"""Passages that judgments of a kind share: issues, service, attempts to settle, remarks at the end of the reasoning."""

from __future__ import annotations

from openness.fictional import laws
from openness.fictional.drafts import CivilDraft, CriminalDraft
from openness.fictional.numbers import day
from openness.fictional.scene import Scene

ISSUES = {
    "loan": ("借款本金的数额如何认定", "约定的利息应否支持、从何时起算", "已付款项如何抵充"),
    "sale": ("实际供货的数量和货款数额", "标的物是否存在质量问题", "违约金是否过高"),
    "tenancy": ("租赁合同应否解除", "欠付租金和占有使用费的数额", "装修投入及押金如何处理"),
    "construction": ("施工合同的效力", "工程价款的数额及付款条件是否成就", "利息的起算时间和标准"),
    "property": ("双方是否形成物业服务合同关系", "物业服务费应否减免"),
    "traffic": ("各项损失的数额如何确定", "保险公司是否享有免赔事由", "垫付款如何处理"),
    "insurance": ("保险人拒赔的理由能否成立", "损失数额及评估费的负担"),
    "labour": ("拖欠工资的期间和数额", "应否支付解除劳动合同的经济补偿"),
    "company": ("股东权利或者合同义务是否成立", "被告的抗辩理由有无事实依据"),
    "penalty": ("被诉处罚决定认定的事实是否清楚", "处罚程序是否合法、裁量是否适当"),
    "work_injury": ("第三人受到的伤害是否属于工伤", "举证责任应当由谁承担"),
    "information": ("被告是否履行了查找义务", "答复的形式和期限是否合法"),
}
ADVICE = {
    "loan": (
        "需要指出的是，熟人之间借钱更要把话写在纸上：金额、期限、利息、还款方式写清楚，转账时备注用途，才不至于日后伤了和气又难以举证。",
        "诚信是借贷的基础。借款人暂时有困难，可以坦诚协商分期偿还，躲避只会增加利息和诉讼的负担。",
    ),
    "sale": (
        "买卖往来贵在诚信。供货方应当注意收货手续的完整，收货方发现质量问题应当及时书面提出，避免在结算时各执一词。",
        "对账函是交易双方确认债权债务的重要凭据，盖章之前应当认真核对，盖章之后就应当为此负责。",
    ),
    "tenancy": ("市场有起伏，经营有风险，承租人遇到困难应当及时与出租人协商变更租金或者提前退租，而不是锁门了事，使损失不断扩大。",),
    "construction": ("工程款的背后是一线工人的工资。发包人应当按照约定结算付款，施工人也应当保证质量、留存施工资料，以便及时结算。",),
    "property": ("物业服务企业应当定期公示服务事项和收支情况，对业主的报修逐一登记、限时回复；业主也应当通过正当途径表达意见。",),
    "traffic": ("道路交通安全关系千家万户。驾驶人多一分谨慎，行人和骑行者多一分注意，许多事故本可避免。",),
    "insurance": ("保险的价值在于风险发生时的保障。保险公司在投保时对条款说得清楚明白，理赔时才能少一些争议。",),
    "labour": ("按时足额支付工资是用人单位的法定义务，不因经营困难而当然免除；劳动者离职时也应当妥善办理交接。",),
    "company": ("公司治理应当公开、规范，股东之间的信任建立在账目清楚和依约履行之上。",),
}
NOT_REACHED = ("因双方对数额分歧较大，未能达成协议", "被告未到场，调解未能进行", "双方一度达成口头意向，但未能签署协议")


def issues(s: Scene, d: CivilDraft) -> list[str]:
    """The issues as the court sums them up; nothing where nobody answers."""
    known = ISSUES.get(d.family, ())
    if d.absent or not known or not s.maybe(0.7):
        return []
    chosen = known[: s.pick(2, len(known))]
    text = "；".join(f"{n}{issue}" for n, issue in zip(("一是", "二是", "三是"), chosen, strict=False))
    return [f"根据各方的诉辩意见，本院归纳争议焦点：{text}。{s.pick('当事人对归纳的焦点没有补充', '各方当庭表示同意')}。"]


def before_trial(s: Scene, d: CivilDraft) -> list[str]:
    """Attempts to settle and service on those who stay away."""
    out = []
    if not d.administrative and s.maybe(0.4):
        out.append(f"立案前，本院{s.pick('委派特邀调解组织', '委派人民调解员', '通过在线平台')}对本案进行调解，{s.of(NOT_REACHED)}。")
    away = [p for p in d.defendants if not p.present]
    if away and s.maybe(0.6):
        out.append(
            f"本院通过{s.pick('邮寄、电话和短信', '邮寄和上门', '电子送达平台和邮寄')}的方式向{away[0].short}送达起诉状副本、举证通知书和开庭传票，"
            f"送达时拨打的号码为{s.phone()}，{s.pick('接听人自称是本人并表示知道了', '本人签收了邮件')}，送达程序合法。"
        )
    return out


def advice(s: Scene, d: CivilDraft) -> list[str]:
    """A word to the public at the end of the reasoning."""
    known = ADVICE.get(d.family)
    return [s.of(known)] if known and s.maybe(0.5) else []


def third_statement(d: CivilDraft) -> list[str]:
    """What a third person says where the draft's answer does not hold it."""
    return [
        f"{p.short}述称，其已经按照双方的要求配合办理了相关手续，对原、被告之间的款项往来并不清楚，请法院依法处理。"
        for p in d.thirds if d.family == "company"
    ]


def on_probation(d: CriminalDraft) -> bool:
    """Whether a sentence is suspended."""
    return any("缓刑" in item for item in d.ruling)


def chain_of_evidence(s: Scene, d: CriminalDraft) -> str:
    """The court's finding on the evidence of a criminal case."""
    counsel = "及辩护人" if any(a.counsel for a in d.accused) else ""
    return s.pick(
        "以上证据来源合法，经当庭出示、宣读和辨认，控辩双方没有提出异议，各证据之间能够互相印证，足以认定本案事实。",
        "上述证据由侦查机关依法收集，与本案具有关联性，彼此没有矛盾，本院予以采信。",
        f"对上述证据，被告人{counsel}在质证时未提出实质性异议，本院经审查认为具备证据资格，可以作为定案的依据。",
    )


def plea_agreement(s: Scene, d: CriminalDraft) -> list[str]:
    """How the plea of guilty came about, and the assessment before probation."""
    out = []
    if laws.pleads_guilty(s.decided) and s.maybe(0.75):
        helper = "辩护人" if any(a.counsel for a in d.accused) else "值班律师"
        many = "均" if len(d.accused) > 1 else ""
        out.append(
            f"在审查起诉期间，公诉机关向被告人{d.names}告知了认罪认罚可能产生的法律后果，被告人{many}在{helper}在场的情况下签署具结书，"
            f"{s.pick('对量刑建议表示接受', '同意公诉机关提出的量刑建议和程序适用')}；庭审中，本院对其认罪的自愿性以及具结书内容的真实性进行了核实。"
        )
    if on_probation(d):
        out.append(
            f"本院委托{s.court.area}司法局对被告人{d.names}适用社区矫正的社会影响进行调查，该局于{day(s.before(s.decided, 12, 20))}出具评估意见，"
            f"认为其有固定住所，{s.pick('家属愿意配合监管', '所在村（社区）同意帮教')}，对社区没有明显不良影响。"
        )
    return out


def response_to_defence(s: Scene, d: CriminalDraft) -> list[str]:
    """What the court makes of the defence and of the prosecutor's proposal."""
    out = []
    if any(a.counsel for a in d.accused):
        out.append(
            s.pick(
                "辩护人关于从轻处罚的意见有事实依据，与本院查明的情节一致，予以采纳；其余意见在量刑中已经一并考虑。",
                "对辩护人的意见，本院认为，可以从宽的情节均已依法评价，超出部分不予采纳。",
            )
        )
    out.append(s.pick("公诉机关的量刑建议与罪责相适应，本院在此幅度内确定刑罚。", "综合全案的事实、性质、情节以及危害后果，本院依法确定相应的刑罚。"))
    return out


def probation_warning(d: CriminalDraft) -> list[str]:
    """What a person on probation is told."""
    if not on_probation(d):
        return []
    return [f"被告人{d.names}回到社区后，应当接受社区矫正机构的管理和教育，完成公益劳动，做一名守法公民；违反规定情节严重的，将撤销缓刑、执行原判刑罚。"]
