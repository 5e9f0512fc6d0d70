"""The room of the chat."""

from __future__ import annotations

from pydantic import Field

from .base import Answer, Body, Instant, Ref
from .cards import CardLine
from .tasks import TaskLine


class Message(Answer):
    """One message. Without a card it is about one that is closed to the person now, and nothing else is told."""

    notice: int | None = Field(description="The notice it came by; null: the person's own words.", examples=[101])
    about: str = Field(description="Kind of the notice; `said` for the person's own words.", examples=["task_opened"])
    at: Instant
    read: bool
    who: Ref | None = Field(description="Null: the system («Администратор»).")
    title: str
    text: str
    erased: bool = Field(description="The text was taken out of the history.")
    comment: int | None = Field(description="Number of the comment in the history of its card.")
    mentions: tuple[Ref, ...]
    card: CardLine | None
    task: TaskLine | None = Field(description="The task it is about, as it stands now.")


class ChatPage(Answer):
    items: tuple[Message, ...] = Field(description="Oldest first.")
    older: str | None = Field(description="Send it as `before` for what was earlier; null: nothing was.")
    newest: str = Field(description="Send it as `after` for what has come since.")


class ChatWanted(Body):
    before: str = Field(default="", max_length=80, examples=["101-1782975600000000-17-4"])
    after: str = Field(default="", max_length=80)
    limit: int = Field(default=30, ge=1, le=100)
