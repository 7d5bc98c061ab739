"""案号的值类型。"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Authority = Literal["court", "court_old", "procuratorate", "police"]


class CaseNumberError(ValueError):
    """不是案号，或是本系统不认识的案号；信息是可直接给用户看的一句中文。"""


@dataclass(frozen=True)
class CaseNumber:
    """一个案号（或检察、公安文号）。

    ``court_code`` 在检察、公安文号里是单位简称（营检、营公）；``special`` 是专门审判代字（知），在检察文号里是部门，
    在公安文号里是括号内的部门。``number`` 在 court 类不带前导零（刑核的八位随机号除外），其余保留原文的写法。
    """

    authority: Authority
    year: int
    court_code: str
    special: str
    type: str
    number: str
    suffix: str = ""

    @property
    def is_court(self) -> bool:
        """是否法院案号（新旧两种写法）。"""
        return self.authority in ("court", "court_old")

    @property
    def canonical(self) -> str:
        """规范写法：法院（2017）辽08民终123号之一、（2017）辽08执123-2号，检察、公安用〔〕。"""
        inner, outer = (self.suffix, "") if self.suffix.startswith("-") else ("", self.suffix)
        if self.authority == "court":
            return f"（{self.year}）{self.court_code}{self.special}{self.type}{self.number}{inner}号{outer}"
        if self.authority == "court_old":
            return f"（{self.year}）{self.court_code}{self.type}字第{self.number}{inner}号{outer}"
        if self.authority == "procuratorate":
            return f"{self.court_code}{self.special}{self.type}〔{self.year}〕{self.number}号"
        unit = f"({self.special})" if self.special else ""
        return f"{self.court_code}{unit}{self.type}字〔{self.year}〕{self.number}号"

    @property
    def base(self) -> str:
        """不带之一、-2 的规范写法，即案件本身的号。"""
        return replace(self, suffix="").canonical

    def __str__(self) -> str:
        return self.canonical


@dataclass(frozen=True)
class Found:
    """文中的一个案号，``text[start:end]`` 是它的原文（码位）。"""

    start: int
    end: int
    number: CaseNumber


@dataclass(frozen=True)
class Fragment:
    """检索词里的案号片段；没有写的部分为 None。"""

    year: int | None = None
    court_code: str | None = None
    type: str | None = None
    number: str | None = None
    special: str = ""
