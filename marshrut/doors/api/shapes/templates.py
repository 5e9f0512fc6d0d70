"""Word templates."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .base import Answer, Body, Id, Instant, Links, Ref

Title = Annotated[str, Field(min_length=1, max_length=200, examples=["Договор поставки"])]
Slug = Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9_]*$", examples=["contract"])]
Version = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1, examples=[1])]


class TemplateLine(Answer):
    """`kind`: what a filled paper becomes, "" for a plain file; `card_type`: where it is offered, "" on all cards."""

    id: Id
    title: str
    kind: str
    card_type: str
    file: Ref
    version: int
    author: Ref | None
    at: Instant
    archived: bool
    links: Links


class TemplateList(Answer):
    items: tuple[TemplateLine, ...]


class Template(TemplateLine):
    """`fields` are the names it asks for; `problem` says why it cannot be used any more."""

    fields: tuple[str, ...]
    problem: str


class NewTemplate(Body):
    """`file` is the id of an uploaded DOCX."""

    title: Title
    file: Id
    kind: Slug = ""
    card_type: Slug = ""


class TemplateEdit(Body):
    """What is left out stays. With `version` nobody else's change is overwritten."""

    title: Title | None = None
    file: Id | None = None
    kind: Slug | None = None
    card_type: Slug | None = None
    version: Version | None = None


class TemplateArchive(Body):
    archived: bool = True
    version: Version | None = None


class TemplateChanged(Answer):
    id: Id
    version: int
    links: Links
