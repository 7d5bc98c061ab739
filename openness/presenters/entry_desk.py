"""The desk's part about entries (公开事项的工作台)."""

from django.urls import reverse

from core.enums import Role
from core.models import User
from openness.selectors import entry_desk
from openness.selectors.desk import holds


def entry_tiles(user: User) -> list[dict]:
    """Tiles of what waits; only those that hold something, by what the user may do."""
    if not holds(user, *entry_desk.EVERY):
        return []
    counts, listed = entry_desk.entry_counts(user), reverse("openness_staff:entries")
    tiles: list[dict] = []
    if holds(user, Role.CLERK, Role.EDITOR):
        tiles += [_tile(counts["returned"], "公开事项退回待补正", f"{listed}?state=returned", "wait")]
    if holds(user, Role.REVIEWER, Role.EDITOR):
        tiles += [_tile(counts["waiting"], "公开事项待审核", f"{listed}?state=review"), _tile(counts["second"], "等我复核", f"{listed}?state=review", "wait"), _tile(counts["doubts"], "公开事项有存疑没决定", f"{listed}?state=review", "wait")]
    return [t for t in tiles if t["value"]]


def _tile(value: int, label: str, url: str, tone: str = "") -> dict:
    return {"value": value, "label": label, "url": url, "tone": tone}
