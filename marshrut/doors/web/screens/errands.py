"""Errands and acquaintance over a card: who was asked, who has read, what is late."""

from __future__ import annotations

from dataclasses import dataclass

from .parts import Due, Face, Link, StageMark


@dataclass(frozen=True, slots=True)
class Share:
    """One of several people: has read, or has not yet."""

    face: Face
    done: bool
    #: «прочитал(а) 22 ноября, 10:15», or what it waits for
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutLine:
    """An errand or an acquaintance. `count` says «3 из 5», `bar` its percent."""

    title: str
    url: str
    number: str
    kind: str
    icon: str
    stage: StageMark
    author: str = ""
    due: Due | None = None
    people: tuple[Share, ...] = ()
    count: str = ""
    bar: int = 0
    finished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPart:
    """`acts` open the forms of new ones; the finished stand under a fold."""

    acts: tuple[Link, ...] = ()
    lines: tuple[AboutLine, ...] = ()
    finished: tuple[AboutLine, ...] = ()

    @property
    def count(self) -> int:
        return len(self.lines) + len(self.finished)
