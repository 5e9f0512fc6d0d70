"""Tasks that ended elsewhere: their messages say so, and can be pressed no more.

Asked for by a duty, not told by every step of a card: decisions stay one read and one write, and a message that is a
quarter of a minute late misleads nobody, for whoever presses it is told how the task ended.
"""

from __future__ import annotations

from marshrut.cards import queries as cards
from marshrut.kernel.actor import Actor

from ..models import Action
from . import commands

ROBOT = Actor.robot("channels")


def close() -> int:
    """Returns how many tasks have ended."""
    waiting = set(Action.objects.filter(ended="").values_list("task_id", flat=True).distinct())
    ended = sorted(waiting - cards.open_tasks_among(waiting)) if waiting else []
    for task in ended:
        commands.end_task(ROBOT, task=task)
    return len(ended)
