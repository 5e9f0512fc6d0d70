"""The history this room writes: "person:5", "department:3" and "role:secretary" each have their own chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshrut.history import record as history
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor


def record(
    actor: Actor,
    subject: str,
    kind: str,
    body: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
) -> None:
    """`body` stays for ever; `personal` can be erased on the person's demand."""
    history.append(subject, [history.line(kind, actor=actor, at=clock.now(), body=body, values=personal)])
