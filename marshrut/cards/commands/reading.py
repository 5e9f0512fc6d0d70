"""Fields that a formalised document among the files a person sent fills in. What was sent, empty or not, stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marshrut.engine.fields import BadValue, clean, empty
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

from .. import filling, rights
from ..step import Seen
from .references import usable_files

Fields = Mapping[str, Any]


def completed(actor: Actor, fields: Fields) -> Callable[[Seen], Fields]:
    """What to make of raw values once the card is seen; asked again about the same edition, it says the same."""
    told: dict[tuple[int | None, int], Fields] = {}

    def look(seen: Seen) -> Fields:
        place = (seen.id, seen.version)
        if place not in told:
            told[place] = _whole(actor, seen, fields)
        return told[place]

    return look


def _whole(actor: Actor, seen: Seen, fields: Fields) -> Fields:
    kind = seen.definition.card_type
    new = {key: _new(seen, key, fields[key]) for key in filling.readable(kind) if fields.get(key)}
    if not any(new.values()):
        return fields
    usable = usable_files(actor, seen.id, {one for files in new.values() for one in files})
    open_keys = _open(actor, seen)
    today = seen.chart.work_time(actor.person_id).local(clock.now()).date()
    whole = dict(fields)
    for key, files in new.items():
        document = filling.document_in(one for one in files if one in usable)
        said = filling.filling(kind, key, document, today).values if document else {}
        for name, value in said.items():
            if name in open_keys and name not in whole and empty(seen.state.fields.get(name)):
                whole[name] = value
    return whole


def _new(seen: Seen, key: str, raw: Any) -> list[int]:
    """Files of the field that were not there before."""
    try:
        files = clean(seen.definition.card_type.fields[key], raw)
    except BadValue:
        return []
    held = seen.state.fields.get(key) or ()
    return [one for one in files or () if one not in held]


def _open(actor: Actor, seen: Seen) -> set[str]:
    """Fields the actor could fill in now by hand."""
    kind = seen.definition.card_type
    mine = None
    if actor.person_id is not None and seen.id is not None:
        mine = rights.editable(seen.grants, actor.person_id, seen.chart, seen.facts)
    return {
        key
        for key, field in kind.fields.items()
        if not field.by_system
        and key not in kind.only_in_tasks
        and not (seen.id is None and field.later)
        and not (seen.state.locked and field.locked_by_approval)
        and (mine is None or key in mine)
    }
