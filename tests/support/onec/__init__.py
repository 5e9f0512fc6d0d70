"""The training 1C in a test: on loopback, with a clock and moods that the test sets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from marshrut.demo.onec import older
from marshrut.demo.onec.acts import ActName, act
from marshrut.demo.onec.bad_days import Fault, Kind, Moods
from marshrut.demo.onec.exchange import Base, Profile
from marshrut.demo.onec.server import LOGIN, PASSWORD, Asked, Server


class OneC:
    """`with OneC() as onec: key = onec.add("1"); onec.act(key, "send")`. Its clock stands still unless moved."""

    login, password = LOGIN, PASSWORD

    def __init__(self, profile: Profile = "bed19", *, now: datetime | Callable[[], datetime] | None = None) -> None:
        self._now = now or datetime(2026, 8, 3, 9, 0, tzinfo=UTC)
        self.base = Base(profile=profile, utc=self._utc)
        self.server = Server(self.base)
        self.ours = self.base.organisation("ООО «Ромашка»", "7707083893", "770701001")
        self.them = self.base.party("ООО «Вектор»", "7728168971", "772801001")

    def _utc(self) -> datetime:
        return self._now() if callable(self._now) else self._now

    def at(self, moment: datetime) -> None:
        """The clock of its server from now on; aware."""
        self._now = moment

    def __enter__(self) -> Self:
        self.server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.stop()

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def place(self) -> str:
        """For `MARSHRUT_EGRESS_ALLOW`."""
        return f"127.0.0.1:{self.server.port}"

    @property
    def moods(self) -> Moods:
        return self.server.moods

    @property
    def requests(self) -> list[Asked]:
        return self.server.requests

    def add(self, number: str, **more: Any) -> str:
        """A document of БЭД 1.9, by us to ООО «Вектор» unless told; returns its reference."""
        with self.base.lock:
            return self.base.add(number, **{"party": self.them, "organisation": self.ours, **more})

    def add_older(self, number: str, **more: Any) -> str:
        with self.base.lock:
            return older.add(self.base, number, **{"party": self.them, "organisation": self.ours, **more})

    def act(self, key: str, name: ActName, *, by: str = "", comment: str = "", at: datetime | None = None) -> None:
        """`at`: naive, in the zone of the base."""
        act(self.base, key, name, by=by, comment=comment, at=at)

    def sent(self, number: str, **more: Any) -> str:
        """A document that waits for the signature of the other side."""
        key = self.add(number, **more)
        steps: tuple[ActName, ...] = ("send", "operator", "receipt")
        for name in steps:
            self.act(key, name)
        return key

    def state(self, key: str, value: str, *, comment: str = "") -> None:
        with self.base.lock:
            self.base.state(key, value, comment=comment)

    def fault(self, kind: Kind, *, at: int = 1, times: int = 1, only: str = "", seconds: float = 0.0) -> None:
        """What answers are instead of the truth, from the request `at` on, counted from now."""
        self.moods.faults.append(Fault(kind, at, times, only, seconds))


__all__ = ["OneC"]
