"""Gates (公开关口): ordered checks; each refusal says which rule, where, and what to do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a record may not become public: the rule, the place in the text, the remedy, all in plain Chinese."""

    rule: str
    text: str
    where: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        return "".join([self.text, f"（{self.where}）" if self.where else "", f" {self.remedy}" if self.remedy else ""])


class GateRefused(Exception):
    """A gate stayed shut. Nothing was changed."""

    def __init__(self, refusals: list[Refusal]):
        self.refusals = refusals
        super().__init__("；".join(map(str, refusals)))


def check(record, withheld: Iterable[str] = ()) -> None:
    """The heavy part, before any transaction: lints the public content and leaves digest and ruleset on the record
    for the gate to compare. Not saved. GateRefused names every leak, and takes an older mark away.
    """
    record.checked_digest = record.checked_ruleset = ""
    refusals = list(record.lint(withheld))
    if refusals:
        raise GateRefused(refusals)
    record.checked_digest, record.checked_ruleset = record.public_digest(), record.current_ruleset()


def required_fields(record) -> Iterator[Refusal]:
    """Every field that the kind requires must be filled."""
    for name in record.required:
        if getattr(record, name) in (None, ""):
            label = record._meta.get_field(name).verbose_name
            yield Refusal("required", f"缺少{label}", remedy=f"请补填{label}后再公开。")


def masking_checked(record) -> Iterator[Refusal]:
    """The masking and the leak lint must have been done on exactly this content, with today's rules."""
    if record.checked_digest != record.public_digest():
        yield Refusal("masking", "公开文本在核对之后又有改动", remedy="请重新核对后再公开。")
    elif record.checked_ruleset != record.current_ruleset():
        yield Refusal("masking", "遮蔽规则已更新，公开文本是按旧规则核对的", remedy="请重新核对后再公开。")
