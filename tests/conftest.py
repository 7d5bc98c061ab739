"""Shared fixtures: the city's organs, members of staff, the real judgments where they are."""

import json
import os
from pathlib import Path

import pytest
from django.core.cache import cache

from core.cities import city_load
from core.models import Membership, Organ, User

ROOT = Path(__file__).resolve().parent.parent
ON_CI = os.environ.get("CI") == "true"


@pytest.fixture(autouse=True)
def no_page_of_an_earlier_test():
    """The page cache lives in this process: it begins empty."""
    cache.clear()


def missing(what: str) -> None:
    """A missing real thing is a failure on CI, elsewhere a visible skip."""
    if ON_CI:
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture
def city(db) -> dict[str, Organ]:
    """Organs of 营口 by code."""
    city_load("yingkou")
    return {o.code: o for o in Organ.objects.all()}


@pytest.fixture
def member(city):
    """Makes a member of staff: member("reviewer", "辽0802")."""

    def make(role: str, organ: str = "辽0802", username: str = "") -> User:
        user = User.objects.create_user(username or f"{role}-{organ}-{User.objects.count()}", password="a long enough secret")
        Membership.objects.create(user=user, organ=city[organ], role=role)
        return user

    return make


@pytest.fixture(scope="session")
def real_judgments() -> list[dict]:
    """The 220 real judgments, read by path; never part of the project."""
    path = Path(os.environ.get("REAL_JUDGMENTS", ROOT.parent / "shared" / "data" / "real_judgments.jsonl"))
    if not path.exists():
        missing(f"real judgments not found: {path}")
    return [json.loads(line) for line in path.read_text().splitlines()]
