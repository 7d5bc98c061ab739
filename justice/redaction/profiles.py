"""脱敏口径：读 justice/rules/redaction.toml，按公开之日选用。"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from justice import rules

_FILE = "redaction"
_RULE_ID = "redaction.profile"
_GROUPS = frozenset({"victims", "minors", "family", "light", "parties"})


@dataclass(frozen=True, slots=True)
class Profile:
    """一套口径：``mask`` 为须隐去的身份，``trade`` 是否隐去字号，``cite`` 为依据的文件与条文。"""

    name: str
    mask: frozenset[str]
    trade: bool
    mask_text: str
    cite: str


@lru_cache
def profiles() -> dict[str, Profile]:
    """全部口径，键为口径名（2014、2016、2024）。规则文件有错时抛 ``RuleFileError``。"""
    loaded = rules.load(_FILE)
    rules.check_rows(_FILE, loaded, _problem)
    return {
        rule.data["profile"]: Profile(
            name=rule.data["profile"],
            mask=frozenset(rule.data["mask"]),
            trade=rule.data["trade"],
            mask_text=rule.data["mask_text"],
            cite=f"{rule.document}{rule.article}",
        )
        for rule in loaded
    }


def _problem(rule: rules.Rule) -> str | None:
    unknown = set(rule.data.get("mask", ())) - _GROUPS
    if unknown:
        return f"键 mask 有不认识的身份 {'、'.join(sorted(unknown))}"
    missing = [key for key in ("profile", "mask", "trade", "mask_text") if key not in rule.data]
    return f"缺少键 {'、'.join(missing)}" if missing else None


def profile(name: str) -> Profile:
    """名为 ``name`` 的口径；没有则抛 ``ValueError``（中文说明）。"""
    found = profiles().get(name)
    if found is None:
        raise ValueError(f"没有名为“{name}”的脱敏口径，可用：{'、'.join(sorted(profiles()))}")
    return found


def profile_for(published: date) -> str:
    """在 ``published`` 公开的文书所用口径的名称；早于最早口径时用最早的一套。"""
    loaded = rules.load(_FILE)
    chosen = rules.select(loaded, _RULE_ID, published)
    return (chosen or min(loaded, key=lambda rule: rule.valid_from)).data["profile"]
