"""A task with its decision, wherever it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .forms import Field
from .links import TaskLinks
from .parts import ChangeBox, Due, Face, Link


class Look(StrEnum):
    """How an outcome button looks: OK is the good way on, BAD a refusal, MAIN neutral progress, QUIET a way round
    the work, PLAIN the rest."""

    OK = "ok"
    BAD = "bad"
    MAIN = "main"
    QUIET = "quiet"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Reason:
    """A listed reason; with `explain` it asks for words of their own as well."""

    key: str
    text: str
    explain: bool = False
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One way to finish a task. What it asks for is opened in place by the press, or stands open already."""

    key: str
    text: str
    look: Look = Look.MAIN
    icon: str = ""
    reason: bool = False
    reason_label: str = ""
    #: listed reasons, one of which is chosen
    reasons: tuple[Reason, ...] = ()
    reasons_error: str = ""
    #: it takes a comment that nobody has to write
    may_comment: bool = False
    #: what it asks for stands in the task from the beginning
    standing: bool = False
    fields: tuple[Field, ...] = ()
    file: Field | None = None
    #: the refusal of the last try, and what was typed in it
    error: str = ""
    typed_reason: str = ""
    #: what the confirmation asks, only for what leaves the house or cannot be undone
    confirm: str = ""

    @property
    def asks(self) -> bool:
        return bool(self.reason or self.reasons or self.fields or self.file or self.confirm)

    @property
    def explained(self) -> bool:
        """The chosen reason asks for words."""
        return any(one.chosen and one.explain for one in self.reasons)

    @property
    def may_explain(self) -> bool:
        return not self.reason and any(one.explain for one in self.reasons)


class TaskState(StrEnum):
    MINE = "mine"
    LATE = "late"
    PAUSED = "paused"
    OTHER = "other"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Subtask:
    text: str
    face: Face
    done: bool = False
    due: Due | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class WhyDay:
    """One counted day of «Почему этот срок?»: date, what it was, how much was counted."""

    date: str
    why: str
    counted: str
    off: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """An explanation in words: the rule, then the counted days, then the pauses."""

    title: str
    lines: tuple[str, ...]
    days: tuple[WhyDay, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAct:
    """An act under «Ещё» that names a colleague. `key` is the end of its address; `note` labels the text beside."""

    key: str
    text: str
    title: str
    icon: str
    note: str
    submit: str
    hint: str = ""
    needs_note: bool = False


@dataclass(frozen=True, slots=True)
class Opinion:
    """A question to a colleague beside the decision. Without an answer it is still open."""

    face: Face
    asked: str
    question: str
    answer: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody wrote in the round before: why the card came back."""

    face: Face
    text: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoBox:
    """The reader's own decision that may still be undone."""

    task_id: int
    text: str
    card_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskBox:
    """A task with its decision. `target` is the id of the element the answer replaces ("inbox" or "card")."""

    id: int
    title: str
    state: TaskState
    card_version: int
    target: str = "card"
    text: str = ""
    due: Due | None = None
    asked_by: Face | None = None
    performers: tuple[Face, ...] = ()
    status: str = ""
    #: of the round before, where the card came back for rework
    remarks: tuple[Remark, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    #: partners, folder and card, where the task is done with their help
    links: TaskLinks | None = None
    #: what was typed as a comment that nobody has to write
    typed_comment: str = ""
    #: digest of what was shown, sent back with the decision (0 or more files)
    shown: str = ""
    can_take: bool = False
    can_pause: bool = False
    can_resume: bool = False
    can_take_back: bool = False
    acts: tuple[PersonAct, ...] = ()
    #: for whom and on what ground the reader (or the assignee) holds it
    behalf: str = ""
    #: of an opinion: what is asked
    question: str = ""
    opinions: tuple[Opinion, ...] = ()
    pause_hint: str = ""
    #: the first and the last day that may be chosen, ISO
    pause_days: tuple[str, str] | None = None
    subtasks: tuple[Subtask, ...] = ()
    why: tuple[Why, ...] = ()
    #: a page where the task is better done than in its box
    elsewhere: Link | None = None
    #: where the card that came back is corrected
    edit_url: str = ""
    #: a refusal that belongs to no outcome ("Иванова уже согласовала в 14:02")
    error: str = ""
    #: what became of the content since the page was opened, and since the reader's earlier decision
    changes: ChangeBox | None = None
    changed_since: ChangeBox | None = None

    @property
    def url(self) -> str:
        return f"/tasks/{self.id}"

    @property
    def decides(self) -> bool:
        return bool(self.outcomes) and self.state != TaskState.PAUSED

    @property
    def standing(self) -> bool:
        """A form stands in it from the beginning: it is filled in among the rest, not over it."""
        return self.decides and any(one.standing for one in self.outcomes)

    @property
    def may_comment(self) -> bool:
        return self.decides and any(one.may_comment for one in self.outcomes)

    @property
    def has_more(self) -> bool:
        return self.acts_menu or (self.can_take and bool(self.outcomes))

    @property
    def acts_menu(self) -> bool:
        """There is something under «Ещё» on every screen, not only on the phone."""
        return bool(self.acts)

    @property
    def has_form(self) -> bool:
        return bool(self.outcomes) or self.can_take or self.can_resume or self.can_take_back or self.has_more
