"""The calendar of absences from a table: the form, and what would change."""

from __future__ import annotations

from dataclasses import dataclass

from .forms import Form
from .importing import PreviewGroup
from .parts import Badge, Tab


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaScreen:
    """Where the table is chosen or pasted."""

    form: Form
    tabs: tuple[Tab, ...]
    columns: tuple[tuple[str, str], ...]  # heading, what it takes


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaPreview:
    """`packed` brings the same table back when it is applied, `seen` is what the person saw of it."""

    badges: tuple[Badge, ...]
    groups: tuple[PreviewGroup, ...]
    warning: str = ""
    error: str = ""
    packed: str = ""
    seen: str = ""
    can_apply: bool = False
    nothing: bool = False
