"""Mailboxes: the list, one of them with its state, a check step by step, what came by it."""

from __future__ import annotations

from dataclasses import dataclass

from .parts import Badge, Empty, Link, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxRow:
    name: str
    url: str
    address: str
    organisation: str
    seen: str
    badge: Badge


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxesScreen:
    rows: tuple[MailboxRow, ...]
    create: Link
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class CheckStep:
    """`mark` is an icon; `advice` what to do when it did not work."""

    title: str
    mark: str
    tone: Tone
    said: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class CameRow:
    at: str
    sender: str
    what: str
    card: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxScreen:
    title: str
    url: str
    badge: Badge
    facts: tuple[tuple[str, str], ...]
    warning: str = ""
    advice: str = ""
    steps: tuple[CheckStep, ...] = ()
    verdict: str = ""
    verdict_tone: Tone = Tone.OK
    came: tuple[CameRow, ...] = ()
    version: int = 0
