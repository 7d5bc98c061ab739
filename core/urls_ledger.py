"""Public addresses of the ledger."""

from django.urls import path

from core import views_public_ledger as views

app_name = "ledger"
urlpatterns = [
    path("", views.index, name="index"),
    path("keys.json", views.keys, name="keys"),
    path("checker.py", views.checker_py, name="checker"),
    path("items/<slug:public_id>/", views.item, name="item"),
    path("items/<slug:public_id>.json", views.item_json, name="item_json"),
    path("items/<slug:public_id>.credential.json", views.credential, name="credential"),
    path("<slug:log>/checkpoint", views.checkpoint, name="checkpoint"),
    path("<slug:log>/checkpoints/", views.checkpoints, name="checkpoints"),
    path("<slug:log>/checkpoints/<int:size>", views.checkpoint, name="checkpoint_of"),
    path("<slug:log>/entries.json", views.entries, name="entries"),
    path("<slug:log>/inclusion.json", views.inclusion, name="inclusion"),
    path("<slug:log>/consistency/", views.consistency, name="consistency"),
    path("<slug:log>/consistency.json", views.consistency_json, name="consistency_json"),
]
