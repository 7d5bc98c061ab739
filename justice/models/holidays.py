"""Holiday notices (放假通知): years that the calendar package does not know yet are entered by staff."""

from datetime import date
from typing import cast

from django.core.cache import cache
from django.db import models

from justice.workdays import Calendar

SECONDS = 10  # a notice comes once a year


class HolidayNotice(models.Model):
    """The State Council's notice for one year (国务院办公厅放假通知): days off and make-up workdays."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    document = models.CharField("文号", max_length=60)
    days_off = models.JSONField("放假日期", help_text="日期列表，如 2027-01-01")
    make_up_days = models.JSONField("调休上班日期", default=list, help_text="日期列表")
    entered_at = models.DateTimeField("录入时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "放假通知"
        ordering = ["year"]

    def __str__(self) -> str:
        return f"{self.year} {self.document}"


def calendar_shown() -> Calendar:
    """The calendar as it was within the last seconds, for screens that say how late a thing is. What is written down
    takes calendar()."""
    return cast(Calendar, cache.get_or_set("justice.calendar", calendar, SECONDS))


def calendar() -> Calendar:
    """The working calendar with every notice that staff entered."""
    notices = HolidayNotice.objects.all()
    return Calendar(
        days_off=[date.fromisoformat(d) for n in notices for d in n.days_off],
        make_up_days=[date.fromisoformat(d) for n in notices for d in n.make_up_days],
        years=[n.year for n in notices],
    )
