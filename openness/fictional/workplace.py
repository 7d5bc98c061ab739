"""Labour disputes (劳动争议) and company disputes (股东知情权, 股权转让)."""

from __future__ import annotations

from datetime import date

from openness.fictional.drafts import CivilDraft
from openness.fictional.numbers import add_months, day, yuan
from openness.fictional.parties import company_party, person_party
from openness.fictional.scene import Scene

EMPLOYERS = ("镁质材料", "服装", "汽车零部件制造", "餐饮管理", "保安服务", "电商", "机械制造", "环保科技")
POSTS = ("车间操作工", "叉车司机", "质检员", "保安", "后厨面点师", "会计", "销售员", "窑炉看火工", "缝纫工")


def _labour_found(s: Scene, a: str, b: str, wage: int, unpaid: int, years: float, left: date, award: str) -> list[str]:
    post = s.of(POSTS)
    return [
        f"{a}于{day(s.facts)}到{b}从事{post}工作，双方{s.pick('未签订书面劳动合同', '签订过一年期劳动合同，期满后未续签', '签订了劳动合同，但合同文本由' + b + '保管')}，工资通过银行转账发放至{a}的银行卡（卡号{s.card()}），离职前十二个月平均工资{yuan(wage)}。{b}未为{a}缴纳社会保险费。",
        f"自{day(add_months(left, -unpaid))}起，{b}未向{a}支付工资，共计{unpaid}个月。{day(left)}，{a}以拖欠劳动报酬为由向{b}邮寄解除劳动合同通知书，{b}于次日签收。{a}在{b}的工作年限为{years:g}年。",
        f"{a}向{s.court.area}劳动人事争议仲裁委员会申请仲裁，该委作出裁决：{b}支付{a}工资{yuan(wage * unpaid)}、经济补偿{yuan(wage * years)}。{award}不服，在法定期限内向本院起诉。",
    ]


def labour(s: Scene) -> CivilDraft:
    """Unpaid wages and compensation at the end of an employment, after arbitration."""
    worker = person_party(s, 0.5, 22, 58)
    employer = company_party(s, EMPLOYERS, 0.8)
    a, b = worker.short, employer.short
    wage, unpaid = s.step(3200, 8900, 100), s.whole(2, 6)
    left = s.before(s.filed, 70, 110)
    s.facts = min(s.facts, add_months(left, -unpaid - 4))
    years = max(0.5, round((left - s.facts).days / 365 * 2) / 2)
    by_worker = s.maybe(0.55)
    plaintiff, defendant = (worker, employer) if by_worker else (employer, worker)
    found = _labour_found(s, a, b, wage, unpaid, years, left, a if by_worker else b)
    story = (
        f"{a}在{b}工作期间，{b}长期拖欠工资且不缴纳社会保险，{a}被迫离职。仲裁裁决后，{a}认为裁决遗漏未签书面劳动合同的二倍工资，请求法院一并处理。"
        if by_worker
        else f"{a}系自行离职，{s.pick('未办理工作交接，给公司造成损失', '其考勤存在大量缺勤', '双方口头约定按件计酬，不存在固定工资')}，{b}不应支付经济补偿，故对仲裁裁决不服。"
    )
    answer = (
        f"{b}辩称，公司经营困难属实，拖欠工资数额以考勤核算为准；{s.pick('未签合同系' + a + '本人不愿签', '社会保险已折算成现金随工资发放')}，不同意支付经济补偿和二倍工资。"
        if by_worker
        else f"{a}辩称，{s.pick('公司从不与工人签合同', '工资条和微信工作群记录都在')}，仲裁裁决正确，请求驳回{b}的诉讼请求。"
    )
    reasoning = [
        f"用人单位自用工之日起即与劳动者建立劳动关系。{a}接受{b}的管理，从事{b}安排的有报酬的劳动，双方之间存在劳动关系。工资应当以货币形式按月支付，{b}对工资的发放负有举证责任，其未提交工资支付台账，应承担不利后果。",
        f"因用人单位未及时足额支付劳动报酬，劳动者解除劳动合同的，用人单位应当支付经济补偿。{a}的工作年限为{years:g}年，平均工资{yuan(wage)}，经济补偿为{yuan(wage * years)}。",
        s.pick(
            f"关于二倍工资，该请求受仲裁时效限制，{a}申请仲裁时已超过一年，{b}亦提出时效抗辩，本院不予支持。",
            f"关于{b}提出的损失赔偿，其没有提交证据证明损失的存在及与{a}的关联，且未经仲裁前置程序，本案不予处理。",
        ),
    ]
    return CivilDraft(
        family="labour", cause=s.pick("劳动争议", "追索劳动报酬纠纷", "经济补偿金纠纷"), plaintiffs=[plaintiff], defendants=[defendant],
        claims=[f"{b}支付拖欠的工资{yuan(wage * unpaid)}", f"{b}支付解除劳动合同经济补偿{yuan(wage * years)}", f"{b}支付未签订书面劳动合同的二倍工资差额"] if by_worker else [f"判令{b}不支付{a}经济补偿{yuan(wage * years)}", f"诉讼费由{a}承担"],
        story=story, answer=answer,
        evidence=f"{a}提交工作证、工资卡流水、微信工作群聊天记录、解除通知及邮寄凭证；{b}提交考勤表{s.whole(3, 12)}页、规章制度一份。考勤表没有劳动者签字，规章制度未经公示，本院不予采信。证人{s.witness()}、{s.witness()}与{a}曾系同一班组，对其证明{a}出勤情况的内容，本院结合工资流水予以采信。",
        found=found, reasoning=reasoning, rules=["labour.relation", "labour.pay", "labour.leave", "labour.case", "labour.years", "proof"],
        ruling=[f"{b}于本判决生效之日起十日内支付{a}工资{yuan(wage * unpaid)}", f"{b}于本判决生效之日起十日内支付{a}经济补偿{yuan(wage * years)}", f"驳回{plaintiff.short}的其他诉讼请求"],
        value=wage * unpaid, fee=10.0,
        grounds=f"{a}实际工作年限短于一审认定的期间，一审以平均工资计算经济补偿的基数错误。", reply="一审依据工资流水认定工资标准，并无不当。", owed=by_worker,
    )


TRADES = ("生物科技", "新材料", "商贸", "冷链物流", "镁业", "建筑工程", "旅游开发")


def inspection(s: Scene) -> CivilDraft:
    """A shareholder asks to see the company's books."""
    holder, company = person_party(s, 0.85, 32, 66), company_party(s, TRADES, 0.9)
    a, b = holder.short, company.short
    share = s.pick(10, 15, 20, 25, 30, 35, 49)
    asked = s.before(s.filed, 35, 80)
    founded = s.facts
    found = [
        f"{b}于{day(founded)}登记设立，类型为有限责任公司，注册资本{s.pick(100, 200, 500, 1000)}万元。公司章程及股东名册载明，{a}认缴出资比例为{share}%，另一股东{s.witness()}认缴出资比例为{100 - share}%并担任执行董事。",
        f"{day(asked)}，{a}向{b}邮寄书面申请，说明其多年未参与分红，为了解公司经营状况，要求查阅公司成立以来的会计账簿、会计凭证并复制财务会计报告。{b}签收后{s.pick('未予答复', '以账簿正在整理为由拒绝', '回函称其有不正当目的，拒绝提供')}。",
        f"诉讼中，{b}主张{a}的近亲属{s.witness()}经营同类业务，但提交的登记信息显示该企业的经营地域和产品与{b}并不相同。",
    ]
    reasoning = [
        f"股东知情权是股东的固有权利。{a}系登记在册的股东，有权查阅、复制公司章程、股东会会议记录和财务会计报告，也可以要求查阅公司会计账簿。{a}在起诉前已书面提出请求并说明目的，履行了前置程序。",
        f"公司拒绝查阅的，应当举证证明股东有不正当目的。{b}仅以近亲属经营企业为由推断{a}可能损害公司利益，缺乏事实基础，本院不予采纳。" + s.pick("会计凭证是会计账簿记载的依据，不允许查阅凭证将使知情权落空，对该项请求应予支持。", "查阅权的行使应以不妨碍公司正常经营为限，故对时间、地点予以明确。"),
        "股东行使知情权后泄露公司商业秘密导致公司合法利益受损的，公司可以依法请求赔偿。",
    ]
    return CivilDraft(
        family="company", cause="股东知情权纠纷", plaintiffs=[holder], defendants=[company],
        claims=[f"判令{b}提供自{day(founded)}起的会计账簿、会计凭证供{a}查阅", f"判令{b}提供财务会计报告供{a}查阅、复制", f"诉讼费用由{b}负担"],
        story=f"{a}系{b}股东，持股{share}%，公司成立以来从未召开股东会，也未向{a}提供过财务资料，书面申请查阅后遭到拒绝，故提起诉讼。",
        answer=f"{b}辩称，{a}从未实际参与经营，其申请查阅的真实目的是{s.pick('为他人经营的同类企业获取客户信息', '在股权转让谈判中抬高价格')}，公司有权拒绝。",
        evidence=f"{a}提交营业执照信息、公司章程、出资证明书、查阅申请书及邮寄凭证；{b}提交其他企业登记信息打印件、聊天记录。对双方无争议的证据本院予以确认，聊天记录不能反映{b}所称的目的，不予采信。",
        found=found, reasoning=reasoning, rules=["company.inspect", "proof", "interpretation.proof"],
        ruling=[
            f"{b}于本判决生效之日起十五日内将{day(founded)}至本判决作出之日的会计账簿、会计凭证置备于公司住所地供{a}查阅，查阅时间不超过十五个工作日",
            f"{b}于本判决生效之日起十五日内提供上述期间的财务会计报告供{a}查阅、复制",
        ],
        value=10_000, fee=100.0, grounds=f"{a}查阅账簿具有不正当目的；会计凭证不在法定查阅范围之内。", reply="查阅权是股东的法定权利，上诉人没有举证证明不正当目的。", collegiate=True,
    )


def share_transfer(s: Scene) -> CivilDraft:
    """The price of a transferred share is unpaid."""
    seller, buyer = person_party(s, 0.8, 33, 64), person_party(s, 0.6, 33, 64)
    target = company_party(s, TRADES, 0)
    a, b, c = seller.short, buyer.short, target.short
    joins = s.maybe(0.6)
    price = s.step(200_000, 2_600_000, 10_000)
    paid = price * s.pick(3, 4, 5, 6) // 10
    owed = price - paid
    done = s.after(s.facts, 15, 40)
    found = [
        f"{day(s.facts)}，{a}与{b}签订《股权转让协议》，约定{a}将其持有的{c}{s.pick(20, 30, 40, 51)}%的股权转让给{b}，转让价款{yuan(price)}，签约当日付{yuan(paid)}，余款在工商变更登记后两个月内付清；逾期付款的，按应付未付金额每日万分之三计付违约金。",
        f"协议签订后，{b}支付{yuan(paid)}至{a}的银行账户{s.card()}。{day(done)}，{c}办理完毕股东变更登记。余款{yuan(owed)}至今未付。",
        f"另查明，{b}接手后发现公司对外尚有一笔货款未付，债权人{s.witness()}已另案主张。协议附件“债务清单”中没有列明该笔债务，数额为{yuan(s.step(12_000, 60_000, 1000))}。",
    ]
    return CivilDraft(
        family="company", cause="股权转让纠纷", plaintiffs=[seller], defendants=[buyer], thirds=[target] if joins else [],
        claims=[f"判令{b}支付股权转让款{yuan(owed)}及违约金", f"诉讼费由{b}负担"],
        story=f"{a}将所持{c if joins else target.mentioned}的股权转让给{b}并办理变更登记，{b}拖欠转让款{yuan(owed)}，{s.pick('多次协商未果', '以公司存在隐性债务为由拒付')}，构成违约。",
        answer=f"{b}辩称，{a}在转让时隐瞒{c}的对外债务，致使股权价值与约定不符，{s.pick('有权拒付余款', '应当从余款中扣减相应数额')}，且违约金标准偏高。",
        evidence=f"{a}提交股权转让协议、付款凭证、变更登记资料；{b}提交另案起诉状及供货单据。经质证，双方对协议及付款情况没有争议，本院予以确认；对另案单据，其真实性须在另案中查明。",
        found=found,
        reasoning=[
            f"案涉股权转让协议系双方真实意思表示，合法有效。{a}已配合办理股东变更登记，合同主要义务履行完毕，{b}应当支付剩余转让款。",
            f"{b}主张存在未披露债务，但公司债务由公司以其财产承担，协议约定的救济方式是由{a}在债务实际清偿后予以补偿，而非拒付转让款；该债务尚未确定，{b}可待清偿后另行主张。",
            f"违约金以补偿损失为主，兼具一定的惩罚性，{b}请求调减但未举证证明约定过高，本院综合履行程度，对每日万分之三的标准不作调整。",
        ],
        rules=["contract.perform", "contract.breach", "contract.penalty", "proof"],
        ruling=[f"{b}于本判决生效之日起十日内支付{a}股权转让款{yuan(owed)}，并自{day(add_months(done, 2))}起至实际付清之日止按日万分之三支付违约金"],
        value=owed * 1.05, grounds="转让人隐瞒公司对外债务，违约在先，受让人有权行使先履行抗辩权，一审未予认定不当。", reply="债务是否存在尚未确定，与本案无关。", collegiate=True,
    )
