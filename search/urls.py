"""Addresses of the search room."""

from django.urls import path

from search import views_public, views_public_alerts

app_name = "search"
urlpatterns = [
    path("", views_public.results, name="results"),
    path("feed/", views_public.feed, name="feed"),
    path("alerts/new/", views_public_alerts.new, name="alert_new"),
    path("alerts/sent/", views_public_alerts.sent, name="alert_sent"),
    path("alerts/left/", views_public_alerts.left, name="alert_left"),
    path("alerts/confirm/<slug:token>/", views_public_alerts.confirm, name="alert_confirm"),
    path("alerts/leave/<slug:token>/", views_public_alerts.leave, name="alert_leave"),
    path("alerts/<slug:token>/", views_public_alerts.manage, name="alert_manage"),
]
