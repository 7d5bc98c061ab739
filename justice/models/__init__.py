"""Models of the field: the case file and the holiday notice."""

from .cases import CaseFile
from .holidays import HolidayNotice, calendar, calendar_shown

__all__ = ["CaseFile", "HolidayNotice", "calendar", "calendar_shown"]
