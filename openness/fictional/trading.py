"""Contracts of sale (买卖合同纠纷) and of works (建设工程施工合同纠纷)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from openness.fictional import laws
from openness.fictional.drafts import CivilDraft
from openness.fictional.numbers import day, yuan
from openness.fictional.parties import Party, company_party, person_party, shop_party
from openness.fictional.scene import Scene

# sellers, shops, buyers, and goods: name, unit, lowest and highest price in yuan, lowest and highest quantity
MARKETS = (
    (
        ("耐火材料", "镁质材料", "矿产品"), ("五金经销处", "工业品经营部"), ("镁制品", "冶金设备", "耐火材料", "进出口贸易"),
        (("重烧镁砂", "吨", 900, 2100, 60, 400), ("电熔镁砖", "吨", 2200, 3900, 20, 160), ("输送带", "米", 120, 260, 200, 1500)),
    ),
    (
        ("新型建材", "钢材贸易", "门窗"), ("建材经营部", "五金经销处"), ("建筑工程", "装饰工程", "钢结构工程", "置业"),
        (
            ("螺纹钢", "吨", 3300, 4200, 20, 180), ("商品混凝土", "立方米", 330, 460, 90, 1200), ("断桥铝门窗", "平方米", 420, 680, 90, 700),
        ),
    ),
    (
        ("水产食品", "农产品购销", "水产养殖"), ("水产商行", "粮油商店"), ("冷冻食品", "餐饮管理", "饲料", "食品"),
        (("冷冻海蜇头", "公斤", 26, 58, 800, 6000), ("玉米", "吨", 2150, 2480, 40, 500), ("海参苗", "公斤", 90, 160, 300, 2200)),
    ),
    (
        ("包装制品", "汽车零部件", "劳动防护用品"), ("劳保用品商店", "包装经营部"), ("机械设备制造", "商贸", "果品冷藏", "汽车配件"),
        (
            ("葡萄纸箱", "只", 3, 6, 9000, 60_000), ("乳胶手套", "箱", 88, 190, 120, 1500), ("汽车保险杠总成", "套", 260, 690, 120, 900),
        ),
    ),
)
WORKS = (
    ("厂房钢结构安装", "平方米", 105, 240, 900, 6000), ("外墙保温及涂料", "平方米", 62, 128, 2200, 16000), ("室内消防管网安装", "项", 98_000, 420_000, 1, 1),
    ("厂区道路硬化", "平方米", 72, 155, 1300, 9000), ("冷库土建", "平方米", 520, 980, 260, 1900), ("教学楼屋面防水", "平方米", 46, 88, 1500, 8000),
)
BUILDERS = ("建筑安装工程", "建设集团", "市政工程", "装饰工程", "钢结构工程")


@dataclass(slots=True)
class Deal:
    """The figures of a sale."""

    seller: Party
    buyer: Party
    goods: str
    unit: str
    price: int
    quantity: int
    paid: int
    signed: date
    delivered: date
    penalty: float

    @property
    def total(self) -> int:
        """The price of all goods."""
        return self.price * self.quantity

    @property
    def owed(self) -> int:
        """What is still to be paid."""
        return self.total - self.paid

    @property
    def mark(self) -> str:
        """How the buyer confirmed the account: a person signs, a company stamps."""
        return "签名确认" if self.buyer.person else "加盖印章确认"


def _deal(s: Scene) -> Deal:
    sellers, shops, buyers, market = s.of(MARKETS)
    goods, unit, low, high, few, many = s.of(market)
    seller = shop_party(s, shops) if s.maybe(0.2) else company_party(s, sellers, 0.8)
    buyer = person_party(s, 0.4) if s.maybe(0.2) else company_party(s, buyers, 0.6)
    price, quantity = s.whole(low, high), s.step(few, many, 10)
    paid = s.step(0, price * quantity * 6 // 10, 1000)
    buyer.present = s.maybe(0.7)
    return Deal(seller, buyer, goods, unit, price, quantity, paid, s.facts, s.after(s.facts, 8, 60), s.pick(0.03, 0.05))


def _deal_texts(s: Scene, f: Deal) -> tuple[str, str, str]:
    a, b = f.seller.short, f.buyer.short
    story = (
        f"{day(f.signed)}，{a}与{b}签订{s.pick('《工业品买卖合同》', '《购销合同》', '《产品供货协议》')}，约定由{a}向{b}供应{f.goods}，"
        f"单价每{f.unit}{yuan(f.price)}，数量以实际发货为准，货到后{s.pick('三十日', '两个月', '十五日')}内付清。{a}依约供货{f.quantity}{f.unit}，货款共计{yuan(f.total)}，"
        + (f"{b}已付{yuan(f.paid)}，" if f.paid else f"{b}分文未付，") + f"尚欠{yuan(f.owed)}，经多次催要未果。"
    )
    answer = f"{b}辩称，" + s.pick(
        f"{a}供应的{f.goods}存在质量问题，下游客户要求退货，{b}因此受到损失，不同意支付剩余货款。",
        f"对供货数量不予认可，其中一车货没有{b}的人员签收，应从总额中扣除。",
        "欠款属实，但双方约定开具增值税专用发票后付款，对方没有开票，付款条件未成就，更谈不上违约金。",
        "合同约定的违约金标准过高，请求法院予以调整。",
    )
    evidence = (
        f"{a}为证明其主张，提交了合同一份、出库单{s.whole(4, 19)}张、对账函一份、增值税发票{s.whole(2, 9)}张、付款回单若干。"
        + (f"{b}质证认为，{s.pick('部分出库单没有收货人签字', '对账函上的数字系事后添加', '发票不能证明实际交货')}，"
           f"并提交了{s.pick('照片六张、下游客户的退货通知一份', '微信聊天记录五页', '检验报告复印件一份')}。" if f.buyer.present else f"{b}未到庭质证。")
        + f"经核对，出库单与对账函记载的数量、金额一致，签收人{s.witness()}系{b}的{s.pick('仓库保管员', '采购员', '收货人员')}，{b}此前付款时亦以其签收的单据为依据，本院对上述证据予以采信。"
    )
    return story, answer, evidence


def _deliveries(s: Scene, f: Deal) -> str:
    """The deliveries one by one."""
    n = s.whole(4, 14)
    left, parts = f.quantity, []
    span = max(1, (f.delivered - f.signed).days)
    for at in range(1, n + 1):
        amount = left if at == n else max(1, min(left - (n - at), round(f.quantity / n * s.whole(60, 140) / 100)))
        left -= amount
        when = f.signed + timedelta(days=span * at // n)
        driver = f"，司机{s.witness()}、车号{s.plate()}" if s.maybe(0.25) else ""
        parts.append(f"{day(when)}交付{amount}{f.unit}{driver}，货款{yuan(amount * f.price)}")
    return "出库单记载的交货情况为：" + "；".join(parts) + "。"


def sale(s: Scene) -> CivilDraft:
    """A sale of goods whose price is unpaid."""
    f = _deal(s)
    a, b = f.seller.short, f.buyer.short
    story, answer, evidence = _deal_texts(s, f)
    settled = s.after(f.delivered, 20, 80)
    found = [
        f"{a}与{b}自{f.signed.year}年起存在{f.goods}购销往来。{day(f.signed)}双方签订书面合同，就品名、单价、交货方式、验收及付款期限作出约定，其中违约条款为“逾期付款的，按欠付货款的{f.penalty * 100:g}%支付违约金”。"
        f"合同签订后，至{day(f.delivered)}，{a}分{s.whole(3, 11)}批交货，共计{f.quantity}{f.unit}，由车牌号{s.plate()}的货车运至{b}指定的{s.pick('仓库', '施工现场', '冷库', '港区货场')}。",
        f"{day(settled)}，双方对账确认：货款总额{yuan(f.total)}，已付{yuan(f.paid)}，尚欠{yuan(f.owed)}。对账函由{b}{f.mark}。对账后{b}未再付款。",
    ]
    if s.maybe(0.45):
        found.insert(1, _deliveries(s, f))
    if f.buyer.present and s.maybe(0.4):
        found.append(f"诉讼期间，{b}申请对{f.goods}的质量进行鉴定，因{s.pick('样品已经使用、不具备取样条件', '其未在指定期限内预交鉴定费用')}，鉴定机构将委托退回。")
    reasoning = [
        s.pick(
            f"{a}与{b}之间的买卖合同系双方真实意思表示，内容不违反法律、行政法规的强制性规定，合法有效。{a}已经履行交货义务，{b}应当按照约定的时间和数额付款。",
            f"对账函是双方对既往交易的结算，{b}确认后又否认部分供货，却未能举出相反证据，其抗辩本院不予采纳。{b}欠付货款{yuan(f.owed)}的事实可以认定。",
        ),
        s.pick(
            f"关于质量抗辩。{b}收货后在合理期间内没有提出书面异议，并继续使用、转售，应视为标的物的质量符合约定。",
            f"关于开票抗辩。开具发票属于附随义务，与支付价款的主要义务不具有对等关系，合同也没有约定先票后款，{b}以此拒绝付款理由不足。",
        ),
        f"关于违约金。合同约定按欠付货款的{f.penalty * 100:g}%支付，数额为{yuan(round(f.owed * f.penalty, 2))}，与{a}因资金被占用所受损失相当，{s.pick('无需调整', '不属于过分高于损失的情形')}，本院予以支持。",
    ]
    ruling = [
        f"{b}于本判决生效之日起十日内给付{a}货款{yuan(f.owed)}",
        f"{b}于本判决生效之日起十日内给付{a}违约金{yuan(round(f.owed * f.penalty, 2))}",
    ]
    return CivilDraft(
        family="sale", cause="买卖合同纠纷", plaintiffs=[f.seller], defendants=[f.buyer],
        claims=[f"判令{b}给付货款{yuan(f.owed)}", f"判令{b}按欠款的{f.penalty * 100:g}%支付违约金", f"案件受理费、保全费由{b}负担"],
        story=story, answer=answer, evidence=evidence, found=found, reasoning=reasoning,
        rules=["contract.perform", "contract.breach", "contract.penalty", "sale.price", "sale.pay", *(["sale.inspect"] if s.maybe(0.5) else []), "proof"],
        ruling=ruling, value=f.owed * (1 + f.penalty),
        grounds=f"一审法院仅凭没有授权的人员签字的单据认定供货数量，属事实认定错误；{f.goods}质量不合格，一审未予采纳检验材料不当。",
        reply=f"对账函由上诉人{f.mark}，一审认定的欠款数额正确。",
    )


@dataclass(slots=True)
class Site:
    """The figures of a building contract."""

    builder: Party
    owner: Party
    work: str
    price: int
    paid: int
    signed: date
    finished: date
    valid: bool

    @property
    def owed(self) -> int:
        """What is still to be paid."""
        return self.price - self.paid


def _site(s: Scene) -> Site:
    work, _unit, low, high, few, many = s.of(WORKS)
    valid = s.maybe(0.5)
    builder = company_party(s, BUILDERS, 0.85) if valid else person_party(s, 0.8, 30, 62)
    owner = company_party(s, ("置业", "镁业", "仓储物流", "食品", *BUILDERS), 0.8)
    price = s.whole(low, high) * s.whole(few, many)
    paid = int(price * s.whole(30, 80) / 100 // 1000 * 1000)
    return Site(builder, owner, work, price, paid, s.facts, s.after(s.facts, 60, 150), valid)


def _site_reasoning(s: Scene, f: Site) -> list[str]:
    a, b = f.builder.short, f.owner.short
    first = (
        f"{a}具备相应施工资质，与{b}签订的施工合同合法有效，双方应按约履行。"
        if f.valid
        else f"{a}系自然人，不具有建筑施工企业资质，其与{b}签订的分包协议因违反强制性规定而无效。但工程已经竣工并交付使用，{a}有权参照合同关于工程价款的约定请求折价补偿。"
    )
    second = s.pick(
        f"{b}虽提出工程存在质量缺陷，但其在未组织验收的情况下先行使用，现又以使用部分质量不符合约定为由拒付工程款，本院不予支持；属于保修范围内的问题，可以另行主张。",
        f"{b}主张应当以审计结论作为结算依据，但合同并无此项约定，且双方已签署结算单，应以结算单为准。",
    )
    third = f"关于利息，双方对付款时间没有明确约定，工程已实际交付的，应付工程价款之日为交付之日。{a}要求自{day(f.finished)}起计息，本院予以支持。"
    return [first, second, third]


ITEMS = ("土方开挖及回填", "模板支设", "钢筋绑扎", "脚手架搭拆", "墙面找平", "材料二次搬运", "临时水电", "垃圾清运", "节点防水", "门窗洞口修补", "夜间抢工")


def _measured(s: Scene, price: int) -> str:
    """The items of the settlement."""
    chosen = s.some(ITEMS, s.whole(4, 9))
    left, parts = price, []
    for at, item in enumerate(chosen):
        amount = left if at == len(chosen) - 1 else price // len(chosen) * s.whole(50, 110) // 100
        left -= amount
        parts.append(f"{item}{yuan(amount)}")
    signed = f"，上述签证单由{s.witness()}、{s.witness()}分别签字"
    return f"结算明细载明：{'，'.join(parts)}{signed}。"


def construction(s: Scene) -> CivilDraft:
    """A building contract whose price is unpaid."""
    f = _site(s)
    a, b = f.builder.short, f.owner.short
    settled = s.after(f.finished, 10, 60)
    interest = f"以{yuan(f.owed)}为基数，自{day(f.finished)}起至实际给付之日止，按{laws.base_rate(f.finished)}计算"
    story = (
        f"{day(f.signed)}，{b}将位于{s.court.area}的{f.work}工程交由{a}施工，双方签订{s.pick('《建设工程施工合同》', '《工程分包协议》', '《施工协议书》')}。"
        f"{a}组织人员进场，于{day(f.finished)}完工交付。经结算，工程总价款{yuan(f.price)}，{b}仅支付{yuan(f.paid)}，剩余{yuan(f.owed)}一直拖欠，导致{a}无法向工人发放工资。"
    )
    answer = f"{b}辩称，" + s.pick(
        f"工程没有竣工验收，屋面和墙角多处渗漏，{b}自行找人维修花费不少，应在工程款中扣减。",
        f"结算单上签字的{s.witness()}不是{b}授权的工作人员，对结算数额不予认可，应进行造价鉴定。",
        "上级建设单位没有拨款，付款条件不成就，且合同约定留存质保金，质保期尚未届满。",
    )
    evidence = (
        f"{a}提交了施工合同、工程量签证单{s.whole(3, 14)}份、结算单、工人工资表、付款流水；{b}提交了维修费收据{s.whole(2, 6)}张及现场照片。"
        f"本院依法通知现场负责人{s.witness()}到庭接受询问，其称结算单系双方核对三次后形成，{s.pick('单上数字没有改动', '当时双方各留一份')}。"
        f"对双方无异议的证据本院予以确认；维修费收据没有正式票据和付款凭证佐证，本院不予采信。"
    )
    found = [
        f"{day(f.signed)}，{b}（甲方）与{a}（乙方）签订协议，约定甲方将{f.work}工程发包给乙方，承包方式为{s.pick('包工包料', '清包工', '综合单价包干')}，工期{s.whole(45, 120)}天，"
        f"工程款按进度支付，完工后付至{s.pick('80', '85', '90')}%，余款在交付后付清。{a}于{day(s.after(f.signed, 3, 15))}进场施工，{day(f.finished)}施工完毕，{b}随即投入使用。",
        f"{day(settled)}，双方形成结算单，载明工程价款{yuan(f.price)}，已付{yuan(f.paid)}，未付{yuan(f.owed)}，{b}的{s.pick('项目经理', '工程部负责人')}签字并加盖项目部印章。",
    ]
    if s.maybe(0.4):
        found.insert(1, _measured(s, f.price))
    return CivilDraft(
        family="construction", cause="建设工程施工合同纠纷" if f.valid else "建设工程分包合同纠纷", plaintiffs=[f.builder], defendants=[f.owner],
        claims=[f"判令{b}给付工程款{yuan(f.owed)}及利息（{interest}）", f"诉讼费用由{b}承担"],
        story=story, answer=answer, evidence=evidence, found=found, reasoning=_site_reasoning(s, f),
        rules=["work", "work.accept", "contract.breach", *([] if f.valid else ["building.pay"]), "building.interest", "proof"],
        ruling=[f"{b}于本判决生效之日起十五日内给付{a}工程款{yuan(f.owed)}及利息（{interest}）"],
        value=f.owed * 1.03, collegiate=True,
        grounds="一审以项目部印章认定结算效力不当，该印章没有授权；案涉工程存在质量问题，一审未准许上诉人的鉴定申请，程序违法。",
        reply="上诉人已实际使用工程并长期未提出异议，结算单真实有效，应当驳回上诉。",
    )

