"""One reaction to one turn, what came of it, and how people hear of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.utils import translation

from marshrut.automation import commands
from marshrut.edocs import queries as edocs
from marshrut.edocs.queries import TurnInfo
from marshrut.kernel.actor import Actor
from marshrut.org import queries as org

from ..models import Reaction
from ..notices import Message
from . import people, rules, sentences, wording

ROBOT: Final = Actor.robot("reactions")
#: of notices, for their look
ABOUT: Final = "reaction"


@dataclass(frozen=True, slots=True)
class Came:
    """What came of it: `state` of `rules.STATES`, `code` of `sentences.OUTCOMES` with what fills its places."""

    state: str
    code: str
    said: Mapping[str, Any] = field(default_factory=dict)
    made: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One reaction to one turn."""

    reaction: Reaction
    turn: TurnInfo
    fired: int

    @property
    def wanted(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.reaction.settings
        return found

    def words(self) -> Mapping[str, str]:
        """What texts may name, in the active language."""
        found = edocs.turn(self.turn.id)
        return wording.words(found.words) if found else {}

    def said(self) -> tuple[str, str]:
        """First line and the rest, filled, in the active language."""
        usual = sentences.usual(self.reaction.do, self.reaction.event)
        words = self.words()
        first, rest = (self.wanted.get(name) or text for name, text in zip(("subject", "text"), usual, strict=True))
        return rules.line(rules.fill(first, words)), rules.fill(rest, words)


def deliver(job: Job, person: int, said: tuple[str, str], mark: str = "") -> None:
    message = Message(said[0], said[1], job.turn.card, None)
    dedup = f"react:{job.fired}:{person}{mark}"
    commands.deliver_notice(ROBOT, person=person, about=ABOUT, message=message, dedup=dedup)


def complain(job: Job, came: Came) -> None:
    """What could not be done is told to the manager, who does it by hand."""
    person = people.manager_of(job.turn)
    if person is None or not people.seeing([person], job.turn.card):
        return
    with translation.override(org.language_of(person) or settings.LANGUAGE_CODE):
        act = str(sentences.ACTS[job.reaction.do])
        said = sentences.failed_title(act), sentences.came(came.code, came.said)
        deliver(job, person, said, ":failed")
