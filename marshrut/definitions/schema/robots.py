"""What the system does by itself."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from .base import Key, Model, Words
from .people import Resolver


class Robot(Model):
    """One thing the system does by itself."""

    do: Literal["notify", "set", "move", "create_card"]
    #: condition; without it always
    when: str | None = None
    #: for notify: whom to tell, and what
    to: tuple[Resolver, ...] = ()
    text: Words | None = None
    #: for set and create_card: field and expression
    fields: dict[Key, str] = {}
    #: for move: where to
    stage: Key | None = None
    #: for create_card: tells several children of one visit apart
    key: Key | None = None
    #: for create_card: what to make
    card_type: str | None = None
    #: for create_card: this card goes on only when the new one is finished
    wait: bool = False

    @model_validator(mode="after")
    def has_its_parts(self) -> Robot:
        needed = {"notify": ("to", "text"), "set": ("fields",), "move": ("stage",), "create_card": ("key", "card_type")}
        missing = [part for part in needed[self.do] if not getattr(self, part)]
        if missing:
            raise ValueError(f"“{self.do}” needs {', '.join(missing)}")
        return self
