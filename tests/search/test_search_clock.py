"""Real judgments in the index: events of the publishing services, and what the clock alone brings and takes away."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.publishing import hold, withdraw
from search.indexer import Indexer
from search.selectors import find
from tests.factories import make_judgment, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(engine):
    """Brings the index up to date, as a freshly started indexer would."""

    def run():
        Indexer(engine).run(once=True)
        return engine

    run()
    return run


def indexed(judgment, engine):
    return engine.versions([f"judgment:{judgment.public_id}"]) != {}


def test_the_services_of_publishing_move_the_index(index, city):
    judgment = published(city["辽0802"])
    assert indexed(judgment, index())
    assert find(judgment.case_number).hits[0].document.public_id == judgment.public_id
    hold(record=judgment, actor=None, reason="异议核实中")
    assert not indexed(judgment, index())
    other = published(city["辽0802"])
    withdraw(record=other, actor=None, reason="error")
    assert not indexed(other, index())


def test_what_is_in_review_is_not_indexed(index, city):
    judgment = make_judgment(city["辽0802"])
    assert not indexed(judgment, index())
    assert find(judgment.case_number).total == 0


def test_a_scheduled_record_is_found_when_its_time_comes_without_any_event(index, city):
    judgment = published(city["辽0802"], public_from=timezone.now() + timedelta(days=3))
    assert not indexed(judgment, index())
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        assert indexed(judgment, index())
        assert find(judgment.case_number).total == 1


def test_an_expired_record_leaves_the_index_without_any_event(index, city):
    judgment = published(city["辽0802"], public_until=timezone.now() + timedelta(days=3))
    assert indexed(judgment, index())
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        assert not indexed(judgment, index())


def test_a_page_of_hits_costs_the_same_for_one_and_for_many(index, city, django_assert_num_queries):
    for _ in range(5):
        published(city["辽0802"])
    index()
    with django_assert_num_queries(1):
        assert find("买卖合同纠纷").total == 5
    with django_assert_num_queries(1):
        assert find("买卖合同纠纷", limit=1).total == 5
