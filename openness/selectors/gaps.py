"""Gaps in the number series of courts (缺号): an independent check on registers. For staff alone: in public they would betray secret cases."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Lag

from core.enums import Role
from core.models import Organ, User
from core.permissions import organs_of
from justice.models import CaseFile
from openness.models import Duty, Judgment

WATCHERS = (Role.EDITOR, Role.OFFICE, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers `first` to `last` of a court's series that nobody handed in, exempted or registered."""

    court_code: str
    year: int
    type_code: str
    first: int
    last: int

    @property
    def count(self) -> int:
        """How many numbers are missing."""
        return self.last - self.first + 1


def courts_watched(user: User) -> QuerySet[Organ]:
    """Courts whose series this user may look into: an editor's own, all for whoever watches over them."""
    return organs_of(user, *WATCHERS).filter(kind="court", is_trial=False)


def known_cases(courts: Iterable[str], year: int) -> QuerySet[CaseFile]:
    """Cases of a year that are accounted for: a document or a notice was handed in, or a register names them."""
    accounted = Exists(Judgment.objects.filter(case=OuterRef("pk"))) | Q(has_notice=True) | Exists(Duty.objects.filter(base_number=OuterRef("number")))
    return CaseFile.objects.filter(accounted, year=year, court_code__in=list(courts), sequence__isnull=False)


def series(courts: Iterable[str], year: int) -> list[dict]:
    """Per court and type: how many numbers are known, the last of them, how many are missing before it. One query."""
    rows = known_cases(courts, year).values("court_code", "type_code").annotate(known=Count("id"), last=Max("sequence")).order_by("court_code", "type_code")
    return [{**row, "missing": row["last"] - row["known"]} for row in rows]


def gaps(courts: Iterable[str], year: int, type_code: str = "") -> QuerySet:
    """Gaps in order, as rows of court_code, type_code, before (the last known number), sequence (the next known one).

    The database finds them with a window over the index; a page takes its slice. `gap_of` reads a row.
    """
    rows = known_cases(courts, year)
    if type_code:
        rows = rows.filter(type_code=type_code)
    before = Window(Lag("sequence", default=0), partition_by=[F("court_code"), F("type_code")], order_by=F("sequence").asc())
    return rows.annotate(before=before).filter(sequence__gt=F("before") + 1).order_by("court_code", "type_code", "sequence").values("court_code", "type_code", "before", "sequence")


def gap_of(row: dict, year: int) -> Gap:
    """A row of gaps() as a Gap."""
    return Gap(row["court_code"], year, row["type_code"], row["before"] + 1, row["sequence"] - 1)


def years(courts: Iterable[str]) -> list[int]:
    """Years with cases of these courts, newest first."""
    return list(CaseFile.objects.filter(court_code__in=list(courts)).order_by("-year").values_list("year", flat=True).distinct())
