"""Running cards go over to another version of their pack, each in a transaction of its own, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from marshrut.definitions import queries as definitions
from marshrut.engine.decision import Refusal
from marshrut.engine.moving import How, Landing
from marshrut.history import queries as history
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command, key_reused, scoped_key
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from .. import codec, naming, refusals, rights, step, versions
from ..models import Card, CardFile, MovedCard, Moving, Task

#: why rows of cards are written past `step`
MOVES = "the card goes over to another version in this very transaction"
#: a timer of the stage came due: nobody's act if all it does is tell people
TIMER = "stage.timer"
#: what may happen to a card that nobody acted on
QUIET = frozenset(
    {
        "task.reminded",
        "task.checked",
        "task.escalated",
        "task.passed",
        "task.returned",
        "stage.told",
        "card.commented",
        "file.attached",
    }
)
#: so many lines of history are nobody's silence any more
LOOKED_AT = 100

Answer = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Call:
    actor: Actor
    to: versions.Aim
    how: How
    key: str


@command(rights.MOVE_VERSION, own_transaction=True)
def move_many(
    actor: Actor,
    *,
    cards: Sequence[int],
    to: int,
    stages: Mapping[str, str] | None = None,
    redate: bool = False,
    reason: str = "",
    key: str | None = None,
) -> Answer:
    """Move these running cards to the installed version `to` of their pack; `stages`: the stage chosen for another one.

    Answers {"moving", "moved": [card…], "refused": [{"card", "code", "message"}…]}; `moving` is None when none could
    go. A repeated call with the same `key` moves nothing again and answers with what it moved first. `redate`: tasks
    that stay get the deadlines of the new version. Raises NotFound without such a version.
    """
    access.require(actor, rights.MOVE_VERSION)
    definitions.installed(to)
    call = _Call(
        actor, versions.aim(to), How(dict(stages or {}), redate, reason), scoped_key(actor, key or str(uuid4()))
    )
    moved, refused = [], []
    done = _moved_before(call, {*cards})
    for part in _parts(sorted({*cards})):
        found = versions.read(part)
        for card in part:
            trouble = None if card in done else _move(call, card, found.get(card))
            if trouble is None:
                moved.append(card)
            else:
                refused.append(trouble)
    made = Moving.objects.filter(key=call.key).values_list("id", flat=True).first()
    return {"moving": made, "moved": moved, "refused": refused}


@command(rights.REVERT_VERSION, own_transaction=True)
def revert_moving(actor: Actor, *, moving: int, cards: Sequence[int] | None = None, key: str | None = None) -> Answer:
    """Put the cards of a moving, or some of them, back where nobody has acted on them since.

    Answers {"moving", "reverted": [card…], "refused": [{"card", "code", "message"}…]}. A repeated call with the same
    `key` goes on where the first one stopped, and answers with what that put back first. Raises NotFound.
    """
    access.require(actor, rights.REVERT_VERSION)
    if not Moving.objects.filter(pk=moving).exists():
        raise NotFound(_("There is no such moving of cards."))
    call = _Back(actor, scoped_key(actor, key or str(uuid4())), definitions.current())
    reverted = _reverted_before(call, moving, cards)
    refused: list[dict[str, Any]] = []
    rows = MovedCard.objects.system(MOVES).filter(moving_id=moving, reverted_at=None).order_by("card_id")
    if cards is not None:
        rows = rows.filter(card_id__in=list(cards))
    for part in _parts(list(rows)):
        found = versions.read([row.card_id for row in part])
        for row in part:
            trouble = _revert(call, row, found[row.card_id])
            if trouble is None:
                reverted.append(row.card_id)
            else:
                refused.append(trouble)
    return {"moving": moving, "reverted": sorted(reverted), "refused": refused}


def _parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for begin in range(0, len(rows), versions.MOST):
        yield rows[begin : begin + versions.MOST]


def _moved_before(call: _Call, cards: AbstractSet[int]) -> set[int]:
    """By an earlier call with the same key, which must have asked for the same."""
    made = Moving.objects.filter(key=call.key).first()
    if made is None:
        return set()
    done = set(MovedCard.objects.system(MOVES).filter(moving=made).values_list("card_id", flat=True))
    asked = (call.to.id, dict(call.how.stages), call.how.redate, call.how.reason)
    if (made.definition_id, made.stages, made.redated, made.reason) != asked or not done <= cards:
        raise key_reused()
    return done


def _refused(card: int, code: str, message: str) -> dict[str, Any]:
    return {"card": card, "code": code, "message": message}


def _busy(card: int) -> dict[str, Any]:
    return _refused(card, "busy", _("Too many people are changing this card right now. Try again."))


def _move(call: _Call, card: int, found: versions.Found | None) -> dict[str, Any] | None:
    """None when it was moved; whoever was faster is seen, and the card looked at anew."""
    for _attempt in range(step.ATTEMPTS):
        if found is None:
            return _refused(card, "not_found", str(step.no_such_card()))
        try:
            landed = versions.landing(found, call.to, call.how, call.actor)
        except Refusal as refusal:
            return _refused(card, refusal.code, versions.reason(refusal, found))
        if _written(call, found.seen, landed):
            return None
        found = versions.read([card]).get(card)
    return _busy(card)


def _written(call: _Call, seen: step.Seen, landed: Landing) -> bool:
    now = clock.now()
    assert seen.id is not None
    with transaction.atomic():
        version = _write(call.actor, seen, call.to, landed, now)
        if version is None:
            return False
        MovedCard.objects.system(MOVES).create(
            moving=_moving(call, seen.definition.pack, now),
            card_id=seen.row["id"],
            from_definition_id=seen.definition_id,
            version=version,
            seq=history.head(f"card:{seen.id}")[0],
            at=now,
            before=seen.row,
        )
    return True


def _moving(call: _Call, pack: str, now: datetime) -> Moving:
    """The one row of the call, made with its first card."""
    given = {
        "pack": pack,
        "definition_id": call.to.id,
        "at": now,
        "person_id": call.actor.person_id,
        "stages": dict(call.how.stages),
        "redated": call.how.redate,
        "reason": call.how.reason,
    }
    return Moving.objects.get_or_create(key=call.key, defaults=given)[0]


def _write(actor: Actor, seen: step.Seen, to: versions.Aim, landed: Landing, now: datetime) -> int | None:
    """The decision, and that the card goes by another version; the card's new version, None when it was changed."""
    new = to.definition(seen.row["type"])
    assert new is not None
    decision, known = landed.decision, seen.definition.card_type.fields
    plan = codec.plan(new, seen.state, decision, actor, now, content=True)
    plan["search"] += " " + naming.words(new.card_type, plan["fields"])
    loose = [file for key in landed.lost if known[key].kind == "file" for file in seen.state.fields[key]]
    plan["files"] += [{"file": file, "field": ""} for file in loose]
    done = step.write(seen, plan, None, "")
    if done is None:
        return None
    Card.objects.system(MOVES).filter(pk=seen.row["id"]).update(definition_id=to.id)
    before = {task.n: (task.stage, task.visit) for task in seen.state.tasks}
    for task in decision.tasks:
        if task.n in before and before[task.n] != (task.stage, task.visit):
            rows = Task.objects.system(MOVES).filter(card_id=seen.row["id"], round=task.round, n=task.n)
            rows.update(stage=task.stage, visit=task.visit)
    return int(done["version"])


# -- and back ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Back:
    actor: Actor
    key: str
    #: with the settings of one moment
    shelf: definitions.Shelf


def _reverted_before(call: _Back, moving: int, cards: Sequence[int] | None) -> list[int]:
    """By an earlier call with the same key, which must have asked for the same."""
    done = MovedCard.objects.system(MOVES).filter(reverted_key=call.key).values_list("moving_id", "card_id")
    if any(number != moving or (cards is not None and card not in cards) for number, card in done):
        raise key_reused()
    return [card for _number, card in done]


def _revert(call: _Back, row: MovedCard, found: versions.Found) -> dict[str, Any] | None:
    """None when it was put back, by this call or by another one meanwhile."""
    card, former = row.card_id, versions.Aim(row.from_definition_id, call.shelf)
    for _attempt in range(step.ATTEMPTS):
        if _acted(row, found.seen):
            return _refused(card, "version_acted", str(refusals.SENTENCES["version_acted"]))
        try:
            landed = versions.return_of(found, former, row.before, call.actor)
        except Refusal as refusal:
            return _refused(card, refusal.code, versions.reason(refusal, found))
        if _put_back(call, row, found.seen, former, landed):
            return None
        if MovedCard.objects.system(MOVES).filter(pk=row.pk, reverted_at__isnull=False).exists():
            return None
        found = versions.read([card])[card]
    return _busy(card)


def _acted(row: MovedCard, seen: step.Seen) -> bool:
    """Whether anything happened since but reminders, escalations and talk."""
    if seen.version == row.version:
        return False
    since = history.timeline(f"card:{seen.id}", after=row.seq, limit=LOOKED_AT)
    if len(since) == LOOKED_AT or not {line.kind for line in since} <= QUIET | {TIMER}:
        return True
    return not all(_only_tells(line.body, seen) for line in since if line.kind == TIMER)


def _only_tells(body: Mapping[str, Any], seen: step.Seen) -> bool:
    timers = {one.key: one for one in seen.definition.stages[body["stage"]].timers}
    return all(robot.do == "notify" for robot in timers[body["timer"]].robots)


def _put_back(call: _Back, row: MovedCard, seen: step.Seen, former: versions.Aim, landed: Landing) -> bool:
    now = clock.now()
    with transaction.atomic():
        if _write(call.actor, seen, former, landed, now) is None:
            return False
        again = _files_again(row, seen, former)
        CardFile.objects.system(MOVES).filter(
            card_id=seen.row["id"], field="", added_at=row.at, file_id__in=again
        ).delete()
        MovedCard.objects.system(MOVES).filter(pk=row.pk).update(
            reverted_at=now, reverted_by=call.actor.person_id, reverted_key=call.key
        )
    return True


def _files_again(row: MovedCard, seen: step.Seen, former: versions.Aim) -> list[int]:
    """Files that stand in their field again: the move had laid them beside the fields."""
    old = former.definition(seen.row["type"])
    fields = old.card_type.fields if old else {}
    gone = {key: value for key, value in row.before["fields"].items() if key not in seen.state.fields and value}
    return [file for key, value in gone.items() if fields[key].kind == "file" for file in value]
