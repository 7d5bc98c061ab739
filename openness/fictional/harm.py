"""Traffic accidents (机动车交通事故责任纠纷) and property insurance (财产保险合同纠纷)."""

from __future__ import annotations

from dataclasses import dataclass

from openness.fictional import laws, places
from openness.fictional.drafts import CivilDraft
from openness.fictional.numbers import day, yuan
from openness.fictional.parties import Party, add_counsel, company_party, draw_company, person_party
from openness.fictional.scene import Scene

INSURERS = ("财产保险", "农业保险", "汽车保险")
BRANCH = "股份有限公司营口中心支公司"
INJURIES = (
    ("左胫骨平台骨折、头部外伤", 10), ("右锁骨骨折、多根肋骨骨折", 10), ("腰2椎体压缩性骨折", 9), ("右侧股骨颈骨折", 9), ("左踝关节骨折、软组织挫伤", 10),
)
HOSPITALS = ("营口市中心医院", "营口市骨科医院", "盖州市中心医院", "大石桥市中心医院")
INCOME = 49_200  # disposable income of a town dweller of the province, yuan a year, as the fictional figures take it


def insurer(s: Scene) -> Party:
    """An insurance company's branch with a made-up 字号; its head is a person in charge (负责人)."""
    c = draw_company(s, ("保险",))
    seat = s.secret(c.seat, "address")
    party = Party(
        f"{c.trade}{s.of(INSURERS)}{BRANCH}", f"{c.trade}保险营口支公司", f"，住所地{c.county}{seat}。",
        [f"负责人：{c.head}，该公司总经理。"], company=c, heads=[("负责人", c.head)],
    )
    return add_counsel(s, party, 0.9)


@dataclass(slots=True)
class Damage:
    """What the injured person may claim, in yuan."""

    medical: float
    board: int
    nursing: float
    lost: float
    disability: float
    mind: int
    travel: int
    appraisal: int

    @property
    def total(self) -> float:
        """Sum of all heads of damage."""
        return round(
            self.medical + self.board + self.nursing + self.lost + self.disability + self.mind + self.travel + self.appraisal, 2
        )


def _damage(s: Scene, days: int, grade: int) -> Damage:
    share = {10: 0.1, 9: 0.2}[grade]
    return Damage(
        s.cents(18_000, 96_000), days * 50, round(days * s.whole(120, 165), 2), round((days + 90) * s.whole(118, 190), 2),
        INCOME * 20 * share, 5000 if grade == 10 else 10_000, days * 10, s.pick(1600, 1980, 2400),
    )


def _traffic_found(s: Scene, victim: Party, driver: Party, company: Party, plate: str, days: int, injury: str, grade: int, d: Damage, blame: str) -> list[str]:
    a, b = victim.short, driver.short
    at = s.facts
    road = s.of(places.STREETS)
    hospital = s.keep(s.of(HOSPITALS))
    first = (
        f"{day(at)}{s.whole(6, 21)}时{s.whole(10, 58)}分许，{b}驾驶车牌号为{plate}的{s.pick('小型轿车', '轻型厢式货车', '小型普通客车')}沿{s.court.area}{road}由{s.pick('东向西', '南向北', '北向南')}行驶，"
        f"行至{s.pick('路口转弯时', '人行横道附近', '一处无信号灯路口')}，与{s.pick('骑电动自行车通行', '步行横过道路', '骑自行车直行')}的{a}相撞，造成{a}受伤、车辆损坏。"
        f"{s.court.area if s.court.area != '营口市' else '营口市'}公安交通管理部门作出道路交通事故认定书，认定{b}承担{blame}责任{'，' + a + '承担次要责任' if blame == '主要' else ''}。"
    )
    second = (
        f"{a}伤后到{hospital}住院治疗{days}天，诊断为{injury}，支出医疗费{yuan(d.medical)}。经本院委托，司法鉴定机构出具意见：{a}的损伤构成{'十' if grade == 10 else '九'}级伤残，"
        f"误工期{days + 90}日，护理期{days}日一人护理。{a}支付鉴定费{yuan(d.appraisal)}。"
    )
    third = f"{plate}号车登记所有人为{b}，在{company.short}投保了机动车交通事故责任强制保险和保险金额为{s.pick('100万', '150万', '200万')}元的第三者责任商业保险，事故发生在保险期间内。{b}垫付医疗费{yuan(s.step(2000, 15_000, 1000))}，{a}同意另行返还。"
    out = [first, second, third]
    if s.maybe(0.35):
        child = s.person(3, 15, plain=True)
        s.doubt = True
        out.append(f"另查明，{a}需抚养的子女{child.name}，{day(child.born)}出生，系未成年人，由父母二人共同抚养。事故发生时{child.name}乘坐于车后座，未受伤。")
    return out


def _split(d: Damage, part: float, limits: tuple[int, int]) -> tuple[float, float]:
    """What the compulsory policy pays within its two limits, and what the other policy pays."""
    treatment = d.medical + d.board
    other = d.total - d.appraisal - treatment
    compulsory = round(min(limits[0], treatment) + min(limits[1], other), 2)
    return compulsory, round((d.total - compulsory) * part, 2)


def traffic(s: Scene) -> CivilDraft:
    """An injured road user against the driver and the insurer."""
    victim, driver, company = person_party(s, 0.7, 24, 62), person_party(s, 0.3, 22, 60), insurer(s)
    a, b, c = victim.short, driver.short, company.short
    days = s.whole(12, 64)
    injury, grade = s.of(INJURIES)
    d = _damage(s, days, grade)
    plate = s.plate()
    blame, part = s.pick(("全部", 1.0), ("全部", 1.0), ("主要", 0.7))
    found = _traffic_found(s, victim, driver, company, plate, days, injury, grade, d, blame)
    compulsory, rest = _split(d, part, laws.compulsory_limits(s.facts))
    items = (
        f"医疗费{yuan(d.medical)}、住院伙食补助费{yuan(d.board)}、护理费{yuan(d.nursing)}、误工费{yuan(d.lost)}、残疾赔偿金{yuan(d.disability)}、"
        f"精神损害抚慰金{yuan(d.mind)}、交通费{yuan(d.travel)}、鉴定费{yuan(d.appraisal)}"
    )
    answer = (
        f"{b}辩称，对事故经过和责任认定没有异议，车辆投保了交强险和商业险，应由保险公司赔偿，{s.pick('垫付的费用要求一并处理', '其已经尽力救治，请求依法判决')}。"
        f"{c}辩称，同意在保险责任范围内赔偿合理损失，但{s.pick('非医保用药应予扣除', '误工费标准过高，没有完税证明', '鉴定费、诉讼费不属于保险赔偿范围', '护理人数和天数应以医嘱为准')}。"
    )
    reasoning = [
        f"公民的身体权、健康权受法律保护。{b}驾驶机动车未{s.pick('确保安全', '注意观察、避让')}，与{a}发生碰撞致其受伤，公安交通管理部门对责任的认定客观，本院予以采信。机动车发生交通事故造成损害的，先由保险公司在交强险责任限额内赔偿，不足部分由商业三者险{'按照事故责任以百分之七十的比例' if part < 1 else '按照合同'}赔偿，仍不足的由侵权人赔偿。",
        f"关于损失数额，本院结合证据核定如下：{items}，合计{yuan(d.total)}。{s.pick('误工费参照' + a + '所从事行业的平均收入计算', '护理费按照居民服务业平均收入计算')}，并无不当。",
        s.pick(
            f"{c}主张扣除非医保用药，但没有举证证明哪些药品属于非医保用药以及是否存在同类替代药品，对该主张不予采纳。",
            f"{c}提出鉴定费不应由其承担，鉴定费系为查明损失程度所支付的必要费用，应由保险人承担。",
        ),
    ]
    ruling = [
        f"{c}于本判决生效之日起十五日内在交强险责任限额内赔偿{a}{yuan(compulsory)}",
        *([f"{c}于本判决生效之日起十五日内在商业第三者责任保险限额内赔偿{a}{yuan(rest)}"] if rest > 0 else []),
        f"驳回{a}的其他诉讼请求",
    ]
    return CivilDraft(
        family="traffic", cause="机动车交通事故责任纠纷", plaintiffs=[victim], defendants=[driver, company],
        claims=[f"判令{b}、{c}赔偿{a}各项损失共计{yuan(round(d.total * 1.08, 2))}", f"{c}在保险限额内先行赔付", "诉讼费由被告负担"],
        story=f"{day(s.facts)}，{b}驾驶{plate}号车将{a}撞伤，{a}住院治疗{days}天，{b}对事故负有责任，该车在{c}投保。因就赔偿数额协商不成，诉至法院。",
        answer=answer,
        evidence=f"{a}提交事故认定书、住院病历、费用清单、司法鉴定意见书、{s.pick('误工证明', '劳动合同及工资流水', '户口簿复印件')}等；{b}提交驾驶证、行驶证、保险单；{c}提交保险条款一份。上述证据经当庭出示、质证，符合证据要求的，本院予以确认。",
        found=found, reasoning=reasoning, rules=["tort", "tort.harm", "tort.mind", "tort.traffic", "traffic.act", "proof"],
        ruling=ruling, value=compulsory + rest, appellant=company,
        grounds=f"一审对误工期限和残疾赔偿金的计算标准认定过高；非医保用药费用不应由{c}承担。", reply="一审核定的各项损失有病历、票据和鉴定意见为据，应予维持。",
    )


PERILS = (
    ("暴雨致使厂房进水，存放的原料和三台电机被水浸泡", "《企业财产综合险保险单》"), ("停放在院内的车辆被坠落的广告牌砸损", "《机动车商业保险单》"),
    ("车辆在乡道上避让行人时驶入路边沟内受损", "《机动车商业保险单》"), ("大风将育苗大棚棚膜掀毁", "《设施农业保险单》"),
    ("线路短路引发火灾，库存纸箱和货架烧毁", "《企业财产基本险保险单》"),
)


def insurance(s: Scene) -> CivilDraft:
    """A policy holder whose claim was refused."""
    holder = company_party(s, ("包装制品", "运输", "水产养殖", "镁制品")) if s.maybe(0.55) else person_party(s)
    company = insurer(s)
    a, b = holder.short, company.short
    peril, policy = s.of(PERILS)
    assessed = s.step(16_000, 420_000, 100)
    costs = s.pick(1500, 2000, 3000, 5000)
    refusal = s.pick("保险标的存在危险程度显著增加而未通知的情形", "事故发生后未在四十八小时内报案，损失无法核定", "该损失属于保险条款约定的责任免除情形", "投保人投保时未如实告知使用性质")
    vehicle = f"（车牌号{s.plate()}）" if "车辆" in peril else ""
    number = f"{s.whole(10**11, 10**12 - 1)}"
    found = [
        f"{day(s.before(s.facts, 30, 260))}，{a}就其财产{vehicle}向{b}投保，{b}签发{s.pick('保单号为', '编号')}{number}的{policy}，保险期间一年，{a}足额交纳保险费。",
        f"{day(s.facts)}，{peril}。{a}当日拨打{b}客服电话报案，{b}派查勘员到场拍照并制作现场查勘记录。{day(s.after(s.facts, 15, 45))}，{b}出具拒赔通知书，理由为：{refusal}。",
        f"诉讼中，经{a}申请，本院委托评估机构对损失进行评估，结论为损失金额{yuan(assessed)}，{a}支出评估费{yuan(costs)}。",
    ]
    if s.maybe(0.4):
        found.append(f"{b}的业务员{s.witness()}到庭作证称，投保时其代{a}在投保人声明栏签字，条款事后才寄送。{b}对该证言未提出反证。")
    reasoning = [
        f"{a}与{b}之间的保险合同依法成立并生效，保险人应当按照约定承担保险责任。案涉事故发生在保险期间内，{b}对事故的发生没有异议，争议在于其拒赔理由能否成立。",
        s.pick(
            f"对保险合同中免除保险人责任的条款，保险人应当在投保单或者其他凭证上作出足以引起注意的提示，并对内容作出明确说明。{b}提交的投保单没有{a}的亲笔签字或者盖章，不能证明其尽到提示和说明义务，相关免责条款不产生效力。",
            f"{b}主张{refusal}，对此负有举证责任，但其提交的查勘记录没有反映该情况，拒赔通知亦未说明事实依据，故该抗辩不能成立。",
        ),
        f"评估机构由双方在本院主持下{s.pick('协商', '摇号')}确定，程序合法，评估意见可以作为确定损失的依据。评估费是为查明损失程度支出的必要、合理费用，由保险人承担。",
    ]
    return CivilDraft(
        family="insurance", cause="财产保险合同纠纷", plaintiffs=[holder], defendants=[company],
        claims=[f"判令{b}支付保险金{yuan(assessed)}", f"判令{b}承担评估费{yuan(costs)}及本案诉讼费用"],
        story=f"{a}在{b}处投保，{day(s.facts)}，{peril}，{a}及时报案并配合查勘，{b}却以“{refusal}”为由拒绝赔付。{a}认为拒赔没有依据，故诉至法院。",
        answer=f"{b}辩称，双方存在保险合同关系属实，但{refusal}，根据保险条款不应赔付；{s.pick('即使赔付，也应扣除残值和免赔额', '评估费、诉讼费不属于赔偿范围')}。",
        evidence=f"{a}提交保险单、交费发票、现场照片、报案记录、拒赔通知书；{b}提交投保单、保险条款、现场查勘记录。双方对保险单、报案记录的真实性没有争议，本院予以确认；对投保单的签名，{a}不予认可，{b}没有申请笔迹鉴定。",
        found=found, reasoning=reasoning, rules=["insurance.contract", "insurance.duty", "insurance.notice", "insurance.pay", "insurance.costs", "proof"],
        ruling=[f"{b}于本判决生效之日起十日内赔付{a}保险金{yuan(assessed)}", f"{b}于本判决生效之日起十日内给付{a}评估费{yuan(costs)}"],
        value=assessed + costs, grounds="免责条款已通过加黑加粗方式提示，应当生效；评估时未扣除残值，损失认定过高。", reply="保险公司没有证据证明尽到说明义务，一审判决正确。",
    )
