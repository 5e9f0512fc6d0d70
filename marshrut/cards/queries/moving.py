"""Running cards and the versions of their pack: where they stand, where they would land, what was moved and when.

Whoever moves cards sees none by it: names are those of cards they may see anyway, all others are numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType
from marshrut.engine.decision import Refusal
from marshrut.engine.moving import How, Landing
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from .. import gate, rights, versions
from ..models import Card, MovedCard, Moving

INSIDE = "whoever installs packs may ask where cards stand; names are shown of those they may see"
RUNNING = ("start", "work")


@dataclass(frozen=True, slots=True)
class Standing:
    """So many running cards of a version on a stage."""

    version_id: int
    version: str
    card_type: str
    stage: str
    title: str
    cards: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which cards: those that stand in these places (version, stage), or by number; nothing named: all of the type."""

    card_type: str
    places: tuple[tuple[int, str], ...] = ()
    cards: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Cards that land alike. `notes`: what stays, begins and ends, in sentences."""

    cards: tuple[int, ...]
    version: str
    here: str
    there: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Cards that cannot go over, and why. Each is (number, name); the name is empty where the reader may not see it."""

    code: str
    reason: str
    version: str
    here: str
    cards: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    to: str
    groups: tuple[Group, ...]
    held: tuple[Held, ...]
    #: stages of these cards that the new version lacks, (key, title)
    vanished: tuple[tuple[str, str], ...]
    #: where they may be sent instead, (key, title)
    offered: tuple[tuple[str, str], ...]
    #: how many more there are than one moving takes
    more: int

    @property
    def cards(self) -> tuple[int, ...]:
        """All that can go over."""
        return tuple(card for group in self.groups for card in group.cards)


@dataclass(frozen=True, slots=True)
class MovingLine:
    id: int
    at: datetime
    #: None: the system
    person: int | None
    version: str
    reason: str
    cards: int
    reverted: int


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A card of a moving; the name is empty where the reader may not see it."""

    card: int
    name: str
    from_version: str
    reverted_at: datetime | None


def standing(actor: Actor, pack: str) -> list[Standing]:
    """Where running cards of the pack stand, by version. One query; raises Forbidden, and NotFound without the pack."""
    access.require(actor, rights.MOVE_VERSION)
    known = {line.id: line.version for line in _versions(pack)}
    rows = Card.objects.system(INSIDE).filter(definition_id__in=known, stage_kind__in=RUNNING)
    counted = rows.values_list("definition_id", "type", "stage").annotate(many=Count("id")).order_by()
    found = [
        Standing(version, known[version], card_type, stage, _stage(_type(version, card_type), stage), many)
        for version, card_type, stage, many in counted
    ]
    order = {key: number for one in found for number, key in enumerate(_type(one.version_id, one.card_type).by_stage)}
    return sorted(found, key=lambda one: (one.card_type, -one.version_id, order.get(one.stage, 0)))


def _versions(pack: str) -> list[definitions.VersionLine]:
    found = definitions.versions(pack)
    if not found:
        raise NotFound(_("There is no such process."))
    return found


def _type(version: int, card_type: str) -> CardType:
    found = definitions.installed(version).pack.card_type(card_type)
    assert found is not None, "a card keeps the version it goes by"
    return found


def _stage(kind: CardType, key: str) -> str:
    stage = kind.by_stage.get(key)
    return stage.title.say(get_language() or "ru") if stage else key


def preview(
    actor: Actor, chosen: Chosen, to: int, *, stages: Mapping[str, str] | None = None, redate: bool = False
) -> Preview:
    """Where the chosen cards would land in the version `to`, and which cannot go. Nothing is written.

    `stages`, `redate`: see `commands.move_many`.

    At most `versions.MOST` of them are looked at, oldest first. A few queries, however many cards there are.
    Raises Forbidden, and NotFound when there is no such version or it has no such cards.
    """
    access.require(actor, rights.MOVE_VERSION)
    aim = versions.aim(to)
    new = aim.definition(chosen.card_type)
    if new is None:
        raise NotFound(_("The new version has no cards of this kind."))
    how = How(dict(stages or {}), redate)
    ids, more = _ids(chosen, to)
    found = versions.read(ids)
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    landings: dict[int, Landing] = {}
    held: dict[tuple[int, str, str, str], list[int]] = defaultdict(list)
    for card, one in sorted(found.items()):
        try:
            landed = versions.landing(one, aim, how, actor)
        except Refusal as refusal:
            here = (one.seen.definition_id, one.seen.state.stage)
            held[(*here, refusal.code, versions.reason(refusal, one))].append(card)
        else:
            landings[card] = landed
            groups[_alike(one, landed)].append(card)
    names = _names(actor, [card for cards in held.values() for card in cards])
    gone = {one.seen.state.stage: one.seen.definition.card_type for one in found.values()}
    kind = new.card_type
    order = {key: place for place, key in enumerate(kind.by_stage)}
    return Preview(
        to=new.version,
        groups=tuple(
            _group(found[cards[0]], landings[cards[0]], kind, cards)
            for cards in sorted(groups.values(), key=lambda cards: order[landings[cards[0]].stage])
        ),
        held=tuple(
            Held(
                code,
                why,
                found[cards[0]].seen.definition.version,
                _stage(_type(version, chosen.card_type), stage),
                tuple((card, names.get(card, "")) for card in cards),
            )
            for (version, stage, code, why), cards in held.items()
        ),
        vanished=tuple((key, _stage(old, key)) for key, old in gone.items() if key not in kind.by_stage),
        offered=tuple((one.key, _stage(kind, one.key)) for one in kind.stages if not (one.final or one.reserved)),
        more=more,
    )


def _ids(chosen: Chosen, to: int) -> tuple[list[int], int]:
    """Running cards that were chosen, and how many are left over."""
    rows = Card.objects.system(INSIDE).filter(type=chosen.card_type)
    if chosen.cards:
        rows = rows.filter(id__in=chosen.cards)
    else:
        rows = rows.filter(stage_kind__in=RUNNING).exclude(definition_id=to)
    if chosen.places:
        rows = rows.filter(reduce(or_, (Q(definition_id=version, stage=stage) for version, stage in chosen.places)))
    ids = list(rows.order_by("id").values_list("id", flat=True)[: versions.MOST])
    return ids, rows.count() - len(ids) if len(ids) == versions.MOST else 0


def _names(actor: Actor, cards: Collection[int]) -> dict[int, str]:
    """Of those the reader may see."""
    seen = gate.visible_among(actor, set(cards))
    return dict(Card.objects.system(INSIDE).filter(id__in=seen).values_list("id", "name")) if seen else {}


def _alike(one: versions.Found, landed: Landing) -> tuple[object, ...]:
    parts = (landed.kept, landed.closed, landed.opened, landed.anew, landed.redated, landed.lost, landed.lacking)
    return (one.seen.definition_id, one.seen.state.stage, landed.stage, *parts)


def _group(one: versions.Found, landed: Landing, new: CardType, cards: Sequence[int]) -> Group:
    old, stage = one.seen.definition.card_type, one.seen.state.stage
    return Group(
        tuple(cards),
        one.seen.definition.version,
        _stage(old, stage),
        _stage(new, landed.stage),
        tuple(_notes(landed, old, new, elsewhere=stage != landed.stage)),
    )


def _notes(landed: Landing, old: CardType, new: CardType, *, elsewhere: bool) -> list[str]:
    said = []
    for key in landed.kept:
        task = _quoted(_task(new, key))
        said.append(
            _("{task} stays with whoever has it, its deadline is a new one").format(task=task)
            if key in landed.redated
            else _("{task} stays with whoever has it, with the same deadline").format(task=task)
        )
    said += [
        _("{task} is closed: the new version has no such task here").format(task=_quoted(_task(old, key)))
        for key in landed.closed
    ]
    said += [_("{task} is opened: it is new").format(task=_quoted(_task(new, key))) for key in landed.opened]
    said += [
        _("reminders of {task} begin anew, by the new rules").format(task=_quoted(_task(new, key)))
        for key in landed.anew
    ]
    lost = [_quoted(old.fields[key].title.say(get_language() or "ru")) for key in landed.lost]
    if lost:
        said.append(
            _("there is no field for {fields} any more: what stood there is kept in the history").format(
                fields=", ".join(lost)
            )
        )
    lacking = [_quoted(new.fields[key].title.say(get_language() or "ru")) for key in landed.lacking]
    if lacking:
        said.append(_("the stage asks for {fields}, which is empty").format(fields=", ".join(lacking)))
    if elsewhere and new.by_stage[landed.stage].on_enter:
        said.append(_("what robots do on entering the stage is not done"))
    return said


def _task(kind: CardType, key: str) -> str:
    found = kind.task(key)
    return found[1].title.say(get_language() or "ru") if found else key


def _quoted(title: str) -> str:
    return _("“{name}”").format(name=title)


def movings(actor: Actor, pack: str, limit: int = 50) -> list[MovingLine]:
    """The newest first. One query, and the names of versions and people."""
    access.require(actor, rights.MOVE_VERSION)
    rows = Moving.objects.filter(pack=pack).annotate(
        many=Count("cards"), back=Count("cards", filter=Q(cards__reverted_at__isnull=False))
    )
    return [_moving_line(row) for row in rows.order_by("-id")[:limit]]


def moving(actor: Actor, number: int) -> tuple[MovingLine, list[MovedLine]]:
    """One of them with its cards; raises NotFound."""
    access.require(actor, rights.MOVE_VERSION)
    rows = Moving.objects.filter(pk=number).annotate(
        many=Count("cards"), back=Count("cards", filter=Q(cards__reverted_at__isnull=False))
    )
    row = rows.first()
    if row is None:
        raise NotFound(_("There is no such moving of cards."))
    cards = list(MovedCard.objects.system(INSIDE).filter(moving_id=number).order_by("card_id").defer("before"))
    names = _names(actor, [one.card_id for one in cards])
    known: Mapping[int, str] = {one.from_definition_id: "" for one in cards}
    known = {version: definitions.installed(version).pack.version for version in known}
    return _moving_line(row), [
        MovedLine(one.card_id, names.get(one.card_id, ""), known[one.from_definition_id], one.reverted_at)
        for one in cards
    ]


def _moving_line(row: Moving) -> MovingLine:
    version = definitions.installed(row.definition_id).pack.version
    many, back = getattr(row, "many", 0), getattr(row, "back", 0)
    return MovingLine(row.id, row.at, row.person_id, version, row.reason, many, back)
