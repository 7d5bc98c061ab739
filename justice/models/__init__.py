"""Models of the field: the case file and the holiday notice."""

from .cases import CaseFile
from .holidays import HolidayNotice, calendar

__all__ = ["CaseFile", "HolidayNotice", "calendar"]
