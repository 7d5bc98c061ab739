"""The coverage page of the whole catalogue over 300,000 duties, against the home page of the same portal."""

import statistics
import time
from datetime import date, timedelta

from django.core.cache import cache
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.filling import fill
from core.models import Organ
from home.services import front_page_ensure
from openness.models import CatalogueItem, Duty, Register
from openness.selectors.coverage import default_month
from openness.services.catalogue import judgments_item
from openness.services.statements import statement_publish

MONTHS, ITEMS, EACH = 24, 12, 50
KINDS = ("court", "procuratorate", "police")
ROUNDS = 7
JUDGMENTS = 500


def catalogue(size: int = 300_000) -> dict:
    """Queries and time of `/openness/coverage/items/` for a month, of 21 organs, 12 items, 24 months."""
    front_page_ensure()
    month = default_month()
    fill(0, JUDGMENTS)  # so that the home page shows what it shows
    made = _fill(month, size)
    page, home = f"{reverse('openness:item_coverage')}?month={month:%Y-%m}", "/"
    asked = {url: _one(url)[0] for url in (home, page)}
    took = {url: statistics.median(_one(url)[1] for _ in range(ROUNDS)) for url in (home, page)}
    return {
        "duties": made, "queries": asked[page], "asked_queries": "<= 15", "milliseconds": round(took[page] * 1000, 1), "home_milliseconds": round(took[home] * 1000, 1),
        "over_home": round(took[page] / took[home], 2), "asked_over_home": "<= 3",
    }  # fmt: skip


def _one(url: str) -> tuple[int, float]:
    cache.clear()
    client = Client()
    reset_queries()
    with CaptureQueriesContext(connection) as seen:
        client.get(url, headers={"cookie": "sessionid=none"})
    asked = len(seen)  # before the next request clears the log
    cache.clear()
    begun = time.perf_counter()
    answer = client.get(url, headers={"cookie": "sessionid=none"})
    spent = time.perf_counter() - begun
    if answer.status_code != 200:
        raise SystemExit(f"{url}: {answer.status_code}")
    return asked, spent


def _fill(latest: date, size: int) -> int:
    """Duties of every organ and item, a third published, the rest open or excused; courts' judgments from registers."""
    organs = list(Organ.objects.filter(kind__in=KINDS, active=True))
    months = [_back(latest, n) for n in range(MONTHS)]
    each = max(size // (len(organs) * ITEMS * MONTHS), 1) or EACH
    items = list(CatalogueItem.objects.exclude(carrier="judgment"))[: ITEMS - 1]
    figures, said, total = CatalogueItem.objects.get(slug="court-figures"), {}, 0
    for organ in organs:
        if organ.kind == "court":
            said[organ.pk] = statement_publish(organ=organ, item=figures, key="bench", title="数据", period=(latest, latest), source="x", text="x")
    public = list(said.values())
    for month in months:
        rows = []
        for organ in organs:
            total += _registered(organ, month, each) if organ.kind == "court" else 0
            for item in items:
                rows += [_duty(organ, item, month, n, public) for n in range(each)]
        Duty.objects.bulk_create(rows, batch_size=2000)
        total += len(rows)
    return total


def _duty(organ: Organ, item: CatalogueItem, month: date, n: int, public: list) -> Duty:
    day = month + timedelta(days=n % 28)
    due = day + timedelta(days=20)
    done = n % 3 == 0
    return Duty(
        organ=organ, item=item, month=month, subject=f"事项{n}", starts_on=day, ends_on=day, due_on=due, rule="openness.update", statement=public[n % len(public)] if done else None,
        shown_from=public[n % len(public)].public_from if done else None, published_on=due + timedelta(days=n % 7 - 3) if done else None, excused="nothing" if n % 10 == 1 else "", waived=n % 10 == 1,
    )  # fmt: skip


def _registered(organ: Organ, month: date, each: int) -> int:
    register = Register.objects.create(organ=organ, item=judgments_item(), month=month)
    rows = [
        Duty(organ=organ, item=register.item, month=month, register=register, base_number=f"{organ.code}{month}{n}", case_number=f"{organ.code}{month}{n}", starts_on=month, ends_on=month, due_on=month + timedelta(days=n % 40), rule="judgment.publish")
        for n in range(each)
    ]  # fmt: skip
    Duty.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def _back(month: date, count: int) -> date:
    index = month.year * 12 + month.month - 1 - count
    return date(index // 12, index % 12 + 1, 1)
