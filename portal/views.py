"""Views of the frame itself: reading mode."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from core.pagecache import FACE_COOKIE

CHOICES = {"type": ("", "large"), "contrast": ("", "high")}


def face(request: HttpRequest) -> HttpResponse:
    """Remembers large type (大字版) or high contrast (高对比) in a cookie and goes back; works without JavaScript."""
    chosen = set(request.COOKIES.get(FACE_COOKIE, "").split("-")) & {"large", "high"}
    for name, values in CHOICES.items():
        wanted = request.GET.get(name)
        if wanted in values:
            chosen = (chosen - set(values)) | ({wanted} - {""})
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
    if chosen:
        response.set_cookie(FACE_COOKIE, "-".join(sorted(chosen)), max_age=365 * 86400, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(FACE_COOKIE)
    return response


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, the same whether the thing exists or not."""
    return render(request, "403.html", status=403)


def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may visit: pages, not the staff area and not endless searches."""
    return HttpResponse("User-agent: *\nDisallow: /admin/\nDisallow: /search/\nDisallow: /face/\n", content_type="text/plain; charset=utf-8")


def healthz(request: HttpRequest) -> HttpResponse:
    """For the supervisor: the process answers and the database can be read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
