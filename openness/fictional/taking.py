"""Crimes against property: theft, fraud, embezzlement in office and in a company, aid to cyber fraud."""

from __future__ import annotations

from datetime import date, timedelta

from openness.fictional.criminal import Kind, accused, remorse, term
from openness.fictional.drafts import CriminalDraft
from openness.fictional.numbers import chinese, day, yuan
from openness.fictional.parties import company_party
from openness.fictional.places import SPOTS, STREETS
from openness.fictional.scene import Scene

THINGS = (
    ("一辆黑色电动自行车", 1800, 3600), ("一部手机及现金若干", 2300, 6900), ("铜芯电缆一盘", 2600, 9800), ("海参二十余斤", 2100, 5200),
    ("电瓶六块", 2000, 4100), ("镁碳砖两托盘", 3800, 12_000), ("金项链一条", 4200, 15_800), ("羊四只", 3600, 7800), ("柴油三百余升", 2100, 3400),
)
WAYS = ("趁人不备", "采取撬锁的方式", "翻墙进入后", "见无人看管，", "用事先准备的剪线钳剪断锁扣后")


def caught_on(s: Scene, low: int, high: int) -> date:
    """The day on which the accused is taken: some months before the indictment."""
    return s.before(s.filed, low, high)


def _thefts(s: Scene, names: str, pair: bool, caught: date) -> tuple[list[str], list[str], int]:
    """Two to twelve thefts: paragraphs, victims, total value in yuan."""
    count = s.pick(2, 2, 3, 3, 4, 5, 7, 9, 12)
    when = caught - timedelta(days=count * 12 + s.whole(10, 60))
    facts, victims, total = [], [], 0
    for at in range(1, count + 1):
        thing, low, high = s.of(THINGS)
        value = s.whole(low, high) if count < 6 else s.whole(low // 2, high // 2)
        total += value
        victim = s.person(20, 72)
        victims.append(victim.name)
        when += timedelta(days=s.whole(2, 12))
        spot = f"{s.court.area}一处{s.of(SPOTS)}"
        home = f"{s.court.area}被害人{victim.name}家（{s.secret(victim.detail, 'address')}）院内"
        place = s.pick(f"{s.court.area}{s.of(STREETS)}一处{s.of(SPOTS)}附近", spot, home, s.shop() + "门前")
        plan = "经预谋，" if pair and s.maybe(0.5) else ""
        facts.append(
            f"{at}.{day(when)}{s.whole(0, 23)}时许，被告人{names}{plan}在{place}，{s.of(WAYS)}将被害人{victim.name}的{thing}盗走。"
            f"经价格认定，被盗物品价值人民币{yuan(value)}。"
        )
    facts[0] = "被告人实施了下列行为：" + facts[0]
    facts.append(f"案发后，被告人{names}于{day(caught)}被{s.court.police}民警抓获，部分被盗物品已追回并发还被害人{victims[0]}。")
    return facts, list(dict.fromkeys(victims)), total


def theft(s: Scene) -> CriminalDraft:
    """Several thefts by one or two people."""
    caught = caught_on(s, 50, 110)
    pair = s.maybe(0.3)
    who = [accused(s, "盗窃罪", caught, True)] + ([accused(s, "盗窃罪", caught, True)] if pair else [])
    names = "、".join(a.person.name for a in who)
    facts, victims, total = _thefts(s, names, pair, caught)
    evidence = [
        f"物证：{s.pick('撬棍一根、手电筒一只', '剪线钳一把', '作案时所穿的衣物')}；书证：受案登记表、{s.pick('抓获经过', '到案经过')}、户籍信息、扣押及发还清单、{s.pick('微信转账记录', '收购台账')}；",
        f"被害人{'、'.join(victims)}的陈述，证实财物被盗的时间、地点和数量；",
        f"证人{s.witness()}的证言，证实其{s.pick('以低价收购过被告人出售的物品', '看见被告人骑电动三轮车离开', '案发当晚听见院内有响动')}；",
        f"价格认定结论书、{s.pick('现场勘验笔录及照片', '辨认笔录')}、监控视频；",
        f"被告人{names}的供述与辩解。",
    ]
    length, fine = s.whole(7, 14) + total // 9000, s.pick(3000, 5000, 8000)
    reasoning = [f"被告人{names}以非法占有为目的，多次秘密窃取他人财物，共计价值人民币{yuan(total)}，数额较大，其行为已构成盗窃罪。公诉机关指控的罪名成立，本院予以支持。" + ("在共同犯罪中，二人作用相当，不区分主从犯。" if pair else "")]
    reasoning.append(remorse(s, f"被告人{names}"))
    ruling = [term(s, a, "盗窃罪", length + (at and -1), fine) for at, a in enumerate(who)]
    ruling.append(f"责令被告人{names}退赔被害人{'、'.join(victims[1:])}的经济损失")
    ruling.append(s.pick("作案工具予以没收，由扣押机关依法处理", "随案移送的作案工具依法没收"))
    return CriminalDraft(
        family="theft", crime="盗窃罪", accused=who, facts=facts, evidence=evidence, law="以非法占有为目的，秘密窃取公私财物，数额较大，其行为触犯了刑法关于盗窃罪的规定",
        reasoning=reasoning, ruling=ruling, articles=f"第二百六十四条、{'第二十五条第一款、' if pair else ''}第六十七条第三款、第五十二条、第六十四条",
        grounds="原判认定的被盗物品价值过高，量刑过重；上诉人自愿认罪，请求从轻改判。", opinion=f"建议对被告人{who[0].person.name}判处有期徒刑{'七个月至一年六个月' if length < 18 else '一年至二年'}，并处罚金。",
    )


PRETEXTS = ("能够办理港区岗位入职", "有渠道低价购买法院拍卖车辆", "可以承揽学校食堂食材配送", "能帮助子女安排进入重点学校", "有一批低价海鲜急于出手", "可代办养老保险补缴")


def fraud(s: Scene) -> CriminalDraft:
    """Money taken under a pretext."""
    caught = caught_on(s, 60, 130)
    a = accused(s, "诈骗罪", caught, True, Kind(26, 60))
    name, pretext = a.person.name, s.of(PRETEXTS)
    victims, facts, total = [], [], 0
    for at in range(s.pick(2, 2, 3, 3, 4, 6, 8)):
        victim = s.person(28, 70).name
        got = s.step(3000, 9000, 500)
        total += got
        victims.append(victim)
        when = caught - timedelta(days=s.whole(90, 400))
        pay = s.pick(f"通过微信转账{yuan(got)}", f"向其提供的银行卡（{s.card()}）汇款{yuan(got)}", f"在{s.shop()}交给其现金{yuan(got)}")
        facts.append(f"{s.pick('同一期间，被告人', '此后不久，被告人', '同年某日，被告人') if at else day(when) + '，被告人'}{name}{'以相同理由' if at else '虚构其' + pretext + '的事实'}，骗取被害人{victim}的信任，{victim}{pay}。")
    facts.append(f"被告人{name}将骗得款项用于{s.pick('偿还个人债务', '网络赌博', '日常挥霍')}，更换手机号码（原号码{s.phone()}）后失联。{day(caught)}，其在{s.pick('一家宾馆', '客运站')}被民警抓获。")
    evidence = [
        f"书证：{s.pick('微信聊天记录', '收条')}、银行账户交易明细、户籍证明、到案说明；",
        f"被害人{'、'.join(victims)}的陈述及辨认笔录；",
        f"证人{s.witness()}、{s.witness()}的证言，证实{s.pick('被告人所称的单位没有招聘计划', '被告人没有办理相关事项的能力', '被告人曾向其借钱还债')}；",
        f"被告人{name}的供述与辩解。",
    ]
    length = s.whole(18, 22) + total // 8000
    back = s.maybe(0.4)
    return CriminalDraft(
        family="fraud", crime="诈骗罪", accused=[a], facts=facts, evidence=evidence, law="以非法占有为目的，虚构事实、隐瞒真相，骗取他人财物，数额较大，已触犯刑法",
        reasoning=[
            f"被告人{name}以非法占有为目的，虚构{pretext}的事实骗取多名被害人财物，共计人民币{yuan(total)}，数额较大，其行为构成诈骗罪，应予惩处。被告人收款后既未办理承诺的事项，又更换联系方式逃避返还，非法占有的故意明显。",
            remorse(s, f"被告人{name}") + (f"案发后，其亲属代为退赔被害人{victims[0]}的全部损失并取得谅解，可以酌情从轻处罚。" if back else ""),
        ],
        ruling=[
            term(s, a, "诈骗罪", length, s.pick(5000, 10_000, 15_000)),
            f"责令被告人{name}退赔{'、'.join(f'被害人{v}' for v in (victims[1:] if back else victims))}的经济损失",
        ],
        articles="第二百六十六条、第六十七条第三款、第五十二条、第六十四条", grounds="涉案款项中有部分系正常借款，不应计入诈骗数额，原判量刑过重。",
        opinion=f"建议对被告人{name}判处有期徒刑一年六个月至二年六个月，并处罚金。",
    )


def company_embezzlement(s: Scene) -> CriminalDraft:
    """An employee keeps the company's money (职务侵占罪)."""
    caught = caught_on(s, 60, 120)
    a = accused(s, "职务侵占罪", caught, s.maybe(0.5), Kind(26, 55, job="公司职员"))
    company = company_party(s, ("商贸", "物流", "镁质材料", "汽车销售服务", "粮油贸易"), 0)
    name, victim = a.person.name, company.short
    post = s.pick("出纳员", "业务员", "仓库主管", "区域销售经理")
    total = s.step(42_000, 480_000, 100)
    start = caught - timedelta(days=s.whole(300, 700))
    returned = s.maybe(0.55)
    customers = [s.witness() for _ in range(2)]
    facts = [
        f"被告人{name}系{company.name}（以下简称{victim}）{post}。{day(start)}至{day(caught - timedelta(days=s.whole(30, 90)))}间，{name}利用负责{s.pick('收取货款', '货物销售', '与客户对账')}的职务便利，采取{s.pick('收款不入账', '截留货款', '私自低价销售库存货物')}的手段，将{victim}的资金共计{yuan(total)}占为己有，用于{s.pick('购买彩票', '偿还信用卡', '炒股')}。",
        f"其中，客户{customers[0]}、{customers[1]}按照{name}的要求，将货款汇入其个人银行卡{s.card()}。{victim}在盘点时发现账实不符后报案，{name}于{day(caught)}{'在家属陪同下到公安机关投案' if returned else '被公安机关抓获'}。",
    ]
    length = 8 + total // 30_000
    return CriminalDraft(
        family="embezzlement", crime="职务侵占罪", accused=[a], facts=facts,
        evidence=[
            f"书证：劳动合同、任职文件、营业执照、{s.pick('司法会计鉴定意见书', '专项审计报告')}、银行流水、收据；",
            f"报案人、{victim}法定代表人{company.heads[0][1]}的陈述；", f"证人{customers[0]}、{customers[1]}、{s.witness()}的证言；", f"被告人{name}的供述与辩解。",
        ],
        law="身为公司工作人员，利用职务上的便利，将本单位财物非法占为己有，数额较大，已触犯刑法",
        reasoning=[
            f"被告人{name}利用担任{post}的便利，将{victim}财物{yuan(total)}非法占为己有，数额较大，其行为已构成职务侵占罪。审计报告所列各笔款项，均有客户付款凭证与被告人供述相印证，本院予以确认。",
            remorse(s, f"被告人{name}", returned) + (f"其已全部退赔并取得{victim}谅解，确有悔罪表现，没有再犯罪的危险，宣告缓刑对所居住社区没有重大不良影响，可以依法适用缓刑。" if returned else "赃款未能退还，量刑时予以体现。"),
        ],
        ruling=[
            term(s, a, "职务侵占罪", length, s.pick(10_000, 20_000), (length + 6) // 12 * 12 + 12 if returned else 0),
            f"被告人{name}退赔的{yuan(total)}发还{company.name}" if returned else f"责令被告人{name}退赔{company.name}{yuan(total)}",
        ],
        articles=f"第二百七十一条第一款、第六十七条第{'一' if returned else '三'}款、{'第七十二条第一款、第三款、第七十三条第二款、第三款、' if returned else ''}第六十四条",
        grounds="部分款项已用于公司业务支出，不应认定为侵占数额。", opinion="建议在三年以下有期徒刑的幅度内量刑，并处罚金。",
    )


def corruption(s: Scene) -> CriminalDraft:
    """A village official who helps the government keeps public money (贪污罪)."""
    caught = caught_on(s, 70, 140)
    a = accused(s, "贪污罪", caught, True, Kind(42, 62, True, "原系村党支部书记", True))
    name = a.person.name
    total = s.step(32_000, 190_000, 100)
    fund = s.pick("高标准农田建设占地补偿款", "退耕还林补助资金", "危房改造补助款", "渔民燃油补贴")
    years = s.whole(1, 3)
    others = [s.person(40, 75).name for _ in range(2)]
    facts = [
        f"被告人{name}在担任{s.court.area}某村党支部书记期间，于{caught.year - years - 1}年至{caught.year - 1}年间，利用协助人民政府从事{fund}的申报、发放等行政管理工作的职务便利，采取{s.pick('虚列人员名单', '重复申报面积', '冒用他人名义')}的手段，以村民{others[0]}、{others[1]}等人的名义套取{fund}共计{yuan(total)}，据为己有。",
        f"上述款项进入{others[0]}名下的银行卡（{s.card()}）后，由{name}分多次取出，用于家庭支出和{s.pick('偿还欠款', '购置农机')}。{day(caught)}，{name}被监察机关留置，到案后如实供述了犯罪事实，并退缴全部赃款。",
    ]
    length = 8 + total // 20_000
    return CriminalDraft(
        family="corruption", crime="贪污罪", accused=[a], facts=facts,
        evidence=[
            "书证：任职文件、补助资金管理文件、申报表、发放花名册、银行取款凭条、退缴凭证；", f"证人{others[0]}、{others[1]}的证言，证实其对名下的款项并不知情；",
            f"证人{s.witness()}（村会计）的证言，证实申报材料由被告人安排填写；", f"被告人{name}的供述与辩解、{s.pick('自书材料', '讯问同步录音录像')}。",
        ],
        law="身为协助人民政府从事行政管理工作的人员，利用职务便利侵吞公共财物，数额较大，其行为触犯了刑法",
        reasoning=[
            f"被告人{name}作为村基层组织人员，在协助人民政府从事行政管理工作时，应以国家工作人员论。其利用职务便利，骗取、侵吞公共财物{yuan(total)}，数额较大，其行为构成贪污罪。惠农资金关系群众切身利益，被告人的行为损害了基层组织的公信力，应依法惩处。",
            remorse(s, f"被告人{name}") + "其全部退缴赃款，可以酌情从轻处罚。",
        ],
        ruling=[term(s, a, "贪污罪", length, 100_000), f"退缴在案的赃款人民币{yuan(total)}，发还{s.court.area}相关主管部门"],
        articles="第三百八十二条第一款、第三百八十三条第一款第一项、第三款、第九十三条第二款、第六十七条第三款、第六十四条",
        grounds="套取的资金部分用于村集体公务支出，原判未予扣除，请求从轻处罚。", opinion="建议判处有期徒刑，并处罚金十万元以上。",
    )


def cyber_aid(s: Scene) -> CriminalDraft:
    """Bank cards lent to swindlers (帮助信息网络犯罪活动罪)."""
    caught = caught_on(s, 50, 120)
    a = accused(s, "帮助信息网络犯罪活动罪", caught, s.maybe(0.4), Kind(19, 38))
    name = a.person.name
    cards = [s.card() for _ in range(s.whole(2, 3))]
    flow, paid = s.cents(310_000, 1_900_000), s.step(1000, 6000, 500)
    victims = [s.person(22, 66).name for _ in range(2)]
    met = s.witness()
    when = caught - timedelta(days=s.whole(60, 200))
    jailed, came = s.maybe(0.5), s.maybe(0.5)
    length, fine = s.whole(7, 14), s.pick(3000, 5000, 8000)
    facts = [
        f"{day(when)}，被告人{name}明知他人利用信息网络实施犯罪，经{met}（另案处理）介绍，将其本人名下的{chinese(len(cards))}张银行卡（{'、'.join(cards)}）连同手机（号码{s.phone()}）提供给他人用于转移资金，并在{s.pick('一家宾馆房间内', '一处停车场的车辆内', s.shop() + '旁')}配合刷脸验证。",
        f"经查，上述银行卡流入资金共计{yuan(flow)}，其中查证属实的有被害人{victims[0]}被骗的{yuan(s.cents(12_000, 60_000))}、被害人{victims[1]}被骗的{yuan(s.cents(6000, 40_000))}。{name}从中获利{yuan(paid)}。{day(caught)}，{name}{'经民警电话通知后到案' if came else '在暂住处被抓获'}。",
    ]
    return CriminalDraft(
        family="cyber_aid", crime="帮助信息网络犯罪活动罪", accused=[a], facts=facts,
        evidence=[
            "书证：银行账户开户信息及交易明细、微信和“蝙蝠”聊天记录、到案经过、户籍证明；", f"被害人{victims[0]}、{victims[1]}的陈述及报案材料；", f"证人{s.witness()}的证言；",
            f"同案人{met}的供述；", f"被告人{name}的供述与辩解、辨认笔录。",
        ],
        law="明知他人利用信息网络实施犯罪，为其犯罪提供支付结算帮助，情节严重，已触犯刑法",
        reasoning=[
            f"被告人{name}明知他人利用信息网络实施犯罪，仍提供银行卡用于支付结算，情节严重，其行为构成帮助信息网络犯罪活动罪。出租、出借银行卡看似“来钱快”，实则为诈骗分子打通转移赃款的通道，本院对此类行为予以否定评价。",
            remorse(s, f"被告人{name}", came) + "违法所得已经退缴，酌情从轻处罚。",
        ],
        ruling=[
            term(s, a, "帮助信息网络犯罪活动罪", length, fine, 0 if jailed else 12 + (length > 9) * 6),
            f"被告人{name}退缴的违法所得人民币{yuan(paid)}依法没收，上缴国库",
        ],
        articles=f"第二百八十七条之二第一款、第六十七条第{'一' if came else '三'}款、{'' if jailed else '第七十二条第一款、第三款、'}第五十二条、第六十四条",
        grounds="上诉人对卡内资金性质不明知，获利较少，请求改判更轻的刑罚。", opinion="建议判处有期徒刑一年左右，并处罚金。",
    )
