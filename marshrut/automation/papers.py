"""Papers of cards: what lies in the fields is filed on the shared disk, stages give it its status and its number.

Each handler reads the card under a lock, files first and may be repeated: in whatever order effects come and however
slow a worker is, papers end as the card stands and as its last stage says. Papers of a finished card are let go.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from marshrut.cards import commands
from marshrut.cards import queries as cards
from marshrut.cards.queries import Seen
from marshrut.definitions.schema.pack import Field, Robot
from marshrut.documents import commands as documents
from marshrut.documents.queries import filed
from marshrut.engine.robots import robot_at
from marshrut.jobs.registry import Permanent, TakenEffect, on_effect
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound, Refused

#: kinds of fields that are places where papers lie
PLACES = ("company", "contact", "deal", "project")


def register() -> None:
    on_effect("card_documents")(file_papers)
    on_effect("document_status")(set_status)
    on_effect("register_document")(give_number)


@dataclass(frozen=True, slots=True)
class _Lying:
    """A card under the lock of its papers, with every file that ever was put on its fields."""

    seen: Seen
    ever: dict[str, list[int]]
    #: what went wrong with one paper keeps no other from being filed; it is said at the end
    troubles: list[Refused]

    @property
    def id(self) -> int:
        return self.seen.id or 0

    @property
    def finished(self) -> bool:
        return self.seen.definition.stages[self.seen.state.stage].final

    def fields(self, key: str) -> list[str]:
        """The field of a paper and those whose files are later versions of it; they are never `several`."""
        return [key, *(one for one, about in self.seen.definition.card_type.fields.items() if about.version_of == key)]

    def now(self, key: str) -> list[int]:
        return list(self.seen.state.fields.get(key) or ())

    @contextmanager
    def noting(self) -> Iterator[None]:
        """A command has undone all of its own when its refusal gets here."""
        try:
            yield
        except Refused as error:
            self.troubles.append(error)


@contextmanager
def _card(effect: TakenEffect) -> Iterator[_Lying]:
    """Read after whoever held the lock before: a slow worker, too, files what lies on the card now."""
    card = effect.subject or 0
    with documents.alone_with_card(card):
        try:
            seen, ever = cards.with_files(Actor.robot("papers"), card)
        except NotFound as error:
            raise Permanent(str(error)) from error
        lying = _Lying(seen, ever, [])
        yield lying
    for trouble in lying.troubles:
        if isinstance(trouble, NotFound) or "on" in trouble.fields:  # nothing a repetition would change
            raise Permanent(str(trouble)) from trouble
        raise trouble


def file_papers(_payload: dict[str, Any], effect: TakenEffect) -> str | None:
    with _card(effect) as lying:
        _file(lying, Actor.robot(lying.seen.definition.rule()))
    return None


def set_status(payload: dict[str, Any], effect: TakenEffect) -> str | None:
    """The status a stage gives on entering; what a later visit said stays."""
    with _card(effect) as lying:
        robot, actor = _robot(payload, lying)
        _file(lying, actor, robot.field)
        with lying.noting():
            documents.process_status(
                actor,
                card=lying.id,
                field=robot.field or "",
                status=robot.status or "",
                visit=payload["visit"],
                signed_on=_day(lying, robot.signed_on),
                sent_on=_day(lying, robot.sent_on),
                final=lying.finished,
                label=_label(lying.seen),
            )
    return None


def give_number(payload: dict[str, Any], effect: TakenEffect) -> str | None:
    """Registered once; what has a number keeps it. The card is told, where it has fields for that."""
    with _card(effect) as lying:
        robot, actor = _robot(payload, lying)
        _file(lying, actor, robot.field)
        with lying.noting():
            documents.process_register(
                actor,
                card=lying.id,
                field=robot.field or "",
                organisation=lying.seen.state.fields.get(robot.organisation) if robot.organisation else None,
                on=_day(lying, robot.on),
            )
    _write_down(effect.subject or 0, robot, actor)
    return None


def _write_down(card: int, robot: Robot, actor: Actor) -> None:
    """The number and its day as they stand in the book, whoever registered it and however often this is repeated."""
    keys = (robot.number_field, robot.date_field)
    given = filed.registration(card, robot.field or "") if any(keys) else None
    if given is not None:
        fields = {key: value for key, value in zip(keys, given, strict=True) if key}
        commands.note_card(actor, card=card, fields=fields)


def _robot(payload: dict[str, Any], lying: _Lying) -> tuple[Robot, Actor]:
    """The robot that the effect names."""
    definition, place = lying.seen.definition, payload["place"]
    return robot_at(definition.card_type, place, payload["index"]), Actor.robot(definition.rule(place))


def _file(lying: _Lying, actor: Actor, only: str | None = None) -> None:
    """What the card holds now is what its papers are; what it no longer holds lies on it no more.

    `only`: just the papers of this field.
    """
    for key, field in lying.seen.definition.card_type.fields.items():
        if field.document is None or field.version_of is not None or only not in (None, *lying.fields(key)):
            continue
        if field.several:
            _file_several(lying, actor, key)
        else:
            _file_single(lying, actor, key)


def _file_several(lying: _Lying, actor: Actor, key: str) -> None:
    """Each file is a paper of its own."""
    now = lying.now(key)
    documents.take_off_card(actor, card=lying.id, field=key, files=now)
    for file in sorted(now, key=lying.ever.get(key, now).index):
        _file_one(lying, actor, key, key, file)


def _file_single(lying: _Lying, actor: Actor, key: str) -> None:
    """Every file in the order it was put on, each the next version; the current one is what lies there now."""
    held = [(one, file) for one in lying.fields(key) for file in lying.now(one)[-1:]]
    if not held:
        documents.take_off_card(actor, card=lying.id, field=key, files=())
        return
    put_on = [(one, file) for one, _last in held for file in lying.ever.get(one, ())]
    known = filed.before(lying.id, [file for _one, file in put_on])
    for one, file in put_on:
        if file not in known and (one, file) != held[-1]:
            _file_one(lying, actor, key, one, file)
    _file_one(lying, actor, key, *held[-1], current=True)


def _file_one(lying: _Lying, actor: Actor, key: str, put_on: str, file: int, *, current: bool = False) -> None:
    """`put_on`: the field it lies in, `key` or one of its versions."""
    seen, fields = lying.seen, lying.seen.definition.card_type.fields
    values, field = seen.state.fields, fields[put_on]
    ours = [values[one] for one, about in fields.items() if about.ours and values.get(one)]
    places = [(about.kind, values.get(one)) for one, about in fields.items() if about.kind in PLACES and not about.ours]
    with lying.noting():
        documents.file_from_card(
            actor,
            card=lying.id,
            field=key,
            kind=field.document or "",
            file=file,
            title="" if field.several else seen.row["name"],
            author=seen.state.author,
            links=[(place, ref) for place, ref in places if ref],
            organisation=ours[0] if ours else None,
            order=str(values.get(fields[key].filed_under or "") or ""),
            note=_note(seen, field),
            visit=seen.state.visit,
            several=field.several,
            current=current,
            leads=not lying.finished,
        )


def _note(seen: Seen, field: Field) -> str:
    """Why there is another version."""
    if field.version_of is not None:
        return field.title.ru
    return _("Round {round}").format(round=seen.state.round) if seen.state.round > 1 else ""


def _label(seen: Seen) -> str:
    return f"{seen.definition.card_type.prefix}{seen.id}"


def _day(lying: _Lying, field: str | None) -> date | None:
    value = lying.seen.state.fields.get(field) if field else None
    return date.fromisoformat(value) if value else None
