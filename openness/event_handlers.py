"""What openness does when something happened."""

from core.events import handler
from openness import tasks


@handler("import.received", name="openness.import")
def import_received(batch_id: int) -> None:
    """Processes a hand-in that was uploaded."""
    tasks.process_batch(batch_id)
