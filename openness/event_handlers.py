"""What openness does when something happened."""

from core.events import handler
from openness import tasks
from openness.services.catalogue import sealed_entries_hold
from openness.services.corrections import earlier_texts_drop
from openness.services.reminders import letter_send


@handler("import.received", name="openness.import")
def import_received(batch_id: int) -> None:
    """Processes a hand-in that was uploaded."""
    tasks.process_batch(batch_id)


@handler("record.held", name="openness.earlier_texts.held")
@handler("record.withdrawn", name="openness.earlier_texts.withdrawn")
def earlier_texts(kind: str, public_id: str) -> None:
    """What was public before a correction goes for good with a judgment that is taken off the site."""
    if kind == "judgment":
        earlier_texts_drop(public_id)


@handler("holidays.changed", name="openness.recount")
def holidays_changed(year: int) -> None:
    """Counts open due dates anew."""
    tasks.recount_due_dates(year)


@handler("reminders.ripe", name="openness.reminders")
def reminders_ripe(user_id: int, reminders: list[int]) -> None:
    """Writes to who must act, or to the office."""
    letter_send(user_id=user_id, reminders=reminders)


@handler("catalogue.changed", name="openness.sealed_entries")
def catalogue_changed(slug: str) -> None:
    """What an item seals now is taken off."""
    sealed_entries_hold(slug=slug)


@handler("rules.changed", name="openness.recheck")
def rules_changed(run_id: int) -> None:
    """Checks every published text with the new rules."""
    tasks.process_recheck(run_id)


@handler("patrol.begun", name="openness.patrol")
def patrol_begun(run_id: int) -> None:
    """Looks at everything that the public can see."""
    tasks.process_patrol(run_id)


@handler("patrol.finished", name="openness.patrol_letters")
def patrol_finished(run_id: int) -> None:
    """Tells the editors what was found, and the office where something is wrong with the rules."""
    tasks.tell_of_patrol(run_id)
