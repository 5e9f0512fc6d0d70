"""What a messenger knows: people, messages with buttons and files, and what people did. No messenger's own shapes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

#: what a person did
Did = Literal["start", "press", "words", "files", "stop", "back"]


class Refusal(Exception):
    """The messenger does not do it. `wait`: seconds, when it asks for patience."""

    def __init__(self, code: str, wait: int = 0) -> None:
        super().__init__(code)
        self.code, self.wait = code, wait


@dataclass
class User:
    """One with a phone; the chat with the bot has the same number. `started`: has spoken to the bot at all."""

    id: int
    name: str
    login: str = ""
    language: str = "ru"
    started: bool = False
    blocked: bool = False


@dataclass(frozen=True)
class Key:
    """A button below a message."""

    text: str
    data: str = ""
    url: str = ""
    look: str = ""


Rows = tuple[tuple[Key, ...], ...]


@dataclass
class File:
    """`picture`: shown in the message itself, otherwise as an attachment."""

    ref: str
    name: str
    mime: str
    content: bytes = field(repr=False)
    picture: bool = False


@dataclass
class Message:
    """`ours`: of the bot. `text`: as people see it; `source`: as it was sent. `keys`: buttons it ever had, for those
    who press on an old screen. `asks`: the phone opens its keyboard to answer it, with these words in the empty line.
    """

    number: int
    chat: int
    ours: bool
    at: datetime
    text: str = ""
    source: str = ""
    rows: Rows = ()
    files: tuple[File, ...] = ()
    reply_to: int = 0
    asks: str | None = None
    earlier: list[str] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)

    @property
    def buttons(self) -> tuple[str, ...]:
        return tuple(key.text for row in self.rows for key in row)

    @property
    def edited(self) -> bool:
        return bool(self.earlier)


@dataclass
class Popup:
    """What the phone shows for a moment after a press."""

    text: str
    alert: bool = False


@dataclass
class Happening:
    """What a person did, until the bot has been told of it. `data`: of the button, or of the link that was opened."""

    uid: int
    did: Did
    user: User
    at: datetime
    message: Message | None = None
    data: str = ""
    text: str = ""
    callback: str = ""
    popups: list[Popup] = field(default_factory=list)


@dataclass
class Hook:
    """Where the bot wants to be called. `said`: how the last call ended."""

    address: str
    secret: str = ""
    kinds: tuple[str, ...] = ()
    said: str = ""
    failed_at: datetime | None = None


@dataclass
class Asked:
    """A call of the bot: name, what came with it (without the token), and the status it was answered with."""

    method: str
    body: dict[str, object]
    at: datetime
    status: int = 0
