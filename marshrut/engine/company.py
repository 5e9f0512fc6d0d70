"""What the engine asks of the company: `org.rules.OrgChart` answers in production, a toy company in rehearsal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Protocol

from marshrut.calendars.rules import WorkTime
from marshrut.org.rules.absence import Away, Link, Matter


class Company(Protocol):
    """People by id; only active people are ever returned."""

    def exists(self, person: int) -> bool: ...

    def active(self, person: int) -> bool: ...

    def department_of(self, person: int) -> int | None: ...

    def head_of(self, person: int) -> int | None: ...

    def head_above(self, person: int) -> int | None: ...

    def heads_up(self, person: int, levels: int | None = None, up_to: int | None = None) -> Sequence[int]: ...

    def holders(self, role: str) -> Sequence[int]: ...

    def work_time(self, person: int | None) -> WorkTime: ...

    def away(self, person: int, at: datetime) -> Away | None: ...

    def stand_in(
        self, person: int, at: datetime, matter: Matter, out: AbstractSet[int] = frozenset()
    ) -> tuple[Link, ...]: ...

    def calm(self, people: Iterable[int], at: datetime) -> bool: ...
