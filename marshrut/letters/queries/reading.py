"""One letter, one thread, and the list of all letters."""

from __future__ import annotations

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound

from ..sentences import NO_SUCH_LETTER
from .shapes import Filter, LetterLine, Letters, Thread


def letter_of(actor: Actor, card: int) -> LetterLine | None:
    """The letter that this card is; None when it is none, or none the reader may see."""
    return None


def thread(actor: Actor, card: int, after: str | None = None, limit: int = 100) -> Thread:
    """The thread that the letter stands in; raises NotFound."""
    raise NotFound(NO_SUCH_LETTER)


def listing(actor: Actor, wanted: Filter, after: str | None = None, limit: int = 50) -> Letters:
    """Letters the reader may see, newest first."""
    return Letters(())
