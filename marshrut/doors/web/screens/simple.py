"""Pages of one form or one list: forms, settings, profile, notifications, companies, sign-in, errors."""

from __future__ import annotations

from dataclasses import dataclass

from .forms import Field, Form
from .parts import Badge, Empty, Face, Link, Tab, Tone
from .signing import SessionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class FormScreen:
    """Any page that is one form: a company, a department, a person, a role."""

    title: str
    form: Form
    back: Link
    lead: str = ""
    danger: Link | None = None
    danger_confirm: str = ""
    #: where a refusal leads, e.g. to the company that is there already
    see: Link | None = None


@dataclass(frozen=True, slots=True)
class SettingGroup:
    title: str
    fields: tuple[Field, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsScreen:
    """Thresholds of a pack. `changed` tells who changed them last."""

    title: str
    version: str
    action: str
    groups: tuple[SettingGroup, ...]
    error: str = ""
    changed: str = ""
    can_edit: bool = True
    tabs: tuple[Tab, ...] = ()


@dataclass(frozen=True, slots=True)
class TokenRow:
    id: int
    name: str
    made: str
    used: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileScreen:
    """`shown_once` is a token just made: shown once, never again. Forms post to /profile/<name of the form>."""

    face: Face
    full_name: str
    position: str
    email: str
    settings: Form
    #: None: there is no password here to change
    password: Form | None
    tokens: tuple[TokenRow, ...] = ()
    token_form: Form | None = None
    shown_once: str = ""
    #: what there is beside the password, in words
    factors: str = ""
    sessions: tuple[SessionRow, ...] = ()
    #: the account of the company's identity server: how it is called ("" where there is none), and whether it is tied
    outside: str = ""
    tied: bool = False


@dataclass(frozen=True, slots=True)
class SentRow:
    """One attempt to tell it somewhere else: «Telegram», «Отправлено 14:20», and why it went so."""

    channel: str
    state: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    id: int
    text: str
    url: str
    when: str
    when_iso: str
    face: Face | None = None
    icon: str = "bell"
    tone: Tone = Tone.INFO
    detail: str = ""
    why: str = ""  # why am I getting this
    #: where else it went, or in one sentence why nowhere; both empty where there is nothing but the portal
    sent: tuple[SentRow, ...] = ()
    unsent: str = ""
    unread: bool = False
    day: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesScreen:
    tabs: tuple[Tab, ...]
    rows: tuple[NoticeRow, ...]
    unread: bool = False
    more_url: str = ""
    empty: Empty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRow:
    id: int
    name: str
    note: str = ""
    details: str = ""  # «ИНН 7700964117»
    cards: str = ""
    amount: str = ""
    badge: Badge | None = None

    @property
    def url(self) -> str:
        return f"/companies/{self.id}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompaniesScreen:
    query: str = ""
    rows: tuple[CompanyRow, ...] = ()
    total: str = ""
    next_url: str = ""
    previous_url: str = ""
    create_url: str = ""
    import_url: str = ""
    tabs: tuple[Tab, ...] = ()
    empty: Empty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginScreen:
    """`demo` lists people of a training installation who may be signed in by one press (name, e-mail)."""

    fields: tuple[Field, ...]
    error: str = ""
    next: str = ""
    demo: tuple[tuple[Face, str, str], ...] = ()
    #: letters are set up: a forgotten password can be replaced by the person
    forgot: bool = False
    #: the company's own identity server
    outside: Link | None = None


@dataclass(frozen=True, slots=True)
class PaletteGroup:
    title: str
    items: tuple[PaletteItem, ...]


@dataclass(frozen=True, slots=True)
class PaletteItem:
    text: str
    url: str
    icon: str
    hint: str = ""
    opens: str = ""  # id of a dialog on the page, e.g. "keys-help"
