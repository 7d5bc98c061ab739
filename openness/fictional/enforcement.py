"""Enforcement rulings: ended for want of assets (终本), ended after resumption (执恢), third-party objections (执异)."""

from __future__ import annotations

from dataclasses import dataclass

from openness.fictional import laws
from openness.fictional.layout import Sheet, draw_panel
from openness.fictional.numbers import day, yuan
from openness.fictional.parties import Party, company_party, person_party
from openness.fictional.places import STREETS
from openness.fictional.scene import Scene

CAUSES = ("民间借贷纠纷", "买卖合同纠纷", "劳动争议", "机动车交通事故责任纠纷", "建设工程施工合同纠纷", "房屋租赁合同纠纷")
TRADES = ("建筑工程", "商贸", "镁质材料", "冷链物流", "餐饮管理", "服装")
KIND = "执行裁定书"
ENDED = "终结本次执行程序"


@dataclass(slots=True)
class Claim:
    """What is to be enforced."""

    creditor: Party
    debtor: Party
    cause: str
    basis: str
    amount: float
    got: float

    @property
    def parties(self) -> list[tuple[str, Party]]:
        """The two sides in their roles."""
        return [("申请执行人", self.creditor), ("被执行人", self.debtor)]


def _claim(s: Scene, got: bool) -> Claim:
    creditor = company_party(s, TRADES, 0.3) if s.maybe(0.35) else person_party(s, 0.3)
    debtor = company_party(s, TRADES, 0.1) if s.maybe(0.35) else person_party(s, 0.05)
    amount = s.cents(9000, 420_000)
    basis = s.cite(s.court, s.before(s.filed, 60, 300), "民初")
    return Claim(creditor, debtor, s.of(CAUSES), basis, amount, s.cents(500, int(amount * 0.4)) if got else 0)


def _opening(s: Scene, c: Claim, resumed: bool) -> str:
    how = "恢复执行" if resumed else "立案执行"
    return (
        f"本院在执行{c.creditor.mentioned}与{c.debtor.mentioned}{c.cause}一案中，{s.court.name}作出的{c.basis}民事{s.pick('判决书', '判决书', '调解书')}已经发生法律效力，"
        f"确定{c.debtor.short}给付{c.creditor.short}{yuan(c.amount)}及迟延履行期间的债务利息。因{c.debtor.short}未履行上述义务，{c.creditor.short}向本院申请执行，本院于{day(s.filed)}{how}。"
    )


def _searches(s: Scene, c: Claim) -> list[str]:
    """What the court looked for and found; bank cards, plates and addresses are secrets."""
    b = c.debtor
    first = (
        f"执行过程中，本院于{day(s.since(s.filed, 2, 9))}向{b.short}发出执行通知书、报告财产令和失信风险提示，{b.short}未在指定期间履行义务，"
        f"{s.pick('也未申报财产', '申报称没有可供执行的财产', '仅口头申报了部分银行存款')}。"
    )
    parts = [
        f"{s.pick('银行存款', '网络资金账户')}方面，通过网络执行查控系统查询，{b.short}名下账号为{s.card()}的账户有余额{yuan(s.cents(3, 900))}，其余账户无余额，本院已{s.pick('予以冻结', '冻结并扣划')}",
        f"车辆方面，{b.short}名下登记有{s.plate()}号小型汽车一辆，本院已查封档案，但{s.pick('未能实际控制该车', '该车设有抵押，且下落不明', '该车已达到报废年限')}"
        if s.maybe(0.6) else f"车辆方面，经向公安交通管理部门查询，{b.short}名下无机动车登记信息",
        s.pick(
            f"不动产方面，经向{s.court.area}不动产登记机构查询，{b.short}名下无房产、土地登记信息",
            f"不动产方面，{b.short}名下位于{s.court.area}{s.of(STREETS)}的房屋一处系轮候查封，首封法院尚未处置",
        ),
        f"股权、有价证券、{s.pick('住房公积金', '养老金', '保险理财')}方面，未发现可供执行的财产",
    ]
    second = "本院对被执行人的财产状况进行了全面调查。" + "；".join(parts) + "。"
    place = f"到{b.short}户籍地" if b.person else f"到{b.short}住所地"
    third = (
        f"{day(s.before(s.decided, 12, 30))}，本院执行人员{place}进行现场调查，{s.pick('其家中无人，邻居', '该处已由他人租用，承租人', '村委会工作人员')}{s.witness()}称{s.pick('其外出打工，很少回来', '已搬走一年多', '其家中没有值钱的物品')}。"
        f"本院已依法对{b.short}采取限制消费措施{s.pick('', '，并将其纳入失信被执行人名单')}。"
    )
    fourth = (
        f"根据限制消费令，{b.short}{'及其法定代表人' if b.company else ''}不得有{s.pick('乘坐飞机、列车软卧和高铁', '购买不动产、旅游度假', '入住星级以上宾馆、购买非经营必需车辆')}等高消费行为。"
        f"本院还通过{s.pick('失信彩铃', '张贴公告', '所在村（社区）')}督促其履行，并向其登记的号码{s.phone()}发送了{s.pick('催告短信', '敦促履行通知')}，{s.pick('未收到回复', '其回复称正在筹款，但未付款')}。"
    )
    more = []
    if s.maybe(0.4):
        accounts = "、".join(f"{s.card()}（余额{yuan(s.cents(0, 320))}）" for _ in range(s.whole(2, 7)))
        more = [
            f"经再次查询，{b.short}在其他金融机构开立的账户有：{accounts}。上述账户余额较少，本院已在债权数额内全部冻结，冻结期限一年，到期前{s.pick('申请执行人可以申请续冻', '由申请执行人提出续冻申请')}。"
            f"{s.pick('社区网格员', '村委会主任', '物业工作人员')}{s.witness()}协助本院送达了相关文书。"
        ]
    return [first, second, *more, third, fourth]


def no_assets(s: Scene, number: str) -> tuple[Sheet, list[tuple[str, Party]], str]:
    """终结本次执行程序: more than three months after filing, nothing left to take."""
    s.filed = s.before(s.decided, 96, 175)
    c = _claim(s, s.maybe(0.4))
    a, b = c.creditor.short, c.debtor.short
    paragraphs = c.creditor.paragraphs("申请执行人") + c.debtor.paragraphs("被执行人")
    paragraphs.append(_opening(s, c, False))
    paragraphs += _searches(s, c)
    if c.got:
        paragraphs.append(f"截至目前，本案执行到位{yuan(c.got)}，已发还{a}，尚有{yuan(round(c.amount - c.got, 2))}及迟延履行期间的债务利息未执行到位。")
    else:
        paragraphs.append(f"截至目前，本案执行到位0元，{yuan(c.amount)}及迟延履行期间的债务利息未执行到位。")
    paragraphs.append(
        f"本院将上述调查情况、采取的措施及终结本次执行程序的法律后果告知{a}，并听取其意见。{a}{s.pick('表示暂时不能提供其他财产线索，同意终结本次执行程序', '认可本院的调查结果，但要求发现财产后及时恢复执行', '在约谈笔录上签字，联系电话登记为' + s.phone())}。"
    )
    paragraphs.append(
        s.pick(
            f"本院认为，本案已穷尽财产调查措施，被执行人确无财产可供执行或者财产不能处置，{a}亦未能提供可供执行的线索，符合终结本次执行程序的条件。",
            f"本院认为，{b}暂无履行能力，本案执行条件尚不具备。终结本次执行程序并不免除{b}继续履行债务的义务，{a}发现财产的，可以随时申请恢复执行，且不受申请执行期间的限制。",
        )
    )
    paragraphs.append(f"依照{laws.cite(['execute.end', 'interpretation.end'], s.facts, s.decided)}之规定，裁定如下：")
    paragraphs.append(f"{ENDED}。")
    paragraphs.append(
        f"{a}享有要求{b}继续履行债务及依法向人民法院申请恢复执行的权利，{b}负有继续向{a}履行债务的义务。本院将在五年内每六个月通过网络执行查控系统查询一次{b}的财产，发现财产的依职权恢复执行。"
    )
    paragraphs.append("本裁定送达后立即生效。")
    title = f"{c.creditor.name}与{c.debtor.name}{c.cause}首次执行{KIND}"
    return Sheet(KIND, number, title, paragraphs, draw_panel(s, True)), c.parties, c.cause


def resumed(s: Scene, number: str) -> tuple[Sheet, list[tuple[str, Party]], str]:
    """A resumed case that ends: settled and paid, or assets sold."""
    c = _claim(s, False)
    a, b = c.creditor.short, c.debtor.short
    earlier = s.cite(s.court, s.before(s.filed, 200, 420), "执")
    paragraphs = c.creditor.paragraphs("申请执行人") + c.debtor.paragraphs("被执行人")
    paragraphs.append(_opening(s, c, True))
    paragraphs.append(f"本案曾以{earlier}案件立案执行，因未发现可供执行的财产，本院裁定终结本次执行程序。此后{a}提供线索，称{b}{s.pick('在一处工地承揽工程有应收款', '名下车辆在洗车行门前停放', '在外地开设网店并有收入')}。")
    paragraphs += _searches(s, c)[1:]
    settled = s.maybe(0.6)
    if settled:
        paragraphs.append(
            f"恢复执行后，{b}主动到院，与{a}达成和解协议：{b}一次性给付{yuan(round(c.amount * 0.9))}，{a}放弃其余请求。{day(s.before(s.decided, 3, 10))}，{b}将款项汇入{a}的账户（{s.card()}），{a}出具收款确认书，申请终结执行。"
        )
        reasoning = f"本院认为，双方达成和解协议并已经履行完毕，{a}申请终结执行，系对其民事权利的处分，不违反法律规定，应予准许。"
        rules, ending = ["execute.end"], f"终结{c.basis}民事判决的执行"
        if "调解书" in paragraphs[-4]:
            ending = f"终结{c.basis}民事调解书的执行"
    else:
        plate = s.plate()
        paragraphs.append(
            f"经评估、拍卖，{b}名下车牌号{plate}的车辆在网络司法拍卖平台以{yuan(s.step(18_000, 96_000, 100))}成交，买受人{s.witness()}已付清价款。扣除评估费、执行费后，余款发还{a}。除此之外，未发现{b}有其他可供执行的财产。"
        )
        reasoning = f"本院认为，本案恢复执行的条件成就后，可供处置的财产已处置完毕，{a}不能提供其他线索，应当再次终结本次执行程序。"
        rules, ending = ["execute.end", "interpretation.end"], ENDED
    paragraphs += [reasoning, f"依照{laws.cite(rules, s.facts, s.decided)}之规定，裁定如下：", ending + "。", "本裁定送达后立即生效。"]
    title = f"{c.creditor.name}与{c.debtor.name}{c.cause}恢复执行{KIND}"
    return Sheet(KIND, number, title, paragraphs, draw_panel(s, True)), c.parties, c.cause


def objection(s: Scene, number: str) -> tuple[Sheet, list[tuple[str, Party]], str]:
    """A third person objects to a seizure (案外人执行异议)."""
    c = _claim(s, False)
    third = person_party(s, 0.6, 27, 66)
    a, b, t = c.creditor.short, c.debtor.short, third.short
    case = s.cite(s.court, s.before(s.filed, 30, 90), "执")
    house = s.maybe(0.55)
    plate = "" if house else s.plate()
    thing = f"位于{s.court.area}{s.of(STREETS)}的一处{s.pick('住宅', '门市房')}" if house else f"车牌号为{plate}的{s.pick('小型越野客车', '轻型货车')}"
    price = s.step(60_000, 480_000, 1000)
    bought = s.before(s.filed, 400, 1300)
    succeed = s.maybe(0.4)
    paragraphs = third.paragraphs("案外人") + c.creditor.paragraphs("申请执行人") + c.debtor.paragraphs("被执行人")
    paragraphs.append(
        f"本院在执行{c.creditor.mentioned}申请执行{c.debtor.mentioned}{c.cause}一案（{case}）过程中，案外人{t}对执行标的提出书面异议。本院于{day(s.filed)}立案受理后，依法组成合议庭进行审查，{s.pick('于' + day(s.heard) + '公开听证', '询问了各方当事人')}，现已审查终结。"
    )
    paragraphs.append(
        f"{t}称，本院查封的{thing}系其于{day(bought)}从{b}处购买，已付清全部价款{yuan(price)}并实际占有使用，因{s.pick('原贷款未结清', b + '拖延不办', '开发单位手续未办齐')}未能办理过户，请求解除查封，中止对该标的的执行。"
    )
    paragraphs.append(
        f"{a}答辩称，{thing}登记在{b}名下，{t}与{b}系{s.pick('亲属', '朋友', '同乡')}，双方存在恶意串通转移财产的嫌疑，请求驳回其异议。{b}{s.pick('未发表意见', '认可' + t + '的主张')}。"
    )
    paragraphs.append(
        f"经审查查明，{c.basis}民事判决发生法律效力后，{a}于{day(s.before(s.filed, 60, 110))}申请执行，本院以{case}案件立案，依法查封了{thing}。{t}提交了落款日期为{day(bought)}的买卖合同、转账凭证（付款账号{s.card()}）、"
        f"{s.pick('物业费收据', '保险单', '水电费交费记录')}等证据。{s.pick('邻居', '介绍人')}{s.witness()}到庭说明了交付的经过。"
    )
    paragraphs.append(
        f"另查明，{t}提交的转账凭证显示，其在合同签订后{s.whole(3, 30)}日内分{s.pick('两', '三')}笔将价款转入{b}账户，"
        + (f"时间均早于本院查封；{t}自{day(bought)}起一直占有使用该标的，{s.pick('水电费由其本人交纳', '年检和保险均由其办理')}。" if succeed else f"但其中一笔{yuan(price // 3)}当日即由{b}转回{t}的亲属账户，{t}对此不能作出合理解释。")
    )
    paragraphs.append(
        "本院认为，案外人对执行标的提出排除执行异议的，应当审查其是否为权利人、权利的合法性与真实性，以及该权利能否排除执行。"
        + (f"{t}在查封之前已经签订合法有效的书面买卖合同，支付全部价款并实际占有，未办理过户登记并非其自身原因所致，其异议成立。" if succeed else f"{t}提交的付款凭证不足以证明其支付了全部价款，所称占有亦缺少客观证据，其权利不能排除执行，异议不能成立。")
    )
    ending = f"中止对{thing}的执行" if succeed else f"驳回案外人{t}的异议请求"
    paragraphs += [
        f"依照{laws.cite(['execute.third'], s.facts, s.decided)}之规定，裁定如下：", ending + "。",
        "案外人、当事人对裁定不服，认为原判决、裁定错误的，依照审判监督程序办理；与原判决、裁定无关的，可以自本裁定送达之日起十五日内向本院提起执行异议之诉。",
    ]
    title = f"{third.name}、{c.creditor.name}等{c.cause}执行异议{KIND}"
    return Sheet(KIND, number, title, paragraphs, draw_panel(s, True)), [("案外人", third), *c.parties], c.cause
