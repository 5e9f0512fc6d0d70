"""A formalised document (УПД, акт and others of ФНС) as a paper to be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Side:
    label: str
    name: str
    #: «ИНН 7700001235, КПП 770001001»
    codes: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    label: str
    text: str
    number: bool = False
    #: the name of the goods, which stands as a heading on a phone
    head: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table; cells are texts under the `columns` of the screen."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormalScreen:
    """Without a document `note` says why there is none. `page_url` is the page of its own, to print; "" for none."""

    title: str
    file_url: str
    page_url: str = ""
    note: str = ""
    kind: str = ""
    number: str = ""
    marks: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    facts: tuple[Fact, ...] = ()
    columns: tuple[Cell, ...] = ()
    rows: tuple[Row, ...] = ()
    more_rows: str = ""
    totals: tuple[Fact, ...] = ()
    in_words: str = ""
    doubt: str = ""
    signers: tuple[Fact, ...] = ()
    origin: str = ""
