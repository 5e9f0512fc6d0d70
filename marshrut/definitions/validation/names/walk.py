"""Walking over everything in a pack, each thing with its place and what it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel

from ...loading import Steps
from ...schema.pack import CardType, Pack, Stage, Task
from ..problem import Finding, nearest

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class At:
    """A thing of the pack, where it stands, and the things around it from the pack inwards."""

    steps: Steps
    thing: BaseModel
    around: tuple[BaseModel, ...]
    #: card types of other packs
    others: frozenset[str] = frozenset()

    def inside(self, kind: type[M]) -> M:
        """The nearest thing of this kind around."""
        return next(one for one in reversed(self.around) if isinstance(one, kind))

    def inside_or_none(self, kind: type[M]) -> M | None:
        return next((one for one in reversed(self.around) if isinstance(one, kind)), None)

    @property
    def pack(self) -> Pack:
        return self.inside(Pack)

    @property
    def card_type(self) -> CardType:
        return self.thing if isinstance(self.thing, CardType) else self.inside(CardType)

    @property
    def stage(self) -> Stage:
        return self.thing if isinstance(self.thing, Stage) else self.inside(Stage)

    @property
    def task(self) -> Task:
        return self.thing if isinstance(self.thing, Task) else self.inside(Task)

    def wrong(self, *steps: str | int, said: str, hint: str = "") -> Finding:
        return Finding((*self.steps, *steps), said, hint)

    def unknown(self, *steps: str | int, name: object, known: Iterable[str], said: str) -> Finding:
        """A name that does not exist; `said` has a place for %(name)s."""
        return Finding((*self.steps, *steps), said % {"name": name}, nearest(name, known))

    def twice(self, part: str, keys: Iterable[str]) -> Iterator[Finding]:
        """Keys of a list that were there before."""
        seen: set[str] = set()
        for index, key in enumerate(keys):
            if key in seen:
                yield self.wrong(part, index, "key", said=_("“%(name)s” is here already.") % {"name": key})
            seen.add(key)


def walk(pack: Pack, others: frozenset[str] = frozenset()) -> Iterator[At]:
    """The pack, then everything in it, depth first."""
    yield from _walk(At((), pack, (), others))


def _walk(at: At) -> Iterator[At]:
    yield at
    for name in type(at.thing).model_fields:
        for steps, thing in _things(getattr(at.thing, name), (*at.steps, name)):
            yield from _walk(At(steps, thing, (*at.around, at.thing), at.others))


def _things(value: Any, steps: Steps) -> Iterator[tuple[Steps, BaseModel]]:
    if isinstance(value, BaseModel):
        yield steps, value
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from _things(one, (*steps, index))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _things(one, (*steps, key))
