"""Signing in and proving who one is."""

from __future__ import annotations

from dataclasses import dataclass

from .forms import Field, Form
from .parts import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondScreen:
    """After the password: a code, or a passkey."""

    field: Field
    error: str = ""
    next: str = ""
    passkey: bool = False
    codes: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveScreen:
    """Who is it, once more. `fields` are what a person can answer with, `next` where the page leads."""

    fields: tuple[Field, ...]
    error: str = ""
    next: str = ""
    passkey: bool = False
    #: a training installation, where nobody knows passwords
    training: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainScreen:
    """A page of one form without the navigation around it."""

    title: str
    lead: str = ""
    form: Form | None = None
    #: another way to the same end
    other: Link | None = None
    foot: Link | None = None


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A passkey in the list."""

    id: int
    name: str
    used: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorsScreen:
    """Second factors of the one who looks."""

    totp: bool
    #: QR code as an address of a picture, and the secret in letters, while the app is not set up
    picture: str = ""
    secret: str = ""
    form: Form | None = None
    passkeys: tuple[KeyRow, ...] = ()
    passkey_form: Form
    codes_left: str = ""
    #: shown this once
    codes: tuple[str, ...] = ()
    error: str = ""
    #: why this page came up by itself
    demanded: str = ""


@dataclass(frozen=True, slots=True)
class SessionRow:
    id: str
    device: str
    detail: str
    current: bool = False
