"""An effect as the worker hands it over."""

from __future__ import annotations

from typing import Any

from marshrut.jobs.registry import TakenEffect


def made(card: int | None = None, **more: Any) -> TakenEffect:
    given: dict[str, Any] = {
        "id": 1, "kind": "react", "lane": "main", "dedup": "test", "subject": card, "payload": {}, "epoch": 1,
        "attempts": 1, "max_attempts": 6,
    }  # fmt: skip
    return TakenEffect(**{**given, **more})
