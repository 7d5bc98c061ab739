"""Content security policy (内容安全策略): one for the whole portal, a little looser where Wagtail's own pages need it.

docs/adr/0002-csp-in-the-staff-area.md says why.
"""

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponseBase

from .permissions import STAFF_PREFIX

# Wagtail's rich text editor and its tooltips add <style> elements by script; nothing in it needs inline scripts.
WAGTAIL_STYLE = {"style-src-elem": [SELF, UNSAFE_INLINE]}
OURS = frozenset({"wagtailadmin_home", "wagtailadmin_login"})


class PolicyMiddleware(CSPMiddleware):
    """Writes the policy of the settings; on Wagtail's own staff pages style elements are let through as well."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The looser style rule for view names of Wagtail's that draw Wagtail's templates; scripts stay closed."""
        match = request.resolver_match
        name = match.view_name if match and request.path.startswith(STAFF_PREFIX) else ""
        if name.startswith("wagtail") and name not in OURS:
            response._csp_update = WAGTAIL_STYLE  # type: ignore[attr-defined]
        return super().process_response(request, response)
