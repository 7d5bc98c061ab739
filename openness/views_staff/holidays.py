"""Holiday notices (放假通知): the office enters what the State Council announced for a year."""

from datetime import date
from itertools import count

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from justice.holiday_dates import words_of
from justice.models import HolidayNotice, calendar
from justice.workdays import LAST_YEAR
from openness.forms import HolidayForm
from openness.models import Duty
from openness.services.holidays import notice_save


@require_http_methods(["GET", "POST"])
def holidays(request: HttpRequest) -> HttpResponse:
    """Every notice that was entered, and the form for a year."""
    form = HolidayForm(request.POST) if request.method == "POST" else HolidayForm(initial=_initial(request.GET.get("year", "")))
    if request.method == "POST" and form.is_valid():
        changed = notice_save(actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        year = form.cleaned_data["year"]
        messages.success(request, f"{year}年放假安排已保存，后台正在重算还没有办完的期限。" if changed else f"{year}年放假安排没有变。")
        return redirect("openness_staff:holidays")
    rows = [{"notice": notice, **_words(notice)} for notice in HolidayNotice.objects.order_by("-year")]
    provisional = Duty.objects.open().filter(published_on=None, provisional=True).count()
    return render(request, "openness/staff/holidays.html", {"form": form, "rows": rows, "provisional": provisional, "last_year": LAST_YEAR})


def _initial(wanted: str) -> dict:
    """The notice that is to be corrected, else the first year that the calendar does not know."""
    if wanted.isascii() and wanted.isdigit() and len(wanted) == 4 and (notice := HolidayNotice.objects.filter(year=int(wanted)).first()):
        return {"year": notice.year, "document": notice.document, **_words(notice)}
    days = calendar()
    return {"year": next(year for year in count(timezone.localdate().year) if not days.known(year))}


def _words(notice: HolidayNotice) -> dict[str, str]:
    return {name: words_of(map(date.fromisoformat, getattr(notice, name)), notice.year) for name in ("days_off", "make_up_days")}
