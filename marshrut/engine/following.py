"""What was sent and is followed: its number fits its way, and whoever follows it learns what changed."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, Final

from marshrut.definitions.schema import tracks

from .decision import Effect, Refusal
from .run import Run

CHANGED: Final = "shipment_changed"


def numbers(run: Run, values: Mapping[str, Any], *, draft: bool | None = None) -> dict[str, Any]:
    """Track numbers as they are kept, where `values` change them or their way; refuses those that cannot be right.

    A draft may lack one still. What programs bring is kept as it is: there is nobody to correct it.
    """
    if draft is None:
        draft = run.stage == run.definition.card_type.start.key
    changed = {key: value for key, value in values.items() if (value or None) != (run.fields.get(key) or None)}
    kept, troubles = look(run, changed)
    if draft:
        troubles = {key: code for key, code in troubles.items() if code != "track_missing"}
    if troubles and run.actor is not None:
        raise Refusal("invalid", "bad_fields", fields=troubles)
    return kept


def look(
    run: Run, values: Mapping[str, Any], asked: Container[str] | None = None
) -> tuple[dict[str, Any], dict[str, str]]:
    """Numbers that are kept otherwise than written, and the codes of what is wrong. `asked`: only these may lack."""
    full, kept, troubles = {**run.fields, **values}, dict[str, Any](), dict[str, str]()
    for key, field in run.definition.card_type.fields.items():
        if field.way is None or not (key in values or field.way in values):
            continue
        track = tracks.clean(full.get(field.way), full.get(key))
        if (track.number or None) != full.get(key):
            kept[key] = track.number or None
        if track.problem and (track.problem != "track_missing" or asked is None or key in asked):
            troubles[key] = track.problem
    return kept, troubles


def set_out(run: Run) -> None:
    """A draft becomes a card on its way: now no number may be missing."""
    _, troubles = look(run, {key: value for key, value in run.fields.items() if value is not None})
    if troubles and run.actor is not None:
        raise Refusal("invalid", "bad_fields", fields=troubles)


def tell(run: Run) -> None:
    """A shipment is new, has another number or way, or stands elsewhere."""
    rule, before = run.definition.card_type.shipment, run.before
    if rule is None:
        return
    what = (rule.way, rule.number)
    other = any((run.fields.get(key) or None) != (before.fields.get(key) or None) for key in what)
    if other or run.visit != before.visit:
        payload = {"visit": run.visit, "edition": run.edition}
        run.effect(Effect(CHANGED, f"shipment:v{run.visit}.e{run.edition}", payload))
