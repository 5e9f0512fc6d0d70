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
    #: then: what to do with it, and where it lies
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsortedScreen:
    title: str
    lead: str
    none: str
    button: str
    rows: tuple[UnsortedRow, ...]
