"""Presenters: from records to what a page shows."""
