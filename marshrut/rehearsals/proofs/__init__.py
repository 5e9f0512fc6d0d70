"""What proofs of routes find, told as stories in the reader's language."""

from .proving import check, findings, in_company
from .wording import Wording

__all__ = ["Wording", "check", "findings", "in_company"]
