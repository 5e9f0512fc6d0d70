"""What rooms that talk to servers outside have in common: the form of an account, a step of its check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Literal, Protocol, TypeVar


class Coded(Protocol):
    """What a room of an outside system registers; its `code` names it in the database."""

    @property
    def code(self) -> str: ...


T = TypeVar("T", bound=Coded)


class Registry(Generic[T]):
    """Outside systems of one kind, in the order they registered; filled once, at start-up."""

    def __init__(self) -> None:
        self._kept: dict[str, T] = {}

    def register(self, one: T) -> None:
        """Raises RuntimeError when the code is taken."""
        if self._kept.setdefault(one.code, one) is not one:
            raise RuntimeError(f"two of a kind are called {one.code}")

    def get(self, code: str) -> T | None:
        return self._kept.get(code)

    def all(self) -> tuple[T, ...]:
        return tuple(self._kept.values())


Outcome = Literal["ok", "bad", "skipped", "warn"]


@dataclass(frozen=True, slots=True)
class SettingField:
    """A line of the form of an account. `place`: when it changes, secrets are asked for anew, for they go elsewhere."""

    key: str
    title: Any
    kind: Literal["text", "secret", "url", "number", "tick", "long"] = "text"
    required: bool = False
    hint: Any = ""
    default: str = ""
    place: bool = False


@dataclass(frozen=True, slots=True)
class FormLine:
    """A line of the form as it is shown. `value` is "" for a secret; `there`: a secret is kept."""

    key: str
    title: str
    kind: str
    required: bool
    hint: str
    value: str
    there: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a check: what was tried, how it ended, and what to do when it did not work."""

    key: str
    title: str
    outcome: Outcome
    said: str = ""
    advice: str = ""
