"""The page a link of a mail or of a push leads to: one decision, shown with what it is about, confirmed by a press."""

from __future__ import annotations

from dataclasses import dataclass

from .inbox import InboxDetail
from .parts import Link, Tone
from .sheet import SheetLine
from .tasks import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmScreen:
    """`outcome` is None when nothing can be pressed: then `said` says why. `go` leads on."""

    url: str
    title: str
    subject: str = ""
    #: why nothing can be pressed, or that it is confirmed what was written by mail
    said: str = ""
    tone: Tone = Tone.INFO
    #: what is new on the card since the message
    changes: tuple[str, ...] = ()
    detail: InboxDetail | None = None
    #: who has decided before, this round
    decided: tuple[SheetLine, ...] = ()
    outcome: Outcome | None = None
    #: words go with the decision though nobody has to write them
    comment: bool = False
    go: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class StopScreen:
    """«Больше не присылать это письмом». `done`: it is stopped."""

    title: str
    lead: str
    submit: str = ""
    tone: Tone = Tone.INFO
    settings: Link
