"""«Чат»: one room of messages from «Администратор» and from colleagues, with task cards, and where one writes."""

from __future__ import annotations

from dataclasses import dataclass

from .inbox import InboxDetail
from .parts import Due, Empty, Face, Link, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMark:
    """A task under a message. `live`: its card is fetched into its place; else what became of it, in words."""

    id: int
    title: str
    text: str = ""
    tone: Tone = Tone.NEUTRAL
    due: Due | None = None
    url: str = ""
    live: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCard:
    """A task as it stands in the room: with its decision, or a mark. `again` asks whether it has changed."""

    id: int
    detail: InboxDetail | None = None
    #: the counterparty and the sum: nobody decides without having seen them
    about: str = ""
    mark: TaskMark | None = None
    again: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """`id` names its element. `closed`: of a card the reader may not see, so nothing else is filled."""

    id: str
    face: Face
    name: str
    when: str
    when_iso: str
    text: str = ""
    title: str = ""
    icon: str = ""
    tone: Tone = Tone.NEUTRAL
    mine: bool = False
    system: bool = False
    closed: bool = False
    #: of a comment: the reader is named in it
    to_me: bool = False
    day: str = ""  # set on the first message of a day
    unread: int = 0  # its notice, to be marked when it comes into sight
    fresh: bool = False  # the line «Новые сообщения» stands above
    card: Link | None = None
    card_id: int = 0
    person: int = 0
    answer_url: str = ""
    task: TaskMark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """Where one writes: on which card, to whom, and what was typed when it was refused."""

    card: int = 0
    card_name: str = ""
    card_error: str = ""
    to: int = 0
    to_name: str = ""
    text: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatScreen:
    """`older_url` asks for what was before, `newer_url` for what came since."""

    messages: tuple[ChatMessage, ...]
    newer_url: str
    older_url: str = ""
    composer: Composer = Composer()
    empty: Empty | None = None
