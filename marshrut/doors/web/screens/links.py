"""What a task leads to: partners with whom to call and where post goes, the folder of the papers."""

from __future__ import annotations

from dataclasses import dataclass

from .parts import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A contact with the ways to reach them; `post` is what they do there."""

    name: str
    url: str
    post: str = ""
    phone: Link | None = None
    email: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """A company of the card. `accounting` stays empty when nobody is recorded; the others are in `contacts`."""

    label: str
    company: Link
    requisites: Link
    #: «почтовый адрес: 101000, …»
    address: str = ""
    address_note: str = ""
    accounting: tuple[Caller, ...] = ()
    contacts: tuple[Caller, ...] = ()
    #: how many contacts are left to the page of the company
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLinks:
    """`kit/task_links.html`."""

    card: Link
    partners: tuple[Partner, ...] = ()
    folder: Link | None = None
