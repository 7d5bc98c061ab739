"""案号：识别、规范写法、片段。法〔2015〕137号（2016-01-01 起）及此前各院写法、检察和公安文号。"""

from justice.case_numbers.courts import Court, court, local_courts
from justice.case_numbers.number import CaseNumber, CaseNumberError, Found, Fragment
from justice.case_numbers.reading import Unreadable, find, fragment, parse, unreadable

__all__ = [
    "CaseNumber",
    "CaseNumberError",
    "Court",
    "Found",
    "Fragment",
    "Unreadable",
    "court",
    "find",
    "fragment",
    "local_courts",
    "parse",
    "unreadable",
]
