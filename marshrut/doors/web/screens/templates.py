"""Word templates: the list, one of them with what it asks for, and what templates may ask for."""

from __future__ import annotations

from dataclasses import dataclass

from .forms import Field, Form
from .parts import Badge, Empty, Tab


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRow:
    """`where`: on which cards it is offered."""

    title: str
    url: str
    kind: str
    where: str
    changed: str
    badge: Badge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplatesScreen:
    rows: tuple[TemplateRow, ...]
    tabs: tuple[Tab, ...] = ()
    empty: Empty | None = None
    create_url: str = ""
    fields_url: str = ""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """`code` as it is written in Word; `example` is such a value; `unknown`: no card of this kind has it."""

    code: str
    label: str
    example: str = ""
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class FieldGroup:
    title: str
    fields: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateScreen:
    title: str
    url: str
    facts: tuple[tuple[str, str], ...]
    fields: tuple[FieldRow, ...]
    warning: str = ""
    note: str = ""
    badge: Badge | None = None
    edit_url: str = ""
    #: filled by the values of a card, nothing is kept
    trial: Form | None = None
    fields_url: str = ""
    archive: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFieldsScreen:
    choose: Field | None
    groups: tuple[FieldGroup, ...]
    #: how conditions and lists are written: (code, what it does)
    grammar: tuple[tuple[str, str], ...]
