"""The second instance at the intermediate court: judgments that uphold, rulings on criminal appeals, withdrawals."""

from __future__ import annotations

from dataclasses import dataclass

from openness.fictional import laws
from openness.fictional.civil import claim_list
from openness.fictional.drafts import CivilDraft, CriminalDraft
from openness.fictional.layout import Sheet, draw_panel
from openness.fictional.numbers import chinese, court_fee, day, yuan
from openness.fictional.parties import Party
from openness.fictional.places import Court
from openness.fictional.scene import Scene

Roles = list[tuple[str, Party]]


@dataclass(slots=True)
class Below:
    """The judgment under appeal."""

    court: Court
    number: str
    decided: str


def _items(ruling: list[str]) -> str:
    return "；".join(f"{chinese(at)}、{text}" for at, text in enumerate(ruling, 1)) if len(ruling) > 1 else ruling[0]


def _below(paragraphs: list[str]) -> str:
    """What the lower court wrote, told by the higher one."""
    return "".join(paragraphs).replace("本院", "一审法院")


def _sides(d: CivilDraft) -> tuple[list[Party], list[Party], str, str]:
    """Who appeals (whoever lost, unless the draft says it), against whom, and what they were below."""
    if d.appellant:
        return [d.appellant], d.plaintiffs, "被告", "原告"
    if d.owed:
        return d.defendants[:1], d.plaintiffs, "被告", "原告"
    return d.plaintiffs[:1], d.defendants, "原告", "被告"


def _introductions(d: CivilDraft) -> tuple[list[str], Roles]:
    losing, winning, lost, won = _sides(d)
    paragraphs: list[str] = []
    roles: Roles = []
    for p in losing:
        paragraphs += p.paragraphs(f"上诉人（原审{lost}）")
        roles.append(("上诉人", p))
    for p in winning:
        paragraphs += p.paragraphs(f"被上诉人（原审{won}）")
        roles.append(("被上诉人", p))
    rest = [p for p in d.parties if p not in losing and p not in winning]
    for p in rest:
        role = "原审第三人" if p in d.thirds else f"原审{'被告' if p in d.defendants else '原告'}"
        paragraphs += p.paragraphs(role)
        roles.append((role, p))
    return paragraphs, roles


def civil_appeal(s: Scene, d: CivilDraft, below: Below, number: str) -> tuple[Sheet, Roles]:
    """A judgment of second instance that dismisses the appeal."""
    losing, winning, _, _ = _sides(d)
    one, other = losing[0], winning[0]
    kind = "行政判决书" if d.administrative else "民事判决书"
    what = kind[:2]
    paragraphs, roles = _introductions(d)
    rest = "、".join(f"{role}{p.mentioned}" for role, p in roles if role.startswith("原审"))
    paragraphs.append(
        f"上诉人{one.mentioned}因与被上诉人{'、'.join(p.mentioned for p in winning)}{'及' + rest if rest else ''}{d.cause}一案，不服{below.court.name}{below.number}{what}判决，向本院提起上诉。"
        f"本院于{day(s.filed)}立案后，依法组成合议庭{s.pick('进行了审理', '，经过阅卷和询问当事人进行了审理', '，开庭进行了审理')}。本案现已审理终结。"
    )
    paragraphs.append(f"{one.short}上诉请求：{s.pick('撤销一审判决，依法改判', '撤销原审判决，发回重审或者依法改判')}；一、二审诉讼费用由被上诉人负担。事实和理由：{d.grounds}")
    paragraphs.append(f"{other.short}{s.pick('辩称', '答辩称')}，{d.reply or '原审判决正确，请求驳回上诉。'}")
    paragraphs.append(f"{d.plaintiff}向一审法院起诉请求：{claim_list(d.claims)}")
    paragraphs.append("一审法院认定事实：" + _below(d.found))
    paragraphs.append(f"一审法院认为，{_below(d.reasoning[:2])}判决：{_items(d.ruling)}。")
    news = f"{one.short}提交了{s.pick('一份情况说明', '两页聊天记录打印件', '照片三张')}，拟证明其上诉主张。{other.short}对其真实性不予认可。该材料形成于一审之前，且与待证事实缺乏关联，本院不予采信。"
    paragraphs.append(f"本院二审期间，{news if s.maybe(0.5) else '当事人没有提交新的证据。'}{s.pick('本院对一审查明的事实予以确认', '经二审审理查明的事实与一审一致')}。")
    paragraphs.append(
        f"本院认为，本案二审的争议焦点为{one.short}的上诉理由能否成立。{s.pick('根据已经查明的事实', '结合双方的举证情况')}，{d.reasoning[-1]}"
        f"{one.short}在二审中没有提供足以推翻原审认定的证据，其上诉主张{s.pick('缺乏事实和法律依据', '不能成立')}，本院不予支持。"
    )
    rules = ["admin.keep"] if d.administrative else ["appeal.keep"]
    paragraphs.append(f"综上，{one.short}的上诉请求应予驳回；{s.pick('一审判决认定事实清楚，适用法律正确', '原审判决并无不当')}，应予维持。依照{laws.cite(rules, s.facts, s.decided)}规定，判决如下：")
    fee = d.fee if d.fee is not None else court_fee(d.value)
    paragraphs += ["驳回上诉，维持原判。", f"二审案件受理费{yuan(fee)}，由{one.short}负担。", "本判决为终审判决。"]
    title = f"{one.name}与{other.name}{d.cause}二审{kind}"
    return Sheet(kind, number, title, paragraphs, draw_panel(s, True)), roles


def appeal_withdrawn(s: Scene, d: CivilDraft, below: Below, number: str) -> tuple[Sheet, Roles]:
    """A ruling that lets the appellant withdraw; the first judgment takes effect."""
    losing, winning, _, _ = _sides(d)
    one = losing[0]
    paragraphs, roles = _introductions(d)
    paragraphs.append(
        f"上诉人{one.mentioned}因与被上诉人{'、'.join(p.mentioned for p in winning)}{d.cause}一案，不服{below.court.name}{below.number}民事判决，向本院提起上诉。本院于{day(s.filed)}立案后，依法组成合议庭进行审理。"
    )
    paragraphs.append(f"一审法院认定事实：{_below(d.found)}")
    paragraphs.append(f"一审法院判决：{_items(d.ruling)}。")
    paragraphs.append(f"{one.short}上诉称，{d.grounds}")
    when = s.before(s.decided, 1, 5)
    paragraphs.append(f"本院审理过程中，{one.short}于{day(when)}以{s.pick('双方自行和解', '服从一审判决', '自身原因')}为由，向本院提出撤回上诉的书面申请。")
    paragraphs.append(f"本院认为，{one.short}在二审期间提出撤回上诉的请求，是对自己诉讼权利的处分，没有损害国家利益、社会公共利益和他人合法权益，本院予以准许。")
    fee = (d.fee if d.fee is not None else court_fee(d.value)) / 2
    paragraphs += [
        f"依照{laws.cite(['appeal.withdraw'], s.facts, s.decided)}规定，裁定如下：", f"准许{one.short}撤回上诉。一审判决自本裁定书送达之日起发生法律效力。",
        f"二审案件受理费减半收取计{yuan(fee)}，由{one.short}负担。", "本裁定为终审裁定。",
    ]
    kind = "民事裁定书"
    return Sheet(kind, number, f"{one.name}与{winning[0].name}{d.cause}二审{kind}", paragraphs, draw_panel(s, True)), roles


def criminal_appeal(s: Scene, d: CriminalDraft, below: Below, number: str) -> Sheet:
    """A ruling that dismisses the appeal of the first accused."""
    kind = "刑事裁定书"
    first = d.accused[0].person.name
    organ = s.keep(s.court.procuratorate)
    paragraphs = [f"原公诉机关{s.keep(below.court.procuratorate)}。"]
    for at, a in enumerate(d.accused):
        paragraphs.append(("上诉人（原审被告人）" if at == 0 else "原审被告人") + a.intro.removeprefix("被告人"))
        paragraphs += a.counsel
    paragraphs.append(
        f"{below.court.name}审理{below.court.procuratorate}指控原审被告人{d.names}犯{d.crime}一案，于{below.decided}作出{below.number}刑事判决。宣判后，原审被告人{first}不服，提出上诉。"
        f"本院依法组成合议庭，{s.pick('经阅卷、讯问上诉人、听取辩护人意见，认为事实清楚，决定不开庭审理', '公开开庭进行了审理，' + organ + '指派检察员' + s.staff() + '出庭履行职务')}。现已审理终结。"
    )
    paragraphs.append("原判认定，" + "".join(d.facts))
    paragraphs.append("认定上述事实的证据有：" + "".join(d.evidence))
    paragraphs.append(f"原审法院认为，{d.reasoning[0]}{d.reasoning[1]}据此，依照{laws.CRIMINAL}{d.articles}之规定，判决：{_items(d.ruling)}。")
    paragraphs.append(f"上诉人{first}上诉提出，{d.grounds}")
    paragraphs.append(f"经二审审理查明的事实和证据与原审判决一致。原判所列证据均经一审庭审质证，{s.pick('来源合法，内容客观真实', '能够相互印证')}，本院予以确认。")
    paragraphs.append(
        f"本院认为，上诉人{first}的行为已构成{d.crime}。关于上诉理由，经查，{s.pick('原审法院已经充分考虑其具有的从宽情节，量刑并无不当', '该理由与查明的事实不符，没有相应证据支持')}，不予采纳。原判认定事实清楚，证据确实、充分，定罪准确，量刑适当，审判程序合法。"
    )
    paragraphs += [f"依照{laws.criminal_appeal_kept(s.decided)}之规定，裁定如下：", "驳回上诉，维持原判。", "本裁定为终审裁定。"]
    return Sheet(kind, number, f"{first}{'等' if len(d.accused) > 1 else ''}{d.crime}二审{kind}", paragraphs, draw_panel(s, True))
