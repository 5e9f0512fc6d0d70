"""What surrounds every page: navigation, the person, the bell, the training clock."""

from __future__ import annotations

from dataclasses import dataclass

from .parts import Face, Link


@dataclass(frozen=True, slots=True)
class NavItem:
    """`count` is formatted text ("" hides it); `late` paints it red; `live` is the key live.js updates it by.

    `key` is the chord that goes there, e.g. "KeyG KeyI".
    """

    text: str
    url: str
    icon: str
    current: bool = False
    count: str = ""
    late: bool = False
    live: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class NavGroup:
    title: str
    items: tuple[NavItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    groups: tuple[NavGroup, ...]
    tabs: tuple[NavItem, ...]  # the phone's bottom bar, without «Ещё»
    person: Face
    position: str = ""
    unread: str = ""
    since: str = "0"  # where live.js starts from
    clock: str = ""  # training installations: the time pages live in
    keys: bool = True
    live: bool = True
    create: tuple[Link, ...] = ()
    #: for administrators: addresses of mailboxes that are not read
    silent: tuple[str, ...] = ()
    #: and names of carriers that do not answer
    silent_carriers: tuple[str, ...] = ()
    #: and titles of 1C bases that are silent
    silent_bases: tuple[str, ...] = ()
