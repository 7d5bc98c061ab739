"""Statements (数据与答复): what a room above publishes downward, and what staff type in. One function."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from core.models import Organ, User
from core.publishing import Stale, check, correct, publish, withdraw
from openness.enums import Carrier, StatementKind
from openness.models import CatalogueItem, Statement
from openness.reasons import disclosure_reasons


class StatementRefused(ValueError):
    """A statement that cannot be made so; the message is a sentence."""


def statement_publish(
    *, organ: Organ, item: CatalogueItem, key: str, title: str, period: tuple[date, date], source: str, actor: User | None = None,
    figures: Sequence[Mapping] = (), text: str = "", note: str = "",
) -> Statement:  # fmt: skip
    """Publishes figures of a period, or an answer, under an item; said again under the same `key` it is corrected.

    `figures`: label, value, unit. Idempotent. StatementRefused, GateRefused, Stale.
    """
    values = {
        "title": " ".join(title.split())[:200], "form": StatementKind.FIGURES if figures else StatementKind.ANSWER, "period_from": period[0], "period_to": period[1],
        "figures": _figures(figures), "text": text.strip(), "source": " ".join(source.split())[:120],
    }  # fmt: skip
    if item.carrier != Carrier.STATEMENT or item.organ_kind != organ.kind:
        raise StatementRefused(f"“{item.title}”不是{organ.get_kind_display()}的数据项。")
    if period[1] < period[0]:
        raise StatementRefused("期间的结束日早于开始日。")
    if not values["figures"] and not values["text"]:
        raise StatementRefused("请填写数字或者文字。")
    standing = Statement.objects.select_related("organ", "item").filter(organ=organ, item=item, key=key).first()
    if standing is None:
        with transaction.atomic():
            made = Statement(organ=organ, item=item, key=key, legal_basis=item.citation[:80], **values)
            made.save()
            check(made)
            publish(record=made, actor=actor)
        return made
    changes = {name: value for name, value in values.items() if getattr(standing, name) != value}
    if not changes:
        return standing
    if not standing.is_public:
        raise Stale("这项数据已经撤回或暂停公开，不能更正。")
    return correct(record=standing, actor=actor, changes=changes, note=note or "数据更正")


def statement_withdraw(*, statement: Statement, actor: User | None, reason: str) -> Statement:
    """Withdraws a statement for a coded reason. ValueError for an unknown one; Stale."""
    if reason not in disclosure_reasons():
        raise ValueError("请选择撤回原因。")
    return withdraw(record=statement, actor=actor, reason=reason)


def _figures(rows: Sequence[Mapping]) -> list[dict]:
    found = [{name: " ".join(str(row.get(name, "")).split())[:80] for name in ("label", "value", "unit")} for row in rows]
    return [row for row in found if row["label"] and row["value"]]
