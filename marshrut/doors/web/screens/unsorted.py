"""Mails that became no letter."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsortedRow:
    sender: str
    subject: str
    what: str
    at: str
    #: where «Это письмо» goes; "" when the mail is not kept
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsortedScreen:
    title: str
    lead: str
    none: str
    button: str
    not_kept: str
    rows: tuple[UnsortedRow, ...]
