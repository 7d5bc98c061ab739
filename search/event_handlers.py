"""What the index is told: a record became public, changed, or stopped being public.

Each topic has a delivery of its own in the queue "index", which the indexer takes in batches. Delivered one by one
(core.events.drain) the same thing happens, only slower.
"""

from core.events import INDEX, WORK, handler
from search.engines import engine
from search.indexer import refresh
from search.services.mailing import letters_send
from search.services.matching import correction_note

TOPICS = ("record.published", "record.corrected", "record.held", "record.withdrawn", "record.drifted")


def refresh_one(*, kind: str, public_id: str, **_: object) -> None:
    """Read one record again and bring the index up to it."""
    with engine().writer() as writer:
        for error in refresh(writer, [(kind, public_id)]).values():
            raise error
        writer.commit()


for _topic in TOPICS:
    handler(_topic, queue=INDEX, name=f"search.{_topic}")(refresh_one)


@handler("alerts.asked", queue=WORK, name="search.alerts.asked")
def send_confirmation(**_: object) -> None:
    """Somebody asked for an alert: the letter goes out at once. What the mail server does not take waits in its own row."""
    letters_send()


@handler("record.corrected", queue=WORK, name="search.alerts.corrected")
def tell_correction(*, kind: str, public_id: str, **_: object) -> None:
    """For whoever was told of a record and wants to hear of its corrections."""
    correction_note(kind=kind, public_id=public_id)
