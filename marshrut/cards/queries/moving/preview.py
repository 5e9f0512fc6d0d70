"""Where cards would land in another version. Nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from marshrut.definitions.schema.pack import CardType
from marshrut.engine.decision import Refusal
from marshrut.engine.moving import How, Landing
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from ... import rights, versions
from ...models import Card
from .names import INSIDE, RUNNING, card_names, stage_title, type_of
from .notes import notes


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
    names = card_names(actor, [card for cards in held.values() for card in cards])
    gone = {one.seen.state.stage: one.seen.definition.card_type for one in found.values()}
    kind = new.card_type
    order = {key: place for place, key in enumerate(kind.by_stage)}
    return Preview(
        to=new.version,
        groups=tuple(
            _group(found[cards[0]], [landings[card] for card in cards], kind, cards)
            for cards in sorted(groups.values(), key=lambda cards: order[landings[cards[0]].stage])
        ),
        held=tuple(
            Held(
                code,
                why,
                found[cards[0]].seen.definition.version,
                stage_title(type_of(version, chosen.card_type), stage),
                tuple((card, names.get(card, "")) for card in cards),
            )
            for (version, stage, code, why), cards in held.items()
        ),
        vanished=tuple((key, stage_title(old, key)) for key, old in gone.items() if key not in kind.by_stage),
        offered=tuple((one.key, stage_title(kind, one.key)) for one in kind.stages if not (one.final or one.reserved)),
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


def _alike(one: versions.Found, landed: Landing) -> tuple[object, ...]:
    redated = tuple(
        (dated.what, dated.key, dated.was is None, dated.due is None, dated.over) for dated in landed.redated
    )
    parts = (landed.kept, landed.closed, landed.opened, landed.anew, redated, landed.lost, landed.lacking)
    return (one.seen.definition_id, one.seen.state.stage, landed.stage, *parts)


def _group(one: versions.Found, landed: Sequence[Landing], new: CardType, cards: Sequence[int]) -> Group:
    old, stage = one.seen.definition.card_type, one.seen.state.stage
    return Group(
        tuple(cards),
        one.seen.definition.version,
        stage_title(old, stage),
        stage_title(new, landed[0].stage),
        tuple(notes(landed, old, new, old.by_stage[stage])),
    )
