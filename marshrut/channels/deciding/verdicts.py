"""What is to be done about something that was heard: found out first, then written in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from ..wire import Update
from .checking import No

State = Literal["done", "refused", "ignored"]


@dataclass(frozen=True, slots=True)
class Heard:
    """What came in, and whose account it came from: None when it is linked to nobody who works here."""

    id: int
    channel: str
    update: Update
    person: int | None
    #: id of the address, and the language to answer in
    address: int | None
    language: str
    #: it was begun before, and the worker was lost
    again: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """Something to be said in the chat: see `speaking`. `told`: ids and plain words, never a secret."""

    kind: Literal["text", "asks", "reasons", "link", "proposal"]
    told: dict[str, Any] = field(default_factory=dict)
    delivery: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Words, or a file for the field, are awaited before the action can be done."""

    action: int
    asks: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`answer` is shown for a moment where the button was pressed; `alert`: until it is closed.

    `owner`: whose action it was, when it was refused to somebody else. `used`: the action was done by this. `task`:
    messages about it are settled. `refresh`: a delivery whose message is composed anew. `asked`: a question that has
    ended, and how.
    """

    state: State = "done"
    why: str = ""
    person: int | None = None
    owner: int | None = None
    action: int | None = None
    used: bool = False
    task: int | None = None
    refresh: int | None = None
    answer: str = ""
    alert: bool = False
    says: tuple[Say, ...] = ()
    question: Question | None = None
    asked: int | None = None
    asked_end: str = ""
    #: a delivery that the person has answered
    acknowledges: int | None = None
    #: its number there, as the press has told it: perhaps nobody has noted it yet
    message: str = ""
    #: plain facts for the history of the person
    about: dict[str, Any] = field(default_factory=dict)


def refused(no: No, person: int | None, **more: Any) -> Verdict:
    return Verdict("refused", no.code, person=person, answer=no.said, alert=True, **more)


def text(title: str, body: str = "", *lines: tuple[str, str], delivery: int | None = None) -> Say:
    return Say("text", {"title": title, "text": body, "lines": [list(one) for one in lines]}, delivery)
