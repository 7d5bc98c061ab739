"""The desk's tiles and lists (工作台), by what a person may do."""

from datetime import date

from django.urls import reverse

from core.enums import Role
from core.models import User
from justice.models import calendar_shown
from openness.presenters.entry_desk import entry_tiles
from openness.presenters.staff import judgment_pill
from openness.presenters.staff_pages import pages_desk
from openness.selectors import desk
from openness.selectors.coverage import by_organ, cells, default_month
from openness.selectors.urging import urged


def screen(user: User, today: date) -> dict:
    """Tiles and lists for this user; a part that is not theirs is absent."""
    reviews = desk.holds(user, Role.REVIEWER, Role.EDITOR)
    hands_in = desk.holds(user, Role.CLERK, Role.EDITOR)
    context: dict = {"reviews": reviews, "hands_in": hands_in, "tiles": []}
    if reviews:
        context |= _review(user, today)
    if hands_in:
        context |= _hand_in(user, today, context["tiles"])
    if desk.holds(user, Role.EDITOR):
        _tile(context["tiles"], desk.objections(user), "异议待答复", reverse("openness_staff:objections"), "wait")
        _tile(context["tiles"], desk.findings(user), "规则复查待处理", reverse("openness_staff:rechecks"), "bad")
        _tile(context["tiles"], desk.proposals(user), "待比对", reverse("openness_staff:proposals"))
        _tile(context["tiles"], desk.changes(user).count(), "名册日期不同", reverse("openness_staff:register_changes"), "wait")
    if desk.holds(user, Role.EDITOR, Role.OFFICE):
        _tile(context["tiles"], desk.patrolled(user), "泄漏巡查待处理", reverse("openness_staff:patrol"), "bad")
    context["tiles"] += entry_tiles(user)
    if desk.holds(user, Role.OFFICE, Role.AUDITOR):
        context |= _office(user, today)
    context["pages"] = pages = pages_desk(user, today)
    context["nothing"] = not (any(tile["value"] for tile in context["tiles"]) or pages["steps"] or pages["tiles"])
    return context


def _office(user: User, today: date) -> dict:
    month = default_month(today)
    rows, since = by_organ(cells(month, today, delays=False)), today - desk.WEEK
    return {
        "scoreboard": rows,
        "month_label": f"{month:%Y年%-m月}",
        "oversees": True,
        "urged": urged(user, today, [row.organ for row in rows if not row.register]),
        "opened": desk.openings(user, since),
        "opened_since": since.isoformat(),
    }


def _review(user: User, today: date) -> dict:
    counts, url = desk.review_counts(user, today), reverse("openness_staff:queue")
    tiles: list[dict] = []
    _tile(tiles, counts["overdue"], "审核已超期", url, "bad")
    _tile(tiles, counts["today"], "今天到期", url, "wait")
    _tile(tiles, counts["waiting"], "待审核", url)
    _tile(tiles, counts["doubts"], "文书有存疑没决定", url, "wait")
    urgent = desk.most_urgent(user) if counts["waiting"] else []
    days = calendar_shown()
    return {
        "tiles": tiles,
        "urgent": [{"judgment": j, "pill": judgment_pill(j, today, days)} for j in urgent],
        "first": desk.first_free(user, urgent) if urgent else "",
        "more": counts["waiting"] > len(urgent),
    }


def _hand_in(user: User, today: date, tiles: list[dict]) -> dict:
    back, batches = desk.returned(user), desk.unsettled_batches(user, today)
    shown = list(back[: desk.SHOWN])
    _tile(
        tiles,
        len(shown) if len(shown) < desk.SHOWN else back.count(),
        "退回待补正",
        "#returned" if shown else "",
        "wait",
    )
    _tile(tiles, sum(b.open_rows for b in batches), "报送没有收下", "#batches" if batches else "", "wait")
    due, url = desk.duty_counts(user, today), reverse("openness_staff:duties")
    _tile(tiles, due["overdue"], "各月累计超期未公开", f"{url}?when=overdue", "bad")
    _tile(tiles, due["today"], "今天应公开", f"{url}?when=today", "wait")
    return {
        "returned": shown,
        "batches": [{"batch": b, "filename": b.filename.open_unaudited()} for b in batches],
    }


def _tile(tiles: list[dict], value: int, label: str, url: str, tone: str = "") -> None:
    tiles.append({"value": value, "label": label, "url": url if value else "", "tone": tone if value else ""})
