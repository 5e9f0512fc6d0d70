"""Letters, and cards that share their people: what others must learn of a step. It happens outside, as effects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final

from .decision import Effect
from .fields import taking_part
from .people import concerned
from .run import Run
from .state import TaskState

SEND: Final = "letter_send"
CHANGED: Final = "letter_changed"
SHARED: Final = "card_shared"


def send(run: Run, place: str, index: int) -> None:
    """Once a visit: how it ended comes back as a signal to that visit."""
    run.effect(Effect(SEND, f"send:v{run.visit}", {"place": place, "index": index, "visit": run.visit}))


def tell(run: Run) -> None:
    """A letter says something else than before; or other people take part here, or in other cards because of this."""
    letter = run.definition.card_type.letter
    if letter is not None and (not run.before.stage or _filled(run.fields) != _filled(run.before.fields)):
        run.effect(Effect(CHANGED, f"letter:v{run.visit}.e{run.edition}", {"edition": run.edition}))
    sharing = [key for key, field in run.definition.card_type.fields.items() if field.shares]
    was, listed = _listed(run, run.before.fields), _listed(run, run.fields)
    gone = was - listed
    if not gone and not any(run.fields.get(key) or run.before.fields.get(key) for key in sharing):
        return
    if _taken_back(run, run.stage) != _taken_back(run, run.before.stage):
        run.effect(Effect(SHARED, f"shared:v{run.visit}", {"edition": run.edition}))
        return
    new = _people(run, run.fields, run.tasks.values()) - _people(run, run.before.fields, run.before.tasks)
    new |= listed - was  # back on the list that had let them go
    if new or gone or any(run.fields.get(key) != run.before.fields.get(key) for key in sharing):
        # who took part once does so till taken off a list, so the same people once more are no news
        people = sha256(",".join(map(str, sorted(new))).encode()).hexdigest()[:16]
        run.effect(Effect(SHARED, f"shared:e{run.edition}.{people}", {"edition": run.edition}))


def _listed(run: Run, fields: Mapping[str, Any]) -> set[int]:
    """People of the fields that list them."""
    card_type = run.definition.card_type
    lists = {key: value for key, value in fields.items() if key in card_type.fields and card_type.fields[key].several}
    return taking_part(card_type, lists)


def _taken_back(run: Run, stage: str) -> bool:
    """What such a card opened is closed again."""
    found = run.definition.stages.get(stage)
    return found is not None and found.kind == "failure"


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None}


def _people(run: Run, fields: Mapping[str, Any], tasks: Iterable[TaskState]) -> set[int]:
    return taking_part(run.definition.card_type, fields).union(*map(concerned, tasks))
