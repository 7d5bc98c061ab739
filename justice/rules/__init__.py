"""法律规则即数据：读取 justice/rules/*.toml，并把所依据的条文列成 docs/legal.md。

每个规则文件由 ``[[rule]]`` 表组成，公共键见 ``Rule``；其余键归使用它的模块（期限、回避公开、脱敏）。
文件有错一律拒绝加载，错误信息写明文件和键，使一处笔误不会变成一条被悄悄放过的规定。
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

RULES_DIR = Path(__file__).parent
# event 按事情发生之日，publication 按上网公开之日，display 只看今天能不能显示
AXES = ("event", "publication", "display")
_REQUIRED: dict[str, type] = {
    "id": str,
    "title": str,
    "document": str,
    "article": str,
    "valid_from": date,
    "verified": bool,
    "axis": str,
}
_OPTIONAL: dict[str, type] = {"valid_to": date, "note": str}


class RuleFileError(ValueError):
    """规则文件有错：信息含文件名和出错的键。"""


@dataclass(frozen=True)
class Rule:
    """一条规定的一个版本：文件、条文、起止日期（含首尾两日）、是否已核对原文、按哪个日期选用。"""

    id: str
    title: str
    document: str
    article: str
    valid_from: date
    valid_to: date | None
    verified: bool
    axis: str
    note: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def citation(self) -> str:
        """短引：有文号的用文号，``法释〔2016〕19号 第七条``，否则用文件名。"""
        number = self.document.partition("《")[0]
        return f"{number or self.document} {self.article}"

    def covers(self, day: date) -> bool:
        """这一版本在 ``day`` 当日是否有效。"""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@lru_cache
def table(name: str, directory: Path = RULES_DIR) -> Mapping[str, Any]:
    """``name``.toml 的全部内容。文件不存在或不是合法 TOML 时抛 ``RuleFileError``。"""
    path = directory / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RuleFileError(f"规则文件 {path.name} 不存在") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleFileError(f"规则文件 {path.name} 读不懂：{error}") from error


@lru_cache
def load(name: str, directory: Path = RULES_DIR) -> tuple[Rule, ...]:
    """``name``.toml 里的全部规则，按文件顺序；同一 id 的各版本有效期不得重叠。

    缺键、错类型、未知的 axis、有效期颠倒或重叠，抛 ``RuleFileError``。
    """
    rows = table(name, directory).get("rule", [])
    if not isinstance(rows, list) or not rows:
        raise RuleFileError(f"规则文件 {name}.toml 没有 [[rule]]")
    result = tuple(_rule(f"{name}.toml", position, row) for position, row in enumerate(rows, 1))
    _refuse_overlaps(f"{name}.toml", result)
    return result


def select(rules: tuple[Rule, ...], rule_id: str, day: date) -> Rule | None:
    """``rule_id`` 在 ``day`` 当日有效的版本；当日无此规定时为 None。"""
    return next((rule for rule in rules if rule.id == rule_id and rule.covers(day)), None)


def file_names() -> list[str]:
    """含 ``[[rule]]`` 的规则文件名（不带扩展名），按名排序。"""
    return [path.stem for path in sorted(RULES_DIR.glob("*.toml")) if "rule" in table(path.stem)]


def check_rows(name: str, rules: tuple[Rule, ...], check: Callable[[Rule], str | None]) -> None:
    """用 ``check`` 核对每条规则的专用键；它返回的毛病说明（含键名）成为 ``RuleFileError``。"""
    for rule in rules:
        problem = check(rule)
        if problem:
            raise RuleFileError(f"规则文件 {name}.toml 的 {rule.id}（{rule.valid_from} 起）：{problem}")


def _rule(file: str, position: int, row: Any) -> Rule:
    where = f"规则文件 {file} 第 {position} 条"
    if not isinstance(row, dict):
        raise RuleFileError(f"{where} 不是一个表")
    if isinstance(row.get("id"), str):
        where += f"（{row['id']}）"
    for key in _REQUIRED:
        if key not in row:
            raise RuleFileError(f"{where} 缺少键 {key}")
    for key, kind in (_REQUIRED | _OPTIONAL).items():
        if key in row and not _is(row[key], kind):
            raise RuleFileError(f"{where} 的键 {key} 类型不对：{row[key]!r}")
        if kind is str and key in row and key != "note" and not row[key].strip():
            raise RuleFileError(f"{where} 的键 {key} 是空的")
    if row["axis"] not in AXES:
        raise RuleFileError(f"{where} 的键 axis 只能是 {'、'.join(AXES)}：{row['axis']!r}")
    if row.get("valid_to") and row["valid_to"] < row["valid_from"]:
        raise RuleFileError(f"{where} 的键 valid_to 早于 valid_from")
    common = {key: row.get(key) for key in _REQUIRED}
    rest = {key: value for key, value in row.items() if key not in _REQUIRED and key not in _OPTIONAL}
    return Rule(**common, valid_to=row.get("valid_to"), note=row.get("note", ""), data=rest)  # type: ignore[arg-type]


def _is(value: Any, kind: type) -> bool:
    # datetime 是 date 的子类，带钟点的有效期没有意义
    return isinstance(value, kind) and not (kind is date and isinstance(value, datetime))


def _refuse_overlaps(file: str, rules: tuple[Rule, ...]) -> None:
    for index, rule in enumerate(rules):
        for other in rules[index + 1 :]:
            if other.id == rule.id and _overlap(rule, other):
                raise RuleFileError(
                    f"规则文件 {file} 的 {rule.id} 有两个版本有效期重叠，见键 valid_from、valid_to"
                )


def _overlap(one: Rule, two: Rule) -> bool:
    return one.valid_from <= (two.valid_to or date.max) and two.valid_from <= (one.valid_to or date.max)


def render_markdown() -> str:
    """docs/legal.md 的全文：每个规则文件一张表，末尾列出请法律顾问核对的条目。"""
    from justice.rules.legal_page import render

    return render(_all())


def _all() -> Iterator[tuple[str, tuple[Rule, ...]]]:
    for name in file_names():
        yield name, load(name)
