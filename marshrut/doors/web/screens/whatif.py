"""«Что если»: the question, the questions asked before, and an answer with its error."""

from __future__ import annotations

from dataclasses import dataclass

from .control import ControlFigure
from .dashboards import Table
from .forms import Field, Form
from .parts import Link, Tab


@dataclass(frozen=True, slots=True)
class Asked:
    """One that was asked before: what was changed, when and by whom, how it ended."""

    link: Link
    changes: tuple[str, ...]
    said: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    fields: tuple[Field, ...]
    hint: str = ""
    #: begins folded
    folded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskScreen:
    title: str
    lead: str
    tabs: tuple[Tab, ...]
    form: Form
    groups: tuple[Group, ...]
    before: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldScreen:
    """`waits`: the worker still plays it; `verdict` says whether the difference is more than the `error`."""

    title: str
    back: Link
    lead: str
    changes: tuple[str, ...]
    waits: str = ""
    nothing: str = ""
    verdict: str = ""
    tone: str = "info"
    error: str = ""
    figures: tuple[ControlFigure, ...] = ()
    tables: tuple[Table, ...] = ()
    supposed: tuple[str, ...] = ()
