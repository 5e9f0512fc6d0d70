"""One counterparty: requisites to copy, contacts, its cards; and the sheet that adds one in the middle of a form."""

from __future__ import annotations

from dataclasses import dataclass

from .forms import Form
from .listing import ListRow
from .parts import Link


@dataclass(frozen=True, slots=True)
class Requisite:
    """`digits` are grouped for the eye in `shown`; `value` is what is copied."""

    label: str
    value: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyScreen:
    id: int
    name: str
    kind: str
    requisites: tuple[Requisite, ...]
    #: all of them as one text, for a payment order
    copy_all: str = ""
    contacts: tuple[tuple[str, Link | str], ...] = ()
    note: str = ""
    cards: tuple[ListRow, ...] = ()
    total: str = ""
    more_url: str = ""
    added: str = ""
    can_edit: bool = False

    @property
    def url(self) -> str:
        return f"/companies/{self.id}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanySheet:
    """The short form inside of another form; `see` is a company that is there already, to be chosen instead."""

    form: Form
    known: tuple[str, str] | None = None  # (id, name)
