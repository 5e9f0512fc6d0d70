"""A pack on its way to be published: upload, what is wrong, stories, the buttons."""

from __future__ import annotations

from dataclasses import dataclass

from .forms import Form
from .parts import Badge, Link, Tab


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    url: str
    title: str
    what: str
    badge: Badge


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    title: str
    what: str
    files_url: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishScreen:
    title: str
    lead: str
    tabs: tuple[Tab, ...]
    form: Form
    drafts: tuple[DraftRow, ...]
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True, slots=True)
class ProblemRow:
    place: str
    said: str
    badge: Badge
    way: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryRow:
    title: str
    key: str
    badge: Badge


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftScreen:
    """`publish`: the address that publishes it, empty while anything is red; `confirm`: warnings are confirmed."""

    title: str
    back: Link
    lead: str
    verdict: str
    tone: str
    form: Form
    files: tuple[str, ...]
    problems: tuple[ProblemRow, ...] = ()
    stories: tuple[StoryRow, ...] = ()
    stories_said: str = ""
    plays: tuple[Link, ...] = ()
    files_url: str = ""
    publish: str = ""
    confirm: str = ""
    discard: str = ""
    error: str = ""
