"""Who acts. An argument of every command, never a global."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["person", "robot", "integration", "system"]
Via = Literal["web", "api", "cli", "telegram", "max", "robot", "timer", "demo", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, a robot (pack and step), an integration or the system itself."""

    kind: Kind
    via: Via
    person_id: int | None = None
    label: str = ""
    #: when the person last showed who they are (password, second factor, passkey); None: not known
    proved_at: datetime | None = None

    @classmethod
    def person(cls, person_id: int, via: Via = "web", *, proved_at: datetime | None = None) -> Actor:
        return cls("person", via, person_id, proved_at=proved_at)

    @classmethod
    def robot(cls, label: str, via: Via = "robot") -> Actor:
        """`label` names the pack and the rule, e.g. "payments/payment_request/approve/remind"."""
        return cls("robot", via, None, label)

    @classmethod
    def system(cls, via: Via = "system") -> Actor:
        return cls("system", via)
