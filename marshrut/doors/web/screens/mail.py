"""A letter that came by e-mail and waits to be registered: the form at left, the mail and its files at right."""

from __future__ import annotations

from dataclasses import dataclass

from .files import FileRow
from .forms import Field, Form
from .parts import Due, Link
from .tasks import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What the system worked out, and why. With `fill` it is offered: one press puts it into that field."""

    label: str
    text: str
    why: str
    url: str = ""
    fill: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    sender: str
    recipients: str
    subject: str
    at: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailScreen:
    card: Link
    type_key: str
    type_name: str
    title: str
    #: what to do
    lead: str
    task_id: int
    due: Due | None
    form: Form
    rest: tuple[Field, ...]
    rest_open: bool
    #: the press that registers it
    outcome: Outcome
    #: other ways to decide: no letter at all
    others: tuple[Outcome, ...]
    typed_reason: str = ""
    hints: tuple[Hint, ...] = ()
    mail: Mail | None = None
    files: tuple[FileRow, ...] = ()
    preview: FileRow | None = None
