"""Template tag of the page gate: reasons of withdrawal."""

from django import template

from core.pages.gate import CHOSEN, REASONS

register = template.Library()


@register.simple_tag
def withdrawal_reasons() -> list[tuple[str, str]]:
    """Code and label of what an editor may give as a reason."""
    return [(code, REASONS[code]) for code in CHOSEN]
