"""What a message says, composed when it is sent: only what its reader may see then, in the reader's language."""

from .composing import compose
from .settling import settled

__all__ = ["compose", "settled"]
