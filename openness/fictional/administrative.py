"""Administrative cases: penalties, recognition of work injury, and a few about information on request."""

from __future__ import annotations

from datetime import date

from openness.fictional.drafts import CivilDraft
from openness.fictional.laws import PENALTY
from openness.fictional.numbers import day, yuan
from openness.fictional.parties import Party, company_party, organ_party, person_party, shop_party
from openness.fictional.scene import Scene

FOOD_SHOPS = ("食品超市", "水产商行", "百货店", "酒类经销处")
# organ after the area's name, what was found, statute of the breach, fine in yuan, mark of the decision, who does it
BREACHES = (
    ("市场监督管理局", "销售超过保质期的预包装食品，货值金额{value}", "《中华人民共和国食品安全法》第三十四条第十项、第一百二十四条第一款第五项", 5000, 50_000, "市监罚字", ("食品", "商业管理")),
    ("市场监督管理局", "在经营的商品包装上使用虚假的产地标识，货值金额{value}", "《中华人民共和国产品质量法》第五条、第五十三条", 3000, 40_000, "市监罚字", ("水产食品", "果品冷藏", "商贸")),
    ("交通运输局", "未取得道路运输经营许可，擅自从事货物运输经营，收取运费{value}", "《中华人民共和国道路运输条例》第六十三条", 5000, 30_000, "交罚字", ("货物运输", "物流")),
    ("应急管理局", "未对从业人员进行安全生产教育和培训，现场作业人员无证上岗", "《中华人民共和国安全生产法》第九十七条第三项", 20_000, 90_000, "应急罚字", ("镁质材料", "钢结构工程", "机械制造")),
    ("生态环境局", "镁砂窑未正常运行大气污染防治设施，厂区物料未密闭堆存", "《中华人民共和国大气污染防治法》第九十九条第三项、第一百一十七条第一项", 100_000, 300_000, "环罚字", ("镁质材料", "耐火材料", "矿产品")),
    ("城市管理综合行政执法局", "未取得建设工程规划许可证，在楼体北侧擅自加建彩钢棚", "《中华人民共和国城乡规划法》第六十四条", 3000, 20_000, "城执罚字", ("商业管理", "餐饮管理", "汽车销售服务")),
)


def sued_in_time(s: Scene) -> date:
    """The day of an act that is challenged within six months (《行政诉讼法》第四十六条第一款)."""
    return s.before(s.filed, 25, 160)


def decision_number(s: Scene, area: str, mark: str, year: int) -> str:
    """The number of an administrative decision; it stays."""
    return s.keep(f"{area[0]}{mark}〔{year}〕{s.whole(3, 480)}号")


def _organ(s: Scene, office: str) -> Party:
    return organ_party(s, f"{s.court.area}{office}")


def _penalty_reasoning(s: Scene, a: str, b: str, statute: str, revoke: str) -> list[str]:
    out = [f"依照法律规定，{b}具有对本行政区域内相关违法行为进行查处的法定职权，{s.pick('系本案适格被告', '主体适格')}。"]
    if revoke:
        return [
            *out,
            f"行政处罚应当事实清楚、证据确凿、程序合法。{revoke}。该情形影响了{a}陈述、申辩权利的行使，被诉处罚决定依法应予撤销。",
            f"{b}可以在查清事实、听取意见后依法重新处理。行政机关查处违法行为是职责所在，但越是处罚，越应当让当事人看得清理由、说得上话。",
        ]
    return [
        *out,
        f"{b}提交的现场检查笔录、询问笔录和照片能够相互印证，证明{a}实施了被诉决定认定的行为。{b}适用{statute}作出处罚，适用法律正确，罚款数额在法定幅度以内，并考虑了{s.pick('积极整改', '货值较小', '初次违法')}的情节，裁量适当。",
        f"在程序上，{b}立案后进行调查，作出决定前告知了拟处罚的内容、事实、理由、依据以及陈述、申辩和要求听证的权利，决定书依法送达，程序并无违法之处。{a}主张没有收到告知书，与送达回证记载不符，本院不予采纳。",
    ]


def penalty(s: Scene) -> CivilDraft:
    """A fine is challenged; most often in vain, sometimes it is revoked for want of procedure."""
    office, found_text, statute, low, high, mark, trades = s.of(BREACHES)
    if office.startswith("市场") and s.maybe(0.6):
        plaintiff = shop_party(s, FOOD_SHOPS)
    else:
        plaintiff = person_party(s, 0.5) if office.startswith("交通") and s.maybe(0.6) else company_party(s, trades, 0.7)
    defendant = _organ(s, office)
    a, b = plaintiff.short, defendant.short
    s.facts = sued_in_time(s)
    fine, punished = s.step(low, high, 1000), s.facts
    number = decision_number(s, s.court.area, mark, punished.year)
    breach = found_text.format(value=yuan(s.step(200, 9000, 10)))
    revoke = s.pick(
        f"本案中，{b}在告知书送达的次日即作出处罚决定，未给{a}留出合理的陈述、申辩期限",
        f"本案中，{b}仅有一名具有执法资格的人员参加现场检查，检查笔录上另一签名人{s.witness()}系聘用的辅助人员，取证程序不合法",
    ) if s.maybe(0.25) else ""
    vehicle = f"，涉案车辆号牌为{s.plate()}" if "运输" in breach else ""
    checked = s.before(punished, 40, 85)
    found = [
        f"{day(checked)}，{b}执法人员到{a}的{s.pick('经营场所', '营业地点')}检查，发现其{breach}{vehicle}。执法人员制作了现场检查笔录并拍照，{s.pick('现场人员', '店员', '负责人')}{s.witness()}在笔录上签字。",
        f"{day(s.before(punished, 18, 38))}，{b}向{a}送达行政处罚告知书。{day(punished)}，{b}作出{number}行政处罚决定，认定{a}违反{statute}的规定，决定处以罚款{yuan(fine)}，并责令改正。{a}于{day(s.after(punished, 2, 7))}收到该决定，{s.pick('未缴纳罚款', '已缴纳罚款')}，在法定期限内提起行政诉讼。",
    ]
    return CivilDraft(
        family="penalty", cause="行政处罚", plaintiffs=[plaintiff], defendants=[defendant],
        claims=[f"撤销{b}作出的{number}行政处罚决定", "本案诉讼费由被告承担"],
        story=f"{day(punished)}，{b}对{a}作出罚款{yuan(fine)}的决定。{a}认为{s.pick('执法人员没有出示证件', '检查时问题已经整改', '处罚数额与行为的危害后果不相当')}，{s.pick('该决定认定事实不清、程序违法', '处罚明显不当')}，故请求撤销。",
        answer=f"{b}辩称，其具有法定职权，被诉处罚决定事实清楚、证据充分、程序合法、裁量适当，请求驳回{a}的诉讼请求。",
        evidence=f"{b}在法定举证期限内提交了立案审批表、现场检查笔录、询问笔录、照片、告知书及送达回证、案件集体讨论记录、处罚决定书等证据和法律依据；{a}提交了{s.pick('进货票据', '整改照片', '营业执照复印件')}。经庭审质证，本院对与被诉行政行为合法性有关的证据予以采信。",
        found=found, reasoning=_penalty_reasoning(s, a, b, statute, revoke), rules=["admin.revoke" if revoke else "admin.reject"],
        ruling=[f"撤销{b}于{day(punished)}作出的{number}行政处罚决定"] if revoke else [f"驳回{a}的诉讼请求"],
        value=0, fee=50.0, owed=bool(revoke), administrative=True,
        grounds="一审对处罚程序是否合法没有全面审查；被诉处罚数额过重，不符合过罚相当原则。", reply="被诉处罚决定合法适当，一审判决正确。",
    )


def work_injury(s: Scene) -> CivilDraft:
    """An employer challenges the recognition of a work injury (工伤认定)."""
    employer = company_party(s, ("镁质材料", "汽车零部件制造", "物流", "服装", "建筑工程"), 0.8)
    defendant = _organ(s, "人力资源和社会保障局")
    worker = person_party(s, 0.4, 24, 59)
    a, b, c = employer.short, defendant.short, worker.short
    s.facts = sued_in_time(s)
    hurt, decided = s.before(s.facts, 60, 120), s.facts
    number = decision_number(s, s.court.area, "人社工认字", decided.year)
    way = s.pick(
        ("在车间操作压力机时右手被压伤", "第十四条第一项"), ("在下班途中骑电动自行车与小型客车相撞，对方负全部责任", "第十四条第六项"), ("在装卸货物时从车厢坠落，致腰椎骨折", "第十四条第一项"),
    )
    phone = s.phone()
    found = [
        f"{c}系{a}职工，岗位为{s.pick('操作工', '装卸工', '包装工')}。{day(hurt)}{s.whole(7, 22)}时许，{c}{way[0]}，被送往{s.keep('营口市中心医院')}救治。",
        f"{c}于{day(s.before(decided, 30, 58))}提出工伤认定申请，{b}受理后向{a}送达举证通知书，并电话（{phone}）联系其人事主管{s.witness()}，{a}未在期限内提交相反证据。{day(decided)}，{b}作出{number}认定工伤决定，认定{c}所受伤害为工伤。{a}不服，起诉至本院。",
    ]
    reasoning = [
        f"根据《工伤保险条例》第五条第二款的规定，{b}负责本行政区域内的工伤保险工作，具有作出工伤认定的法定职权。",
        f"本案争议焦点是{c}受到的伤害是否属于工伤。证人证言、诊断证明和{s.pick('监控录像', '事故责任认定书', '考勤记录')}能够证明{c}{way[0]}的事实，符合《工伤保险条例》{way[1]}规定的情形。{s.pick(a + '主张' + c + '违反操作规程，但职工对事故是否存在一般过失不影响工伤的认定', a + '主张' + c + '当日请假，但未提交请假手续，且与考勤记录不符', a + '主张' + c + '系临时工，但用工形式不影响劳动关系的成立')}。依照《工伤保险条例》第十九条第二款，用人单位不认为是工伤的，由用人单位承担举证责任。",
        f"{b}受理、调查、告知举证、作出决定并送达，均在法定期限之内，程序合法。{a}请求撤销该决定的理由不能成立。",
    ]
    return CivilDraft(
        family="work_injury", cause="工伤认定", plaintiffs=[employer], defendants=[defendant], thirds=[worker],
        claims=[f"撤销{b}作出的{number}认定工伤决定", "案件受理费由被告负担"],
        story=f"{b}认定{c}所受伤害为工伤，但{c}{s.pick('受伤与工作无关', '与原告不存在劳动关系', '当天并未安排加班')}，该决定缺乏事实依据。",
        answer=f"{b}辩称，认定工伤决定证据确凿，适用法规正确，程序合法。{c}述称，同意被告的答辩意见。",
        evidence=f"{b}提交了工伤认定申请表、劳动关系证明、诊断证明、证人{s.witness()}的调查笔录、送达回证等证据。{a}提交考勤表一份，该表没有{c}签字，也没有原始打卡数据佐证，本院不予采信。",
        found=found, reasoning=reasoning, rules=["admin.reject"], ruling=[f"驳回{a}的诉讼请求"], value=0, fee=50.0, owed=False, administrative=True,
        grounds="一审没有查清双方是否存在劳动关系，将举证责任全部归于用人单位，属适用法律错误。", reply="原审判决认定事实清楚，请求维持。",
    )


def information(s: Scene) -> CivilDraft:
    """An answer to a request for government information is challenged (政府信息公开)."""
    plaintiff = person_party(s, 0.3, 40, 74)
    defendant = _organ(s, s.pick("自然资源局", "住房和城乡建设局"))
    a, b = plaintiff.short, defendant.short
    s.facts = sued_in_time(s)
    asked, answered = s.before(s.facts, 12, 26), s.facts
    topic = s.pick("某片区房屋征收补偿方案及分户评估报告", "村集体土地征收公告及补偿款发放明细", "小区规划变更许可的全部审批材料")
    number = decision_number(s, s.court.area, "政公开答字", answered.year)
    mail = s.secret(f"wx{s.whole(10_000, 99_999)}@163.com", "email")
    ok = s.maybe(0.4)
    found = [
        f"{day(asked)}，{a}通过邮寄方式向{b}提交政府信息公开申请，要求公开{topic}，并注明以电子邮件方式发送至{mail}。{b}于{day(asked + (answered - asked) // 3)}收到申请。",
        f"{day(answered)}，{b}作出{number}答复书，告知{a}经检索没有找到其申请的信息，该信息不存在。{a}收到后不服，在法定期限内提起诉讼。",
    ]
    reasoning = [
        f"{b}具有对向其提出的政府信息公开申请进行答复的法定职责。",
        f"{b}对“信息不存在”的说法应当提供检索记录予以证明，其仅陈述经办人员口头核实没有结果，未能说明检索的范围和方法，主要证据不足。"
        if ok else f"{b}提交的检索说明列明了检索部门、关键词和时间范围，并说明了理由，已经尽到合理的查找义务；其答复在二十个工作日以内作出，符合《中华人民共和国政府信息公开条例》第三十三条的规定。",
        "公开是常态，不公开是例外。公民依法申请信息，既是行使权利，也是对行政机关工作的监督。" if ok else f"{a}认为该信息客观存在，但没有提供进一步的线索，其诉讼请求本院难以支持。",
    ]
    return CivilDraft(
        family="information", cause="政府信息公开", plaintiffs=[plaintiff], defendants=[defendant],
        claims=[f"撤销{number}答复书", f"责令{b}重新作出答复"],
        story=f"{a}为了解{topic}，依法提出公开申请，{b}的答复没有说明理由，侵犯了其知情权。",
        answer=f"{b}辩称，收到申请后已经认真检索并在法定期限内答复，程序合法、内容适当。",
        evidence=f"{a}提交申请表、邮寄凭证、答复书；{b}提交收文登记、{'内部审批单' if ok else '检索说明'}及送达凭证。上述证据形式合法，本院予以采信。证人{s.witness()}关于其见过类似材料的陈述没有其他证据印证，不予采信。",
        found=found, reasoning=reasoning, rules=["admin.revoke" if ok else "admin.reject"],
        ruling=[f"撤销{b}作出的{number}答复书", f"责令{b}于本判决生效之日起二十个工作日内对{a}的申请重新作出答复"] if ok else [f"驳回{a}的诉讼请求"],
        value=0, fee=50.0, owed=ok, administrative=True, grounds="检索说明系事后补制，不能证明已尽检索义务，一审采信不当。", reply="一审判决正确，应予维持。",
    )


def fine_basis(decided: date) -> str:
    """The article on extra fines for late payment (《行政处罚法》 of 2021: 72, before: 51)."""
    return f"{PENALTY}{'第七十二条第一款第一项' if decided >= date(2021, 7, 15) else '第五十一条第一项'}"
