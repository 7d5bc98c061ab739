"""docs/legal.md 的版式：给人读的规则一览，未核对原文的另列，请法律顾问核对。"""

from __future__ import annotations

from collections.abc import Iterable

from justice.rules import Rule

_HEAD = """# 法律依据 Legal basis

本页由 `python -m justice.rules` 从 `justice/rules/*.toml` 生成，请改规则文件，不要改本页。
This page is generated from the rule files; change the rules, not this page.

“选用”一栏：event 按事情发生之日，publication 按上网公开之日，display 只看今天能不能显示。
"""
_COLUMNS = "| 规则 | 内容 | 文件 | 条文 | 起 | 止 | 选用 | 已核对 |\n|---|---|---|---|---|---|---|---|\n"
_UNITS = {"day": "日", "workday": "个工作日", "month": "个月", "year": "年"}


def render(files: Iterable[tuple[str, tuple[Rule, ...]]]) -> str:
    """全部规则文件的一览（Markdown）。"""
    parts, doubtful = [_HEAD], []
    for name, rules in files:
        parts.append(f"\n## {name}.toml\n\n" + _COLUMNS + "".join(_row(rule) for rule in rules))
        doubtful += [(name, rule) for rule in rules if not rule.verified]
    parts.append(
        "\n## 请法律顾问核对 Counsel to check\n\n下列规定尚未与正式文本核对，系统照此计算，不以其作为公开与否的唯一依据。\n\n"
    )
    parts += [_doubt(name, rule) for name, rule in doubtful] or ["（没有）\n"]
    return "".join(parts)


def _row(rule: Rule) -> str:
    until = rule.valid_to.isoformat() if rule.valid_to else "现行"
    cells = (f"`{rule.id}`", _content(rule), rule.document, rule.article, rule.valid_from.isoformat(), until)
    return (
        "| "
        + " | ".join(_cell(text) for text in cells)
        + f" | {rule.axis} | {'是' if rule.verified else '待核对'} |\n"
    )


def _content(rule: Rule) -> str:
    unit = _UNITS.get(rule.data.get("unit", ""))
    if not unit or "count" not in rule.data:
        return rule.title
    longer = f"，可延长 {rule.data['max_extension']} {unit}" if "max_extension" in rule.data else ""
    return f"{rule.title}：{rule.data['starts']}之日起 {rule.data['count']} {unit}{longer}"


def _doubt(name: str, rule: Rule) -> str:
    note = f"：{rule.note}" if rule.note else ""
    return f"- `{rule.id}`（{name}.toml，{rule.valid_from.isoformat()} 起）{rule.title}，{rule.document} {rule.article}{note}\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
