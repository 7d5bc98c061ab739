"""规则文件的毛病：哪个文件、哪一行。有毛病的系统拒绝启动。"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from justice import bars, deadlines, holiday_dates, rules
from justice.case_numbers import court
from justice.names import surnames
from justice.redaction import lexicon, profiles

_KEY = re.compile(r"键 (\w+)")
_RULE = re.compile(r"第 (\d+) 条|的 ([\w.]+)（")
_LINE = re.compile(r"line (\d+)")


def faults() -> list[str]:
    """逐个读规则目录与脱敏词表目录的 TOML，再让用它们的模块各核对一遍专用的键；没有错时为空。"""
    found = [*files(rules.RULES_DIR), *files(lexicon.DATA_DIR)]
    found += [fault for use in _USES if (fault := _fault(rules.RULES_DIR, use))]
    return list(dict.fromkeys(found))


def files(directory: Path) -> Iterator[str]:
    """``directory`` 里读不懂的 TOML 与有错的 ``[[rule]]``，每个文件报第一处。"""
    for path in sorted(directory.glob("*.toml")):
        if fault := _fault(directory, partial(_load, path.stem, directory)):
            yield fault


def _load(name: str, directory: Path) -> None:
    if "rule" in rules.table(name, directory):
        rules.load(name, directory)


_USES: tuple[Callable[[], object], ...] = (
    deadlines.rules,
    lambda: holiday_dates.fixed_holidays(2025),
    bars.grounds,
    profiles.profiles,
    surnames,
    lambda: court(""),
    lexicon.given_characters,
    lexicon.callings,
)


def _fault(directory: Path, use: Callable[[], object]) -> str | None:
    try:
        use()
    except rules.RuleFileError as error:
        return f"{error}{_where(directory, str(error))}"
    except (KeyError, TypeError, AttributeError) as error:
        return f"规则文件缺少必要的键，或者类型不对：{error}"
    return None


def _where(directory: Path, message: str) -> str:
    """出错之处的行号，写成“（第 12 行）”：语法错误由解析器给出，其余到文件里找那一条、那个键。"""
    if found := _LINE.search(message):
        return f"（第 {found[1]} 行）"
    name = re.search(r"(\w+\.toml)", message)
    path = directory / name[1] if name else None
    if path is None or not path.is_file():
        return ""
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [at for at, line in enumerate(lines) if line.strip().startswith("[[")]
    rule = _RULE.search(message)
    begin = 0
    if rule and rule[1] and int(rule[1]) <= len(starts):
        begin = starts[int(rule[1]) - 1]
    elif rule and rule[2]:
        begin = next((at for at, line in enumerate(lines) if f'"{rule[2]}"' in line), 0)
    end = next((at for at in starts if at > begin), len(lines))
    key = _KEY.search(message)
    at = next((n for n in range(begin, end) if key and re.match(rf"\s*{key[1]}\s*=", lines[n])), begin)
    return f"（第 {at + 1} 行）"
