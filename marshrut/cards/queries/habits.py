"""What a person gave the last time, so that they need not choose it again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models.fields.json import KeyTransform

from marshrut.kernel.actor import Actor

from ..models import Task

#: why these rows may be read
OWN = "what the reader gave in tasks they decided themselves"
#: tasks looked back at, among the newest decisions of the person
BACK, FAR = 10, 1000


def last_given(actor: Actor, card_type: str, task: str, fields: Collection[str]) -> dict[str, Any]:
    """Field -> value of the newest card on which the actor decided this task and the field is filled. One query."""
    if not fields or actor.person_id is None:
        return {}
    wanted = sorted(fields)
    own = Task.objects.system(OWN).filter(decided_by=actor.person_id, state="done")
    lately = own.order_by("-decided_at").values("pk")[:FAR]  # a task that is rare does not walk all they ever decided
    decided = own.filter(pk__in=lately, key=task, card__type=card_type)
    rows = decided.order_by("-decided_at").values_list(*(KeyTransform(one, "card__content__fields") for one in wanted))
    found: dict[str, Any] = {}
    for row in rows[:BACK]:
        for name, value in zip(wanted, row, strict=True):
            if value not in (None, "", []):
                found.setdefault(name, value)
    return found
