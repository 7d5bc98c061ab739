"""Reasons of withdrawal and grounds of exemption (撤回原因、不公开理由), read from the rules."""

from functools import cache

from justice import bars
from justice.rules import load

REVOKED = "revoked"  # of an exemption notice: the document is published after all


@cache
def withdrawal_reasons() -> dict[str, str]:
    """Code -> public label."""
    return {r.id: r.title for r in load("withdrawal")}


@cache
def disclosure_reasons() -> dict[str, str]:
    """Code -> public label, for what is no judgment."""
    return {r.id: r.title for r in load("disclosure_withdrawal")}


@cache
def exempting_disclosure_codes() -> tuple[str, ...]:
    """Codes after which an entry need not be published any more."""
    return tuple(r.id for r in load("disclosure_withdrawal") if r.data["exempts"])


@cache
def exempting_codes() -> tuple[str, ...]:
    """Codes after which the document need not be published any more (法释〔2016〕19号 第十六条)."""
    return tuple(r.id for r in load("withdrawal") if r.data["exempts"])


@cache
def exemption_grounds() -> dict[str, bars.Ground]:
    """Code -> ground of 法释〔2016〕19号 第四条."""
    return {g.code: g for g in bars.grounds()}


def reason_label(code: str) -> str:
    """What the public reads for a withdrawal or exemption code; the code itself never shows."""
    if code == REVOKED:
        return "不属于依法不公开的情形，文书已转入审核"
    if code in withdrawal_reasons():
        return withdrawal_reasons()[code]
    if code in disclosure_reasons():
        return disclosure_reasons()[code]
    ground = exemption_grounds().get(code)
    return ground.label if ground else "依法不公开"
