"""The staff list of judgments with a million rows, against the same list with a thousand."""

import statistics
import time

from django.core.cache import cache
from django.test import Client

from bench.filling import fill
from core.enums import Role
from core.models import Membership, Organ, User

ADDRESS = "/admin/openness/records/"
FEW = 1000


def staff_list(size: int = 1_000_000) -> dict:
    """Time of the first page, of each filter and of the last page but one and the middle one, as a multiple of the same with 1,000 rows."""
    clients = {"one court": _client("one", ["辽0802"]), "three courts": _client("three", ["辽0802", "辽0803", "辽0804"]), "city": _client("city", [])}
    fill(0, FEW)
    few = {name: _times(client, FEW // (3 if name == "one court" else 1)) for name, client in clients.items()}
    for start in range(FEW, size, 50_000):
        fill(start, min(start + 50_000, size))
    many = {name: _times(client, size // (3 if name == "one court" else 1)) for name, client in clients.items()}
    ratios = {who: {page: round(many[who][page] / few[who][page], 2) for page in few[who]} for who in few}
    return {"records": size, "ratios": ratios, "asked": "<= 2, last page but one <= 4", "first_page_ms": {who: round(few[who]["first"], 1) for who in few}}


def _times(client: Client, visible: int) -> dict[str, float]:
    """Milliseconds, the median of nine."""
    last = visible // 20
    pages = {"first": "", "published": "?state=published", "held": "?state=held", "number": "?number=（2026）辽0802民初4号", "last but one": f"?page={last - 1}", "middle": f"?page={last // 2}"}
    times = {name: statistics.median(_once(client, ADDRESS + query) for _ in range(9)) for name, query in pages.items()}
    cache.clear()  # whoever goes there first walks the whole way, once a minute
    return {**times, "middle, first to go": _once(client, ADDRESS + pages["middle"])}


def _once(client: Client, url: str) -> float:
    begun = time.perf_counter()
    response = client.get(url)
    spent = time.perf_counter() - begun
    if response.status_code != 200:
        raise SystemExit(f"{url}: {response.status_code}")
    return spent * 1000


def _client(name: str, courts: list[str]) -> Client:
    user = User.objects.create_user(name, password="a long enough secret", is_superuser=False)
    for organ in Organ.objects.filter(code__in=courts) or [Organ.objects.filter(kind="committee").first() or Organ.objects.first()]:
        Membership.objects.create(user=user, organ=organ, role=Role.EDITOR if courts else Role.ADMINISTRATOR)
    client = Client()
    client.force_login(user)
    return client
