"""Statutes by date: a key names the rule, the day of the facts (or of the decision) picks statute and article.

Substantive rules go by the day of the facts (《民法典》 since 2021-01-01), procedure by the day of the decision
(《民事诉讼法》 of 2017, 2021, 2023 number their articles differently).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

CIVIL_CODE = "《中华人民共和国民法典》"
CONTRACT = "《中华人民共和国合同法》"
TORT = "《中华人民共和国侵权责任法》"
GUARANTEE = "《中华人民共和国担保法》"
CIVIL_PROCEDURE = "《中华人民共和国民事诉讼法》"
INTERPRETATION = "《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》"
LENDING = "《最高人民法院关于审理民间借贷案件适用法律若干问题的规定》"
CRIMINAL = "《中华人民共和国刑法》"
CRIMINAL_PROCEDURE = "《中华人民共和国刑事诉讼法》"
ADMINISTRATIVE = "《中华人民共和国行政诉讼法》"
COERCION = "《中华人民共和国行政强制法》"
PENALTY = "《中华人民共和国行政处罚法》"
LABOUR = "《中华人民共和国劳动合同法》"
COMPANY = "《中华人民共和国公司法》"
INSURANCE = "《中华人民共和国保险法》"
COMPENSATION = "《中华人民共和国国家赔偿法》"
LAND = "《中华人民共和国土地管理法》"

SINCE_CODE = date(2021, 1, 1)
SINCE_2022 = date(2022, 1, 1)
SINCE_2024 = date(2024, 1, 1)
SINCE_COMPANY = date(2024, 7, 1)
SINCE_CRIMINAL_2018 = date(2018, 10, 26)

# key -> (statute, article) before 2021, (statute, article) from 2021
BY_CODE = {
    "loan": (CONTRACT, "第一百九十六条", "第六百六十七条"),
    "loan.repay": (CONTRACT, "第二百零六条", "第六百七十五条"),
    "loan.overdue": (CONTRACT, "第二百零七条", "第六百七十六条"),
    "loan.interest": (CONTRACT, "第二百一十一条", "第六百八十条"),
    "contract.perform": (CONTRACT, "第六十条第一款", "第五百零九条第一款"),
    "contract.breach": (CONTRACT, "第一百零七条", "第五百七十七条"),
    "contract.money": (CONTRACT, "第一百零九条", "第五百七十九条"),
    "contract.damages": (CONTRACT, "第一百一十三条第一款", "第五百八十四条"),
    "contract.penalty": (CONTRACT, "第一百一十四条", "第五百八十五条"),
    "contract.end": (CONTRACT, "第九十四条", "第五百六十三条"),
    "contract.ended": (CONTRACT, "第九十七条", "第五百六十六条"),
    "sale": (CONTRACT, "第一百三十条", "第五百九十五条"),
    "sale.price": (CONTRACT, "第一百五十九条", "第六百二十六条"),
    "sale.pay": (CONTRACT, "第一百六十一条", "第六百二十八条"),
    "sale.inspect": (CONTRACT, "第一百五十八条", "第六百二十一条"),
    "lease": (CONTRACT, "第二百一十二条", "第七百零三条"),
    "lease.rent": (CONTRACT, "第二百二十六条", "第七百二十一条"),
    "lease.unpaid": (CONTRACT, "第二百二十七条", "第七百二十二条"),
    "lease.return": (CONTRACT, "第二百三十五条", "第七百三十三条"),
    "work": (CONTRACT, "第二百六十九条", "第七百八十八条"),
    "work.accept": (CONTRACT, "第二百七十九条", "第七百九十九条"),
    "guarantee.joint": (GUARANTEE, "第十八条", "第六百八十八条"),
    "guarantee.recourse": (GUARANTEE, "第三十一条", "第七百条"),
    "tort": (TORT, "第六条第一款", "第一千一百六十五条第一款"),
    "tort.harm": (TORT, "第十六条", "第一千一百七十九条"),
    "tort.mind": (TORT, "第二十二条", "第一千一百八十三条第一款"),
    "tort.traffic": (TORT, "第四十八条", "第一千二百零八条"),
}
# key -> statute, articles (before 2022, 2022-2023, since 2024), by the day of the decision
PROCEDURE = {
    "proof": ("第六十四条第一款", "第六十七条第一款", "第六十七条第一款"),
    "absent": ("第一百四十四条", "第一百四十七条", "第一百四十七条"),
    "withdraw": ("第一百四十五条第一款", "第一百四十八条第一款", "第一百四十八条第一款"),
    "ruling": ("第一百五十四条", "第一百五十七条", "第一百五十七条"),
    "preserve": ("第一百条", "第一百零三条", "第一百零三条"),
    "small": ("第一百六十二条", "第一百六十五条", "第一百六十五条"),
    "appeal.keep": ("第一百七十条第一款第一项", "第一百七十七条第一款第一项", "第一百七十七条第一款第一项"),
    "appeal.withdraw": ("第一百七十三条", "第一百八十条", "第一百八十条"),
    "delay": ("第二百五十三条", "第二百六十条", "第二百六十四条"),
    "execute.objection": ("第二百二十五条", "第二百三十二条", "第二百三十六条"),
    "execute.third": ("第二百二十七条", "第二百三十四条", "第二百三十八条"),
    "execute.end": ("第二百五十七条", "第二百六十四条", "第二百六十八条"),
    "execute.inquire": ("第二百四十二条", "第二百四十九条", "第二百五十三条"),
    "execute.seize": ("第二百四十四条", "第二百五十一条", "第二百五十五条"),
    "mediation": ("第九十七条", "第一百条", "第一百条"),
}
FIXED = {
    "traffic.act": ("《中华人民共和国道路交通安全法》", "第七十六条"),
    "lending.25": (LENDING, "第二十五条"),
    "lending.28": (LENDING, "第二十八条"),
    "labour.relation": (LABOUR, "第七条"),
    "labour.contract": (LABOUR, "第十条"),
    "labour.pay": (LABOUR, "第三十条第一款"),
    "labour.double": (LABOUR, "第八十二条第一款"),
    "labour.leave": (LABOUR, "第三十八条第一款"),
    "labour.years": (LABOUR, "第四十七条"),
    "labour.case": (LABOUR, "第四十六条"),
    "insurance.contract": (INSURANCE, "第十条"),
    "insurance.duty": (INSURANCE, "第十四条"),
    "insurance.notice": (INSURANCE, "第十七条"),
    "insurance.pay": (INSURANCE, "第二十三条"),
    "insurance.costs": (INSURANCE, "第六十四条"),
    "admin.reject": (ADMINISTRATIVE, "第六十九条"),
    "admin.revoke": (ADMINISTRATIVE, "第七十条"),
    "admin.keep": (ADMINISTRATIVE, "第八十九条第一款第一项"),
    "admin.execute": (ADMINISTRATIVE, "第九十七条"),
    "force.apply": (COERCION, "第五十三条"),
    "force.urge": (COERCION, "第五十四条"),
    "force.decide": (COERCION, "第五十七条"),
    "compensation.apply": (COMPENSATION, "第三十八条"),
    "compensation.decide": (COMPENSATION, "第三十六条"),
    "interpretation.proof": (INTERPRETATION, "第九十条"),
    "interpretation.end": (INTERPRETATION, "第五百一十七条"),
}
DATED = {
    "building.pay": (
        ("《最高人民法院关于审理建设工程施工合同纠纷案件适用法律问题的解释》", "第二条"),
        (CIVIL_CODE, "第七百九十三条第一款"),
    ),
    "building.interest": (
        ("《最高人民法院关于审理建设工程施工合同纠纷案件适用法律问题的解释》", "第十七条"),
        ("《最高人民法院关于审理建设工程施工合同纠纷案件适用法律问题的解释（一）》", "第二十六条"),
    ),
    "property.fee": (
        ("《最高人民法院关于审理物业服务纠纷案件具体应用法律若干问题的解释》", "第六条"),
        (CIVIL_CODE, "第九百四十四条第一款"),
    ),
    "property": (("《物业管理条例》", "第四十一条第一款"), (CIVIL_CODE, "第九百三十七条第一款")),
    "divorce": (("《中华人民共和国婚姻法》", "第三十二条"), (CIVIL_CODE, "第一千零七十九条")),
    "divorce.child": (("《中华人民共和国婚姻法》", "第三十七条"), (CIVIL_CODE, "第一千零八十五条")),
    "custody": (("《中华人民共和国婚姻法》", "第三十六条"), (CIVIL_CODE, "第一千零八十四条")),
    "privacy": (("《中华人民共和国侵权责任法》", "第二条"), (CIVIL_CODE, "第一千零三十二条")),
}
# One-year loan prime rate in per cent (全国银行间同业拆借中心), from the day on.
PRIME_RATES = (
    (date(2019, 8, 20), 4.25), (date(2019, 11, 20), 4.15), (date(2020, 4, 20), 3.85), (date(2021, 12, 20), 3.8),
    (date(2022, 1, 20), 3.7), (date(2022, 8, 22), 3.65), (date(2023, 6, 20), 3.55), (date(2023, 8, 21), 3.45),
    (date(2024, 7, 22), 3.35), (date(2024, 10, 21), 3.1), (date(2025, 5, 20), 3.0),
)
# Statutes in the order in which a judgment names them: codes, acts, interpretations, procedure last.
LAST = (CIVIL_PROCEDURE, CRIMINAL_PROCEDURE, INTERPRETATION)


def prime_rate(d: date) -> float:
    """The one-year prime rate of that day in per cent; 4.35 (the benchmark rate before it) until August 2019."""
    rate = 4.35
    for since, value in PRIME_RATES:
        if d >= since:
            rate = value
    return rate


def interest_ceiling(d: date) -> tuple[float, str]:
    """Highest rate of a private loan of that day in per cent, and how a judgment says it (LPR since 2020-08-20)."""
    if d < date(2020, 8, 20):
        return 24.0, "年利率百分之二十四"
    return prime_rate(d) * 4, "合同成立时一年期贷款市场报价利率的四倍"


def base_rate(d: date) -> str:
    """The rate by which late payment is reckoned: bank lending rate until August 2019, then the prime rate."""
    if d < PRIME_RATES[0][0]:
        return "中国人民银行同期同类贷款基准利率"
    return f"全国银行间同业拆借中心公布的一年期贷款市场报价利率（{prime_rate(d):g}%）"


def compulsory_limits(d: date) -> tuple[int, int]:
    """Limits of the compulsory traffic policy for treatment and for death or disability, in yuan (2020-09-19)."""
    return (18_000, 180_000) if d >= date(2020, 9, 19) else (10_000, 110_000)


def land_articles(d: date) -> str:
    """The articles on building without approval of the land act (77 since 2020, 76 before)."""
    return f"{LAND}第四十四条、{'第七十七条' if d >= date(2020, 1, 1) else '第七十六条'}"


def pleads_guilty(decided: date) -> bool:
    """Whether 认罪认罚从宽 is in the procedure act already."""
    return decided >= SINCE_CRIMINAL_2018


def article(key: str, facts: date, decided: date) -> tuple[str, str]:
    """Statute and article of a rule. Raises KeyError for a key that no table knows."""
    if key in BY_CODE:
        statute, before, since = BY_CODE[key]
        return (CIVIL_CODE, since) if facts >= SINCE_CODE else (statute, before)
    if key in PROCEDURE:
        return CIVIL_PROCEDURE, PROCEDURE[key][(decided >= SINCE_2022) + (decided >= SINCE_2024)]
    if key in DATED:
        return DATED[key][facts >= SINCE_CODE]
    if key == "company.inspect":
        return COMPANY, "第五十七条" if decided >= SINCE_COMPANY else "第三十三条"
    return FIXED[key]


def cite(keys: Iterable[str], facts: date, decided: date) -> str:
    """《…法》第一条、第二条，《…法》第三条: the rules grouped by statute, procedure last."""
    grouped: dict[str, list[str]] = {}
    for key in keys:
        statute, number = article(key, facts, decided)
        articles = grouped.setdefault(statute, [])
        if number not in articles:
            articles.append(number)
    order = sorted(grouped, key=lambda name: (LAST.index(name) + 1) if name in LAST else 0)
    return "，".join(name + "、".join(grouped[name]) for name in order)


def plead_guilty(decided: date) -> str:
    """《刑事诉讼法》第十五条 (认罪认罚从宽) with the comma before it, "" before 2018-10-26."""
    return f"，{CRIMINAL_PROCEDURE}第十五条" if decided >= SINCE_CRIMINAL_2018 else ""


def compensation_rules(decided: date) -> str:
    """The interpretation on compensation for wrongful enforcement (法释〔2022〕3号, before it 法释〔2016〕20号)."""
    if decided >= date(2022, 3, 1):
        return "《最高人民法院关于审理涉执行司法赔偿案件适用法律若干问题的解释》"
    return "《最高人民法院关于审理民事、行政诉讼中司法赔偿案件适用法律若干问题的解释》"


def criminal_appeal_kept(decided: date) -> str:
    """The article that dismisses a criminal appeal (225 before October 2018, 236 since)."""
    number = "第二百三十六条" if decided >= SINCE_CRIMINAL_2018 else "第二百二十五条"
    return f"{CRIMINAL_PROCEDURE}{number}第一款第一项"
