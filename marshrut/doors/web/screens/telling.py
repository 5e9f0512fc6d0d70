"""Where notices come to: a person's own channels and choices, the link that is opened on a phone, an administrator's
look at somebody's channels."""

from __future__ import annotations

from dataclasses import dataclass

from .channels import MatrixRow
from .forms import Field
from .parts import Badge, Empty, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRow:
    """An account or a browser. `confirm`: it waits for the person to say that it is theirs."""

    id: int
    label: str
    detail: str
    #: of a browser: told apart from the one the page is open in
    badge: Badge | None = None
    confirm: bool = False
    #: a mailbox that was given up: it can be written to again
    again: bool = False
    removable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WayRow:
    """A channel in the person's order. `link`: text of the button that ties an account, `browser`: of this device."""

    code: str
    title: str
    icon: str
    badge: Badge
    sub: str = ""
    addresses: tuple[AddressRow, ...] = ()
    link: str = ""
    browser: str = ""
    test: bool = False
    up: bool = False
    down: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingScreen:
    """One's own. `push_key`: what this browser subscribes with, "" where push is off; `error`: of what was pressed."""

    ways: tuple[WayRow, ...]
    push_key: str
    #: nothing but the portal is there yet
    only_portal: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    quiet: tuple[Field, ...]
    digest: tuple[Field, ...]
    version: int
    #: something was chosen that is not as in the company
    own: bool = False
    may_unlink_all: bool = False
    form_error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkScreen:
    """A one-time link, shown once: its picture for a phone, its address for this device."""

    title: str
    code: str
    address: str
    picture: str
    until: str
    wait: LinkWait


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkWait:
    """Whether the link has been used; asked again after a while as long as `url` is there."""

    text: str
    tone: str
    url: str = ""
    #: a new link is made by a press
    again: str = ""
    #: id of the account that the person confirms by a press
    confirm: int = 0
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChannelsScreen:
    """For administrators: where a person is found, when their phone is lost."""

    name: str
    url: str
    back: Link
    addresses: tuple[AddressRow, ...]
    may_unlink_all: bool
    empty: Empty | None = None
