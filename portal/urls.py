"""Every address of the portal. Rooms bring their own; Wagtail's pages take what is left."""

from django.conf import settings
from django.contrib.staticfiles.urls import staticfiles_urlpatterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from openness.views_public import short
from portal import views

urlpatterns = [
    path("face/", views.face, name="face"),
    path("search/", include("search.urls")),
    path("openness/", include("openness.urls")),
    path("ledger/", include("core.urls_ledger")),
    path("r/<slug:public_id>/", short, name="short"),
    path("robots.txt", views.robots, name="robots"),
    path("healthz", views.healthz, name="healthz"),
    path("admin/", include("core.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("", include(wagtail_urls)),
]
if settings.DEBUG:
    urlpatterns = [*staticfiles_urlpatterns(), *urlpatterns]
handler403 = "portal.views.forbidden"
