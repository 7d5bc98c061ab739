"""Which organ a document belongs to (归属法院)."""

import hashlib

from core.enums import Level, OrganKind
from core.models import Organ
from openness.models import ImportBatch
from openness.preparing import Prepared, Refusal


class Courts:
    """Our courts by code and by name, read once for an import; makes trial courts where that is switched on."""

    def __init__(self, *, only: Organ | None = None, any_court: bool = False):
        self.only, self.any_court = only, any_court
        courts = list(Organ.objects.filter(kind=OrganKind.COURT, active=True))
        self.by_code = {c.code: c for c in courts}
        self.by_name = {c.name: c for c in courts}

    @classmethod
    def of_batch(cls, batch: ImportBatch) -> "Courts":
        """What may be in an upload: documents of the court that hands it in; on trial, of any court."""
        return cls(only=None if batch.any_court else batch.organ, any_court=batch.any_court)

    def resolve(self, document: Prepared) -> Organ | Refusal:
        """The organ that answers for a document: by its number's code, checked against the name that it gives itself."""
        number = document.number.canonical
        by_code = self.by_code.get(document.number.court_code)
        by_name = self._named(document.court)
        named = by_name.name if by_name else "" if self.any_court else document.court  # on trial a name need not be known
        if by_code and named and by_code != by_name and not by_code.is_trial:
            return Refusal("court_mismatch", f"案号属于{by_code.name}，文书却写着{named}", "请核对案号和法院名称。", number)
        organ = by_name or by_code
        if organ is None or (organ.is_trial and not self.any_court):
            if not self.any_court:
                name = document.court or document.number.court_code
                return Refusal("not_ours", f"{name}不是本市法院", "本站只收本市两级法院的文书，请到中国裁判文书网查询或报送。", number)
            organ = self._trial(document)
        if self.only is not None and organ != self.only:
            return Refusal("other_court", f"{organ.name}的文书，不归您报送", f"请转{organ.name}报送。", number)
        return organ

    def _named(self, name: str) -> Organ | None:
        """A court by the name in the document, with or without the names of the places above it."""
        if not name:
            return None
        exact = self.by_name.get(name)
        return exact or next((c for n, c in self.by_name.items() if not c.is_trial and (n.endswith(name) or name.endswith(n)) and len(name) > 6), None)

    def _trial(self, document: Prepared) -> Organ:
        """A trial court of another city: it publishes here, outside coverage."""
        name = document.court or f"{document.number.court_code}法院"
        code = document.number.court_code
        if code in self.by_code or not code or document.number.authority != "court":
            code = "x" + hashlib.sha256(name.encode()).hexdigest()[:10]
        organ, _ = Organ.objects.get_or_create(
            name=name[:80],
            defaults={"code": code[:24], "short_name": name[:40], "kind": OrganKind.COURT, "level": Level.OUTSIDE, "is_trial": True, "order": 9000},
        )
        self.by_code[organ.code] = self.by_name[organ.name] = organ
        return organ
