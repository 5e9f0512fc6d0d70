"""The form of a new card: fields at left, the document at right while they are typed."""

from __future__ import annotations

from dataclasses import dataclass

from .files import FileRow
from .forms import Field, Form


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateScreen:
    """`preview_url` gets the chosen file by POST (`file`) and answers `kit/paper.html`; "" shows pictures only."""

    type_key: str
    type_name: str
    title: str
    form: Form
    file: Field | None
    preview_url: str = ""
    #: the kept file of a form that was refused
    preview: FileRow | None = None
    #: what happens after the press: «Заявка уйдёт Жукову Б. П., срок — 2 рабочих дня»
    next_step: str = ""
    #: seldom needed: under a fold, opened when something there was filled in or refused
    rest: tuple[Field, ...] = ()
    rest_open: bool = False
