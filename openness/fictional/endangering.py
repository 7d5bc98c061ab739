"""Crimes against persons and public safety: drunk driving, injury, drugs, traffic deaths, illegal fishing, refusal to perform."""

from __future__ import annotations

from datetime import timedelta

from openness.fictional.criminal import Kind, accused, remorse, term
from openness.fictional.drafts import CriminalDraft
from openness.fictional.numbers import chinese, day, yuan
from openness.fictional.places import SPOTS, STREETS
from openness.fictional.scene import Scene
from openness.fictional.taking import caught_on


def drunk_driving(s: Scene) -> CriminalDraft:
    """Drunk driving (危险驾驶罪), with an accident or far above the limit."""
    caught = caught_on(s, 30, 90)
    a = accused(s, "危险驾驶罪", caught, False, Kind(22, 58))
    name, plate = a.person.name, s.plate()
    level = s.whole(1510, 2680) / 10
    hit = s.maybe(0.5)
    waited, probation = hit and s.maybe(0.5), level < 180 and s.maybe(0.6)
    when = caught - timedelta(days=s.whole(1, 9))
    drank = s.pick(f"在{s.shop()}饮酒后", "与朋友聚餐饮酒后", "在同事家中饮酒后")
    other = f"，与被害人{s.person(24, 66).name}驾驶的{s.plate()}号车{s.pick('追尾', '刮撞')}，造成两车损坏" if hit else ""
    facts = [
        f"{day(when)}{s.whole(19, 23)}时许，被告人{name}{drank}，驾驶车牌号为{plate}的{s.pick('小型轿车', '小型普通客车', '轻型货车')}，沿{s.court.area}{s.of(STREETS)}行驶至{s.pick('一加油站', '一处路口', '客运站')}附近{other}，{('其报警并在现场等候，民警到场后' if waited else '对方报警后民警到场') if hit else '遇公安交警检查'}，发现其有酒后驾车嫌疑。",
        f"经鉴定，{name}血液中乙醇含量为{level:g}mg/100ml，属醉酒驾驶机动车。" + (f"公安交通管理部门认定{name}承担事故全部责任，其已赔偿对方车辆损失。" if hit else f"民警将其带至{s.keep('营口市中心医院')}提取血样，全程录音录像。"),
    ]
    length, fine = (2 if level < 200 else 3) - (not hit and level < 180), s.pick(3000, 5000, 6000, 8000)
    return CriminalDraft(
        family="driving", crime="危险驾驶罪", accused=[a], facts=facts,
        evidence=[
            "书证：受案登记表、驾驶证及机动车信息查询结果、呼气酒精含量检测单、血样提取登记表、到案经过；", f"证人{s.witness()}的证言，证实与被告人{s.pick('同桌饮酒', '一同乘车')}的经过；",
            "司法鉴定意见书；", f"{s.pick('执法记录仪视频', '路口监控视频')}；", f"被告人{name}的供述与辩解。",
        ],
        law="违反道路交通安全法规，在道路上醉酒驾驶机动车，已触犯刑法",
        reasoning=[f"被告人{name}在道路上醉酒驾驶机动车，危害公共安全，其行为已构成危险驾驶罪。" + ("其醉酒驾驶发生事故并负全部责任，依法从重处罚。" if hit else "其血液酒精含量较高，量刑时予以考虑。"), remorse(s, f"被告人{name}", waited)],
        ruling=[term(s, a, "危险驾驶罪", max(1, length), fine, max(2, length) if probation else 0)],
        articles=f"第一百三十三条之一第一款第二项、第六十七条第{'一' if waited else '三'}款、{'第七十二条第一款、第三款、第七十三条第一款、第三款、' if probation else ''}第五十二条、第五十三条",
        grounds="上诉人主动停车配合检查，没有造成后果，请求免予刑事处罚。", opinion=f"建议判处拘役{chinese(max(1, length))}个月，并处罚金。",
    )


def injury(s: Scene) -> CriminalDraft:
    """Bodily injury (故意伤害罪) out of a quarrel."""
    caught = caught_on(s, 40, 120)
    a = accused(s, "故意伤害罪", caught, s.maybe(0.5), Kind(20, 60))
    victim, name = s.person(20, 68), a.person.name
    grade = s.pick("轻伤二级", "轻伤二级", "轻伤一级")
    quarrel = s.pick("因停车位问题", "因地边纠纷", "因酒后言语不和", "因债务问题", "因邻里排水问题")
    tool = s.pick("用拳头击打", "持啤酒瓶击打", "用木棒击打", "用脚踢踹")
    part, wound = s.pick(("面部", "鼻骨粉碎性骨折"), ("左胸部", "左侧第6、7肋骨骨折"), ("头部", "颅骨外板骨折"), ("右手", "右手第四掌骨骨折"))
    when = caught - timedelta(days=s.whole(3, 40))
    forgiven, paid, came = s.maybe(0.6), s.step(12_000, 68_000, 1000), s.maybe(0.5)
    where = s.pick(f"{s.court.area}一处{s.of(SPOTS)}", f"{s.shop()}内", f"{s.court.area}{s.of(STREETS)}路边")
    facts = [
        f"{day(when)}{s.whole(8, 22)}时许，被告人{name}在{where}，{quarrel}与被害人{victim.name}发生争执，继而厮打。厮打中，{name}{tool}{victim.name}{part}，致其受伤。经鉴定，{victim.name}{wound}，损伤程度为{grade}。",
        f"{victim.name}伤后在{s.keep('营口市中心医院')}住院治疗{s.whole(6, 28)}天。" + (f"案发后，{name}的亲属代为赔偿{victim.name}经济损失{yuan(paid)}，取得书面谅解。" if forgiven else f"双方就赔偿未能达成一致，{victim.name}（联系电话{s.phone()}）表示另行提起民事诉讼。"),
    ]
    length = s.whole(7, 11) + (4 if grade.endswith("一级") else 0)
    return CriminalDraft(
        family="injury", crime="故意伤害罪", accused=[a], facts=facts,
        evidence=[
            "书证：接报警登记表、住院病历、户籍证明、" + ("赔偿协议、收条、谅解书；" if forgiven else "到案经过；"), f"被害人{victim.name}的陈述；",
            f"证人{s.witness()}、{s.witness()}的证言，证实双方厮打的起因和经过；", f"{s.pick('法医学人体损伤程度鉴定书', '司法鉴定意见书')}、现场监控视频；", f"被告人{name}的供述与辩解。",
        ],
        law="故意伤害他人身体，致人轻伤，已触犯刑法",
        reasoning=[
            f"被告人{name}遇事不能冷静处理，故意伤害他人身体，致一人{grade}，其行为已构成故意伤害罪。{s.pick('被害人对矛盾的激化也有一定责任', '双方系因琐事引发冲突')}，量刑时酌情考虑。",
            remorse(s, f"被告人{name}", came) + ("其积极赔偿并取得被害人谅解，可以从轻处罚；综合其犯罪情节和悔罪表现，可以适用缓刑。" if forgiven else ""),
        ],
        ruling=[term(s, a, "故意伤害罪", length, 0, 12 + (length > 10) * 6 if forgiven else 0)],
        articles=f"第二百三十四条第一款、第六十七条第{'一' if came else '三'}款{'、第七十二条第一款、第七十三条第二款、第三款' if forgiven else ''}",
        grounds="被害人先动手，上诉人系防卫过当，原判未予认定，量刑过重。", opinion="建议在有期徒刑一年左右量刑。",
    )


def drugs(s: Scene) -> CriminalDraft:
    """Sale of small amounts of drugs (贩卖毒品罪)."""
    caught = caught_on(s, 60, 130)
    a = accused(s, "贩卖毒品罪", caught, True, Kind(24, 52))
    name = a.person.name
    buyers = [s.person(22, 50).name for _ in range(2)]
    grams = s.whole(21, 62) / 100
    price = s.pick(200, 300, 400, 500)
    when = caught - timedelta(days=s.whole(10, 45))
    length, fine = s.whole(9, 20), s.pick(3000, 5000)
    facts = [
        f"1.{day(when)}{s.whole(14, 23)}时许，被告人{name}通过微信（微信号{s.secret(f'wx{s.whole(10**7, 10**8 - 1)}', 'wechat')}）与吸毒人员{buyers[0]}联系后，在{s.court.area}{s.of(STREETS)}一处{s.of(SPOTS)}附近，以人民币{price}元的价格向其贩卖甲基苯丙胺（冰毒）约{grams:g}克。",
        f"2.{day(caught)}，被告人{name}在同一地点向{buyers[1]}贩卖毒品时被民警当场抓获，缴获白色晶体{s.whole(18, 55) / 100:g}克，经检验检出甲基苯丙胺成分。民警从其驾驶的{s.plate()}号车内查获电子秤一台、自封袋若干。",
    ]
    return CriminalDraft(
        family="drugs", crime="贩卖毒品罪", accused=[a], facts=facts,
        evidence=[
            f"物证照片：毒品、电子秤；书证：扣押笔录、称量笔录、微信转账记录（{s.phone()}绑定账户）、抓获经过、现场检测报告；", f"证人{buyers[0]}、{buyers[1]}的证言及辨认笔录；",
            "毒品检验报告；", f"被告人{name}的供述与辩解。",
        ],
        law="违反国家毒品管理法规，向他人贩卖毒品，已触犯刑法",
        reasoning=[f"被告人{name}明知是毒品甲基苯丙胺而向他人贩卖，其行为构成贩卖毒品罪。毒品危害社会治安和人民身心健康，对贩卖毒品的行为应依法惩处。", remorse(s, f"被告人{name}")],
        ruling=[term(s, a, "贩卖毒品罪", length, fine), "查获的毒品及电子秤予以没收", f"追缴被告人{name}违法所得人民币{price}元，上缴国库"],
        articles="第三百四十七条第一款、第四款、第六十七条第三款、第五十二条、第六十四条", grounds="第二起系犯意引诱，原判量刑过重。", opinion="建议判处有期徒刑，并处罚金。",
    )


def traffic_death(s: Scene) -> CriminalDraft:
    """A death on the road (交通肇事罪)."""
    caught = caught_on(s, 60, 140)
    a = accused(s, "交通肇事罪", caught, False, Kind(24, 60))
    victim, name, plate = s.person(35, 80), a.person.name, s.plate()
    kin = s.person(28, 60)
    when = caught - timedelta(days=s.whole(1, 25))
    paid = s.step(180_000, 620_000, 10_000)
    facts = [
        f"{day(when)}{s.whole(4, 21)}时许，被告人{name}驾驶{plate}号{s.pick('重型自卸货车', '轻型普通货车', '小型轿车')}沿{s.court.area}{s.of(STREETS)}行驶，因{s.pick('未注意观察路面情况', '超速行驶', '疲劳驾驶')}，将{s.pick('横过道路', '在路边骑自行车', '推行三轮车')}的被害人{victim.name}撞倒，{victim.name}经抢救无效死亡。{name}拨打电话报警并在现场等候。",
        f"经公安交通管理部门认定，{name}承担事故主要责任，{victim.name}承担次要责任。案发后，{name}及保险公司赔偿{victim.name}近亲属{kin.name}等人各项损失共计{yuan(paid)}，取得谅解。",
    ]
    length = s.whole(8, 16)
    return CriminalDraft(
        family="traffic_death", crime="交通肇事罪", accused=[a], facts=facts,
        evidence=[
            "书证：道路交通事故认定书、驾驶人及机动车信息、死亡医学证明、赔偿协议、谅解书；", f"证人{s.witness()}的证言，证实其{s.pick('驾车经过时看到事故现场', '听见撞击声后出门查看')}；", f"被害人近亲属{kin.name}的陈述；",
            "车辆技术鉴定意见、尸体检验意见、现场勘查笔录及行车记录仪视频；", f"被告人{name}的供述与辩解。",
        ],
        law="违反交通运输管理法规，发生重大事故，致一人死亡，负事故主要责任，已触犯刑法",
        reasoning=[f"被告人{name}违反交通运输管理法规，驾驶机动车发生重大交通事故，致一人死亡并负主要责任，其行为构成交通肇事罪。", f"被告人{name}肇事后报警并在现场等候处理，如实供述，系自首；积极赔偿并取得被害人近亲属谅解，自愿认罪。根据社区矫正机构的调查评估意见，对其可以适用缓刑。"],
        ruling=[term(s, a, "交通肇事罪", length, 0, 12 + (length > 10) * 12)],
        articles="第一百三十三条、第六十七条第一款、第七十二条第一款、第七十三条第二款、第三款", grounds="被害人未走人行横道，上诉人的责任应减轻。", opinion="建议判处有期徒刑一年左右，可以适用缓刑。",
    )


FISHERMAN = Kind(30, 62, True, "渔民")


def fishing(s: Scene) -> CriminalDraft:
    """Fishing in the closed season (非法捕捞水产品罪)."""
    caught = caught_on(s, 50, 120)
    two = s.maybe(0.6)
    who = [accused(s, "非法捕捞水产品罪", caught, False, FISHERMAN)] + ([accused(s, "非法捕捞水产品罪", caught, False, FISHERMAN)] if two else [])
    names = "、".join(a.person.name for a in who)
    catch = s.whole(180, 2600)
    value = round(catch * s.whole(8, 22))
    year = caught.year if caught.month > 5 else caught.year - 1
    when = f"{year}年{s.pick(6, 7, 8)}月{s.whole(1, 28)}日"
    fine_months = s.pick(3, 4, 5, 6)
    facts = [
        f"{when}，正值伏季休渔期，被告人{names}驾驶无船名船号、无船籍港、无船舶证书的船舶，在{s.pick('鲅鱼圈以西', '辽河口外', '盖州湾')}海域使用{s.pick('禁用的地笼网', '单船拖网', '定置刺网')}捕捞海蜇、虾蛄等水产品，{s.pick('返港卸货', '准备销售')}时被海警机构查获。",
        f"经称量，渔获物共计{catch}公斤，经认定价值人民币{yuan(value)}。销售时收款的手机号为{s.phone()}。渔获物依法变卖，{'、'.join(a.person.name for a in who)}{'分别' if two else ''}自愿缴纳生态修复费用{yuan(s.step(2000, 9000, 500))}，用于增殖放流。",
    ]
    return CriminalDraft(
        family="fishing", crime="非法捕捞水产品罪", accused=who, facts=facts,
        evidence=["物证照片：网具、渔获物；书证：休渔通告、扣押清单、称量笔录、到案经过；", f"证人{s.witness()}的证言，证实其{s.pick('收购海产品', '在码头看管船只')}的情况；", "价格认定结论、渔具鉴定意见、海域位置图；", f"被告人{names}的供述与辩解。"],
        law="违反保护水产资源法规，在禁渔期使用禁用的工具捕捞水产品，情节严重，已触犯刑法",
        reasoning=[f"被告人{names}在禁渔期内使用禁用渔具捕捞水产品，情节严重，其行为构成非法捕捞水产品罪。{'二人共同出海、共同分配收入，系共同犯罪。' if two else ''}渤海渔业资源的恢复离不开每一个休渔期，沿海群众应当自觉遵守。", remorse(s, f"被告人{names}") + "自愿承担生态修复费用，酌情从轻处罚。"],
        ruling=[*(term(s, a, "非法捕捞水产品罪", fine_months, 0, 12 if fine_months > 5 else 6) for a in who), "渔获物变卖款依法没收，上缴国库", "扣押的网具依法没收、销毁"],
        articles=f"第三百四十条、{'第二十五条第一款、' if two else ''}第六十七条第三款、第七十二条第一款、第七十三条、第六十四条", grounds="渔获物数量认定有误，请求从轻处罚。", opinion="建议判处拘役或者六个月以下有期徒刑，适用缓刑。",
    )


def refusal(s: Scene) -> CriminalDraft:
    """Refusal to perform a judgment (拒不执行判决、裁定罪)."""
    caught = caught_on(s, 50, 110)
    crime = "拒不执行判决、裁定罪"
    a = accused(s, crime, caught, True, Kind(32, 62))
    creditor, name = s.person(30, 66), a.person.name
    owed = s.step(60_000, 420_000, 1000)
    base, case = s.cite(s.court, s.before(caught, 300, 500), "民初"), s.cite(s.court, s.before(caught, 120, 240), "执")
    sold = s.step(48_000, 160_000, 1000)
    paid = s.maybe(0.6)
    facts = [
        f"{s.court.name}作出的{base}民事判决发生法律效力后，被告人{name}应给付申请执行人{creditor.name}欠款{yuan(owed)}。{creditor.name}申请执行，该院以{case}立案，向{name}送达执行通知书和报告财产令。",
        f"{name}收到后拒不申报财产，并于{day(caught - timedelta(days=s.whole(40, 90)))}将其名下{s.plate()}号{s.pick('挖掘机运输车', '小型越野客车', '重型半挂牵引车')}以{yuan(sold)}的价格卖给{s.witness()}，所得款项存入其妻名下的银行卡（{s.card()}），用于个人消费，致使判决无法执行。"
        + ("案发后，其亲属代为履行了全部给付义务。" if paid else "至本案审理时，仍未履行。"),
    ]
    length = s.whole(6, 12)
    return CriminalDraft(
        family="refusal", crime=crime, accused=[a], facts=facts,
        evidence=["书证：民事判决书、执行通知书及送达回证、车辆转移登记档案、银行交易明细、司法拘留决定书；", f"申请执行人{creditor.name}的陈述；", f"证人{s.witness()}的证言；", f"被告人{name}的供述与辩解。"],
        law="对人民法院的判决有能力执行而拒不执行，情节严重，已触犯刑法",
        reasoning=[f"被告人{name}有能力执行而以转移财产的方式拒不执行人民法院的生效判决，情节严重，其行为构成拒不执行判决、裁定罪。生效裁判必须履行，以转移、隐匿财产对抗执行的，应当承担相应的法律后果。", remorse(s, f"被告人{name}") + (f"其在宣判前已履行全部义务，取得{creditor.name}谅解，酌情从宽处罚。" if paid else "")],
        ruling=[term(s, a, crime, length, 0, 12 if paid else 0)],
        articles=f"第三百一十三条第一款、第六十七条第三款{'、第七十二条第一款、第七十三条第二款、第三款' if paid else ''}", grounds="上诉人确无履行能力，出售车辆系为治病。", opinion="建议判处有期徒刑六个月至一年。",
    )
