"""Addresses below /admin/ that nobody need be signed in for."""

from django.urls import path

from core import views_access

urlpatterns = [
    path("set-password/<uidb64>/<token>/", views_access.SetPasswordView.as_view(), name="set_password"),
    path("oidc/", views_access.oidc_start, name="oidc_start"),
    path("oidc/callback/", views_access.oidc_callback, name="oidc_callback"),
]
