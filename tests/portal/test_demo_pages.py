"""The demo's pages go through the real services: drafted, checked, signed, published; a second run adds nothing."""

import pytest

from home.services import front_page_ensure
from openness.models import CircularPage, CircularReceipt, ModelCasePage, Nomination, RulePage, TopicPage
from openness.selectors.pages import MODELS
from portal.demo import accounts_ensure
from portal.demo_pages import fill_pages

pytestmark = pytest.mark.django_db


def test_the_demo_shows_every_kind_of_page_and_one_that_waits_for_its_checker(city, client):
    front_page_ensure()
    accounts_ensure()
    for _ in range(2):
        fill_pages()
    public = {kind: model.objects.public().count() for kind, model in MODELS.items()}
    assert public == {"circular": 4, "model_case": 6, "rule": 7, "topic": 1}
    assert CircularPage.objects.count() == 5 and CircularReceipt.objects.count() == 1 and Nomination.objects.count() == 1
    assert {str(rule.standing()) for rule in RulePage.objects.all()} == {"in_force", "replaced", "repealed"}
    assert len(set(ModelCasePage.objects.values_list("collection", flat=True))) >= 3
    for page in [*TopicPage.objects.all(), *CircularPage.objects.public(), *RulePage.objects.all(), *ModelCasePage.objects.all()]:
        assert client.get(page.get_url()).status_code == 200, page
