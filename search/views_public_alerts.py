"""Alerts by mail without an account (邮件订阅): asking, confirming from the mailbox, seeing and dropping.

Opening a link changes nothing: scanners of mail open all of them. Whoever confirms or leaves presses a button; only the
one-click leave of RFC 8058, which mail programs post themselves, needs none. None of these pages is cached.
"""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.services import letters
from core.throttle import allowed
from search import links
from search.address import Address, in_words
from search.forms import AlertForm, fault_of
from search.models import Subscriber
from search.services import alerts

TOO_MANY = "提交次数过多，请一小时后再试。"
TRIES, TRIES_SECONDS = 60, 600  # opened links of one visitor: a court's hall shares an address
ASKED, ASKED_SECONDS = 10, 3600  # forms of one visitor
LETTERS, LETTERS_SECONDS = 5, 86400  # letters to one address that anybody can ask for


def _linked(view: Any) -> Any:
    """A page behind a link of a letter: no cache, no index, and guessing is throttled."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        if not allowed(request, "alert-link", limit=TRIES, seconds=TRIES_SECONDS):
            return _page(request, "bad_link", status=429, title="打开得太频繁", text="请十分钟后再打开邮件里的链接。")
        return view(request, token)

    return guarded


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form for one search, which stands in the address. Its answer is the same whether an address is known or not."""
    search = Address.read(request.GET)
    fault = fault_of(search)
    form = AlertForm(request.POST if request.method == "POST" and not fault else None)
    status = 422 if fault or form.errors else 200
    if form.is_valid() and letters.accepted():
        if allowed(request, "alert", limit=ASKED, seconds=ASKED_SECONDS):
            _ask(request, search, form.cleaned_data)
            return redirect("search:alert_sent")
        form.add_error(None, TOO_MANY)
        status = 429
    context: dict[str, Any] = {
        "form": form, "fault": fault, "words": in_words(search), "search_url": search.url(), "feed_url": search.url("search:feed"), "mail": letters.accepted(),
        "crumbs": [{"label": "查询", "url": search.url()}, {"label": "邮件订阅"}],
    }  # fmt: skip
    return _page(request, "new", status=status, **context)


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What everybody sees who sent the form."""
    return _page(request, "sent", days=alerts.LINK_LIFE.days, letters=LETTERS)


@_linked
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a letter of confirmation, and the button behind it."""
    subscription = alerts.confirmable(links.handle_of(links.CONFIRM, token))
    if subscription is None:
        return _bad_link(request)
    manage = reverse("search:alert_manage", args=[links.token(links.MANAGE, subscription.subscriber.handle)])
    context: dict[str, Any] = {"words": in_words(alerts.conditions_of(subscription.search)), "corrections": subscription.corrections, "manage_url": manage}
    if request.method != "POST":
        return _page(request, "confirmed" if subscription.confirmed_at else "confirm", **context)
    try:
        alerts.alert_confirm(subscription=subscription)
    except alerts.TooMany:
        return _page(request, "too_many", status=409, most=alerts.MOST, manage_url=manage)
    return redirect(request.path)


@_linked
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """What an address is subscribed to; each search can be dropped, or all."""
    subscriber = _subscriber(token)
    if subscriber is None:
        return _bad_link(request)
    if request.method == "POST":
        alerts.subscription_drop(subscriber=subscriber, handle=request.POST.get("drop", "")[:16])
        return redirect(request.path if Subscriber.objects.filter(pk=subscriber.pk).exists() else "search:alert_left")
    rows = subscriber.subscriptions.filter(confirmed_at__isnull=False).select_related("search").order_by("confirmed_at", "pk")
    searches = [alerts.conditions_of(row.search) for row in rows]
    shown = [{"row": row, "words": in_words(search), "url": search.url()} for row, search in zip(rows, searches, strict=True)]
    return _page(request, "manage", rows=shown, most=alerts.MOST, suspended=subscriber.suspended_at, leave_url=reverse("search:alert_leave", args=[token]))


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Leaving altogether: by a button here, or by a mail program (RFC 8058), which has neither cookie nor CSRF token.

    What it does harms nobody but the holder of the link. Doing it twice is no fault.
    """
    subscriber = _subscriber(token)
    if request.method == "POST":
        if subscriber is not None:
            alerts.subscriber_leave(subscriber=subscriber)
        return redirect("search:alert_left") if request.POST.get("List-Unsubscribe") is None else HttpResponse("已经退订。", content_type="text/plain; charset=utf-8")
    return _bad_link(request) if subscriber is None else _page(request, "leave", manage_url=reverse("search:alert_manage", args=[token]))


@never_cache
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Nothing is left of the address."""
    return _page(request, "left")


def _ask(request: HttpRequest, search: Address, given: dict[str, Any]) -> None:
    """Beyond so many letters a day to one address nothing is sent, and the answer stays the same; a robot gets none."""
    if request.POST.get("website"):
        return
    if allowed(request, "alert-address", limit=LETTERS, seconds=LETTERS_SECONDS, subject=given["address"].lower()):
        alerts.alert_ask(address=given["address"], search=search, corrections=given["corrections"])


def _subscriber(token: str) -> Subscriber | None:
    handle = links.handle_of(links.MANAGE, token)
    return Subscriber.objects.filter(handle=handle).first() if handle else None


def _bad_link(request: HttpRequest) -> HttpResponse:
    text = "链接可能已经过期、已经退订，或者复制时少了几个字。请从邮件里完整地打开；想订阅的，重新查一次再申请。"
    return _page(request, "bad_link", status=404, title="这个链接不能用了", text=text)


def _page(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    crumbs = [{"label": "查询", "url": reverse("search:results")}, {"label": "邮件订阅"}]
    response = render(request, f"search/alerts/{name}.html", {"crumbs": crumbs, **context}, status=status)
    # Not no-referrer: a browser would then send its forms without an origin, and they would be taken for forged ones.
    response["X-Robots-Tag"], response["Referrer-Policy"] = "noindex", "same-origin"
    return response
