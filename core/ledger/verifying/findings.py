"""What a verification found (验账结果)."""

from dataclasses import asdict, dataclass, field
from datetime import timedelta

#: Sealing runs every hour: what is older and still unsealed or unsigned is told.
LATE = timedelta(hours=3)
MOST = 500  # findings that are listed; all are counted


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement: a code, the log, in words what it is; the number of the entry (from 1) or the item where there is one."""

    code: str
    says: str
    log: str = ""
    number: int | None = None
    item: str = ""


@dataclass(slots=True)
class Report:
    """What was gone through and what was found."""

    leaves: dict[str, int] = field(default_factory=dict)
    checkpoints: int = 0
    records: int = 0
    copies: int = 0
    total: int = 0
    findings: list[Finding] = field(default_factory=list)

    def add(self, code: str, says: str, **where) -> None:
        """Counts a finding and lists it while there is room."""
        self.total += 1
        if len(self.findings) < MOST:
            self.findings.append(Finding(code, says, **where))

    def as_dict(self) -> dict:
        """For JSON."""
        rows = [{k: v for k, v in asdict(f).items() if v not in ("", None)} for f in self.findings]
        return {
            "ok": not self.total, "leaves": self.leaves, "checkpoints": self.checkpoints, "records": self.records, "copies": self.copies, "total": self.total,
            "findings": rows,
        }  # fmt: skip
