"""Who may open which staff address of openness (后台准入)."""

from core.enums import Role
from core.permissions import allow

CLERKS = (Role.CLERK, Role.EDITOR)
REVIEWERS = (Role.REVIEWER, Role.EDITOR)

allow("openness_staff:hand_in", "openness_staff:batch", "openness_staff:mend", "openness_staff:sheet", "openness_staff:duties", roles=CLERKS)
allow(
    "openness_staff:queue", "openness_staff:review", "openness_staff:take_over", "openness_staff:move", "openness_staff:accept", "openness_staff:send_back", "openness_staff:skip",
    roles=REVIEWERS,
)  # fmt: skip
allow(
    "openness_staff:records", "openness_staff:record", "openness_staff:act", "openness_staff:remask", "openness_staff:proposals", "openness_staff:proposal",
    "openness_staff:decide", "openness_staff:exemptions", "openness_staff:exemption", "openness_staff:revoke", "openness_staff:objections", "openness_staff:objection",
    "openness_staff:objection_person", "openness_staff:objection_answer",
    roles=(Role.EDITOR,),
)  # fmt: skip
allow("openness_staff:entries", "openness_staff:entry", "openness_staff:entry_file", roles=(Role.CLERK, *REVIEWERS))
allow("openness_staff:entry_new", "openness_staff:entry_import", "openness_staff:entry_edit", "openness_staff:entry_files", roles=CLERKS)
allow("openness_staff:entry_accept", "openness_staff:entry_return", roles=REVIEWERS)
allow("openness_staff:duty_excuse", "openness_staff:register_changes", "openness_staff:register_change", "openness_staff:entry_act", "openness_staff:statements", "openness_staff:statement_new", "openness_staff:statement_act", roles=(Role.EDITOR,))
allow("openness_staff:hearings", "openness_staff:hearing_new", "openness_staff:hearing", roles=CLERKS)
allow("openness_staff:catalogue", "openness_staff:catalogue_new", "openness_staff:catalogue_item", roles=(Role.OFFICE,))
allow("openness_staff:policies", "openness_staff:holidays", roles=(Role.OFFICE,))
allow("openness_staff:rechecks", roles=(Role.EDITOR, Role.OFFICE))
allow("openness_staff:finding", "openness_staff:finding_answer", roles=(Role.EDITOR,))
allow("openness_staff:patrol", "openness_staff:patrol_finding", "openness_staff:patrol_answer", roles=(Role.EDITOR, Role.OFFICE))
allow("openness_staff:patrol_start", roles=(Role.OFFICE,))
allow("openness_staff:urging", roles=(Role.OFFICE, Role.AUDITOR))
allow("openness_staff:number_gaps", roles=(Role.EDITOR, Role.OFFICE, Role.AUDITOR))

PAGE_WRITERS = (Role.CLERK, Role.REVIEWER, Role.EDITOR, Role.OFFICE)
allow("openness_staff:pages", "openness_staff:page", "openness_staff:received", "openness_staff:received_confirm", roles=PAGE_WRITERS)
allow("openness_staff:page_new", "openness_staff:circular_import", "openness_staff:circular_import_save", roles=(Role.CLERK, Role.EDITOR, Role.OFFICE))
allow("openness_staff:page_act", "openness_staff:stand_ins", "openness_staff:stand_in_end", roles=(Role.EDITOR, Role.OFFICE))
allow("openness_staff:nominations", "openness_staff:nomination", "openness_staff:nomination_answer", roles=(Role.EDITOR,))
