"""Public addresses of openness."""

from django.urls import path

from openness import views_public as views
from openness import views_public_coverage as coverage
from openness import views_public_disclosures as disclosures
from openness import views_public_hearings as hearings
from openness import views_public_objections as objections
from openness import views_public_pages as pages

app_name = "openness"
urlpatterns = [
    path("", views.index, name="index"),
    path("judgments/", views.judgments, name="judgments"),
    path("judgments/feed/", views.feed, name="feed"),
    path("judgments/<slug:public_id>/", views.judgment, name="judgment"),
    path("judgments/<slug:public_id>.docx", views.judgment_docx, name="judgment_docx"),
    path("judgments/<slug:public_id>.pdf", views.judgment_pdf, name="judgment_pdf"),
    path("judgments/<slug:public_id>/corrections/<int:pk>/", views.correction, name="correction"),
    path("judgments/<slug:public_id>/objection/", objections.objection, name="objection"),
    path("objections/", objections.track, name="objection_track"),
    path("objections/saved/", objections.saved, name="objection_saved"),
    path("exemptions/<slug:public_id>/", views.exemption, name="exemption"),
    path("annexes/<slug:public_id>/<int:number>/", pages.annex, name="annex"),
    path("nominations/new/", pages.nominate, name="nominate"),
    path("nominations/", pages.nomination_track, name="nomination_track"),
    path("nominations/saved/", pages.nomination_saved, name="nomination_saved"),
    path("my-case/", views.my_case_number, name="my_case"),
    path("catalogue/", disclosures.catalogue, name="catalogue"),
    path("catalogue/<slug:kind>/", disclosures.catalogue_kind, name="catalogue_kind"),
    path("items/<slug:slug>/", disclosures.item, name="item"),
    path("items/<slug:slug>/feed/", disclosures.item_feed, name="item_feed"),
    path("disclosures/<slug:public_id>/", disclosures.disclosure, name="disclosure"),
    path("disclosures/<slug:public_id>/files/<int:pk>/", disclosures.attachment, name="attachment"),
    path("statements/<slug:public_id>/", disclosures.statement, name="statement"),
    path("hearings/", hearings.hearings, name="hearings"),
    path("hearings/<slug:public_id>/", hearings.hearing, name="hearing"),
    path("hearings/<str:code>/calendar.ics", hearings.hearing_feed, name="hearing_feed"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage.csv", coverage.coverage_csv, name="coverage_csv"),
    path("coverage/items/", coverage.item_coverage, name="item_coverage"),
    path("coverage/items.csv", coverage.item_coverage_csv, name="item_coverage_csv"),
    path("coverage/items/<slug:slug>/<str:code>/<str:month>/", coverage.coverage_rows, name="item_coverage_rows"),
    path("coverage/trend/", coverage.coverage_trend, name="coverage_trend"),
    path("coverage/trend.csv", coverage.coverage_trend_csv, name="coverage_trend_csv"),
    path("coverage/rows/<str:month>/", coverage.coverage_rows, name="coverage_all_rows"),
    path("coverage/acts/<str:month>/", coverage.coverage_acts, name="coverage_acts"),
    path("coverage/<str:code>/<str:month>/", coverage.coverage_rows, name="coverage_rows"),
]
