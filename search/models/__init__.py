"""Models of the search room: alerts by mail."""

from .alerts import AlertItem, AlertRound, Letter, SavedSearch, Subscriber, Subscription

__all__ = ["AlertItem", "AlertRound", "Letter", "SavedSearch", "Subscriber", "Subscription"]
