"""Print forms: a dataclass of ready words goes in, one PDF/A-2b comes out. Reads nothing, decides nothing.

The caller says dates, names and decisions in the language and zone of the paper; the labels follow the language that is
active. Data reach typst as JSON and never become text of the form.
"""

from .journal import JournalData, JournalRow, registration_journal
from .registration import RegistrationData, registration_card
from .sheet import SheetData, SheetDecision, SheetPaper, approval_sheet

__all__ = [
    "JournalData",
    "JournalRow",
    "RegistrationData",
    "SheetData",
    "SheetDecision",
    "SheetPaper",
    "approval_sheet",
    "registration_card",
    "registration_journal",
]
