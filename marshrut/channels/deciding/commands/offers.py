"""Rows of buttons, written while the message that carries them is composed. A step of sending, no command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from marshrut.cards.queries import CardView, OpenTask
from marshrut.kernel import clock

from ...models import Action
from .. import keys


@dataclass(frozen=True, slots=True)
class Wanted:
    verb: str
    outcome: str = ""
    because: str = ""
    words: str = ""
    proposed: bool = False


def make(
    view: CardView,
    task: OpenTask,
    person: int,
    delivery: int,
    channel: str,
    wanted: Sequence[Wanted],
    until: datetime,
) -> list[str]:
    """Their secrets, in the same order. One statement; what a message before this one offered goes on working."""
    made = [keys.new() for _one in wanted]
    now = clock.now()
    Action.objects.bulk_create(
        Action(
            digest=digest, delivery_id=delivery, person_id=person, channel=channel, card_id=view.id, task_id=task.id,
            edition=view.state.edition, verb=one.verb, outcome=one.outcome, because=one.because, words=one.words,
            proposed=one.proposed, made_at=now, expires_at=until,
        )
        for one, (_secret, digest) in zip(wanted, made, strict=True)
    )  # fmt: skip
    return [secret for secret, _digest in made]
