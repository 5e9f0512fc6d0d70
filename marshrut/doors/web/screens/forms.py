"""Form fields as the templates draw them. Typed values survive an error: `value` is what the person typed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .parts import ChangeBox


class Kind(StrEnum):
    TEXT = "text"
    LONG = "long"
    MONEY = "money"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    EMAIL = "email"
    PASSWORD = "password"  # noqa: S105 - a kind of input
    CHOICE = "choice"
    RADIO = "radio"
    CHECKS = "checks"
    YES_NO = "yes_no"
    PERSON = "person"
    PEOPLE = "people"
    COMPANY = "company"
    CONTACT = "contact"
    DEAL = "deal"
    PROJECT = "project"
    DOCUMENT = "document"
    CARD = "card"
    FILE = "file"
    TRACK = "track"


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    text: str
    chosen: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One input. `text` is the shown name of a chosen person, company or card whose id is `value`.

    `source` is the address that suggests people, companies or cards (answer: `kit/options.html`).
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    value: str = ""
    text: str = ""
    hint: str = ""
    error: str = ""
    required: bool = False
    locked: bool = False
    wide: bool = False
    placeholder: str = ""
    unit: str = ""
    autocomplete: str = ""
    options: tuple[Option, ...] = ()
    source: str = ""
    multiple: bool = False
    autofocus: bool = False
    #: tells inputs of one name in several forms of a page apart
    place: str = ""
    #: address of a sheet that adds what is missing among the suggestions
    add: str = ""
    #: address that answers with a warning about the value, e.g. a date that is over
    check: str = ""
    #: of a date: the first and the last day that is taken, ISO
    least: str = ""
    most: str = ""
    #: of several people: who is chosen
    chosen: tuple[Option, ...] = ()
    #: a tick that stands for having no value here, drawn below
    instead: Field | None = None
    #: "question:field": suggestions are narrowed to what another field of the form has chosen
    beside: str = ""
    #: of a track number: the field with the way of sending, the ways that have no number, those that must have one
    way: str = ""
    bare: str = ""
    needed: str = ""
    #: of a file: a phone offers its camera
    photo: bool = False
    #: of a file: where a formalised document is read at once, to fill in other fields
    reads: str = ""
    #: texts offered while one is typed
    offered: tuple[Option, ...] = ()

    @property
    def input_id(self) -> str:
        return f"f-{self.place}{self.name}"

    @property
    def way_id(self) -> str:
        return f"f-{self.place}{self.way}"

    @property
    def described_by(self) -> str:
        ids = (f"{self.input_id}-hint" if self.hint else "", f"{self.input_id}-error" if self.error else "")
        return " ".join(filter(None, ids))


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form: `error` is the sentence above it, `version` the card version it was shown at (0: no card)."""

    action: str
    fields: tuple[Field, ...]
    error: str = ""
    version: int = 0
    submit: str = ""
    #: what somebody else changed meanwhile
    changes: ChangeBox | None = None

    @property
    def names(self) -> list[str]:
        """Of all inputs, those drawn below others too."""
        return [one.name for field in self.fields for one in (field, field.instead) if one is not None]
