"""Criminal judgments of first instance: the frame, the accused, the sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from openness.fictional import laws, people, remarks
from openness.fictional.drafts import Accused, CriminalDraft
from openness.fictional.layout import Sheet, draw_panel
from openness.fictional.numbers import add_months, chinese, day, months
from openness.fictional.parties import lawyer
from openness.fictional.scene import Scene


@dataclass(frozen=True, slots=True)
class Kind:
    """Who is likely to be accused of a crime: ages, sex, occupation; taken by the supervision organ or the police."""

    low: int = 20
    high: int = 58
    male: bool | None = None
    job: str = ""
    supervised: bool = False


ANYBODY = Kind()
SERIOUS = ("corruption", "traffic_death", "refusal")


def _measures(s: Scene, crime: str, caught: date, custody: bool, kind: Kind) -> str:
    """Detention, arrest, bail."""
    arrested = caught + timedelta(days=s.whole(8, 30))
    jail = f"现羁押于{s.pick('营口市看守所', '营口市看守所', '大石桥市看守所', '盖州市看守所')}"
    if kind.supervised and caught >= date(2018, 3, 20):
        released = caught + timedelta(days=s.whole(35, 60))
        return f"因涉嫌犯{crime}，于{day(caught)}被{s.court.area}监察委员会留置，{day(released)}被依法逮捕，{jail}。"
    if custody:
        return f"因涉嫌犯{crime}，于{day(caught)}被{s.court.police}刑事拘留，{day(arrested)}被依法逮捕，{jail}。"
    bail = s.pick("取保候审", "决定取保候审", "刑事拘留，次日被取保候审")
    return f"因涉嫌犯{crime}，于{day(caught)}被{s.court.police}{bail}{s.pick('', '，现在家候审')}。"


def accused(s: Scene, crime: str, caught: date, custody: bool, kind: Kind = ANYBODY) -> Accused:
    """A defendant with the paragraph that introduces him, and counsel."""
    p = s.person(kind.low, kind.high, kind.male)
    school, job = s.of(people.SCHOOLING), kind.job or s.of(people.JOBS)
    who = f"被告人{p.name}"
    if s.maybe(0.04) and "·" not in p.name:
        former = s.name(p.male, p.born.year)
        who += f"（曾用名{s.secret(former, 'name')}）"
    if p.nationality:
        base = f"{who}，{p.sex}，{day(p.born)}出生，{p.nationality}国籍，护照号码{s.identity(p)}，{school}，暂住{s.home(p)}。"
    else:
        identity = f"，公民身份号码{s.identity(p)}" if s.maybe(0.85) else ""
        base = f"{who}，{p.sex}，{day(p.born)}出生{identity}，{p.ethnicity}，{school}，{job}，{s.pick('户籍所在地', '户籍地', '住')}{s.home(p)}。"
    if not kind.supervised and kind.low >= 18 and (caught - p.born).days > 31 * 365 and s.maybe(0.14):
        # Old enough not to make a recidivist (刑法第六十五条: five years).
        year = caught.year - s.whole(8, 12)
        base += f"{year}年{s.whole(1, 12)}月因犯{s.pick('盗窃罪', '故意伤害罪', '寻衅滋事罪')}被判处{s.pick('拘役五个月', '有期徒刑八个月', '有期徒刑一年')}，刑满释放。"
    base += _measures(s, crime, caught, custody, kind)
    line, _ = lawyer(s, "辩护人") if s.maybe(0.6) else ("", "")
    return Accused(p, base, [line] if line else [], caught if custody else None)


def term(s: Scene, a: Accused, crime: str, length: int, fine: int, suspended: int = 0) -> str:
    """One line of the sentence: months of imprisonment or, up to five, of detention; a fine in yuan; probation."""
    form = "拘役" if length <= 5 else "有期徒刑"
    text = f"被告人{a.person.name}犯{crime}，判处{form}{months(length)}"
    if suspended:
        text += f"，缓刑{months(suspended)}"
    if fine:
        text += f"，并处罚金人民币{chinese(fine)}元"
    if suspended:
        text += "（缓刑考验期限，从判决确定之日起计算；罚金已缴纳）" if fine and s.maybe(0.5) else "（缓刑考验期限自判决确定之日起算）"
    elif a.held_since:
        until = add_months(a.held_since, length) - timedelta(days=1)
        text += f"（刑期自判决执行之日起算，先行羁押一日折抵一日，至{day(until)}止{'；罚金限判决生效后十日内缴纳' if fine else ''}）"
    else:
        text += "（刑期自判决执行之日起算）"
    return text


def remorse(s: Scene, name: str, surrendered: bool = False) -> str:
    """Circumstances that speak for a lighter sentence: surrender (自首) or confession after arrest (坦白)."""
    if not laws.pleads_guilty(s.decided):
        return f"{name}主动投案，如实供述，系自首，当庭自愿认罪，可以从轻处罚。" if surrendered else f"{name}如实供述自己的罪行，当庭自愿认罪，可以从轻处罚。"
    if surrendered:
        return s.pick(
            f"{name}经电话通知后主动到案，如实供述主要犯罪事实，系自首，依法可以从轻处罚；其自愿认罪认罚，可以从宽处理。",
            f"{name}主动投案并如实供述自己的罪行，是自首，可以从轻或者减轻处罚；其自愿认罪认罚，量刑时再予从宽。",
        )
    return s.pick(
        f"{name}到案后如实供述自己的罪行，当庭自愿认罪认罚并签署具结书，依法可以从宽处罚。",
        f"{name}归案后能够坦白，愿意接受处罚，有悔罪表现，量刑时一并予以考虑。",
    )


def _prosecution(s: Scene, d: CriminalDraft, collegiate: bool) -> list[str]:
    organ = s.keep(s.court.procuratorate)
    year = s.filed.year
    form = s.pick("{p}〔{y}〕{n}号", "{p}〔{y}〕Z{n}号")
    number = s.keep(form.format(p=s.court.prosecution, y=year, n=s.whole(4, 420)))
    prosecutor = s.staff()
    way = "适用普通程序，依法组成合议庭" if collegiate else s.pick("适用简易程序", "适用速裁程序" if laws.pleads_guilty(s.decided) else "适用简易程序") + "，实行独任审判"
    closed = d.closed or "公开开庭审理了本案"
    counsel = "、".join(line.split("：")[1].split("，")[0] for a in d.accused for line in a.counsel)
    came = f"被告人{d.names}" + (f"及辩护人{counsel}" if counsel else "")
    return [
        f"{organ}以{number}起诉书指控被告人{d.names}犯{d.crime}，于{day(s.filed)}向本院提起公诉。本院受理后，{way}，{closed}。{organ}指派检察员{prosecutor}出庭支持公诉，{came}到庭参加诉讼。现已审理终结。",
    ]


def judgment(s: Scene, d: CriminalDraft, number: str) -> Sheet:
    """The judgment of first instance."""
    paragraphs = [f"公诉机关{s.court.procuratorate}。"]
    for a in d.accused:
        paragraphs.append(a.intro)
        paragraphs += a.counsel
    paragraphs += [f"法定代理人{name}，系被告人{d.names}的父亲。" for name in d.guardians]
    collegiate = len(d.accused) > 1 or bool(d.bar) or d.family in SERIOUS or s.maybe(0.45)
    paragraphs += _prosecution(s, d, collegiate)
    facts = list(d.facts)
    paragraphs.append(f"公诉机关指控，{facts[0]}")
    paragraphs += facts[1:]
    paragraphs.append(f"公诉机关认为，被告人{d.names}{d.law}，应当以{d.crime}追究其刑事责任。{d.opinion}")
    many = len(d.accused) > 1
    stance = s.pick("对指控的事实和罪名没有异议", "对指控的犯罪事实供认不讳，请求从轻处罚", "对起诉书指控的事实、罪名及量刑建议均无异议")
    plea = f"被告人{d.names}{'均' if many else ''}{stance}。"
    if any(a.counsel for a in d.accused):
        plea += f"辩护人提出，被告人{s.pick('系初犯、偶犯', '认罪态度较好', '归案后积极配合侦查')}，{s.pick('主观恶性较小', '家庭生活困难', '有赔偿、退缴的意愿')}，建议从轻处罚。"
    paragraphs += [plea, *remarks.plea_agreement(s, d)]
    paragraphs.append(f"经审理查明，{s.pick('公诉机关指控的上述事实属实', '上述指控的事实与本院查明的一致')}，并有下列经庭审举证、质证的证据予以证实：")
    if s.maybe(0.6):
        paragraphs += [f"{at}.{text}" for at, text in enumerate(d.evidence, 1)]
    else:
        paragraphs[-1] = paragraphs[-1].removesuffix("，并有下列经庭审举证、质证的证据予以证实：") + "。认定的证据有：" + "".join(d.evidence)
    paragraphs.append(remarks.chain_of_evidence(s, d))
    reasoning = list(d.reasoning)
    paragraphs.append("本院认为，" + reasoning[0])
    paragraphs += reasoning[1:] + remarks.response_to_defence(s, d)
    guilty = laws.plead_guilty(s.decided)
    paragraphs.append(f"依照{laws.CRIMINAL}{d.articles}{guilty}之规定，判决如下：")
    last = len(d.ruling) - 1
    paragraphs += [f"{chinese(at + 1)}、{text}{'。' if at == last else '；'}" for at, text in enumerate(d.ruling)] if last else [d.ruling[0] + "。"]
    paragraphs += remarks.probation_warning(d)
    paragraphs.append(
        f"如不服本判决，自接到判决书的次日起十日内，可以书面或者口头向本院或者直接向{s.higher}提出上诉；书面上诉的，交上诉状正本一份、副本两份。"
    )
    kind = "刑事判决书"
    first = d.accused[0].person.name + ("等" if many else "")
    return Sheet(kind, number, f"{first}{d.crime}一审{kind}", paragraphs, draw_panel(s, collegiate))
