"""Notices in the portal."""

from __future__ import annotations

from pydantic import Field

from .base import FILES, MOST, Answer, Body, Id, Instant, Links


class Notice(Answer):
    """`about` says what happened; texts are as they were sent."""

    id: int = Field(examples=[101])
    about: str = Field(examples=["task_opened"])
    title: str
    text: str
    at: Instant
    read: bool
    card: int = Field(examples=[17])
    links: Links = Field(description="Of the card.")


class NoticePage(Answer):
    items: tuple[Notice, ...]
    next: int | None = Field(description="Send it as `before` for the next page; null on the last one.")


class NoticesWanted(Body):
    unread: bool = False
    before: int | None = Field(default=None, ge=1, le=MOST)
    limit: int = Field(default=50, ge=1, le=200)


class Read(Body):
    """Which notices were read; null: all."""

    ids: list[Id] | None = Field(default=None, max_length=FILES, examples=[[101]])


class ReadCount(Answer):
    read: int = Field(description="How many of them were unread.")
