"""当事人单位的字号：在全称中找出，隐去，并跟踪简称（“鼎晗公司”）。

2024年以来上网的文书隐去当事人单位的字号；行业与组织形式保留，便于读者理解案情。
企业名称由“行政区划 + 字号 + 行业 + 组织形式”组成，字号即区划之后、行业之前的部分。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from justice import rules
from justice.plain_text import starts
from justice.redaction import circumstances, lexicon

_LONG_FORM = r"有限责任公司|股份有限公司|集团有限公司|有限公司|股份公司|总公司|分公司|公司|合伙企业|专业合作社|合作社|集团"
_SHOP_FORM = r"厂|商行|经营部|经销部|批发部|服务部|销售部|门市部|超市|商店|店|酒店|宾馆|饭店|工作室|商场|药房|音乐城|商城|会所|馆|堂|坊|中心|农场|林场"
_PARTY = r"(?:被告单位|被害单位|被告(?!人|单位)|原告(?!人)|上诉人|申请人|执行人|第三人|异议人|案外人|起诉人|赔偿请求人|反诉人|利害关系人|申诉人|债权人|债务人|保证人|担保人|买受人|竞买人|执行事务合伙人)(?:\([^()]{0,40}\)){0,2}:?"
# 名称不跨过下一个称谓：“申请执行人张某与被执行人某公司”里只有后者是单位。
_NAME = r"(?:(?!原告|被告|申请人|申请执行|执行人|上诉人|第三人)[一-鿿A-Za-z0-9()·]){2,36}?"
_LITIGANT = re.compile(rf"{_PARTY}({_NAME})({_LONG_FORM}|(?:{_SHOP_FORM})(?=[,(。;]))")
_SHORT = re.compile(r"\((?:以下简称|以下称|下称|简称):?[\"“]?([一-鿿A-Za-z0-9]{2,12})[\"”]?[,)]")
_FORM_END = re.compile(rf"(?:{_LONG_FORM}|{_SHOP_FORM})$")
_FORM_BEGIN = re.compile(rf"{_LONG_FORM}|{_SHOP_FORM}|旗舰店|专卖店|专营店|网店")
_REACH = 40
_NEXT = re.compile(rf"[、和与及]({_NAME})({_LONG_FORM})")
_DECLARED = re.compile(
    rf"{_PARTY}([一-鿿A-Za-z0-9()·]{{4,40}})()(?=,(?:住所|经营场所|营业场所|统一社会|组织机构|注册|法定代表人|负责人|经营者|系个体|个体工商户))"
)
_ADDRESSED = re.compile(rf"\d号(?:之[一二三四五])?({_NAME})({_LONG_FORM})(?:、[一-鿿]{{2,4}}){{0,4}}:")
_OWNED = re.compile(
    rf"(?:系|为|是)({_NAME})({_LONG_FORM}|{_SHOP_FORM})(?=\(?(?:个体工商户|个体户|的?(?:个体)?业主|的?经营者|的?(?:实际)?投资人|的?合伙人))"
)
_ZONE = re.compile(
    r"[一-鿿]{0,4}?(?:保税港区|综合保税区|保税区|经济技术开发区|经济开发区|开发区|高新区|工业园区|产业园区|自贸区|自由贸易试验区|新区)"
)
_PRIVATE = re.compile(r"医院|学校|幼儿园|社区")
_SUFFIX = "省市县区州盟旗"
_TOWN = 2
_NOT_A_NAME = re.compile(r"驾驶|求证|责成|签订|支付|[与和及向对由在系为将把被的]|某|该|本|其|原告|被告|上诉")
_ORGAN = re.compile(
    r"法院|检察院|公安|政府|委员会|派出所|大队|管理局|局$|办公室|大学|中学|小学|学校|医院|街道|村$|社区|协会"
)
_STATE = re.compile(r"^(?:中国|人保|人寿|国寿|太保|平保|中行|工行|农行|建行|交行)")
_FINANCE = re.compile(r"(?:财产|人寿|汽车|农业|健康|养老)?保险|银行|农村信用|农村商业")
_SIGN_AFTER = re.compile(
    r"[一-鿿()]{0,12}?(?:公司|厂|店|行|部|社|集团|中心|城|馆|超市|合伙企业|会所|堂|坊|工作室|农场|林场|商场)"
)
_LONGEST = 5
_SHORT_HEAD = 4
"""没有区划、没有行业的名称（“鹰达公司”）不会更长；再长的是一句话。"""

_BRACKETED = re.compile(r"\([^()]*\)")
_LETTERS = re.compile(r"[一-鿿A-Za-z0-9]{2,8}")


@dataclass(frozen=True, slots=True)
class Company:
    """一个当事人单位：``full`` 为名称，``prefix`` 为字号之前的区划，``trade`` 为字号，``complete`` 表示名称含行业。"""

    full: str
    prefix: str
    trade: str
    complete: bool


def find(text: str) -> list[Company]:
    """折叠文本中作为当事人的单位，按首次出现排序，每个字号一次。"""
    heads = [(match.start(1), match[1], match[2]) for match in _DECLARED.finditer(text)]
    for first in _LITIGANT.finditer(text):
        match: re.Match[str] | None = first
        while match and _plausible(match[1]):
            heads.append((match.start(1), match[1], match[2]))
            match = _NEXT.match(text, match.end())
    heads += [
        (match.start(1), match[1], match[2]) for match in _ADDRESSED.finditer(text) if place(match[1], 0)
    ]
    heads += [(match.start(1), match[1], match[2]) for match in _OWNED.finditer(text) if _plausible(match[1])]
    listed = [
        *_abbreviated(text),
        *(
            _as_called(text, _without_town(text, company))
            for _, head, form in sorted(heads)
            if (company := _split(head, form))
        ),
    ]
    found: dict[str, Company] = {}
    for company in sorted(listed, key=lambda company: not company.complete):
        found.setdefault(company.trade, company)
    return sorted(found.values(), key=lambda company: text.find(company.trade))


def _abbreviated(text: str) -> Iterator[Company]:
    """文书自己写明简称的单位（“……有限公司（以下简称鼎晗公司）”）；刑事案件只认被告人所在单位。"""
    criminal = circumstances.is_criminal_case(text)
    for match in _SHORT.finditer(text):
        low = max(0, match.start() - _REACH)
        form = _FORM_END.search(text, low, match.start())
        if not form:
            continue
        head = text[low : form.start()]
        trade = _FORM_END.sub("", match[1])
        for size in range(len(trade) - 2, 0, -1):  # “弘韬池州公司”：池州是区划
            if place(trade, size) == len(trade) - size:
                trade = trade[:size]
                break
        if trade not in head and (industry := _industries().search(trade, 2)):
            trade = trade[: industry.start()]  # “以下简称鼎晗重机”：全称作“鼎晗重型机械”
        at = head.rfind(trade)
        generic = _industries().fullmatch(trade) or place(trade, 0) or _STATE.match(head[max(0, at - 2) :])
        if at < 0 or len(trade) < 2 or "某" in trade or generic or _ORGAN.search(head[at:]):
            continue
        start = at
        while start and (
            size := next((n for n in range(9, 1, -1) if n <= start and place(head, start - n) == n), 0)
        ):
            start -= size
        begin = low + start
        if criminal and text[begin - 1 : begin] not in ("系", "是"):
            continue
        yield Company(text[begin : match.start()], head[start:at], trade, True)


def _without_town(text: str, company: Company) -> Company:
    """“大沥创林五金店”又写作“创林五金店”：前两字是乡镇，后面才是字号。"""
    town, trade = company.trade[:_TOWN], company.trade[_TOWN:]
    if len(trade) < 2 or trade in lexicon.words():
        return company
    rest = company.full[len(company.prefix) + len(company.trade) :][:2]
    alone = (
        at
        for at in starts(text, trade)
        if not text.endswith(town, 0, at)
        and (text.startswith(rest, at + len(trade)) or _FORM_BEGIN.match(text, at + len(trade)))
    )
    return (
        replace(company, prefix=company.prefix + town, trade=trade) if any(True for _ in alone) else company
    )


def _as_called(text: str, company: Company) -> Company:
    """行业不在表中时字号会切长（“正辰创数控”）：文中有“正辰创公司”的，以此为字号。"""
    for size in range(len(company.trade) - 1, 1, -1):
        short = company.trade[:size]
        if short not in lexicon.words() and re.search(
            rf"{re.escape(short)}(?:{_LONG_FORM}|{_SHOP_FORM})", text
        ):
            return replace(company, trade=short)
    return company


def _plausible(head: str) -> bool:
    return bool(place(head, 0)) or not _NOT_A_NAME.search(head)


def place(text: str, at: int) -> int:
    """``at`` 处最长的区划名的长度，没有则为 0。"""
    places = lexicon.places()
    if text[at : at + 2] not in lexicon.place_heads():
        return 0
    return next((size for size in range(9, 1, -1) if text[at : at + size] in places), 0)


def _split(head: str, form: str) -> Company | None:
    """把名称切成区划、字号、行业；机关、学校等没有字号，国有银行与保险的名称不是字号，返回 None。"""
    if (
        _ORGAN.search(_PRIVATE.sub("", head) if form.endswith("公司") else head)
        or _STATE.match(head)
        or "某" in head
    ):
        return None
    at = last = 0
    while size := place(head, at):
        last, at = at, at + size
    if head[at : at + 1] in ("省", "市", "县", "区"):
        at += 1
    if at and (zone := _ZONE.match(head, at)):
        last = at = zone.end()
    at += len(bracket.group()) if (bracket := re.match(r"\([^()]*\)", head[at:])) else 0
    industries = _industries()
    if _FINANCE.match(head, at):
        if head[last:at] in ("", "中国") or head[at - 1] in "省市县区旗":
            return None
        at = last  # “永安财产保险”：永安也是地名，此处是字号
    elif last and at - last <= _TOWN + 1 and head[at - 1] not in _SUFFIX and _industry_near(head, at):
        at = last  # “重庆昌宁建筑”“常州海林安机电”：昌宁、海林也是地名，此处是字号
    industry = industries.search(head, at + 2)
    trade = head[at : industry.start() if industry else len(head)].split("(")[0]
    if industry is None and len(trade) > _LONGEST:
        trade = trade[:2]  # 行业不在表中：字号多为两字
    stray = industry is None and at == 0 and len(_BRACKETED.sub("", head)) > _SHORT_HEAD
    if stray or not _LETTERS.fullmatch(trade) or industries.fullmatch(trade):
        return None
    return Company(head + form, head[:at], trade, industry is not None)


def _industry_near(head: str, at: int) -> bool:
    """``at`` 处起至多隔一字就是行业：余下的不够一个字号。"""
    return any(_industries().match(head, start) for start in (at, at + 1))


@lru_cache
def _industries() -> re.Pattern[str]:
    listed = rules.table("industries", lexicon.DATA_DIR)["industries"].split()
    return re.compile("|".join([*sorted(listed, key=len, reverse=True), "[一-鿿]业"]))


def edits(text: str, companies: list[Company]) -> list[tuple[int, int, str, str]]:
    """每处字号的替换：区划、行业与组织形式保留，其间的开发区、乡镇与字号换成“某”；常用词作字号时只换单位名称里的。"""
    found: list[tuple[int, int, str, str]] = []
    called = names(companies)
    for company in companies:
        for start, end, sign in _occurrences(text, company):
            if sign:
                if text.endswith(company.prefix, 0, start):
                    start -= len(company.prefix) - _regions(company.prefix)
                found.append((start, end, "trade_name", called[company.trade]))
    return found


def _regions(prefix: str) -> int:
    """``prefix`` 开头的县级以上区划的长度。"""
    at = 0
    while size := place(prefix, at):
        at += size
    return min(at + (prefix[at : at + 1] in tuple("省市县区")), len(prefix))


def left_alone(text: str, companies: list[Company]) -> list[tuple[int, int, str]]:
    """常用词作字号时没有隐去的首处，列为存疑：（起点、终点、说明）。"""
    found = []
    for company in companies:
        others = [(start, end) for start, end, sign in _occurrences(text, company) if not sign]
        if others:
            found.append((*others[0], f"“{company.trade}”是字号，也是常用词语，此处未隐"))
    return found


def _occurrences(text: str, company: Company) -> Iterator[tuple[int, int, bool]]:
    common = company.trade in lexicon.words()
    for start in starts(text, company.trade):
        end = start + len(company.trade)
        yield start, end, not common or bool(_SIGN_AFTER.match(text, end) or _industries().match(text, end))


def names(companies: list[Company]) -> dict[str, str]:
    """字号 -> 称呼：只有一个单位时为“某”，多个时依次为“某1”“某2”；简称（“欢乐迪”之于“麦霸欢乐迪”）用全称的称呼。"""
    owners: dict[str, str] = {}
    for trade in sorted((company.trade for company in companies), key=len, reverse=True):
        owners[trade] = next((longer for longer in owners if trade in longer), trade)
    order = [company.trade for company in companies if owners[company.trade] == company.trade]
    called = {trade: f"某{number}" if len(order) > 1 else "某" for number, trade in enumerate(order, 1)}
    return {trade: called[owner] for trade, owner in owners.items()}
