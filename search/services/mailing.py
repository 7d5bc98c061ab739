"""Letters on their way (发信). Never twice, even over kill -9: a letter is claimed, durably, before the mail server gets it.

Whoever dies between the claim and the note of the outcome leaves a letter of which nobody knows whether it was taken:
it is not sent again, and the next letter says that one may be missing. A server that cannot be reached, or that answers
"later", costs nothing: nothing was claimed, or it is given back. One letter tries; while the server is down the others
are not even looked at.
"""

import logging
from collections import Counter
from datetime import datetime, timedelta
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.utils import timezone

from search.enums import LetterKind, LetterState
from search.models import Letter, Subscriber
from search.services.writing import message_of

log = logging.getLogger(__name__)

AT_ONCE = 500  # letters of one run, so that nothing floods out after a long silence
REFUSALS = 3  # refused for good so often in a row, an address gets no more letters
AGAIN, LONGEST_PAUSE = timedelta(minutes=5), timedelta(hours=1)
TRIES = 8  # of a letter of confirmation that the reader's server always puts off; its link ends anyhow
LOST_AFTER = timedelta(minutes=10)  # far beyond the time-out of the mail server


class _Later(Exception):
    """The server takes no letters now."""


def letters_send(now: datetime | None = None) -> Counter[str]:
    """Sends what is due, oldest first; how many letters came to which state."""
    now = now or timezone.now()
    _give_up(now)
    outcomes: Counter[str] = Counter()
    due = Letter.objects.filter(state=LetterState.WAITING, due_at__lte=now).select_related("subscriber", "subscription__search")
    connection: Any = get_connection()
    try:
        for letter in due.order_by("due_at", "id")[:AT_ONCE]:
            try:
                outcomes[_send(letter, connection, now)] += 1
            except _Later as error:
                log.warning("mail server: %s; letters wait", error)
                outcomes[_note(letter, LetterState.WAITING, among=LetterState.WAITING, due_at=now + AGAIN, fault=str(error))] += 1
                break
    finally:
        _close(connection)
    return outcomes


def _send(letter: Letter, connection: Any, now: datetime) -> str:
    """One letter; what became of it. _Later when the server takes none."""
    try:
        message = message_of(letter)
    except Exception as error:  # one letter that cannot be written stops nobody but itself
        log.exception("letter %s cannot be written", letter.pk)
        return _put_off(letter, type(error).__name__, now)
    if message is None:
        return _note(letter, LetterState.DROPPED, among=LetterState.WAITING)
    _reach(connection)
    mine = Letter.objects.filter(pk=letter.pk, state=LetterState.WAITING, parts=letter.parts, subscriber__isnull=False)
    if not mine.update(state=LetterState.SENDING, claimed_at=timezone.now(), attempts=F("attempts") + 1):
        return LetterState.SENDING  # another worker's, or its reader left
    return _hand_over(letter, message, connection, now)


def _hand_over(letter: Letter, message: EmailMessage, connection: Any, now: datetime) -> str:
    """Only an answer of the server is an outcome; without one nobody knows."""
    try:
        connection.send_messages([message])
    except SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        if codes and min(codes) >= 500:
            return _refused(letter)
        return _put_off(letter, f"SMTP {max(codes, default=0)}", now)
    except SMTPResponseException as error:
        if isinstance(error, SMTPDataError) and error.smtp_code >= 500:
            return _refused(letter)
        _note(letter, LetterState.WAITING)
        raise _Later(f"SMTP {error.smtp_code}") from None
    except (OSError, SMTPException) as error:
        _close(connection)
        log.warning("letter %s: %s after it was handed over", letter.pk, type(error).__name__)
        return _note(letter, LetterState.UNKNOWN, fault=type(error).__name__)
    Subscriber.objects.filter(pk=letter.subscriber_id or 0).exclude(refusals=0).update(refusals=0)
    return _note(letter, LetterState.SENT, parts=[])


def _reach(connection: Any) -> None:
    """Before a letter is claimed: the server is there and listens. _Later when it is not."""
    try:
        session = None if connection.open() else getattr(connection, "connection", None)
        if session is not None and session.noop()[0] != 250:
            raise SMTPServerDisconnected
    except (OSError, SMTPException) as error:
        _close(connection)
        raise _Later(type(error).__name__) from None


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (OSError, SMTPException):
        connection.connection = None


def _refused(letter: Letter) -> str:
    """For good. After the third letter in a row the address gets none any more."""
    Subscriber.objects.filter(pk=letter.subscriber_id or 0).update(refusals=F("refusals") + 1)
    Subscriber.objects.filter(pk=letter.subscriber_id or 0, refusals__gte=REFUSALS, suspended_at=None).update(suspended_at=timezone.now())
    return _note(letter, LetterState.REFUSED, parts=[])


def _put_off(letter: Letter, fault: str, now: datetime) -> str:
    """Later, with growing pauses."""
    if letter.attempts >= TRIES and letter.kind == LetterKind.CONFIRM:
        return _note(letter, LetterState.DROPPED, among=(LetterState.WAITING, LetterState.SENDING), fault=fault[:60])
    pause = min(AGAIN * 2 ** min(letter.attempts, 6), LONGEST_PAUSE)
    return _note(letter, LetterState.WAITING, among=(LetterState.WAITING, LetterState.SENDING), due_at=now + pause, fault=fault[:60], attempts=letter.attempts + 1)


def _note(letter: Letter, state: str, *, among: str | tuple[str, ...] = LetterState.SENDING, **fields: Any) -> str:
    states = (among,) if isinstance(among, str) else among
    Letter.objects.filter(pk=letter.pk, state__in=states).update(state=LetterState(state), **fields)
    return state


def _give_up(now: datetime) -> None:
    """Letters whose sender died are of unknown fate."""
    Letter.objects.filter(state=LetterState.SENDING, claimed_at__lt=now - LOST_AFTER).update(state=LetterState.UNKNOWN, fault="killed", parts=[])
