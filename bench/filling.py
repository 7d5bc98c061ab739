"""Many judgments at once, for measurements of what a page costs among them."""

from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from core.enums import State
from core.models import Organ
from core.sealed import Sealed
from justice.case_numbers import parse
from justice.models import CaseFile
from openness.models import Judgment, JudgmentSource


def judgment(organ: Organ, case: CaseFile, source: JudgmentSource, number: str, text: str) -> Judgment:
    """One judgment, not stored."""
    return Judgment(
        organ=organ, source=source, case=case, case_number=number, document_kind="民事判决书", title="高某与某建材有限公司买卖合同纠纷一审民事判决书",
        text=text, category="civil", cause="买卖合同纠纷", year=2026, decided_on=date(2026, 1, 5) + timedelta(days=case.pk % 200), profile="2024", legal_basis="法释〔2016〕19号 第三条",
    )  # fmt: skip


def fill(start: int, end: int) -> None:
    """Judgments number `start` to `end` of three courts in turn, a hundredth held, a tenth in review, the rest public.

    Written past the services, which only a measurement may.
    """
    courts = list(Organ.objects.filter(code__in=["辽0802", "辽0803", "辽0804"]))
    sealed = Sealed.seal("原件")
    for at in range(start, end, 2000):
        numbers = [(court := courts[n % 3], parse(f"（2026）{court.code}民初{n}号")) for n in range(at + 1, min(at + 2000, end) + 1)]
        cases = CaseFile.gather([number for _, number in numbers])
        sources = JudgmentSource.objects.bulk_create([JudgmentSource(organ=organ, text=sealed, title=sealed, fingerprint=str(number)) for organ, number in numbers])
        Judgment.objects.bulk_create(
            [judgment(organ, cases[number.base], source, number.canonical, "公开文本" * 20) for (organ, number), source in zip(numbers, sources, strict=True)]
        )
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE openness_judgment SET state = %s, version = 1, public_from = %s, published_at = %s WHERE state = %s AND id %% 10 > 0", [State.PUBLISHED, now, now, State.REVIEW])
        cursor.execute("UPDATE openness_judgment SET state = %s WHERE id %% 100 = 7", [State.HELD])
