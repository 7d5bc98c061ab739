"""The portal's addresses and a bare view of the same weight."""

from django.http import HttpResponse
from django.urls import path

from portal.urls import urlpatterns as portal

BODY = b"<!doctype html><title>bare</title>" + b"<p>" + b"x" * 12_000 + b"</p>"


def bare(request):
    """A view that does nothing: 12 kB from memory."""
    return HttpResponse(BODY)


urlpatterns = [path("bench/bare/", bare), *portal]
handler403 = "portal.views.forbidden"
