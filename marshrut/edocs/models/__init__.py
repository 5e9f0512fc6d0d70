"""Tables of e-documents. Cards are led by `EDoc`; what sources said and who signed is kept for good."""

from .bases import Base, PartyLink, Run
from .edocs import EDoc, EDocAct, EDocNumber, Turn

__all__ = ["Base", "EDoc", "EDocAct", "EDocNumber", "PartyLink", "Run", "Turn"]
