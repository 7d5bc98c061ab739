"""What every public page's frame needs (页面框架)."""

from django.http import HttpRequest

from core.navigation import nav_items
from core.pagecache import FACE_COOKIE
from core.site import site_settings

FACES = {"large": ("type", "large"), "high": ("contrast", "high")}


def public_frame(request: HttpRequest) -> dict:
    """Navigation, site settings and reading mode; nothing for the staff area, whose frame is Wagtail's."""
    if request.path.startswith("/admin/"):
        return {}
    chosen = request.COOKIES.get(FACE_COOKIE, "").split("-")
    face = {name: value for part in chosen if part in FACES for name, value in [FACES[part]]}
    return {"nav_items": nav_items(request.path), "site": site_settings(), "face": {"type": "", "contrast": "", **face}, "path": request.get_full_path()}
