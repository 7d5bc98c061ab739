"""What the index is told: a record became public, changed, or stopped being public.

Each topic has a delivery of its own in the queue "index", which the indexer takes in batches. Delivered one by one
(core.events.drain) the same thing happens, only slower.
"""

from core.events import INDEX, handler
from search.engines import engine
from search.indexer import refresh

TOPICS = ("record.published", "record.corrected", "record.held", "record.withdrawn", "record.drifted")


def refresh_one(*, kind: str, public_id: str, **_: object) -> None:
    """Read one record again and bring the index up to it."""
    with engine().writer() as writer:
        for error in refresh(writer, [(kind, public_id)]).values():
            raise error
        writer.commit()


for _topic in TOPICS:
    handler(_topic, queue=INDEX, name=f"search.{_topic}")(refresh_one)
