"""Addresses of the search room."""

from django.urls import path

from search import views_public

app_name = "search"
urlpatterns = [
    path("", views_public.results, name="results"),
    path("feed/", views_public.feed, name="feed"),
]
