"""«Мои задания»: tabs, a list of tasks and the chosen one with its document and decision bar."""

from __future__ import annotations

from dataclasses import dataclass

from .card import FieldRow
from .files import FileRow
from .forms import Option
from .parts import Due, Empty, Face, Link, StageMark, Tab
from .tasks import TaskBox


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """A task in the list. `bulk` names the group that may be decided together ("" means alone only)."""

    task_id: int
    title: str
    subject: str
    details: str
    face: Face
    due: Due | None
    url: str
    current: bool = False
    bulk: str = ""
    amount: str = ""  # plain decimal for the sum of a bulk decision, e.g. "125000.00"
    new: bool = False
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """What is done with several ticked tasks of the group `kind`: the good outcome, or a skip for one listed reason."""

    kind: str
    outcome: str = ""
    text: str = ""
    skip: str = ""
    #: value -> words; reasons that ask for words of their own are given one by one
    reasons: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxDetail:
    """The open task with all that is needed to decide on the same screen."""

    task: TaskBox
    card_number: str
    card_url: str
    subject: str
    stage: StageMark
    fields: tuple[FieldRow, ...] = ()
    company: Link | None = None
    files: tuple[FileRow, ...] = ()
    preview: FileRow | None = None
    back_url: str = "/inbox/"
    next_url: str = ""
    copy_all: str = ""  # requisites for a payment


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxScreen:
    tabs: tuple[Tab, ...]
    rows: tuple[InboxRow, ...]
    detail: InboxDetail | None = None
    empty: Empty | None = None
    more_url: str = ""
    fresh: str = ""  # «3 новых — показать»
    fresh_url: str = ""
    live_url: str = "/inbox/?part=fresh"
    #: on a phone the detail is shown alone only when a task was asked for by address
    chosen: bool = False
    #: one bar for each group of tasks that may be finished together
    bulks: tuple[Bulk, ...] = ()
