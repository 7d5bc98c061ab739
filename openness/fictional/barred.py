"""Documents that the law keeps off the net (法释〔2016〕19号第四条), each with its explicit ground in the text."""

from __future__ import annotations

from datetime import timedelta

from openness.fictional import laws, remarks
from openness.fictional.civil import appeal_notice, claim_list, ruling_list
from openness.fictional.criminal import Kind, accused, term
from openness.fictional.drafts import CivilDraft, CriminalDraft
from openness.fictional.layout import Sheet, draw_panel
from openness.fictional.numbers import day, yuan
from openness.fictional.parties import Party, joined, person_party
from openness.fictional.people import COMPOUND, Person
from openness.fictional.places import SPOTS, below_county
from openness.fictional.scene import Scene
from openness.fictional.taking import caught_on

Result = tuple[Sheet, list[tuple[str, Party]], str]
PRIVACY_REMARK = "网络空间不是法外之地。情绪激动之下随手发出的一张照片、一串号码，给他人带来的困扰往往难以挽回；公民在表达自己的同时，应当尊重他人的生活安宁和人格尊严。"
FAMILY_REMARK = {
    "divorce": "婚姻家庭纠纷不同于一般的财产争议，双方曾共同经营生活，今后仍要共同面对子女的成长。无论婚姻存续与否，双方都应当尊重对方，妥善处理子女的学习、生活和探望事宜，避免让孩子承受大人之间的矛盾。",
    "custody": "抚养孩子不仅是权利，更是责任。双方应当就孩子的学习、医疗和节假日安排保持沟通，另一方的探望应予配合，不得以探望为由干扰孩子的正常生活；子女在必要时，也可以向父母任何一方提出合理的要求。",
}
JUVENILE = Kind(16, 17, job="在校学生")


def juvenile_theft(s: Scene) -> CriminalDraft:
    """A crime of a juvenile: tried in private, with a guardian."""
    caught = caught_on(s, 40, 90)
    a = accused(s, "盗窃罪", caught, False, JUVENILE)
    age = (s.decided - a.person.born).days // 365
    guardian = s.person(38, 52, True, "legal_representative", True, surname_of(a.person.name))
    name, victim = a.person.name, s.person(22, 60).name
    thing, value = s.pick(("一辆电动自行车", s.whole(2200, 3600)), ("一部手机", s.whole(2100, 4800)), ("柜台内的香烟若干条", s.whole(2300, 4900)))
    when = caught - timedelta(days=s.whole(2, 30))
    return CriminalDraft(
        family="juvenile", crime="盗窃罪", accused=[a], bar="juvenile",
        closed="因被告人系未成年人，由少年法庭不公开开庭审理了本案",
        guardians=[guardian.name],
        facts=[
            f"{day(when)}{s.whole(18, 23)}时许，被告人{name}（作案时未满十八周岁）在{s.court.area}一处{s.of(SPOTS)}，趁被害人{victim}不备，将其{thing}盗走，价值人民币{yuan(value)}。赃物已返还被害人。",
            f"案发后，{name}的法定代理人代为赔偿{victim}损失，取得谅解。{name}所在学校出具了在校表现证明。",
        ],
        evidence=["书证：户籍证明、出生医学证明、到案经过、谅解书；", f"被害人{victim}的陈述；", f"证人{s.witness()}的证言；", "社会调查报告、心理测评报告；", f"被告人{name}的供述（讯问时其法定代理人在场）。"],
        law="以非法占有为目的，秘密窃取他人财物，数额较大，已触犯刑法",
        reasoning=[
            f"被告人{name}秘密窃取他人财物，数额较大，其行为构成盗窃罪。{name}犯罪时不满十八周岁，审理时年仅{age}周岁，系未成年人犯罪，依法应当从轻或者减轻处罚。",
            f"法庭教育阶段，合议庭、公诉人、法定代理人和社会调查员共同对{name}进行了帮教。{name}表示悔过，其法定代理人承诺加强管教。根据未成年人犯罪记录封存的规定，有关单位和个人对其犯罪记录应当予以封存。",
        ],
        ruling=[term(s, a, "盗窃罪", s.pick(3, 4, 5), s.pick(1000, 2000), 6)],
        articles="第二百六十四条、第十七条第一款、第四款、第六十七条第三款、第七十二条第一款、第七十三条第一款、第三款",
        grounds="原判未适用免予刑事处罚。", opinion="建议对其适用缓刑。",
    )


def state_secret(s: Scene) -> CriminalDraft:
    """A case that concerns state secrets: its text must not be stored anywhere."""
    crime = "非法获取国家秘密罪"
    caught = caught_on(s, 90, 160)
    a = accused(s, crime, caught, True, Kind(28, 55))
    name = a.person.name
    return CriminalDraft(
        family="state_secret", crime=crime, accused=[a], bar="state_secret",
        closed="因本案涉及国家秘密，依法不公开开庭审理了本案",
        facts=[
            f"被告人{name}在{s.pick('为一涉密单位维修办公设备', '参与一项涉密工程的外协施工', '受托整理一批档案')}期间，违反保密规定，擅自{s.pick('用手机拍摄', '复制', '摘抄')}标有密级的文件资料，后在{s.court.area}一处{s.of(SPOTS)}交给{s.witness()}（另案处理）。经保密行政管理部门鉴定，其中{s.whole(1, 3)}份属于机密级国家秘密。",
            f"{day(caught)}，{name}被国家安全机关查获，涉案存储介质已被全部扣押。",
        ],
        evidence=["密级鉴定书；", "扣押的存储介质及电子数据检验报告；", f"证人{s.witness()}的证言；", f"被告人{name}的供述与辩解。"],
        law="违反保守国家秘密的规定，非法获取国家秘密，已触犯刑法",
        reasoning=[f"被告人{name}以窃取、收买以外的方法非法取得载有国家秘密的文件资料，其行为触犯刑法，应予惩处。本案卷宗及本判决书均属国家秘密，知悉范围以送达名单为限，不得复制、摘抄、传播。", f"被告人{name}到案后如实供述，系坦白，依法可以从轻处罚。"],
        ruling=[term(s, a, crime, s.whole(8, 20), 0), "扣押在案的存储介质由保密行政管理部门依法销毁"],
        articles="第二百八十二条第一款、第六十七条第三款、第六十四条", grounds="上诉人不知文件系涉密文件。", opinion="建议判处有期徒刑。",
    )


def _family_answer(s: Scene, d: CivilDraft, kind: str, number: str, closed: str) -> Sheet:
    a, b = d.plaintiff, d.defendant
    paragraphs = d.plaintiffs[0].paragraphs("原告") + d.defendants[0].paragraphs("被告")
    paragraphs.append(f"原告{a}与被告{b}{d.cause}一案，本院于{day(s.filed)}立案后，依法适用简易程序，于{day(s.heard)}{closed}，双方当事人到庭参加诉讼。本案现已审理终结。")
    paragraphs.append(f"{a}向本院提出诉讼请求：{claim_list(d.claims)}事实和理由：{d.story}")
    paragraphs += [d.answer, *remarks.before_trial(s, d), d.evidence, "经审理查明，" + d.found[0], *d.found[1:], "本院认为，" + d.reasoning[0], *d.reasoning[1:]]
    paragraphs.append(FAMILY_REMARK.get(d.family, PRIVACY_REMARK))
    paragraphs.append(f"依照{laws.cite(d.rules, s.facts, s.decided)}之规定，判决如下：")
    paragraphs += ruling_list(d.ruling)
    paragraphs += [f"案件受理费{yuan(d.fee or 0)}，减半收取计{yuan((d.fee or 0) / 2)}，由{a}负担。", appeal_notice(s)]
    return Sheet(kind, number, f"{d.plaintiffs[0].name}与{d.defendants[0].name}{d.cause}一审{kind}", paragraphs, draw_panel(s, False))


def surname_of(name: str) -> str:
    """The surname of a Chinese name."""
    return name[:2] if name[:2] in COMPOUND else name[0]


def _child(s: Scene, father: Party, low: int, high: int) -> tuple[Person, str]:
    """A child of these years that bears the father's surname, and how it is introduced."""
    child = s.person(low, high, plain=True, surname=surname_of(father.name))
    return child, f"{'婚生子' if child.male else '婚生女'}{child.name}（{day(child.born)}出生）"


def _school(s: Scene, child: Person) -> str:
    """Where a child of this age spends its days."""
    years = (s.decided - child.born).days // 365
    return "尚未入园" if years < 3 else "在当地幼儿园就读" if years < 6 else "在当地小学就读" if years < 12 else "在当地中学就读"


def divorce(s: Scene) -> CivilDraft:
    """Divorce, with the custody of a child."""
    wife, husband = person_party(s, 0.5, 34, 48, False), person_party(s, 0.3, 35, 50, True)
    a, b = wife.short, husband.short
    baby, born = _child(s, husband, 3, 9)
    child = baby.name
    married = s.before(baby.born, 330, 900)
    apart, support = s.before(s.filed, 740, 1000), s.step(600, 1500, 100)
    granted = s.maybe(0.6)
    estate = s.court.area + s.secret(below_county(s.rng, False), "address")
    return CivilDraft(
        family="divorce", cause="离婚纠纷", plaintiffs=[wife], defendants=[husband],
        claims=[f"判令{a}与{b}离婚", f"{child}由{a}抚养，{b}每月支付抚养费{yuan(support)}", "依法分割夫妻共同财产"],
        story=f"{a}与{b}经人介绍相识，{day(married)}登记结婚，婚后育有{born}。{s.pick('双方因性格差异经常争吵', b + '长期在外很少顾家', b + '染上赌博恶习')}，自{day(apart)}起分居至今，夫妻感情已经破裂。",
        answer=f"{b}辩称，{s.pick('同意离婚，但孩子应由其抚养', '不同意离婚，双方感情尚可，为了孩子希望和好', '同意离婚，共同财产应当平均分割')}。",
        evidence=f"{a}提交结婚证、户口簿、租房合同、聊天记录；{b}提交购房合同复印件。证人{s.witness()}（{a}的姐姐）陈述双方分居的情况。上述证据与本案有关联的，本院予以采信。",
        found=[
            f"{a}与{b}于{day(married)}登记结婚，均系初婚，婚后生育{born}，现随{a}共同生活，{_school(s, baby)}。双方自{day(apart)}起分居。",
            f"双方婚后购买位于{estate}的房屋一处，尚有按揭贷款；{b}名下有{s.plate()}号轿车一辆。{a}曾于此前起诉离婚，{s.pick('后撤回起诉', '本院判决不准离婚')}，此后双方未恢复共同生活。",
        ],
        reasoning=[
            (f"{a}与{b}因感情不和分居已满二年，经调解无效，应当认定夫妻感情确已破裂，{a}要求离婚，本院予以准许。" if granted else f"{a}与{b}共同生活多年，有一定的感情基础，只要珍惜以往、加强沟通，尚有和好的可能，本院不准予离婚。"),
            f"关于子女抚养，应当从有利于未成年子女身心健康的角度出发。{child}长期随{a}生活，改变生活环境对其成长不利，由{a}抚养为宜，{b}享有探望的权利，并负担必要的抚养费。" if granted else f"父母的和睦是给孩子最好的成长环境，望双方互谅互让，共同担负起抚育{child}的责任。",
        ],
        rules=["divorce", "divorce.child", "proof"] if granted else ["divorce"],
        ruling=[f"准予{a}与{b}离婚", f"{child}由{a}抚养，{b}自本判决生效之月起每月支付抚养费{yuan(support)}，至{child}年满十八周岁时止", f"{s.pick('车辆归' + b + '所有', '车辆归' + b + '所有，' + b + '给付' + a + '折价款' + yuan(s.step(8000, 40_000, 1000)))}"] if granted else [f"不准予{a}与{b}离婚"],
        value=10_000, fee=300.0, grounds="抚养费过高。",
    )


def custody(s: Scene) -> CivilDraft:
    """Custody of a child changes hands."""
    mother, father = person_party(s, 0.4, 36, 48, False), person_party(s, 0.3, 37, 50, True)
    one, two = (mother, father) if s.maybe(0.6) else (father, mother)
    a, b = one.short, two.short
    # Old enough to be asked (《民法典》第一千零八十四条第三款: eight years).
    baby, born = _child(s, father, 9, 15)
    child = baby.name
    parted = s.before(s.filed, 500, 1600)
    support, granted = s.step(500, 1500, 100), s.maybe(0.6)
    return CivilDraft(
        family="custody", cause="变更抚养关系纠纷", plaintiffs=[one], defendants=[two],
        claims=[f"判令{child}变更由{a}抚养", f"{b}每月支付抚养费{yuan(support)}至{child}年满十八周岁"],
        story=f"双方于{day(parted)}协议离婚，约定{born}由{b}抚养。{b}{s.pick('外出务工，孩子由年迈的祖父母照看', '再婚后对孩子疏于照顾', '工作变动，无力照料孩子的学习生活')}，{a}有稳定收入和住房，请求变更抚养关系。",
        answer=f"{b}辩称，{s.pick('孩子一直生活得很好，不同意变更', '可以变更，但没有能力支付那么多抚养费', '对方很少探望，没有照顾孩子的经验')}。",
        evidence=f"{a}提交离婚协议书、收入证明、学校出具的说明；{b}提交孩子的就诊记录。{child}的班主任{s.witness()}向本院说明了孩子在校的情况。经质证，本院对上述证据予以采信。",
        found=[
            f"{a}与{b}于{day(parted)}在民政部门登记离婚，双方协议约定{born}由{b}抚养，{a}不负担抚养费。离婚后，{child}实际随{s.pick(b + '的父母', b)}生活。",
            f"本院征询了{child}的意见，其表示{'愿意随' + a + '生活' if granted else '习惯现在的生活，愿意维持现状'}。{a}在{s.court.area}有固定住房（联系电话{s.phone()}），从事{s.pick('教育培训', '个体运输', '护理')}工作。",
        ],
        reasoning=[
            "父母与子女间的关系，不因父母离婚而消除。变更抚养关系应当以最有利于未成年子女为原则，综合父母双方的抚养条件、子女的意愿和现有的生活环境确定。",
            f"{child}已能够表达自己的意愿，{b}因客观原因无法亲自照料，{a}的抚养条件较为有利，其请求本院予以支持。" if granted else f"现无证据证明{b}存在不宜继续抚养的情形，维持现状更有利于{child}的稳定成长，{a}的请求不予支持。",
        ],
        rules=["custody", "divorce.child", "proof"],
        ruling=[f"{child}由{a}抚养", f"{b}自本判决生效之月起每月给付{child}抚养费{yuan(support)}，至其年满十八周岁时止"] if granted else [f"驳回{a}的诉讼请求"],
        value=10_000, fee=100.0, grounds="抚养费过高。",
    )


def family_judgment(s: Scene, d: CivilDraft, number: str) -> Sheet:
    """The judgment in a family case."""
    closed = "不公开开庭进行了审理" if s.maybe(0.5) else "公开开庭进行了审理"
    return _family_answer(s, d, "民事判决书", number, closed)


def privacy(s: Scene) -> CivilDraft:
    """Privacy (隐私权纠纷), heard in private; the court found it unfit for the net."""
    one, two = person_party(s, 0.6, 20, 45), person_party(s, 0.4, 20, 50)
    a, b = one.short, two.short
    harm = s.pick(2000, 3000, 5000, 8000)
    group = s.pick("多人微信群", "短视频账号", "小区业主群")
    return CivilDraft(
        family="unfit", cause="隐私权纠纷", plaintiffs=[one], defendants=[two],
        claims=[f"判令{b}删除相关内容并赔礼道歉", f"判令{b}赔偿精神损害抚慰金{yuan(harm * 2)}"],
        story=f"{a}与{b}曾系{s.pick('恋爱关系', '合租室友', '同事')}，双方产生矛盾后，{b}将{a}的私人生活照片、住址（{one.person.detail if one.person else ''}）和手机号码（{s.phone()}）发布到{group}，严重影响{a}的正常生活。",
        answer=f"{b}辩称，发布内容是一时冲动，已经删除，没有造成严重后果，愿意道歉，不同意赔偿。",
        evidence=f"{a}提交公证书、聊天记录、就诊记录；{b}未提交证据。证人{s.witness()}陈述其在群内看到过上述内容。上述证据来源合法，本院予以采信。",
        found=[
            f"{day(s.facts)}，{b}未经{a}同意，将涉及{a}私密生活的照片{s.whole(3, 15)}张和联系方式发布于{group}，并配有不当文字。{day(s.after(s.facts, 1, 6))}，{a}报警，{b}在民警要求下删除。",
            f"此后{a}陆续接到陌生人来电，{s.pick('被迫更换手机号码并搬离原住处', '因焦虑就诊，支出医疗费' + yuan(s.whole(260, 1900)))}。",
        ],
        reasoning=[
            f"自然人享有隐私权，任何组织或者个人不得以泄露、公开等方式侵害他人的隐私。{b}未经同意公开{a}的私密照片和联系方式，构成侵权，应当承担赔礼道歉、赔偿精神损害的责任。",
            f"赔偿数额由本院根据{b}的过错程度、传播范围和后果酌定为{yuan(harm)}。本案涉及个人隐私，依法不公开审理。",
        ],
        rules=["privacy", "tort", "tort.mind", "proof"],
        ruling=[f"{b}于本判决生效之日起十日内以书面形式向{a}赔礼道歉，内容须经本院审核", f"{b}于本判决生效之日起十日内赔偿{a}精神损害抚慰金{yuan(harm)}", f"驳回{a}的其他诉讼请求"],
        value=harm, fee=200.0, grounds="赔偿数额过高。",
    )


def unfit_judgment(s: Scene, d: CivilDraft, number: str) -> Sheet:
    """The judgment with the court's own remark that it is not to be published."""
    sheet = _family_answer(s, d, "民事判决书", number, "不公开开庭进行了审理")
    sheet.notes.append(s.pick("（经本院审判委员会讨论决定，本判决书不在互联网公布）", "（本文书经审批不宜在互联网公布）"))
    return sheet


def mediation(s: Scene, d: CivilDraft, number: str) -> Sheet:
    """A mediated agreement (民事调解书) in any civil case."""
    kind = "民事调解书"
    paragraphs: list[str] = []
    for role, side in (("原告", d.plaintiffs), ("被告", d.defendants), ("第三人", d.thirds)):
        for p in side:
            p.present = True
            paragraphs += p.paragraphs(role)
    paragraphs.append(f"原告{'、'.join(p.mentioned for p in d.plaintiffs)}与被告{'、'.join(p.mentioned for p in d.defendants)}{d.cause}一案，本院于{day(s.filed)}立案后，依法适用简易程序，由审判员独任审判，于{day(s.heard)}公开开庭进行了审理。")
    paragraphs.append(f"{d.plaintiff}向本院提出诉讼请求：{claim_list(d.claims)}事实和理由：{d.story}")
    paragraphs.append(d.answer or f"{d.defendant}对欠付的事实没有异议，表示愿意协商解决。")
    paragraphs.append("经审查，" + "".join(d.found[:2]))
    paragraphs.append(
        s.pick(
            f"开庭前，{d.defendant}主动联系本院表示愿意分清是非、妥善解决。承办法官结合双方提交的材料，对债权数额、履行能力和诉讼风险逐项作了释明，并组织双方到庭当面核对账目。",
            f"庭审中，双方对基本事实没有根本分歧，争议集中在数额和履行期限。休庭后，承办法官分别听取了{d.plaintiff}和{d.defendant}的意见，引导双方换位思考，并提出了可供选择的履行方案。",
        )
    )
    paragraphs.append(
        f"{d.plaintiff}考虑到{s.pick('对方目前的实际困难', '双方今后仍有往来', '尽早收回款项、减少诉累')}，同意在数额上作出让步；{d.defendant}承诺按期履行，并提供了本人的联系电话{s.phone()}，确认以该号码及其在本案中填写的地址作为送达地址。"
    )
    paragraphs.append("审理中，经本院主持调解，双方自愿达成如下协议，请求本院予以确认：")
    amount = round(d.value * 0.92) if d.value else 10_000
    due = s.decided + timedelta(days=s.whole(20, 120))
    head = d.defendants[-1]
    paragraphs += [
        f"一、{head.short}于{day(due)}前一次性给付{d.plaintiffs[0].short}{yuan(amount)}，款项汇入{d.plaintiffs[0].short}的银行账户（{s.card()}）；",
        f"二、如{head.short}未按期足额给付，{d.plaintiffs[0].short}有权就未付部分一次性申请强制执行，并可另行主张违约金{yuan(round(amount * 0.05))}；",
        "三、双方就本案纠纷一次性了结，再无其他争议；",
        f"四、案件受理费减半收取，由{s.pick(joined(d.defendants), joined(d.plaintiffs))}负担。",
        "上述协议，不违反法律规定，本院予以确认。",
        s.pick("本调解书经各方当事人签收后，即具有法律效力。", "本协议自双方当事人在调解笔录上签名或者盖章时起即具有法律效力。"),
    ]
    return Sheet(kind, number, f"{d.plaintiffs[0].name}与{d.defendants[0].name}{d.cause}一审{kind}", paragraphs, draw_panel(s, False))
