"""The sheet of stages a card may be moved to, or the fields a move still asks for."""

from __future__ import annotations

from dataclasses import dataclass

from .forms import Form


@dataclass(frozen=True, slots=True)
class Move:
    key: str
    name: str
    color: str
    here: bool = False
    refusal: str = ""  # why not


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveScreen:
    card_id: int
    version: int
    moves: tuple[Move, ...] = ()
    stage: str = ""
    form: Form | None = None
    note: str = ""  # why the other stages are not offered

    @property
    def url(self) -> str:
        return f"/cards/{self.card_id}/move"
