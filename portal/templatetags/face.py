"""Template tags of the face: figures as an official site writes them, and the scoreboard bar."""

from typing import Any

from django import template
from django.core.paginator import Paginator

from core.navigation import address
from core.score import SEGMENTS, segments, words

register = template.Library()
register.simple_tag(address)

@register.inclusion_tag("components/score_bar.html")
def score_bar(row: Any) -> dict[str, Any]:
    """The bar of one coverage row, with its figures as its text alternative."""
    drawn = segments(row)
    return {"segments": drawn, "words": words(drawn)}


@register.inclusion_tag("components/key.html")
def score_key() -> dict[str, Any]:
    """What the colours of the bar mean."""
    return {"parts": [{"label": label, "css": css} for _, label, css in SEGMENTS]}


@register.filter
def figure(value: Any) -> str:
    """A count with thousands separators; a dash where there is none."""
    return "—" if value is None or value == "" else f"{int(value):,}"


@register.filter
def percent(value: Any) -> str:
    """A rate given in per cent, with one decimal; a dash where it cannot be computed."""
    return "—" if value is None or value == "" else f"{float(value):.1f} %"


@register.filter
def page_range(paginator: Paginator, number: int) -> list[int | None]:
    """Page numbers around the current one and at both ends; None stands for the left-out ones."""
    pages = paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)
    return [page if isinstance(page, int) else None for page in pages]
