"""What people and the company chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Invalid
from marshrut.org import access

from .. import events, rights, sentences, wire
from ..models import Channel, Defaults, Preference
from ..queries.reach import COLUMNS
from ..rules.choices import choices, flaws, kept

MINUTES = "minutes"
_EMPTY: Mapping[str, Any] = {"order": [], "matrix": {}, "quiet": {}, "digest": []}


class Choices(TypedDict, total=False):
    """What is left out stays as it is; None: as the company (or, for the company, as it comes with the product).

    `order`: codes of channels; `matrix`: {group: {channel: "now" | "digest" | "none"}}, of which only the groups and
    channels named change; `quiet`: {"kind", "from", "to", "days"}; `digest`: hours like "09:00".
    """

    order: Sequence[str] | None
    matrix: Mapping[str, Mapping[str, str]] | None
    quiet: Mapping[str, Any] | None
    digest: Sequence[str] | None


@command(rights.SET_PREFERENCE)
def set_preference(
    actor: Actor, *, person: int, version: int | None = None, key: str | None = None, **given: Unpack[Choices]
) -> dict[str, Any]:
    """Returns {"person", "version"}. Raises Invalid at "order", "matrix.<group>", "quiet", "digest"; Conflict `stale`.

    A mandatory group cannot be "none" everywhere.
    """
    access.require(actor, rights.SET_PREFERENCE, person=person)
    row = Preference.objects.select_for_update().filter(pk=person).first() or Preference(person_id=person, version=0)
    company = Defaults.objects.first()
    if _put(row, given, version, over=[company] if company else [], found={}):
        events.write(actor, events.person(person), events.PREFERENCE, changed=sorted(given))
    return {"person": person, "version": row.version}


@command(rights.SET_DEFAULTS)
def set_defaults(
    actor: Actor,
    *,
    minutes: int | None = None,
    version: int | None = None,
    key: str | None = None,
    **given: Unpack[Choices],
) -> dict[str, Any]:
    """The company's, for everybody who has chosen nothing. `minutes`: 1 to 120. Returns {"version"}."""
    access.require(actor, rights.SET_DEFAULTS)
    row = Defaults.objects.select_for_update().first() or Defaults(pk=1, version=0)
    found = {MINUTES: "minutes"} if minutes is not None and not 1 <= minutes <= 120 else {}
    moved = minutes is not None and minutes != row.minutes
    if minutes is not None:
        row.minutes = minutes
    if _put(row, given, version, over=[], found=found, moved=moved):
        changed = sorted([*given, *([MINUTES] if moved else [])])
        events.write(actor, "channels:defaults", events.DEFAULTS, changed=changed)
    return {"version": row.version}


def _put(
    row: Preference | Defaults,
    given: Choices,
    version: int | None,
    *,
    over: Sequence[Defaults],
    found: dict[str, str],
    moved: bool = False,
) -> bool:
    """Whether anything was changed. `over`: whose choices hold where this one has none."""
    if version is not None and version != row.version:
        raise Conflict(sentences.STALE_CHOICE, code="stale")
    made = {name: _merged(getattr(row, name), name, given) for name in COLUMNS}
    rows = [model_to_dict(one, fields=COLUMNS) for one in over]
    whole = choices(made, *rows)
    found |= flaws({name: made[name] for name in given}, _channels(), whole=whole)
    if found:
        wrong = {name: str(sentences.FLAWS[flaw]) for name, flaw in found.items()}
        raise Invalid(sentences.NEED_CORRECTION, code="bad_fields", fields=wrong)
    made |= kept({name: made[name] for name in given if name in made}, choices(*rows))
    if not moved and all(getattr(row, name) == value for name, value in made.items()):
        return False
    for name, value in made.items():
        setattr(row, name, value)
    row.version += 1
    try:
        with transaction.atomic():
            row.save(force_insert=row.version == 1)
    except IntegrityError:  # chosen for the first time in two places at once
        raise Conflict(sentences.STALE_CHOICE, code="stale") from None
    return True


def _merged(before: Any, name: str, given: Choices) -> Any:
    if name not in given:
        return before
    wanted: Any = given[name]  # type: ignore[literal-required]
    if not wanted:
        return _EMPTY[name]
    if name == "matrix" and isinstance(wanted, Mapping):
        groups = {group: dict(chosen) if isinstance(chosen, Mapping) else chosen for group, chosen in wanted.items()}
        known = {group: {**before.get(group, {}), **chosen} for group, chosen in groups.items() if chosen}
        return {**before, **known}
    return dict(wanted) if isinstance(wanted, Mapping) else list(wanted)


def _channels() -> set[str]:
    """Those there are and those that were: a choice outlives a channel that is switched off."""
    return {one.code for one in wire.wires()} | set(Channel.objects.values_list("code", flat=True))
