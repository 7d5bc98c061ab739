"""身份：谁是当事人，谁是被害人、证人，谁是不隐名的法官、书记员、检察员、代理律师。"""

from __future__ import annotations

import re
from collections.abc import Iterable

from justice import names
from justice.plain_text import everywhere, longest
from justice.redaction import lexicon

_KEPT_ROLE = re.compile(
    r"(?:检察员|检察官|检察官助理|公诉人|审判长|审判员|陪审员|书记员|法官助理|助理审判员|执行员|执行法官|法官(?!助理|[一-鿿]{2,3}法官)|承办法官|主审法官"
    r"|辩护人|辩护律师|委托代理人|委托诉讼代理人|诉讼代理人|律师|法律工作者)(?:\(兼\))?[:为]?"
)
_MASKED = re.compile(r"[一-鿿]某{1,2}[甲乙丙丁戊己庚辛壬癸]?\d{0,2}")
_LONGEST_HEAD = 6
_TRANSLATED = 4
"""不带间隔号的译名至少四字。"""

_NEAR, _WINDOW = 16, 64
_PUNCTUATION = (",", "。", ";", "(", "、")
_LIST_MARKS = ("、", "和", "及", "与")
_PARTY = (
    r"(?:附带民事诉讼)?(?:原审|一审|二审|再审)?(?:被告人|上诉人|被上诉人|原告人|原告|被告|申请人|被申请人|再审申请人|申请执行人|被执行人"
    r"|第三人|罪犯|法定代表人|法定代理人|委派代表|代表人|负责人|经营者|投资人|执行事务合伙人|被继承人|下落不明人|买受人|竞买人|申诉人|被申诉人|异议人|复议申请人|利害关系人|案外人|赔偿请求人|当事人)"
)
_VICTIM = r"(?:被害人|受害人|证人|鉴定人|被害人家属|死者|伤者)"
_BRACKET = r"(?:\([^()]{1,30}\))?"
# 从少见的后文（“，男”）往回找称谓，比在全文逐字试称谓快得多。
_PARTICULARS = re.compile(r"[,(](?:男|女|曾用名|别名|又名|化名|绰号|外号|自报|生于|(?:18|19|20)\d\d年)")
_BORN = re.compile(r"[,(](?:(?:男|女|曾用名|别名|又名|化名|绰号|外号|自报|生于)|\d{4}年[\d月日]{0,6}出?生)")
_TITLED = re.compile(
    r"(?:代表人|负责人|经营者|投资人)([一-鿿]{2,4})(?=\((?:身份证|公民身份|男|女)|,[^,。;]{0,10}(?:[长理任记]|董事|总裁)[,。;)])"
)
_AFTER_ROLE = re.compile(r"[:)](?<=[人告犯者]:|[人告审]\))")
_REPRESENTED = re.compile(
    r"(?:法定代表人|负责人|经营者|投资人|委派代表|合伙人):([一-鿿]{2,3})(?=[,(。](?!负责人))"
)
_CALLED = re.compile(r"[一-鿿]{2,4}(?=[,。;(、)])")
_ADDRESSEE = re.compile(r"(?:通知书|告知书|号|公司、)([一-鿿]{2,4}):(?=[你您本])")
_WITNESSES = re.compile(r"(?:证人|被害人)[一-鿿]{2,4}((?:[、和与及][一-鿿]{2,6}?){1,8})(?=出庭|到庭|的证言)")
# 委托代理人不是律师、法律工作者的，名后写明性别、单位职务或与当事人的关系。
_LAWYER = re.compile(r"律师|法律工作者|法律服务|法律援助|法务所|148")
_LAY = re.compile(
    r"[,(、]女?男?[,)]|[男女],|^[,(](?:系|该(?!案)|本单位|本公司)|站长|审查员|经纪人|侄|外甥|连襟|员工|职员|职工|民警|警官|大队|中队|支队|工作人员|人员|法务|经理|主管|主任|科长|股长|局长|会计|出纳|董事|监事|村民|居民|干部|公民|社区|推荐|收费员"
    r"|^,(?!原告|被告|上诉|被上诉|申请|被申请|第三人|到庭|参加|对|均)[^,。;(]{2,30}(?:公司|银行|支行|分行|局|厂|店|委员会|办事处|事务所|合作社)[^,。;(]{0,8}(?:[,(]|$)"
    r"|(?:之|的|其|系|[告人])[夫妻父母子女兄弟姐妹侄孙婿媳叔伯姑舅姨]|[妻丈]|儿子|女儿|父亲|母亲|哥哥|弟弟|姐姐|妹妹|儿媳|女婿|亲属|亲戚|近亲|朋友|同事"
)
_CLAUSE = re.compile(r"[,(][^。;]{1,120}")
_AGENT = re.compile(r"代理人:?([一-鿿]{2,7})(?=[,(])")
_OFFICE_AFTER = re.compile(r"法官(?!助)|检察官(?!助)|律师(?!费|函|事务|代理费|所)")
_DECLARED = re.compile(
    rf"(?:{_PARTY}|{_VICTIM}){_BRACKET}:?([一-鿿]{{2,7}}|[一-鿿]{{1,8}}(?:[·•・][一-鿿]{{1,8}}){{1,3}}|[A-Z][A-Za-z.·'-]{{2,40}})$"
)
# 不带间隔号的蒙古族、藏族等姓名：由两个常用的音节词组成（“索南达杰”），只在写明民族的文书里认。
_PEOPLES = re.compile("蒙古族|藏族|土族|裕固族|达斡尔族|鄂温克族|鄂伦春族|锡伯族|门巴族|珞巴族")
_SYLLABLES = lexicon.syllables()
_UNDOTTED = re.compile(
    rf"(?:{_SYLLABLES})(?:{_SYLLABLES}|[{lexicon.sounds()}]{{1,2}}(?![{lexicon.sounds()}]))(?!州|盟|市|县|旗|镇|乡|村|苏木|嘎查|草原|寺|自治|高原|湖|山|河)"
)
_CLAN_PEOPLE = "彝族"
_CLAN = re.compile(
    rf"(?:{lexicon.clans()})(?=[{lexicon.more_sounds()}此哈机体作各合补])[一-鿿][{lexicon.more_sounds()}此哈机体作各合补英芬华军明](?![镇乡村县州市组])"
)
# 后顾写在首字之后：正则以字符集起头，才能跳着扫。
_LATIN = re.compile(r"[A-Z](?<=[人告犯者属):].)[A-Za-z.]{3,40}")
_DOT = re.compile(r"[·•・‧](?<=[一-鿿].)[一-鿿]")
_SOUNDS = lexicon.sounds()
_SOUNDED = re.compile(rf"[{_SOUNDS}]{{1,10}}(?:[·•・‧][{_SOUNDS}]{{1,10}}){{1,3}}")
_KEPT_END = re.compile(rf"{_KEPT_ROLE.pattern}$")
_DOTTED = re.compile(
    r"([一-鿿]{1,12})((?:[·•・‧][一-鿿]{1,10}?){1,3}?)(?=[^一-鿿·•・‧]|陈述|[的称说供证辩与和及在向对将被是等系因于]|$)"
)
_BEFORE_DOTTED = re.compile(
    rf".*(?:{_PARTY}|{_VICTIM}|代理人|辩护人|之[妻夫父母子女兄弟姐妹]|[与和及向对由在将被给跟同是为至]|殴打|抓获|告知|联系)"
)
_ROLE_ENDS = frozenset("人告犯者属):")
_ROLE_BEFORE = re.compile(rf"(?:(?P<victim>{_VICTIM})|(?P<party>{_PARTY})){_BRACKET}[:]?$")


def kept_names(text: str, readings: dict[int, str]) -> tuple[set[int], set[str], set[str], dict[str, int]]:
    """不隐名的人：(各处起点, 姓名)；其次是写明不是律师的代理人，以及看不出是不是律师的（姓名 -> 首处）。

    ``readings`` 为每个可能起点处较可能的姓名。更多处以当事人、证人称呼的不算：“辩护人彭某、宋某的辩护人”会把被告人宋某连进来。
    """
    found: dict[str, set[int]] = {}
    lay: set[str] = set()
    lawyers: set[str] = set()
    agents: dict[str, int] = {}
    for match in _KEPT_ROLE.finditer(text):
        at = match.end()
        listed = []
        while True:
            if masked := _MASKED.match(text, at):  # 原文已隐名的同列者，跳过
                at = masked.end()
            elif at in readings:
                name = readings[at]
                found.setdefault(name, set()).add(at)
                listed.append((name, at))
                at += len(name)
            else:
                break
            if not text.startswith(_LIST_MARKS, at):
                break
            at += 1
        if listed and "代理人" in match.group():
            clause = _CLAUSE.match(text, at)
            if clause and _LAWYER.search(clause.group()):
                lawyers.update(name for name, _ in listed)
            elif clause and _LAY.search(clause.group()):
                lay.update(name for name, _ in listed)
            for name, start in listed:
                agents.setdefault(name, start)
    for match in _AGENT.finditer(text):  # 姓氏少见、不带间隔号的译名
        name, clause = match[1], _CLAUSE.match(text, match.end())
        if match.start(1) in readings and readings[match.start(1)] == name:
            continue
        spelt = len(name) < _TRANSLATED or not name.strip(lexicon.more_sounds())
        if clause and spelt and not _LAWYER.search(clause.group()) and _LAY.search(clause.group()):
            lay.add(name)
    lay -= lawyers
    for match in _OFFICE_AFTER.finditer(text):  # “联系人夏磊磊法官”
        for size in (4, 3, 2):
            name = readings.get(match.start() - size, "")
            if len(name) == size:
                found.setdefault(name, set()).add(match.start() - size)
                break
    for name, listed_at in everywhere(found, text).items():
        called = sum(precedes(text, start) for start in listed_at)
        if called > len(found[name]) or name in lay:
            del found[name]
    unclear = {name: start for name, start in agents.items() if name in found and name not in lawyers}
    return {start for starts in found.values() for start in starts}, set(found), lay, unclear


def declared_names(text: str, readings: dict[int, str]) -> set[str]:
    """当事人栏写明的姓名：称谓 + 姓名 + 性别、出生日期等（不问姓氏是否常见），或称谓 + 冒号 + 姓名 + 标点。"""
    found = set()
    for after in _PARTICULARS.finditer(text):
        match = _DECLARED.search(text, max(0, after.start() - _WINDOW), after.start())
        if not match or "某" in match[1] or match[1].startswith(("的", "之")):
            continue
        # “原告诉称,2018年”：只有年份而不是生日的，须本来就读作姓名。
        if _BORN.match(text, after.start()) or readings.get(match.start(1)) == match[1]:
            found.add(match[1])
    found |= {match[1] for match in _TITLED.finditer(text) if _spelt(match[1])}
    found |= {match[1] for match in _ADDRESSEE.finditer(text) if _spelt(match[1])}
    for match in _WITNESSES.finditer(text):
        listed = re.split("[、和与及]", match[1])
        found |= {name for name in listed if name and (_spelt(name) or not name.strip(_SOUNDS))}
    for mark in _AFTER_ROLE.finditer(text):  # “原告:”“上诉人(原审原告)”
        at = mark.end()
        name = readings.get(at, "")
        if name and text.startswith(_PUNCTUATION, at + len(name)) and precedes(text, at):
            found.add(name)
        elif (called := _CALLED.match(text, at)) and _spelt(called[0]) and precedes(text, at):
            found.add(called[0])
    found |= {match[1] for match in _REPRESENTED.finditer(text) if _unlisted(match[1])}
    return found


def _unlisted(name: str) -> bool:
    """“负责人:”之后、标点之前的两三个字，姓不在表中也是人。"""
    words = lexicon.words()
    return name not in words and name[:2] not in words and "某" not in name


def _spelt(name: str) -> bool:
    """是否姓 + 一至二字名的写法，又不是常用词。"""
    surname, given = names.split_name(name)
    return (
        surname in names.surnames()
        and 1 <= len(given) <= 2
        and "某" not in name
        and name not in lexicon.words()
    )


def has_dotted(text: str) -> bool:
    """有带间隔号的姓名。"""
    return bool(_DOT.search(text))


def foreign_names(text: str) -> set[str]:
    """译名（带间隔号）与称谓之后的拉丁字母姓名。译名的左端以称谓、连词或各处共有的部分为准。"""
    found = {match.group() for match in _LATIN.finditer(text) if precedes(text, match.start())}
    if _PEOPLES.search(text):
        found |= _out_of_office(_UNDOTTED, text)
    if _CLAN_PEOPLE in text:
        found |= _out_of_office(_CLAN, text)
    if not has_dotted(text):
        return found
    heads: dict[str, list[str]] = {}
    found |= _out_of_office(_SOUNDED, text)
    sounded = [match.span() for match in _SOUNDED.finditer(text)]
    for match in _DOTTED.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in sounded):
            continue
        before = _BEFORE_DOTTED.match(match[1])
        head = match[1][before.end() :] if before else match[1]
        heads.setdefault(match[2], []).append(head or match[1][-_LONGEST_HEAD:])
    for tail, seen in heads.items():
        shortest = min(seen, key=len)
        found.add(shortest[-_LONGEST_HEAD:] + tail)
    return found


def _out_of_office(pattern: re.Pattern[str], text: str) -> set[str]:
    """``pattern`` 找到的姓名，去掉有一处以公职、代理人称呼的。"""
    found: set[str] = set()
    kept: set[str] = set()
    for match in pattern.finditer(text):
        name = match.group()
        (kept if in_office(text, match.start()) else found).add(name)
    return found - kept


def in_office(text: str, start: int) -> bool:
    """``start`` 之前紧接着公职、代理人的称谓。"""
    return bool(_KEPT_END.search(text, max(0, start - _NEAR), start))


def precedes(text: str, start: int) -> bool:
    """``start`` 之前紧接着当事人、证人等称谓。"""
    return _role(text, start) is not None


def _role(text: str, start: int) -> re.Match[str] | None:
    before = text[start - 1 : start]
    if before not in _ROLE_ENDS:
        return None
    window = _WINDOW if before in "):" else _NEAR
    return _ROLE_BEFORE.search(text, max(0, start - window), start)


def groups(text: str, accepted: Iterable[str]) -> dict[str, set[str]]:
    """每个姓名的身份：victims、parties，都不是则为 others；并列者承前一人的身份。"""
    found: dict[str, set[str]] = {name: set() for name in accepted}
    last_end, last = -1, ""
    for start, name in longest(found, text):
        role = _role(text, start)
        if role:
            last = "victims" if role["victim"] else "parties"
        elif not (last_end == start - 1 and text[start - 1] in _LIST_MARKS):
            last = ""
        if last:
            found[name].add(last)
        last_end = start + len(name)
    return {name: roles or {"others"} for name, roles in found.items()}
