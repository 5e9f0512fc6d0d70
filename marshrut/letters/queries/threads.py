"""Threads of a project and of a company."""

from __future__ import annotations

from marshrut.kernel.actor import Actor

from .shapes import Threads


def of_project(actor: Actor, project: int, after: str | None = None, limit: int = 30) -> Threads:
    """Threads with letters of the project that the reader may see, newest first."""
    return Threads(())


def of_company(
    actor: Actor, company: int, project: int | None = None, after: str | None = None, limit: int = 30
) -> Threads:
    """Threads with letters of the company that the reader may see; `project`: only its, 0: those without one."""
    return Threads(())


def thread_cards(
    actor: Actor, *, card: int | None = None, project: int | None = None, company: int | None = None
) -> list[int]:
    """All letters of the card's thread, of a project or of a company that the reader may see, in time order."""
    return []
