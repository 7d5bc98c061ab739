"""Selectors of openness: every read of the room. Public ones return public rows only."""

from .judgments import latest

__all__ = ["latest"]
