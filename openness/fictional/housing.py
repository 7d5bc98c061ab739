"""Tenancy (房屋租赁合同纠纷) and property management (物业服务合同纠纷)."""

from __future__ import annotations

from datetime import date

from openness.fictional import places
from openness.fictional.drafts import CivilDraft
from openness.fictional.numbers import add_months, day, yuan
from openness.fictional.parties import Party, company_party, person_party, shop_party
from openness.fictional.scene import Scene

USES = ("开设烧烤店", "经营服装店", "开办托管班", "做五金仓库", "经营美容美发", "开设快递网点", "经营海鲜大排档")
TENANTS = ("餐饮店", "服装店", "烘焙坊", "汽车修理部", "美容院")


def _tenancy_story(s: Scene, a: str, b: str, premises: str, rent: int, start: date, until: date, unpaid: int) -> tuple[str, str]:
    story = (
        f"{day(start)}，双方签订房屋租赁合同，{a}将{premises}出租给{b}{s.of(USES)}，年租金{yuan(rent)}，{s.pick('按半年预付', '一年一付', '按季度支付')}。"
        f"{b}自{day(until)}起不再交纳租金，欠付{yuan(unpaid)}，{a}多次催要，{b}{s.pick('避而不见', '以生意不好为由拖延', '将门店锁闭后失去联系')}，故请求解除合同并腾退房屋。"
    )
    answer = f"{b}辩称，" + s.pick(
        f"房屋屋顶漏水，{a}接到通知后一直不修，致使店里无法正常营业，因此才没有交租金。",
        f"门前修路围挡长达数月，客流骤减，曾要求减免租金，{a}口头答应过。",
        f"装修投入{yuan(s.step(30_000, 160_000, 1000))}，如果解除合同，应当补偿装修损失。",
        "欠租属实，同意解除合同，但押金应当抵扣租金，违约金过高。",
    )
    return story, answer


def tenancy(s: Scene) -> CivilDraft:
    """A tenant who does not pay."""
    landlord = person_party(s, 0.5, 35, 72) if s.maybe(0.7) else company_party(s, ("商业管理", "置业", "资产管理"))
    tenant = shop_party(s, TENANTS) if s.maybe(0.3) else person_party(s, 0.3, 24, 58)
    tenant.present = s.maybe(0.6)
    a, b = landlord.short, tenant.short
    area = s.whole(38, 420)
    premises = f"位于{s.court.area}{s.of(places.STREETS)}的一处建筑面积{area}平方米的{s.pick('门市房', '商铺', '厂房', '住宅')}"
    rent = s.step(18_000, 150_000, 1000)
    start, term = s.facts, s.pick(2, 3, 5)
    until = s.before(s.filed, 60, 200)
    until = max(until, add_months(start, 1))
    days = (s.filed - until).days
    unpaid = round(rent / 365 * days)
    deposit = s.pick(2000, 3000, 5000, 10_000)
    story, answer = _tenancy_story(s, a, b, premises, rent, start, until, unpaid)
    notice = s.after(until, 20, 50)
    found = [
        f"{a}系{premises}的{s.pick('所有权人', '产权人')}。{day(start)}，{a}（甲方）与{b}（乙方）签订《房屋租赁合同》，约定租赁期限{term}年，年租金{yuan(rent)}，押金{yuan(deposit)}，"
        f"乙方逾期交纳租金超过三十日的，甲方有权解除合同，并可按欠付租金的百分之五收取违约金。合同签订后，{a}交付房屋，{b}交付押金并支付了{day(until)}以前的租金。",
        f"此后{b}未再交租。{day(notice)}，{a}向{b}预留的手机号码{s.phone()}发送短信，并在店门张贴书面通知，要求十日内补交租金，否则解除合同。{b}收到后未交。截至起诉之日，欠付租金{yuan(unpaid)}。",
    ]
    if s.maybe(0.5):
        found.append(f"本院组织双方到现场查看，房屋{s.pick('卷帘门已锁，屋内存有货架和桌椅', '仍由' + b + '占有使用', '东北角顶棚有水渍，但不影响整体使用')}。楼下住户{s.witness()}到场陈述了相关情况。")
    reasoning = [
        f"双方签订的房屋租赁合同是当事人的真实意思表示，不违反法律规定，应属有效。按期支付租金是承租人的主要义务。{b}拖欠租金已超过约定期限，经催告后仍未支付，{a}要求解除合同，符合合同约定和法律规定，本院予以支持，合同自起诉状副本送达之日解除。",
        s.pick(
            f"{b}关于房屋漏水的抗辩，出租人固然负有维修义务，但承租人可以自行维修并要求扣减费用，{b}未举证证明漏水程度达到不能使用，不足以成为全额拒付租金的理由。",
            f"{b}主张减免租金，应当由其举证证明双方达成过合意，现有证据不能证明，本院不予采纳。",
            f"至于装修投入，合同约定“合同终止时固定装修归甲方，甲方不予补偿”，且合同系因{b}违约而解除，其要求补偿没有依据。",
        ),
        f"合同解除后，{b}应当返还房屋；继续占用的，应参照原租金标准给付占有使用费。押金{yuan(deposit)}可在欠付租金中抵扣。",
    ]
    owed = max(unpaid - deposit, 1000)
    ruling = [
        f"解除{a}与{b}于{day(start)}签订的《房屋租赁合同》",
        f"{b}于本判决生效之日起二十日内将案涉房屋腾空并返还{a}",
        f"{b}于本判决生效之日起十日内给付{a}租金{yuan(owed)}（已扣除押金），并按年租金{yuan(rent)}的标准给付自{day(s.filed)}起至实际腾退之日止的房屋占有使用费",
    ]
    return CivilDraft(
        family="tenancy", cause="房屋租赁合同纠纷", plaintiffs=[landlord], defendants=[tenant],
        claims=["解除双方签订的《房屋租赁合同》", f"{b}腾退房屋并给付租金{yuan(unpaid)}及至实际腾退之日的占有使用费", f"诉讼费用由{b}负担"],
        story=story, answer=answer,
        evidence=f"{a}提交了不动产登记材料、租赁合同、收款记录、短信截图等证据。" + (f"{b}提交了店内照片、装修收据。" if tenant.present else f"{b}未到庭，亦未提交书面质证意见。") + "上述证据经庭审审查，来源合法、内容真实，与待证事实有关联的，本院予以采信。",
        found=found, reasoning=reasoning, rules=["lease", "lease.rent", "lease.unpaid", "lease.return", "contract.end", "contract.ended", "proof"],
        ruling=ruling, value=owed * 1.05,
        grounds="出租人未尽维修义务违约在先，承租人有权拒付租金；一审未考虑装修残值，判决结果不公。",
        reply="承租人长期欠租，根本违约，一审判决解除合同正确。",
    )


def _service(s: Scene) -> tuple[Party, Party, str, float, int]:
    manager = company_party(s, ("物业服务", "物业管理", "城市服务"), 0.85)
    owner = person_party(s, 0.15, 26, 74)
    owner.present = s.maybe(0.55)
    return manager, owner, s.of(places.ESTATES), s.pick(0.8, 1.0, 1.2, 1.5, 1.8), s.whole(24, 58)


def property_service(s: Scene) -> CivilDraft:
    """Unpaid charges for the management of a building."""
    manager, owner, estate, price, count = _service(s)
    a, b = manager.short, owner.short
    area = s.whole(5200, 16800) / 100
    until = s.filed.replace(day=1)
    start = add_months(until, -count)
    s.facts = start
    owed = round(area * price * count, 2)
    answer = f"{b}辩称，" + s.pick(
        "小区保洁不及时，电梯经常停运，楼道灯坏了没人管，物业没有提供合格的服务，不同意交费。",
        "家里的墙面因外墙渗水发霉，多次找物业没有结果，损失应当先赔偿。",
        "没有签过物业合同，业主群里也反映过车被划、监控坏了的问题，物业费应打折。",
        f"房屋一直空置没有居住，应按{s.pick('七', '六', '五')}成交费。",
    )
    found = [
        f"{b}系{s.court.area}“{estate}”小区业主，房屋建筑面积{area:.2f}平方米。{day(start)}前，{a}经公开选聘，与{s.pick('该小区业主委员会', '建设单位')}签订物业服务合同，"
        f"约定住宅物业服务费每月每平方米{price:.2f}元，按{s.pick('年', '半年')}收取，服务内容包括公共区域保洁、秩序维护、设施设备日常养护和绿化。",
        f"{b}自{day(start)}起至{day(until)}止未交纳物业服务费，共{count}个月，按面积和单价计算为{yuan(owed)}。{a}在单元门张贴过催缴通知，并于{day(s.before(s.filed, 20, 70))}邮寄催款函，收件人手机为{s.phone()}，邮件妥投。",
        f"本院到小区现场查看，{s.pick('楼道基本整洁，两部电梯中一部正在检修', '绿化带有杂物堆放，门岗有人值守', '单元门禁损坏，物业称已列入维修计划')}。{s.pick('同单元业主', '小区业主')}{s.witness()}陈述，{s.pick('服务比前两年有所改善', '报修后一般两三天有人来', '冬天清雪不够及时')}。",
    ]
    reasoning = [
        f"物业服务合同对全体业主具有约束力，{b}虽未在合同上签字，但作为业主已实际接受服务，应当按照约定交纳物业服务费，不能以未签合同或者没有居住为由拒绝。",
        f"{a}提供的服务虽存在{s.pick('设施维修不及时', '保洁不到位', '秩序维护有疏漏')}等不足，但尚未达到根本违约的程度。物业服务面对全体业主，个别不足应通过业主大会、业主委员会督促改进，或者就具体损失另行主张。"
        + (f"综合查看情况，本院酌定{b}按应交数额交纳，{a}主张的违约金不予支持。" if s.maybe(0.6) else f"{a}应当从本案中吸取教训，提高服务质量；其主张的违约金，本院不予支持。"),
        "物业服务关系长期存续，需要双方彼此体谅：业主及时交费是服务得以维持的条件，企业及时回应诉求是收费得以顺畅的前提。",
    ]
    return CivilDraft(
        family="property", cause="物业服务合同纠纷", plaintiffs=[manager], defendants=[owner],
        claims=[f"判令{b}交纳{day(start)}至{day(until)}的物业服务费{yuan(owed)}", "判令按日万分之五支付违约金", f"由{b}承担诉讼费用"],
        story=f"{a}为“{estate}”小区提供物业服务，{b}系该小区业主，从{day(start)}起拒不交费，经{s.pick('上门', '电话', '书面')}催缴仍不交纳，影响小区正常管理，故提起诉讼。",
        answer=answer,
        evidence=f"{a}提交物业服务合同、收费备案表、催缴记录、维修及保洁台账、费用明细表。" + (f"{b}提交手机照片{s.whole(4, 20)}张、业主群聊天记录。" if owner.present else f"{b}未到庭应诉。") + "本院认证如下：合同、备案表及费用明细能够证明收费依据和数额，予以采信；照片能够反映拍摄时小区局部状况，对其真实性予以确认。",
        found=found, reasoning=reasoning, rules=["property", "property.fee", "contract.perform", "proof"],
        ruling=[f"{b}于本判决生效之日起十日内给付{a}物业服务费{yuan(owed)}", f"驳回{a}的其他诉讼请求"],
        value=owed, grounds="物业公司未按合同约定的标准服务，一审判决全额交费显失公平。", reply="已按约提供服务，业主欠费多年，应当交纳。",
    )
