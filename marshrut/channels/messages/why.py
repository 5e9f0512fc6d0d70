"""«Почему я это получил»: of a task its own reason, of anything else that of its kind."""

from __future__ import annotations

from marshrut.automation import queries as automation
from marshrut.cards.queries import CardView, OpenTask
from marshrut.cards.queries.explain import why_yours
from marshrut.cards.queries.timeline import Wording
from marshrut.engine.state import TaskState


def why(about: str) -> str:
    return automation.why(about)


def why_task(about: str, view: CardView, task: OpenTask, person: int, words: Wording) -> str:
    """«Вы руководитель отдела инициатора»; whoever is told because of a rung hears of the rung, too."""
    state = task.state
    if about == "escalation":
        said = why(about)
        return " ".join(filter(None, (said, why_yours(state, person, words) if person in state.escalated else "")))
    return why_yours(state, person, words) if _holds(state, person) else why(about)


def _holds(state: TaskState, person: int) -> bool:
    return person in (state.assignee, *state.co, *state.behalf, *state.escalated)
