"""The approval sheet, for paper and for the eye."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A decision. `behalf` says for whom and on what ground; `undone` strikes it through."""

    who: str
    position: str
    task: str
    what: str
    when: str
    edition: int
    behalf: str = ""
    reason: str = ""
    bad: bool = False
    opinion: bool = False
    undone: bool = False
    version: str = ""


@dataclass(frozen=True, slots=True)
class SheetRound:
    title: str
    result: str
    lines: tuple[SheetLine, ...]
    pdf_url: str = ""


@dataclass(frozen=True, slots=True)
class SheetContent:
    """An edition: what was in it, in words, and the names of the files."""

    title: str
    changes: tuple[tuple[str, str], ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetScreen:
    title: str
    number: str
    subject: str
    card_url: str
    facts: tuple[tuple[str, str], ...]
    rounds: tuple[SheetRound, ...]
    contents: tuple[SheetContent, ...]
    made: str
    proof: str
