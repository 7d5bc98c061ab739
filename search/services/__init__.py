"""Services of the search room: alerts by mail."""
