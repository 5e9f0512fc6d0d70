"""Papers of cards: what lies in the fields is filed on the shared disk, stages give it its status and its number.

Each handler files first and may be repeated: in whatever order effects come, papers end as the last stage says.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from marshrut.cards import queries as cards
from marshrut.cards.queries import Seen
from marshrut.definitions.schema.pack import Field, Robot
from marshrut.documents import commands as documents
from marshrut.engine.robots import robot_at
from marshrut.jobs.registry import Permanent, TakenEffect, on_effect
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound

#: kinds of fields that are places where papers lie
PLACES = ("company", "contact", "deal", "project")


def register() -> None:
    on_effect("card_documents")(file_papers)
    on_effect("document_status")(set_status)
    on_effect("register_document")(give_number)


def file_papers(_payload: dict[str, Any], effect: TakenEffect) -> str | None:
    seen = _seen(effect)
    _file(seen, Actor.robot(seen.definition.rule()))
    return None


def set_status(payload: dict[str, Any], effect: TakenEffect) -> str | None:
    """The status a stage gives on entering; what a later visit said stays."""
    seen, robot, actor = _robot(payload, effect)
    stage = seen.definition.stages[payload["place"].split("/")[1]]
    try:
        documents.process_status(
            actor,
            card=_card(seen),
            field=robot.field or "",
            status=robot.status or "",
            visit=payload["visit"],
            signed_on=_day(seen, robot.signed_on),
            sent_on=_day(seen, robot.sent_on),
            final=stage.final,
            label=_label(seen),
        )
    except NotFound as error:  # the kind has no such status: nothing a repetition would change
        raise Permanent(str(error)) from error
    return None


def give_number(payload: dict[str, Any], effect: TakenEffect) -> str | None:
    """Registered once; what has a number keeps it."""
    seen, robot, actor = _robot(payload, effect)
    documents.process_register(
        actor,
        card=_card(seen),
        field=robot.field or "",
        organisation=seen.state.fields.get(robot.organisation) if robot.organisation else None,
        on=_day(seen, robot.on),
    )
    return None


def _seen(effect: TakenEffect) -> Seen:
    try:
        return cards.seen(Actor.robot("papers"), effect.subject or 0)
    except NotFound as error:
        raise Permanent(str(error)) from error


def _robot(payload: dict[str, Any], effect: TakenEffect) -> tuple[Seen, Robot, Actor]:
    """The robot that the effect names, after what lies in its field was filed."""
    seen = _seen(effect)
    place = payload["place"]
    robot = robot_at(seen.definition.card_type, place, payload["index"])
    actor = Actor.robot(seen.definition.rule(place))
    _file(seen, actor, robot.field)
    return seen, robot, actor


def _file(seen: Seen, actor: Actor, only: str | None = None) -> None:
    """Of one paper every file in the order it was put on, each the next version; of several those that lie there.

    `only`: just the papers of this field.
    """
    ever = cards.on_fields(_card(seen))
    fields = seen.definition.card_type.fields
    for key, field in sorted(fields.items(), key=lambda one: one[1].version_of is not None):
        if field.document is None or (only is not None and only not in (key, field.version_of)):
            continue
        now: list[int] = seen.state.fields.get(key) or []
        if field.several:
            documents.take_off_card(actor, card=_card(seen), field=key, files=now)
        if not now:
            continue
        files = ever.get(key, now)
        for file in [one for one in files if one in now] if field.several else files:
            _file_one(seen, actor, field.version_of or key, field, file)
        if _put_back(seen, key, files, now):
            _file_one(seen, actor, key, field, now[-1], again=True)


def _put_back(seen: Seen, key: str, files: list[int], now: list[int]) -> bool:
    """Whether an earlier file lies in the field again, and nothing came after it by another field."""
    fields = seen.definition.card_type.fields
    later = [one for one, field in fields.items() if field.version_of == key and seen.state.fields.get(one)]
    return not (fields[key].several or fields[key].version_of or later) and files[-1] != now[-1]


def _file_one(seen: Seen, actor: Actor, key: str, field: Field, file: int, *, again: bool = False) -> None:
    values, fields = seen.state.fields, seen.definition.card_type.fields
    ours = [values[one] for one, about in fields.items() if about.ours and values.get(one)]
    places = [(about.kind, values.get(one)) for one, about in fields.items() if about.kind in PLACES and not about.ours]
    try:
        documents.file_from_card(
            actor,
            card=_card(seen),
            field=key,
            kind=field.document or "",
            file=file,
            title="" if field.several else seen.row["name"],
            author=seen.state.author,
            links=[(place, ref) for place, ref in places if ref],
            organisation=ours[0] if ours else None,
            note=_note(seen, field),
            visit=seen.state.visit,
            several=field.several,
            again=again,
        )
    except NotFound as error:  # the kind or the file is gone
        raise Permanent(str(error)) from error


def _note(seen: Seen, field: Field) -> str:
    """Why there is another version."""
    if field.version_of is not None:
        return field.title.ru
    return _("Round {round}").format(round=seen.state.round) if seen.state.round > 1 else ""


def _card(seen: Seen) -> int:
    return seen.id or 0


def _label(seen: Seen) -> str:
    return f"{seen.definition.card_type.prefix}{seen.id}"


def _day(seen: Seen, field: str | None) -> date | None:
    value = seen.state.fields.get(field) if field else None
    return date.fromisoformat(value) if value else None
