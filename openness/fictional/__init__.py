"""Fictional, realistic documents of the courts of 营口, with everything that a test or a demo must know of them.

    for document in documents(400, seed=7, end=date.today()):
        ...
    for register in registers(documents(400, seed=7, end=date.today())):
        ...

Nobody in them exists: names are put together from rare parts, streets and villages are invented, phones belong
to blocks that no operator has handed out.
"""

from openness.fictional.document import Document, Secret
from openness.fictional.generator import documents, quiet_month
from openness.fictional.registers import Register, RegisterRow, registers

__all__ = ["Document", "Register", "RegisterRow", "Secret", "documents", "quiet_month", "registers"]
