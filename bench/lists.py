"""The staff list of judgments with a million rows, against the same list with a thousand."""

import random
import statistics
import time
from datetime import date, timedelta

from django.db import connection
from django.test import Client

from core.enums import Role, State
from core.models import Membership, Organ, User
from core.sealed import Sealed
from justice.case_numbers import parse
from justice.models import CaseFile
from openness.models import Judgment, JudgmentSource

ADDRESS = "/admin/openness/records/"
FEW = 1000


def staff_list(size: int = 1_000_000) -> dict:
    """Time of the first page, of each filter and of the last page but one, as a multiple of the same with 1,000 rows."""
    clients = {"one court": _client("one", ["辽0802"]), "three courts": _client("three", ["辽0802", "辽0803", "辽0804"]), "city": _client("city", [])}
    _fill(0, FEW)
    few = {name: _times(client, FEW // (3 if name == "one court" else 1)) for name, client in clients.items()}
    for start in range(FEW, size, 50_000):
        _fill(start, min(start + 50_000, size))
    many = {name: _times(client, size // (3 if name == "one court" else 1)) for name, client in clients.items()}
    ratios = {who: {page: round(many[who][page] / few[who][page], 2) for page in few[who]} for who in few}
    return {"records": size, "ratios": ratios, "asked": "<= 2, last page but one <= 4", "first_page_ms": {who: round(few[who]["first"], 1) for who in few}}


def _times(client: Client, visible: int) -> dict[str, float]:
    """Milliseconds, the median of nine."""
    last = visible // 20
    pages = {"first": "", "published": "?state=published", "held": "?state=held", "number": "?number=（2026）辽0802民初4号", "last but one": f"?page={last - 1}", "middle": f"?page={last // 2}"}
    return {name: statistics.median(_once(client, ADDRESS + query) for _ in range(9)) for name, query in pages.items()}


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


def _fill(start: int, end: int) -> None:
    """Rows as an import leaves them, a hundredth held, a tenth in review: written past the services, which only a measurement may."""
    courts = list(Organ.objects.filter(code__in=["辽0802", "辽0803", "辽0804"]))
    sealed, dice = Sealed.seal("原件"), random.Random(start)
    for at in range(start, end, 2000):
        numbers = [(court := courts[n % 3], parse(f"（2026）{court.code}民初{n}号")) for n in range(at + 1, min(at + 2000, end) + 1)]
        cases = CaseFile.gather([number for _, number in numbers])
        sources = JudgmentSource.objects.bulk_create([JudgmentSource(organ=organ, text=sealed, title=sealed, fingerprint=str(number)) for organ, number in numbers])
        Judgment.objects.bulk_create(
            [
                Judgment(
                    organ=organ, source=source, case=cases[number.base], case_number=number.canonical, document_kind="民事判决书", title="某某与某某买卖合同纠纷一审民事判决书",
                    text="公开文本" * 20, category="civil", cause="买卖合同纠纷", year=2026, profile="2024", decided_on=date(2026, 1, 5) + timedelta(days=dice.randrange(200)),
                )
                for (organ, number), source in zip(numbers, sources, strict=True)
            ]
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("UPDATE openness_judgment SET state = %s WHERE state = %s AND id %% 10 > 0", [State.PUBLISHED, State.REVIEW])
        cursor.execute("UPDATE openness_judgment SET state = %s WHERE id %% 100 = 7", [State.HELD])
