"""What letters say (信的内容): plain text, and the same as simple HTML. Addresses are opened here, for the machine's own work."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from core.site import site_settings
from search import links
from search.address import in_words
from search.enums import LetterKind, LetterState
from search.models import Letter, Subscriber
from search.services.alerts import LINK_LIFE, conditions_of, confirmable
from search.services.digests import Section, sections_of


def message_of(letter: Letter) -> EmailMultiAlternatives | None:
    """The letter as it goes out now; None when there is nothing left to say, or nobody left to say it to."""
    if letter.subscriber is None:
        return None
    return (_confirmation if letter.kind == LetterKind.CONFIRM else _digest)(letter, letter.subscriber)


def manage_url(subscriber: Subscriber) -> str:
    """The page on which a reader sees and drops his searches."""
    return _site(reverse("search:alert_manage", args=[links.token(links.MANAGE, subscriber.handle)]))


def _confirmation(letter: Letter, subscriber: Subscriber) -> EmailMultiAlternatives | None:
    subscription = confirmable(letter.subscription.handle if letter.subscription else "")
    if subscription is None:
        return None
    context = {
        "words": in_words(conditions_of(subscription.search)), "corrections": subscription.corrections, "days": LINK_LIFE.days, "known": subscription.confirmed_at is not None,
        "url": _site(reverse("search:alert_confirm", args=[links.token(links.CONFIRM, subscription.handle)])), "manage_url": manage_url(subscriber),
    }  # fmt: skip
    return _message(subscriber, "您已经订阅了" if context["known"] else "请确认订阅", "confirm", context)


def _digest(letter: Letter, subscriber: Subscriber) -> EmailMultiAlternatives | None:
    sections = sections_of(letter)
    if not sections:
        return None
    before = Letter.objects.filter(subscriber=subscriber, kind=LetterKind.DIGEST, pk__lt=letter.pk).order_by("-pk").first()
    context = {
        "sections": [_section(section) for section in sections], "manage_url": manage_url(subscriber), "leave_url": _leave_url(subscriber),
        "missing": before.day if before and before.state == LetterState.UNKNOWN else None,
    }  # fmt: skip
    count = sum(len(section.entries) + section.more for section in sections)
    leave = {"List-Unsubscribe": f"<{context['leave_url']}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}  # RFC 8058
    return _message(subscriber, f"新公开 {count} 件", "digest", context, leave)


def _section(section: Section) -> dict[str, Any]:
    search = conditions_of(section.subscription.search)
    entries = [
        {
            "title": " ".join(entry.document.title.split()), "organ": entry.document.organ_name, "label": entry.document.label, "date": entry.document.date,
            "public_from": timezone.localtime(entry.document.public_from) if entry.document.public_from else None, "url": _site(entry.document.url), "correction": entry.correction,
        }
        for entry in section.entries
    ]  # fmt: skip
    return {"words": in_words(search), "url": _site(search.url()), "entries": entries, "more": section.more}



def _leave_url(subscriber: Subscriber) -> str:
    return _site(reverse("search:alert_leave", args=[links.token(links.MANAGE, subscriber.handle)]))


def _message(subscriber: Subscriber, subject: str, template: str, context: dict[str, Any], headers: dict[str, str] | None = None) -> EmailMultiAlternatives:
    """Nothing that anybody typed stands in a header: the subject is ours, the address was checked by its form."""
    name = site_settings().site_name or settings.WAGTAIL_SITE_NAME
    context = {**context, "site_name": name, "site_url": settings.SITE_URL}
    text = render_to_string(f"search/letters/{template}.txt", context)
    address = subscriber.address.open_unaudited()
    machine = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", **(headers or {})}
    message = EmailMultiAlternatives(f"{' '.join(name.split())}：{subject}", text, None, [address], headers=machine)
    message.attach_alternative(render_to_string(f"search/letters/{template}.html", context), "text/html")
    return message


def _site(path: str) -> str:
    return urljoin(settings.SITE_URL, path)
