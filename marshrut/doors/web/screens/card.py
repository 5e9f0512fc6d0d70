"""The card page: stage bar, tasks first, fields, files, journal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from .errands import AboutPart
from .files import FileRow
from .forms import Field, Form
from .papers import PapersPart
from .parts import Badge, Due, Face, Link, StageMark, Tab, Tone
from .tasks import TaskBox, UndoBox
from .tracking import ShipmentsPart, WayPart

if TYPE_CHECKING:
    from .edocs import EDocPart


class StageState(StrEnum):
    DONE = "done"
    NOW = "now"
    TODO = "todo"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Stage:
    key: str
    name: str
    color: str
    state: StageState = StageState.TODO


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A field read as text. `value` is formatted; empty text shows a dash."""

    label: str
    value: str = ""
    url: str = ""
    face: Face | None = None
    badge: Badge | None = None
    big: bool = False
    wide: bool = False
    locked: str = ""  # why it cannot be changed
    due: Due | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the journal: who, when, a sentence. `quote` is a comment or a reason."""

    id: int
    who: str
    when: str
    when_iso: str
    text: str = ""
    quote: str = ""
    face: Face | None = None
    icon: str = "point"
    tone: Tone = Tone.NEUTRAL
    comment: bool = False
    day: str = ""  # set on the first entry of a day
    why: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is holding the card: «ждёт Иванова А. П. 6 ч 20 мин из 16 ч», `percent` of the time already used."""

    text: str
    faces: tuple[Face, ...]
    percent: int
    tone: Tone = Tone.INFO
    note: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """An earlier run of the route, readable under a fold."""

    title: str
    result: Badge
    lines: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardScreen:
    id: int
    version: int
    number: str
    title: str
    type_name: str
    type_key: str
    stage: StageMark
    stages: tuple[Stage, ...]
    company: Link | None = None
    company_note: str = ""
    amount: str = ""
    due: Due | None = None
    badges: tuple[Badge, ...] = ()
    notice: str = ""
    notice_tone: Tone = Tone.INFO
    holder: Holder | None = None
    tasks: tuple[TaskBox, ...] = ()
    fields: tuple[FieldRow, ...] = ()
    empty_fields: tuple[FieldRow, ...] = ()
    edit: Form | None = None  # set: the section is shown as a form
    can_edit: bool = False
    papers: PapersPart | None = None
    about: AboutPart | None = None
    #: it is a letter: its thread stands beside it
    letter: bool = False
    #: things are sent because of it, and it is a shipment itself: both are read after the card
    shipments: bool = False
    shipments_part: ShipmentsPart | None = None
    way: bool = False
    way_part: WayPart | None = None
    #: it is an e-document: what its source says stands above everything
    edoc: bool = False
    edoc_part: EDocPart | None = None
    files: tuple[FileRow, ...] = ()
    attach: Field | None = None
    preview: FileRow | None = None
    rounds: tuple[Round, ...] = ()
    journal_tabs: tuple[Tab, ...] = ()
    journal: tuple[Entry, ...] = ()
    journal_more: str = ""
    can_comment: bool = True
    comment_error: str = ""
    comment_typed: str = ""
    can_move: bool = False
    #: stages ahead, on a stage where nobody has a task: key and name
    ahead: tuple[tuple[str, str], ...] = ()
    can_start: bool = False
    can_restart: bool = False
    can_withdraw: bool = False
    can_print: bool = True
    #: to another version of its route, for whoever installs packs
    newer: Link | None = None
    #: (person, question) of those who hold the card: what if they stay silent
    silences: tuple[tuple[int, str], ...] = ()
    undo: UndoBox | None = None

    @property
    def url(self) -> str:
        return f"/cards/{self.id}/"
