"""What letters add to the pages of cards: a form in the order of the envelope, and the page after registering."""

from __future__ import annotations

from dataclasses import dataclass

from .parts import Due, Face, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Whom the letter waits for now."""

    task: str
    faces: tuple[Face, ...]
    due: Due | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredScreen:
    """`number` is empty while the registration book is at work: then `again_url` is asked a moment later."""

    card: Link
    type_name: str
    type_key: str
    title: str
    subject: str
    facts: tuple[tuple[str, str], ...]
    number: str = ""
    dated: str = ""
    #: what is said instead of a number that takes long
    note: str = ""
    again_url: str = ""
    #: letters with the same number from the same sender: perhaps it came twice
    twins: tuple[Link, ...] = ()
    holding: tuple[Holding, ...] = ()
    #: the form of the next one, and the next one that came by e-mail
    more: Link
    following: Link | None = None
    from_mail: bool = False
