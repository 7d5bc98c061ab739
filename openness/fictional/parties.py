"""The parties of a case as a judgment introduces them."""

from __future__ import annotations

from dataclasses import dataclass, field

from openness.fictional import numbers, people, places
from openness.fictional.numbers import day
from openness.fictional.people import Company, Person
from openness.fictional.scene import Scene

OPERATOR = "经营者"


@dataclass(slots=True)
class Party:
    """A party: full name, the short name used after it, its particulars, its representative and counsel."""

    name: str
    short: str
    intro: str
    lines: list[str] = field(default_factory=list)
    person: Person | None = None
    company: Company | None = None
    heads: list[tuple[str, str]] = field(default_factory=list)
    counsel: list[str] = field(default_factory=list)
    present: bool = True

    @property
    def mentioned(self) -> str:
        """Name with the short name introduced in brackets, for the first sentence of a judgment."""
        return self.name if self.short == self.name else f"{self.name}（以下简称{self.short}）"

    def paragraphs(self, role: str) -> list[str]:
        """The paragraphs that introduce the party in its role."""
        return [f"{role}：{self.name}{self.intro}", *self.lines]


def particulars(s: Scene, p: Person) -> str:
    """，男，1968年3月5日出生，汉族，住…，公民身份号码…。"""
    if p.nationality:
        return f"，{p.sex}，{day(p.born)}出生，{p.nationality}国籍，现住{s.home(p)}，护照号码{s.identity(p)}。"
    job = f"，{s.of(people.JOBS)}" if s.maybe(0.35) else ""
    place = s.pick("住", "住", "现住", "户籍地")
    out = f"，{p.sex}，{day(p.born)}出生，{p.ethnicity}{job}，{place}{s.home(p)}"
    if s.maybe(0.75):
        out += f"，{s.pick('公民身份号码', '公民身份号码', '身份证号')}{s.identity(p)}"
    if s.maybe(0.14):
        out += f"，{s.pick('联系电话', '电话')}{s.phone()}"
    return out + "。"


def lawyer(s: Scene, label: str = "委托诉讼代理人") -> tuple[str, str]:
    """A line that names counsel and firm, and counsel's name; both stay."""
    name, firm = s.staff(), s.keep(people.law_firm(s.rng))
    post = "实习律师" if label != "辩护人" and s.maybe(0.06) else "律师"
    return f"{label}：{name}，{firm}{post}。", name


def add_counsel(s: Scene, party: Party, chance: float = 0.6) -> Party:
    """Perhaps one or two lawyers, or a relative or an employee (whom the rules neither hide nor show)."""
    if not s.maybe(chance):
        return party
    line, name = lawyer(s)
    party.lines.append(line)
    party.counsel.append(name)
    if s.maybe(0.2):
        line, name = lawyer(s)
        party.lines.append(line)
        party.counsel.append(name)
    return party


def person_party(s: Scene, counsel: float = 0.5, low: int = 23, high: int = 70, male: bool | None = None) -> Party:
    """A natural person as a party."""
    p = s.person(low, high, male, plain=male is not None)
    return add_counsel(s, Party(p.name, p.name, particulars(s, p), person=p), counsel)


def draw_company(s: Scene, trades: tuple[str, ...]) -> Company:
    """A company of one of these trades with a made-up 字号 and a person at its head."""
    while True:
        trade = people.trade_name(s.rng)
        if s.free(trade):
            break
    s.secret(trade, "trade_name")
    near = s.court if s.court in places.BASIC and s.maybe(0.8) else s.of(places.BASIC)
    city = s.pick("营口", "营口", "辽宁", near.area) if near.area.startswith("营口") else s.pick(near.area, near.area, "营口")
    name = f"{city}{trade}{s.of(trades)}有限公司"
    head = s.person(28, 66, category="legal_representative", plain=True)
    post = s.pick("总经理", "董事长", "执行董事", "经理", "执行董事兼总经理")
    code = numbers.credit_code(s.rng, near.region)
    return Company(name, trade, f"{trade}公司", near.county, places.office(s.rng), head.name, "法定代表人", post, code)


def company_party(s: Scene, trades: tuple[str, ...], counsel: float = 0.75) -> Party:
    """A company as a party: seat, credit code now and then, legal representative."""
    c = draw_company(s, trades)
    code = f"，统一社会信用代码{s.secret(c.code, 'credit_code')}" if s.maybe(0.4) else ""
    seat = s.pick("住所地", "住所地", "住所")
    intro = f"，{seat}{c.county}{s.secret(c.seat, 'address')}{code}。"
    who = "该公司" if s.maybe(0.6) else "系该公司"
    line = f"{c.head_role}：{c.head}，{who}{c.head_post}。"
    if s.maybe(0.08):
        tel = s.secret(f"0417-{s.whole(2_100_000, 7_899_999)}", "landline")
        line += f"联系电话{tel}。"
    party = Party(c.name, c.short, intro, [line], company=c, heads=[(c.head_role, c.head)])
    return add_counsel(s, party, counsel)


def shop_party(s: Scene, trades: tuple[str, ...]) -> Party:
    """A sole trader (个体工商户) with its operator."""
    while True:
        trade = people.trade_name(s.rng)
        if s.free(trade):
            break
    s.secret(trade, "trade_name")
    near = s.court if s.court in places.BASIC else s.of(places.BASIC)
    kind = s.of(trades)
    name = f"{near.area}{trade}{kind}"
    p = s.person(25, 62, category="legal_representative")
    premises = s.secret(places.office(s.rng), "address")
    intro = f"，{s.pick('经营场所', '住所地')}{near.county}{premises}。"
    party = Party(name, f"{trade}{kind}", intro, [f"{OPERATOR}：{p.name}{particulars(s, p)}"], heads=[(OPERATOR, p.name)])
    return add_counsel(s, party, 0.4)


def organ_party(s: Scene, name: str, post: str = "局长", counsel: float = 0.7) -> Party:
    """An organ of state as a party; its name stays, its legal representative's does not."""
    s.keep(name)
    intro = f"，住所地{s.court.county}。" if s.maybe(0.5) else "。"
    party = Party(name, name, intro)
    if s.maybe(0.6):
        head = s.secret(s.name(s.maybe(0.7), s.decided.year - s.whole(42, 58)), "legal_representative")
        party.lines.append(f"法定代表人：{head}，{post}。")
        party.heads.append(("法定代表人", head))
    return add_counsel(s, party, counsel)


def joined(parties: list[Party]) -> str:
    """The short names in a row."""
    return "、".join(p.short for p in parties)
