"""Cards that a source outside leads: it says where they are and what stands on them, and is never argued with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from marshrut.definitions.schema.pack import CardType, Field

from . import stages
from .decision import Effect, Refusal, Visit
from .fields import BadValue, clean
from .happenings import Adopt, Place
from .opening import readdress, redate
from .run import Run
from .state import NOTHING
from .words import MAX_REASON, said

CHANGED: Final = "edoc_changed"


def adopt(run: Run, what: Adopt) -> None:
    """A card begins where the source has it. What lay there before we came is news to nobody (`quiet`)."""
    card_type = run.definition.card_type
    _stage_of_source(run, what.stage)
    values = fitted(card_type, what.fields)
    run.fields = {key: value for key, value in values.items() if value is not None}
    texts = {key for key in run.fields if card_type.fields[key].kind in ("text", "long_text")}
    body = {
        "type": card_type.key,
        "version": run.definition.version,
        "stage": what.stage,
        "fields": {key: value for key, value in run.fields.items() if key not in texts},
    }
    run.say("card.adopted", body, {key: run.fields[key] for key in texts})
    if not what.quiet:
        stages.enter(run, what.stage, {"rule": "source"}, quiet=True)
        return
    run.visit, run.stage = 1, what.stage
    run.visits.append(Visit(1, what.stage, run.round))
    run.finished_at = run.now if run.definition.stages[what.stage].final else None


def place(run: Run, what: Place) -> None:
    """From any stage to any other of the map, the final ones as well; on the same one only the fields change.

    A card keeps the map it began with: a stage that only a later version has is that of the status here.
    """
    to = _stage_of_source(run, what.stage, what.fields)
    values = fitted(run.definition.card_type, what.fields)
    changes = {key: [run.fields.get(key), value] for key, value in values.items() if run.fields.get(key) != value}
    if changes:
        run.write(changes)
        readdress(run, set(changes))
        redate(run, set(changes))
    if to != run.stage:
        note = said(what.note)[:MAX_REASON]
        stages.enter(run, to, {"rule": "source"}, values={"note": note} if note else {})


def tell(run: Run) -> None:
    """A person put the card to another deal, contact or paperwork: whoever leads it learns of it."""
    about = run.definition.card_type.edoc
    if about is None or run.actor is None:
        return
    links = (about.deal, about.contact, about.manager, about.about)
    if any((run.fields.get(key) or None) != (run.before.fields.get(key) or None) for key in links):
        run.effect(Effect(CHANGED, f"edoc:e{run.edition}", {"edition": run.edition}))


def only_by_source(run: Run) -> None:
    """Nobody else makes or carries such a card."""
    if run.definition.card_type.edoc is not None:
        raise Refusal("conflict", "led_by_source")


def _stage_of_source(run: Run, key: str, said: Mapping[str, Any] = NOTHING) -> str:
    about = run.definition.card_type.edoc
    if run.actor is not None or about is None:
        raise Refusal("conflict", "not_led")
    own = key if key in about.stages.values() else about.stages.get(str(said.get(about.status)))
    if own is None:
        raise Refusal("invalid", "no_such_stage")
    return own


def fitted(card_type: CardType, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Nobody here could correct what a source says: a text that is too long is cut, and what no field can hold is
    left out. Refuses fields that do not exist."""
    values: dict[str, Any] = {}
    for key, value in raw.items():
        field = card_type.fields.get(key)
        if field is None:
            raise Refusal("invalid", "bad_fields", fields={key: "no_such_field"})
        values[key] = _fit(field, value)
    return values


def _fit(field: Field, value: Any) -> Any:
    try:
        return clean(field, value)
    except BadValue as trouble:
        if str(trouble) != "too_long" or not isinstance(value, str):
            return None
    try:
        return clean(field, value.strip()[: field.max_length])
    except BadValue:
        return None
