"""个人与单位标识号码的检测：身份证、手机、固话、银行卡、车牌、护照、微信、邮箱、住址等。

依据《关于人民法院在互联网公布裁判文书的规定》（法释〔2016〕19号）第十条应当删除的信息。号码规则：
GB 11643（公民身份号码）、GB 32100-2015（统一社会信用代码）、Luhn（银行卡）。所有位置均为输入文本的码点。
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from justice import addresses
from justice.plain_text import Folded, fold, matches

PUBLISHABLE = frozenset({"uscc", "seat"})
"""可以公开的标识：单位的统一社会信用代码、住所地（法释〔2016〕19号第十一条）。"""

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123])"
_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_HAN_DIGITS = "〇○零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"
_CHINESE_DIGITS = re.compile(rf"(?<![\d{_HAN_DIGITS}])(?=\d*[{_HAN_DIGITS}])[\d{_HAN_DIGITS}]{{11,}}", re.ASCII)
_WHOLE_NUMBER = re.compile(r"\d{11}", re.ASCII)
_INNER_HAN = re.compile(rf"(?<=\d)[{_HAN_DIGITS}]+(?=\d)", re.ASCII)
_TO_DIGITS = str.maketrans(_HAN_DIGITS, "0001234567891123456789")

# 一条正则里的多个备选按顺序尝试：长而明确的在前，避免身份证的一段被当作手机号。
_NUMBER_BEGIN = re.compile(r"[+(\dA-HJ-NP-Y](?<![\dA-Za-z].)(?=[\dA-Z()-]{8})")
_NUMBERS = re.compile(
    r"(?:"
    rf"(?P<identity_number>{_PROVINCE}\d{{4}}(?:18|19|20)\d\d{_MONTH_DAY}\d{{3}}[\dXx](?![\dA-Za-z])"
    rf"|{_PROVINCE}\d{{4}}\d\d{_MONTH_DAY}\d{{3}}(?![\dA-Za-z]))"
    r"|(?P<phone>(?:\+?86-?)?1[3-9]\d(?:\d{8}|-\d{4}-?\d{4})(?!\d))"
    r"|(?P<landline>\(?0(?:10|2\d|[3-9]\d\d)[\)-]-?[2-9]\d{6,7}(?:-\d{1,5})?(?!\d))"
    r"|(?P<bank_card>\d{4}(?:-\d{4}){3}(?:-\d{1,3})?(?!\d)|\d{16,19}(?!\d))"
    r"|(?P<uscc>[1-9A-HJ-NP-RTUWXY][0-9A-HJ-NP-RTUWXY]\d{6}[0-9A-HJ-NP-RTUWXY]{10}(?![\dA-Za-z]))"
    r"|(?P<passport>(?:[EG]\d{8}|E[A-HJ-NP-Z]\d{7})(?![\dA-Za-z]))"
    r")"
)
_LONGEST_NUMBER = 24
"""身份证、手机、固话、银行卡号连同连字符的长度不过如此。"""

_LETTERED_MARK = re.compile("@|微信|wxid_")
_BEFORE_MARK, _AFTER_MARK = 65, 32
_LETTERED = re.compile(
    r"(?P<email>[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,12})"
    r"|(?P<wechat>(?<=微信)(?:账号|帐号|号码|号|名)?[:为是(]?(?:[A-Za-z][-\w]{5,19}|\d{6,12})(?![-\w@])"
    r"|(?<![A-Za-z0-9])wxid_[a-z0-9]{8,20})",
    re.ASCII,
)
_LABEL = re.compile(
    "账号|帐号|账户|帐户|卡号|银行卡|护照|通行证|台胞证|居住证|电话|手机|联系方式|热线|QQ|qq|Qq|抖音|快手|支付宝|网名|昵称"
    "|车架号|车辆识别代|发动机号|房权证|房地权证|不动产权|土地使用权证|房产证|国用"
)
_LABELLED = re.compile(
    r"(?:(?:账号|帐号|账户|帐户|卡号|银行卡)(?:号码|号|尾号)?[:为是]?(?P<bank_card>\d{10,30}(?:-\d{2,8})*)"
    r"|(?:护照|通行证|台胞证|居住证)(?:号码|证号|号)?[:为是]?(?P<passport>[A-Za-z]{1,3}\d{6,10}|\d{8,9})"
    r"|(?:电话|手机|联系方式|热线)(?:号码|号)?[:为是]?(?P<landline>[2-9]\d{6,7}|0\d{9,11})(?!\d)"
    r"|(?:(?<![A-Za-z0-9])(?:QQ|qq|Qq)|抖音|快手|支付宝|网名|昵称)(?:账号|帐号|号码|号)?[:为是(]{0,2}(?:账号|号码|号)?[:为是]?[“\"]?(?P<account>[A-Za-z0-9][\w.@-]{4,30})"
    r"|(?:车架号|车辆识别代号|车辆识别代码|发动机号)(?:码)?[:为是]?(?P<vehicle_number>[A-Z0-9]{6,17})(?![A-Z0-9])"
    r"|(?:房权证|房地权证|不动产权|土地使用权证|房产证|国用)[^,。;:]{0,14}?第?(?P<title_certificate>\d{4,20})号)",
    re.ASCII,
)
_WORD = re.compile(r"[A-Za-z0-9]")
_WECHAT_LABEL = re.compile(r"^(?:账号|帐号|号码|号|名)?[:为是(]?")
_PLATE = re.compile(
    r"(?P<plate>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
    r"[A-HJ-NP-Z][·•・.\-]?(?:(?:[A-K]\d{5}|[A-K][A-HJ-NP-Z]\d{4}|\d{5}[A-K])(?![\dA-Z])"
    r"|(?=[A-Z]{0,4}\d|[A-HJ-NP-Z]{5})[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]))",
)
_MASKED_PLATE = re.compile(r"X{3}")


@dataclass(frozen=True, slots=True)
class Identifier:
    """一处标识号码：``start``、``end`` 为输入文本的码点位置，``kind`` 为种类。"""

    start: int
    end: int
    kind: str


def identity_check_digit(body: str) -> str:
    """17 位本体码的校验码（GB 11643）。"""
    return _ID_CHECK[sum(int(d) * w for d, w in zip(body, _ID_WEIGHTS, strict=True)) % 11]


def valid_identity_number(number: str) -> bool:
    """18 位公民身份号码的校验码是否正确。"""
    return (
        len(number) == 18
        and number[:17].isdigit()
        and identity_check_digit(number[:17]) == number[17].upper()
    )


def valid_uscc(code: str) -> bool:
    """统一社会信用代码的校验码是否正确（GB 32100-2015）。"""
    if len(code) != 18 or any(c not in _USCC_ALPHABET for c in code):
        return False
    total = sum(_USCC_ALPHABET.index(c) * w for c, w in zip(code, _USCC_WEIGHTS, strict=False))
    return _USCC_ALPHABET[(31 - total % 31) % 31] == code[17]


def luhn(number: str) -> bool:
    """银行卡号的 Luhn 校验。"""
    digits = [int(d) for d in reversed(number)]
    return sum(digits[::2]) % 10 == -sum(sum(divmod(2 * d, 10)) for d in digits[1::2]) % 10


def _is_bank_card(number: str) -> bool:
    plain = number.replace("-", "")
    return 16 <= len(plain) <= 19 and (plain.startswith("62") or (plain[0] in "3456" and luhn(plain)))


def find(text: str) -> list[Identifier]:
    """``text`` 中的全部标识号码与县级以下住址，按位置排序、互不重叠。"""
    folded = fold(text)
    return [Identifier(*folded.span(start, end), kind) for start, end, kind in find_folded(folded)]


def find_folded(folded: Folded) -> list[tuple[int, int, str]]:
    """同 :func:`find`，位置为折叠文本中的位置。"""
    text = _CHINESE_DIGITS.sub(_arabic, folded.text)
    kept: list[tuple[int, int, str]] = []
    while True:
        found = _disjoint(_detect(text, folded))
        kept += found
        # 紧挨着的两个号码互为边界：隐去前一个之后，后一个才看得出来。
        if not any(_glued(text, start, end) for start, end, _ in found):
            return sorted(kept)
        pieces, last = [], 0
        for start, end, _ in found:
            pieces += [text[last:start], "*" * (end - start)]
            last = end
        text = "".join([*pieces, text[last:]])


def _arabic(run: re.Match[str]) -> str:
    """汉字数字（可夹阿拉伯数字）写成的号码；已有完整的阿拉伯号码时只改夹在中间的：其后的“一”是量词，不是号码的一位。"""
    written = run.group()
    if _WHOLE_NUMBER.search(written):
        return _INNER_HAN.sub(lambda inner: inner.group().translate(_TO_DIGITS), written)
    return written.translate(_TO_DIGITS)


def _detect(text: str, folded: Folded) -> list[tuple[int, int, str]]:
    detectors = (_numbers(text), _labelled(text), _lettered(text), _plates(text), _runs(text, folded))
    return sorted(chain(*detectors, addresses.find_folded(text)), key=_order)


def _disjoint(found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for item in found:
        if not kept or item[0] >= kept[-1][1]:
            kept.append(item)
    return kept


def _glued(text: str, start: int, end: int) -> bool:
    return bool(_WORD.match(text, end) or (start and _WORD.match(text, start - 1)))


def _order(item: tuple[int, int, str]) -> tuple[int, int]:
    return item[0], -item[1]


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    for match in matches(_NUMBERS, _NUMBER_BEGIN, text):
        kind = str(match.lastgroup)
        value = match.group()
        if kind == "bank_card" and not _is_bank_card(value):
            continue
        if kind == "uscc" and not valid_uscc(value):
            continue
        yield match.start(), match.end(), kind


def _runs(text: str, folded: Folded) -> Iterator[tuple[int, int, str]]:
    """空白隔开的两个号码折叠后连成一长串数字：按原文的空白切开再认。"""
    for run in re.finditer(r"[\dXx-]{20,}", text, re.ASCII):
        cuts = folded.cuts
        inside = cuts[bisect_right(cuts, run.start()) : bisect_left(cuts, run.end())]
        edges = [run.start(), *inside, run.end()]
        for left, start in enumerate(edges[:-1]):
            for end in edges[left + 1 : left + 2 + _LONGEST_NUMBER]:
                if end - start > _LONGEST_NUMBER:
                    break
                match = _NUMBERS.fullmatch(text[start:end])
                if match and match.lastgroup in ("identity_number", "phone", "landline"):
                    yield start, end, match.lastgroup
                elif match and match.lastgroup == "bank_card" and _is_bank_card(match.group()):
                    yield start, end, "bank_card"


def _labelled(text: str) -> Iterator[tuple[int, int, str]]:
    for match in matches(_LABELLED, _LABEL, text):
        kind = str(match.lastgroup)
        yield *match.span(kind), kind


def _lettered(text: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    for mark in _LETTERED_MARK.finditer(text):
        near = _LETTERED.search(text, max(at, mark.start() - _BEFORE_MARK), mark.end() + _AFTER_MARK)
        match = near and _LETTERED.match(text, near.start())
        if not match:
            continue
        at, start, kind = match.end(), match.start(), str(match.lastgroup)
        if kind == "wechat":
            start = at - len(_WECHAT_LABEL.sub("", match.group(), count=1))
        yield start, at, kind


def _plates(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _PLATE.finditer(text):
        if not _MASKED_PLATE.search(match.group()):
            yield match.start(), match.end(), "plate"
