"""Services of openness: every write of the room."""
