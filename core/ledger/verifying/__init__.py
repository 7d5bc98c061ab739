"""Verification (验账): everything is reckoned anew, in constant memory, and what does not agree is named."""

from .findings import Finding, Report
from .run import verify

__all__ = ["Finding", "Report", "verify"]
