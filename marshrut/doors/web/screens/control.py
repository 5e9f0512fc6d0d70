"""«Контроль писем» and the promises about letters. Every figure leads to the list it counts."""

from __future__ import annotations

from dataclasses import dataclass

from .forms import Form
from .load import PersonRow, StageGroup
from .parts import Due, Empty, Face, Link, StageMark, Tab, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlFigure:
    """A number with what it counts; `tone` is its colour when it is not 0."""

    text: str
    name: str
    url: str = ""
    tone: Tone = Tone.NEUTRAL
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitRow:
    """A letter that waits. `wait` is working time on its stage."""

    number: str
    subject: str
    partner: str
    url: str
    stage: StageMark
    faces: tuple[Face, ...]
    wait: str
    due: Due | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlScreen:
    title: str
    lead: str
    figures: tuple[ControlFigure, ...] = ()
    rows: tuple[WaitRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    people_more: str = ""
    groups: tuple[StageGroup, ...] = ()
    all_url: str = ""
    proof: ProofMark | None = None
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class ProofMark:
    """The last proof in one line; `url` leads to the promises."""

    text: str
    tone: Tone
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlListScreen:
    title: str
    back: Link
    lead: str
    tabs: tuple[Tab, ...]
    rows: tuple[WaitRow, ...] = ()
    total: str = ""
    #: whose letters, when only one person's are shown
    face: Face | None = None
    clear_url: str = ""
    more_url: str = ""
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class PromiseMonth:
    """A month of a promise: ready words; "" where there is nothing to say."""

    name: str
    count: str
    median: str
    most: str
    saved: str
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class PromiseTable:
    """How long letters took. `how` says what is counted, `before` what it is compared with."""

    key: str
    title: str
    how: str
    before: str
    rows: tuple[PromiseMonth, ...]


@dataclass(frozen=True, slots=True)
class ShareRow:
    name: str
    share: str
    detail: str
    width: int = 0


@dataclass(frozen=True, slots=True)
class ShareTable:
    key: str
    title: str
    how: str
    rows: tuple[ShareRow, ...]


@dataclass(frozen=True, slots=True)
class OutsideRow:
    number: str
    url: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofRow:
    day: str
    at: str
    registered: str
    live: str
    final: str
    outside: str
    holds: bool
    letters: tuple[OutsideRow, ...] = ()
    hidden: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisesScreen:
    title: str
    lead: str
    figures: tuple[ControlFigure, ...]
    tables: tuple[PromiseTable, ...]
    shares: tuple[ShareTable, ...]
    proofs: tuple[ProofRow, ...]
    proof_how: str
    prove_url: str = ""
    baseline_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineScreen:
    title: str
    back: Link
    lead: str
    form: Form
    #: what was entered: (figures, note, who and when)
    earlier: tuple[tuple[str, str, str], ...] = ()
