"""CaseFile (案件): gathers everything public about one case, by its number."""

from collections.abc import Iterable
from typing import Self

from django.db import models

from justice.case_numbers import CaseNumber


def _sequence(number: CaseNumber) -> int | None:
    """Where a number stands in its court's series; None for what stands in none (刑核: eight random digits)."""
    return int(number.number) if number.is_court and number.number.isdecimal() and len(number.number) < 8 else None


class CaseFile(models.Model):
    """One case (案件), identified by its canonical number without a document's suffix."""

    number = models.CharField("案号", max_length=60, unique=True)
    court_code = models.CharField("法院代字", max_length=12, blank=True)
    year = models.PositiveSmallIntegerField("年度")
    type_code = models.CharField("类型代字", max_length=20)
    sequence = models.PositiveIntegerField("顺序号", null=True, help_text="同一法院、年度、类型里的第几号；八位随机号没有")
    # Few cases have one; the others' pages need not look for it. Never taken back: it only says where to look.
    has_notice = models.BooleanField("有不公开说明", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "案件"
        indexes = [models.Index(fields=["year", "court_code", "type_code", "sequence"], name="case_series")]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def gather(cls, numbers: Iterable[CaseNumber]) -> dict[str, Self]:
        """Case files of these numbers, made where missing; base number -> CaseFile. Two statements."""
        wanted = {n.base: n for n in numbers}
        cls.objects.bulk_create(
            [cls(number=base, court_code=n.court_code, year=n.year, type_code=n.special + n.type, sequence=_sequence(n)) for base, n in wanted.items()],
            ignore_conflicts=True,
        )
        return {c.number: c for c in cls.objects.filter(number__in=wanted)}
