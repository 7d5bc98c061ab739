"""法院代字表（justice/rules/courts.toml）。"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from justice.rules import RuleFileError, table


@dataclass(frozen=True)
class Court:
    """一个有名称的法院；``local`` 为真的是本市两级法院。"""

    code: str
    name: str
    level: str
    local: bool


@lru_cache
def _courts() -> dict[str, Court]:
    result: dict[str, Court] = {}
    for position, row in enumerate(table("courts").get("court", []), 1):
        missing = {"code", "name", "level", "local"} - row.keys()
        if missing:
            raise RuleFileError(
                f"规则文件 courts.toml 第 {position} 个法院缺少键 {'、'.join(sorted(missing))}"
            )
        if row["code"] in result:
            raise RuleFileError(f"规则文件 courts.toml 的键 code 重复：{row['code']}")
        result[row["code"]] = Court(row["code"], row["name"], row["level"], row["local"])
    return result


def court(code: str) -> Court | None:
    """代字对应的法院；不在表内（外地法院、2016 年以前的简称）时为 None。"""
    return _courts().get(code)


def local_courts() -> list[Court]:
    """本市两级法院，中级法院在前。"""
    return [found for found in _courts().values() if found.local]
