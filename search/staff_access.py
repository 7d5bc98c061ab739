"""Who may open which staff address of search (后台准入)."""

from core.enums import Role
from core.permissions import allow

allow("alerts", roles=(Role.OFFICE, Role.AUDITOR))
