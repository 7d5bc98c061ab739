"""Every address of the portal. Rooms bring their own; Wagtail's pages take what is left."""

from django.conf import settings
from django.contrib.staticfiles.urls import staticfiles_urlpatterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from openness.views_public import short
from openness.views_public_pages import page_index
from portal import views

urlpatterns = [
    path("face/", views.face, name="face"),
    path("search/", include("search.urls")),
    path("openness/rules/", page_index, {"kind": "rule"}, name="rules"),
    path("openness/", include("openness.urls")),
    path("ledger/", include("core.urls_ledger")),
    path("circulars/", page_index, {"kind": "circular"}, name="circulars"),
    path("model-cases/", page_index, {"kind": "model_case"}, name="model_cases"),
    path("topics/", page_index, {"kind": "topic"}, name="topics"),
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
