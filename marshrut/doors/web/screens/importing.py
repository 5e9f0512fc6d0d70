"""Tables that come in: the form, what would change; and which tables left."""

from __future__ import annotations

from dataclasses import dataclass

from .forms import Form
from .parts import Badge, Empty, Face, Link, Tab


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportScreen:
    """Where a table is chosen or pasted, and where one is taken away."""

    form: Form
    tabs: tuple[Tab, ...]
    columns: tuple[tuple[str, str], ...]  # heading, what it takes


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """«Должность: Менеджер → Старший менеджер»; without `old` of a new person."""

    label: str
    new: str
    old: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class PreviewRow:
    number: str  # «строка 14»
    name: str
    email: str
    changes: tuple[ChangeRow, ...] = ()
    problems: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class PreviewGroup:
    """`more` says how many further rows there are: «ещё 19 800»."""

    title: str
    rows: tuple[PreviewRow, ...]
    tone: str = ""
    lead: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class MissingRow:
    id: int
    name: str
    email: str
    face: Face
    may_dismiss: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TableScreen:
    """Where a table is chosen or pasted; `about` says how its columns are read."""

    title: str
    back: Link
    form: Form
    columns: tuple[tuple[str, str], ...]  # heading, what it takes
    example_url: str
    about: str
    tabs: tuple[Tab, ...] = ()
    #: names the row of tabs
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePreview:
    """`packed` brings the same table back when it is applied, `seen` is what the person saw of it."""

    back: Link
    apply_url: str
    badges: tuple[Badge, ...]
    groups: tuple[PreviewGroup, ...]
    warning: str = ""
    error: str = ""
    packed: str = ""
    seen: str = ""
    #: further hidden inputs: (name, value)
    hidden: tuple[tuple[str, str], ...] = ()
    can_apply: bool = False
    nothing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewScreen:
    """`packed` brings the same table back when it is applied, `seen` is what the person saw of it."""

    badges: tuple[Badge, ...]
    groups: tuple[PreviewGroup, ...]
    units: tuple[str, ...]
    units_more: str = ""
    missing: tuple[MissingRow, ...] = ()
    missing_more: str = ""
    warnings: tuple[str, ...] = ()
    error: str = ""
    packed: str = ""
    seen: str = ""
    can_apply: bool = False
    nothing: bool = False


@dataclass(frozen=True, slots=True)
class ExportRow:
    when: str
    who: Face
    what: str
    rows: str
    form: str
    query: str = ""
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportsScreen:
    tabs: tuple[Tab, ...]
    rows: tuple[ExportRow, ...]
    empty: Empty | None = None
