"""Staff addresses of openness, below /admin/openness/."""

from django.urls import path

from openness.views_staff import (
    duties,
    exemptions,
    handin,
    holidays,
    objections,
    policies,
    proposals,
    rechecks,
    records,
    review,
    urging,
)

app_name = "openness_staff"
urlpatterns = [
    path("hand-in/", handin.hand_in, name="hand_in"),
    path("hand-in/<int:pk>/", handin.batch, name="batch"),
    path("hand-in/<int:pk>/rows/<int:row_pk>/", handin.mend, name="mend"),
    path("hand-in/<int:pk>/results.xlsx", handin.sheet, name="sheet"),
    path("duties/", duties.duties, name="duties"),
    path("urging/", urging.urging, name="urging"),
    path("review/", review.review_queue, name="queue"),
    path("review/<slug:public_id>/", review.review, name="review"),
    path("review/<slug:public_id>/take-over/", review.take_over, name="take_over"),
    path("review/<slug:public_id>/move/", review.move, name="move"),
    path("review/<slug:public_id>/accept/", review.accept, name="accept"),
    path("review/<slug:public_id>/return/", review.send_back, name="send_back"),
    path("review/<slug:public_id>/skip/", review.skip, name="skip"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/decide/", proposals.decide, name="decide"),
    path("objections/", objections.objections, name="objections"),
    path("objections/<int:pk>/", objections.objection, name="objection"),
    path("objections/<int:pk>/person/", objections.person, name="objection_person"),
    path("objections/<int:pk>/answer/", objections.answer, name="objection_answer"),
    path("rechecks/", rechecks.rechecks, name="rechecks"),
    path("rechecks/<int:pk>/", rechecks.finding, name="finding"),
    path("rechecks/<int:pk>/answer/", rechecks.answer, name="finding_answer"),
    path("holidays/", holidays.holidays, name="holidays"),
    path("policies/", policies.policies, name="policies"),
    path("exemptions/", exemptions.exemptions, name="exemptions"),
    path("exemptions/<slug:public_id>/", exemptions.exemption, name="exemption"),
    path("exemptions/<slug:public_id>/revoke/", exemptions.revoke, name="revoke"),
    path("records/", records.records, name="records"),
    path("records/<slug:public_id>/", records.record, name="record"),
    path("records/<slug:public_id>/act/", records.act, name="act"),
    path("records/<slug:public_id>/remask/", proposals.remask, name="remask"),
]
