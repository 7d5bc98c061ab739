"""Views of the frame itself: reading mode."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
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
