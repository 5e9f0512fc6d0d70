"""What the system does by itself."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from .base import Key, Model, Words
from .people import Resolver

_NEEDED = {
    "notify": ("to", "text"),
    "set": ("fields",),
    "move": ("stage",),
    "create_card": ("key", "card_type"),
    "document_status": ("field", "status"),
    "register_document": ("field",),
    "send_letter": (),
}


class Robot(Model):
    """One thing the system does by itself."""

    do: Literal["notify", "set", "move", "create_card", "document_status", "register_document", "send_letter"]
    #: condition; without it always
    when: str | None = None
    #: for notify: whom to tell, and what
    to: tuple[Resolver, ...] = ()
    text: Words | None = None
    #: for notify on a timer of a stage: outside the working time of a person the notice waits for it (D18)
    in_working_hours: bool = False
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
    #: for create_card: whose card it is; the author of this one unless told, or when nobody is found
    author: Resolver | None = None
    #: for create_card: false leaves it a draft of its author
    start: bool = True
    #: for create_card: the signal the new card is given when this one leaves the stage before that one is finished
    left: Key | None = None
    #: for create_card: one for all visits and rounds of this card, and for good
    once: bool = False
    #: for document_status and register_document: the file field whose papers are meant
    field: Key | None = None
    #: for document_status: the key of a status of the kind of these papers (S1.14)
    status: Key | None = None
    #: for document_status: date fields with the days of signing and of sending (A1.4)
    signed_on: Key | None = None
    sent_on: Key | None = None
    #: for register_document: the company field with our organisation whose registration book it is
    organisation: Key | None = None
    #: for register_document: the date field with the day of the paper; without it the day of registering
    on: Key | None = None
    #: for register_document: the text and the date field that take the number and its day
    number_field: Key | None = None
    date_field: Key | None = None

    @model_validator(mode="after")
    def has_its_parts(self) -> Robot:
        missing = [part for part in _NEEDED[self.do] if not getattr(self, part)]
        if missing:
            raise ValueError(f"“{self.do}” needs {', '.join(missing)}")
        return self
