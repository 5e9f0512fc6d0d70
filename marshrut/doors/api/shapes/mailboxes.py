"""Mailboxes, without their passwords."""

from __future__ import annotations

from typing import Literal

from .base import Answer, Id, Instant, Links


class Mailbox(Answer):
    """`error` is a code of what is wrong ("" when nothing is); `silent`: not read for a quarter of an hour."""

    id: Id
    name: str
    address: str
    organisation: Id
    imap_host: str
    smtp_host: str
    active: bool
    seen_at: Instant | None
    error: str
    silent: bool
    version: int
    links: Links


class MailboxList(Answer):
    items: tuple[Mailbox, ...]


class MailboxStep(Answer):
    """`advice`: what to do when it did not work."""

    key: str
    title: str
    outcome: Literal["ok", "bad", "warn", "skipped"]
    said: str
    advice: str


class MailboxCheck(Answer):
    ok: bool
    steps: tuple[MailboxStep, ...]
