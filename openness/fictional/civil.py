"""Civil and administrative judgments of first instance: the frame into which a draft is put."""

from __future__ import annotations

from openness.fictional import laws, remarks
from openness.fictional.drafts import CivilDraft
from openness.fictional.layout import Sheet, draw_panel
from openness.fictional.numbers import chinese, court_fee, day, yuan
from openness.fictional.parties import Party
from openness.fictional.scene import Scene


def attendance(s: Scene, side: str, parties: list[Party]) -> str:
    """原告甲及其委托诉讼代理人乙, as far as they came."""
    out = []
    for p in parties:
        if not p.present:
            continue
        if p.counsel and (p.company or s.maybe(0.35)):
            out.append(f"{p.short}的委托诉讼代理人{'、'.join(p.counsel)}")
        elif p.counsel:
            out.append(f"{p.short}及其委托诉讼代理人{'、'.join(p.counsel)}")
        elif p.company:
            out.append(f"{p.short}的{p.heads[0][0]}{p.heads[0][1]}")
        else:
            out.append(p.short)
    return side + "、".join(out) if out else ""


def hearing(s: Scene, d: CivilDraft, collegiate: bool) -> str:
    """Filing, procedure, who came, who stayed away."""
    plaintiffs = "、".join(p.mentioned for p in d.plaintiffs)
    defendants = "、".join(p.mentioned for p in d.defendants)
    thirds = f"、第三人{'、'.join(p.mentioned for p in d.thirds)}" if d.thirds else ""
    how = "依法适用普通程序，组成合议庭" if collegiate else s.pick("依法适用简易程序", "依法适用简易程序", "由审判员独任审理")
    opening = (
        f"原告{plaintiffs}{'诉' if d.administrative else '与'}被告{defendants}{thirds}{d.cause}一案，"
        f"本院于{day(s.filed)}{s.pick('立案', '立案受理')}后，{how}，于{day(s.heard)}公开开庭进行了审理。"
    )
    came = [attendance(s, "原告", d.plaintiffs), attendance(s, "被告", d.defendants), attendance(s, "第三人", d.thirds)]
    opening += "，".join(c for c in came if c) + "到庭参加诉讼"
    away = [p.short for p in [*d.defendants, *d.thirds] if not p.present]
    if away:
        opening += f"，{'、'.join(away)}经本院{s.pick('传票', '合法')}传唤，{s.pick('无正当理由拒不到庭', '未到庭也未说明理由')}"
    return opening + "。" + s.pick("本案现已审理终结。", "案件现已审理终结。")


def claim_list(claims: list[str]) -> str:
    """1.…；2.…。"""
    return "；".join(f"{at}.{text}" for at, text in enumerate(claims, 1)) + "。"


def ruling_list(items: list[str]) -> list[str]:
    """一、…； 二、…。 as paragraphs; a single item carries no number."""
    if len(items) == 1:
        return [items[0] + "。"]
    last = len(items) - 1
    return [f"{chinese(at + 1)}、{text}{'。' if at == last else '；'}" for at, text in enumerate(items)]


def fee_line(s: Scene, d: CivilDraft, collegiate: bool) -> str:
    """Who bears which court fee (halved in summary procedure)."""
    fee = d.fee if d.fee is not None else court_fee(d.value)
    losing = d.defendant if d.owed else d.plaintiff
    if d.administrative:
        return f"案件受理费{yuan(fee)}，由{'被告' if d.owed else '原告'}{losing}负担。"
    if collegiate:
        return f"案件受理费{yuan(fee)}，由{losing}负担。"
    half = fee / 2
    extra = ""
    if d.value > 60_000 and s.maybe(0.3):
        extra = f"，保全申请费{yuan(min(5000, round(d.value * 0.01 + 520)))}"
    return f"案件受理费{yuan(fee)}，减半收取计{yuan(half)}{extra}，由{losing}负担{s.pick('', '，于本判决生效后七日内向本院交纳')}。"


def appeal_notice(s: Scene, administrative: bool = False) -> str:
    """Where and until when to appeal."""
    court = s.higher
    if administrative:
        return f"如不服本判决，自判决书送达之日起十五日内，可向本院递交上诉状并按对方当事人人数附上副本，由{court}审理上诉案件。"
    return s.pick(
        f"当事人如不服本判决，请于收到判决书之次日起十五日内，将上诉状及与对方人数相同的副本递交本院，上诉于{court}；逾期未上诉的，判决即发生法律效力。",
        f"不服本判决的，自判决书送达之日起十五日内可以通过本院提交上诉状，并附对方当事人相应份数的副本，上诉于{court}。",
        f"如对本判决有异议，应在判决书送达之日起十五日内向本院提交上诉状（附副本），上诉于{court}，并同时预交上诉案件受理费。",
    )


def delay_warning(s: Scene) -> str:
    """Double interest for late payment."""
    clause = laws.cite(["delay"], s.facts, s.decided)
    return s.pick(
        f"义务人未按上述期限给付金钱的，依照{clause}的规定，须加倍支付迟延履行期间的债务利息。",
        f"逾期不履行上述金钱给付义务的，应按{clause}之规定加倍支付迟延期间的债务利息。",
    )


def body(s: Scene, d: CivilDraft, collegiate: bool) -> list[str]:
    """All paragraphs of a judgment of first instance."""
    out: list[str] = []
    for role, side in (("原告", d.plaintiffs), ("被告", d.defendants), ("第三人", d.thirds)):
        for p in side:
            out += p.paragraphs(role)
    out.append(hearing(s, d, collegiate))
    asks = s.pick("向本院提出诉讼请求", "向本院提出如下诉讼请求", "提出诉讼请求")
    out.append(f"{d.plaintiff}{asks}：{claim_list(d.claims)}{s.pick('事实和理由', '事实与理由')}：{d.story}")
    out.append(f"{d.defendant}未作答辩，也未提交证据。" if d.absent else d.answer)
    out += [*remarks.third_statement(d), *remarks.before_trial(s, d), d.evidence, *remarks.issues(s, d)]
    found = list(d.found)
    found[0] = s.pick("经审理查明，", "本院经审理认定事实如下：", "根据当事人陈述和经审查确认的证据，本院认定事实如下：") + found[0]
    out += found
    reasoning = list(d.reasoning)
    reasoning[0] = "本院认为，" + reasoning[0]
    out += reasoning + remarks.advice(s, d)
    rules = list(d.rules)
    if d.absent and not d.administrative:
        rules.append("absent")
    closing = s.pick("综上所述，", "综上，", "据此，")
    wanted = s.pick("对原告合理的诉讼请求予以支持。", "原告的诉讼请求于法有据部分，本院予以支持。", "") if d.owed else s.pick("原告的诉讼请求不能成立，本院不予支持。", "原告的主张缺乏依据，不予支持。")
    out.append(f"{closing}{wanted}依照{laws.cite(rules, s.facts, s.decided)}之规定，判决如下：")
    out += ruling_list(d.ruling)
    if d.owed and not d.administrative:
        out.append(delay_warning(s))
    out.append(fee_line(s, d, collegiate))
    out.append(appeal_notice(s, d.administrative))
    return out


def title_of(d: CivilDraft, stage: str, kind: str) -> str:
    """当事人+案由+审级+文书种类 (法释〔2016〕19号 follows the rule of 2013)."""
    names = f"{d.plaintiffs[0].name}{'等' if len(d.plaintiffs) > 1 else ''}与{d.defendants[0].name}{'等' if len(d.defendants) > 1 else ''}"
    return f"{names}{d.cause}{stage}{kind}"


def judgment(s: Scene, d: CivilDraft, number: str) -> Sheet:
    """The judgment of first instance."""
    collegiate = d.collegiate or d.administrative or s.maybe(0.2)
    kind = "行政判决书" if d.administrative else "民事判决书"
    paragraphs = body(s, d, collegiate)
    return Sheet(kind, number, title_of(d, "一审", kind), paragraphs, draw_panel(s, collegiate))
