"""Administrative enforcement without a suit (非诉执行) and state compensation (国家赔偿)."""

from __future__ import annotations

from openness.fictional import laws
from openness.fictional.administrative import decision_number, fine_basis
from openness.fictional.layout import Sheet, draw_panel
from openness.fictional.numbers import add_months, day, yuan
from openness.fictional.parties import Party, company_party, organ_party, person_party
from openness.fictional.places import BASIC
from openness.fictional.scene import Scene

CAUSE_REVIEW = "行政处罚"
STAGE_REVIEW = "非诉执行审查"
CAUSE_COMPENSATION = "错误执行赔偿"
LAND_USES = ("建设养殖看护房", "堆放砂石料并浇筑水泥地面", "建设彩钢仓库", "修建停车场", "建设葡萄窖")


def _land_facts(s: Scene, debtor: Party, organ: str, number: str, area: int, fine: int) -> list[str]:
    b = debtor.short
    village = s.pick("集体耕地", "集体园地", "国有未利用地", "集体其他草地")
    return [
        f"经审查查明，申请执行人{organ}在{s.pick('卫星影像比对', '动态巡查', '群众举报核查')}中发现，{b}未经批准占用{village}{area}平方米{s.of(LAND_USES)}。{organ}立案调查，对现场进行勘测，"
        f"询问了{b}及{s.pick('村民小组长', '相邻地块承包人')}{s.witness()}。",
        f"{day(s.facts)}，{organ}作出{number}行政处罚决定：责令{b}退还非法占用的土地，限期拆除在该土地上新建的建筑物和其他设施，恢复土地原状，并处罚款{yuan(fine)}。决定书于{day(s.after(s.facts, 1, 5))}{s.pick('直接送达', '留置送达')}，"
        f"告知了申请行政复议和提起行政诉讼的权利及期限。{b}在法定期限内未申请复议，也未起诉，又不履行决定确定的义务。",
    ]


def enforcement_review(s: Scene, number: str) -> tuple[Sheet, list[tuple[str, Party]], str]:
    """A ruling that lets an administrative decision be enforced, or refuses to."""
    # Six months to sue, then three to apply: the decision is about nine months old when the court files it.
    s.facts = s.before(s.filed, 215, 260)
    organ = organ_party(s, f"{s.court.area}{s.pick('自然资源局', '自然资源局', '农业农村局')}", counsel=0.3)
    debtor = person_party(s, 0.15, 30, 72) if s.maybe(0.7) else company_party(s, ("水产养殖", "砂石", "果业", "仓储物流"), 0.4)
    area, fine_rate = s.step(120, 5200, 10), s.pick(100, 150, 200, 300)
    fine = area * fine_rate
    decision = decision_number(s, s.court.area, "自然资罚字", s.facts.year)
    urged = s.before(s.filed, 14, 30)
    refused = s.maybe(0.18)
    paragraphs = organ.paragraphs("申请执行人") + debtor.paragraphs("被执行人")
    paragraphs.append(
        f"申请执行人{organ.short}申请强制执行其于{day(s.facts)}作出的{decision}行政处罚决定一案，本院于{day(s.filed)}受理后，依法组成合议庭，对该行政行为的合法性进行了审查，{s.pick('并听取了被执行人的意见', '并到现场进行了踏查')}，现已审查终结。"
    )
    paragraphs += _land_facts(s, debtor, organ.short, decision, area, fine)
    paragraphs.append(
        f"{day(urged)}，{organ.short}向{debtor.short}送达履行义务催告书，并拨打其联系电话{s.phone()}予以告知，催告期满{debtor.short}仍未履行。{organ.short}遂向本院申请强制执行罚款{yuan(fine)}及加处罚款，并提交了处罚决定书、催告书、送达回证、勘测定界图、当事人意见等材料。"
    )
    paragraphs.append(
        f"审查期间，本院告知{debtor.short}有权陈述意见。{debtor.short}{s.pick('表示对占地的事实没有意见，但认为罚款过高，家庭收入不足以缴纳', '称该地块系从村集体承包而来，不知道建设需要审批', '未在指定期限内提出书面意见')}。"
        f"本院经现场踏查，{s.pick('地上建筑物尚未拆除', '地面已经硬化，堆放有物料', '建筑物为单层彩钢结构，正在使用')}，与处罚决定的记载一致。"
    )
    reason = (
        f"申请执行人虽履行了立案、调查、告知程序，但{s.pick('勘测定界图没有注明测绘人员及其资质，占地面积的认定缺乏依据', '处罚决定未载明拆除的具体范围，不具有可执行内容')}，属于明显缺乏事实根据、损害被执行人合法权益的情形。"
        if refused
        else f"{organ.short}作为土地管理的主管部门，具有作出该处罚决定的法定职权。被申请执行的决定认定事实清楚，适用{laws.land_articles(s.facts)}正确，程序合法，具有可执行内容；申请人在法定期限内提出申请，并履行了催告义务。{s.pick('加处罚款的数额没有超出罚款本数', '被执行人逾期不缴纳罚款，加处罚款于法有据')}，符合{fine_basis(s.facts)}的规定。"
    )
    ending = (
        f"不准予强制执行{organ.short}作出的{decision}行政处罚决定"
        if refused
        else f"准予强制执行{organ.short}作出的{decision}行政处罚决定中关于罚款{yuan(fine)}及加处罚款{yuan(fine)}的内容"
    )
    paragraphs.append(f"本院认为，{reason}")
    rules = ["admin.execute", "force.apply", "force.decide"] if refused else ["admin.execute", "force.apply", "force.urge", "force.decide"]
    paragraphs.append(f"依照{laws.cite(rules, s.facts, s.decided)}的规定，裁定如下：")
    paragraphs.append(ending + "。")
    if not refused and s.maybe(0.7):
        paragraphs.append(f"责令退还土地、限期拆除部分，由{s.pick('所在地人民政府组织实施', '申请执行人会同有关部门组织实施')}。")
    paragraphs.append(
        f"申请执行人如不服本裁定，可在收到裁定书之日起十五日内向{s.higher}申请复议。" if refused else "本裁定送达后即发生法律效力。"
    )
    kind = "行政裁定书"
    title = f"{organ.name}、{debtor.name}{STAGE_REVIEW}{kind}"
    sheet = Sheet(kind, number, title, paragraphs, draw_panel(s, True))
    return sheet, [("申请执行人", organ), ("被执行人", debtor)], CAUSE_REVIEW


def state_compensation(s: Scene, number: str) -> tuple[Sheet, list[tuple[str, Party]], str]:
    """A decision of the compensation committee on a claim for wrongful enforcement (错误执行)."""
    s.facts = s.before(s.filed, 430, 700)
    held = s.whole(5, 8)
    released = add_months(s.facts, held)
    claimant = person_party(s, 0.6, 35, 68) if s.maybe(0.6) else company_party(s, ("商贸", "建筑工程", "水产养殖"))
    court = s.of(BASIC)
    organ = Party(s.keep(court.name), court.name, f"，住所地{court.county}。")
    base = s.cite(court, s.before(s.facts, 40, 90), "执")
    loss = s.step(24_000, 260_000, 1000)
    paid = s.maybe(0.35)
    share = round(loss * s.pick(0.5, 0.6, 0.7))
    plate = s.plate()
    a = claimant.short
    paragraphs = claimant.paragraphs("赔偿请求人") + organ.paragraphs("赔偿义务机关")
    paragraphs += [
        f"赔偿请求人{claimant.mentioned}以错误执行为由申请{court.name}国家赔偿，不服该院作出的赔偿决定，向本院赔偿委员会申请作出赔偿决定。本院赔偿委员会于{day(s.filed)}立案，依法对本案进行了审理，{s.pick('组织双方进行了质证', '听取了双方的意见')}，现已审理终结。",
        f"赔偿请求人{a}申请称，{court.name}在办理{base}案件过程中，查封、扣押了登记在其名下的车牌号为{plate}的重型自卸货车，扣押期间长达{held}个月，该车并非被执行人的财产，造成停运损失{yuan(loss)}，请求予以赔偿。",
        f"赔偿义务机关{court.name}答辩称，扣押时车辆由被执行人{s.witness()}驾驶，行驶证未随车携带，该院在查明权属后已及时解除扣押；{a}主张的损失没有证据支持。",
        f"经审理查明，{day(s.facts)}，{court.name}在执行{base}一案中，对停放在{court.area}{s.pick('一处货场', '一处建材市场')}的{plate}号货车予以扣押。{day(s.after(s.facts, 15, 30))}，{a}提出书面异议并提交机动车登记证书、购车发票。"
        f"{day(released)}，{court.name}裁定中止对该车的执行，并将车辆发还。{a}通过银行卡{s.card()}支付停车费、维修费，保有相应票据。",
        f"另查明，{a}提供的运输合同载明月运费收入，承运人{s.witness()}对合同的履行情况作了说明，合同未附结算凭证。",
        "本院赔偿委员会认为，人民法院在民事、行政诉讼中对判决、裁定及其他生效法律文书执行错误，造成损害的，受害人有权要求赔偿。"
        + (
            f"{court.name}在收到异议和权属证明后，没有在法定期限内作出处理，致使案外人的车辆被继续扣押，此期间的扣押属于对案外人财产的错误执行，应当赔偿由此造成的直接损失。结合停车费、维修费票据和合理的停运期间，酌定赔偿{yuan(share)}。"
            if paid
            else f"扣押当时{court.name}依据占有状况判断权属，并无明显过错；收到异议后依法审查并解除了扣押措施，处理期间没有超过法定期限。{a}主张的停运损失缺少结算凭证，亦不属于直接损失。其赔偿请求不能成立。"
        ),
    ]
    rules = laws.cite(["compensation.apply", "compensation.decide"] if paid else ["compensation.apply"], s.facts, s.decided)
    paragraphs.append(f"依照{rules}、{laws.compensation_rules(s.decided)}的有关规定，决定如下：")
    paragraphs += (
        [f"一、撤销{court.name}作出的不予赔偿决定；", f"二、{court.name}于本决定生效之日起三十日内赔偿{a}{yuan(share)}；", f"三、驳回{a}的其他赔偿请求。"]
        if paid
        else [f"维持{court.name}作出的不予赔偿决定。"]
    )
    paragraphs.append("本决定为发生法律效力的决定。")
    kind = "国家赔偿决定书"
    title = f"{claimant.name}申请{court.name}{CAUSE_COMPENSATION}{kind}"
    sheet = Sheet(kind, number, title, paragraphs, draw_panel(s, True))
    return sheet, [("赔偿请求人", claimant), ("赔偿义务机关", organ)], CAUSE_COMPENSATION
