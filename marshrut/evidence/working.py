"""The effect that builds an archive, stretch by stretch.

Each card becomes a part on the disk, which appears complete or not at all. A worker that was killed costs the card it
was at: the next one finds the parts that are there. Of two workers at one archive one delivers, the other throws its
ZIP away.
"""

from __future__ import annotations

import hashlib
import secrets
from time import monotonic
from typing import Any

from django.utils.translation import override

from marshrut.cards.queries import taking
from marshrut.jobs.registry import TakenEffect, on_effect
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import queries as org

from . import commands, depot, packing, parts, queries
from .models import Archive
from .rules import act_of

ROBOT = Actor.robot("evidence")
#: seconds: of one stretch, between two figures of progress, of the longest call
STRETCH, TOLD, LEASE = 20.0, 1.0, 120.0
TRIES = 6


@on_effect(commands.EFFECT, lane="evidence", lease=LEASE, max_attempts=TRIES)
def build(payload: dict[str, Any], effect: TakenEffect) -> None:
    row = queries.to_build(payload["archive"])
    if row is None:
        depot.drop_parts(payload["archive"])
        return
    try:
        with override("ru"):
            _stretch(row, payload["part"])
    except packing.Stopped as stopped:
        commands.fail_evidence(ROBOT, archive=row.pk, why=stopped.why)
        depot.drop_parts(row.pk)
    except Exception:
        if effect.attempts >= effect.max_attempts:
            commands.fail_evidence(ROBOT, archive=row.pk, why="broken")
            depot.drop_parts(row.pk)
        raise


def _stretch(row: Archive, part: int) -> None:
    """Parts for so many seconds; then the next stretch, or the archive itself."""
    actor, until, told = Actor.person(row.asked_by_id, "system"), monotonic() + STRETCH, 0.0
    allowed, inside = _allowed(row, actor), frozenset(row.cards)
    for n, card in enumerate(row.cards, 1):
        if depot.part(row.pk, n).exists():
            continue
        if monotonic() > until:
            commands.enqueue(row.pk, part + 1)
            return
        _part(row.pk, n, card, actor if card in allowed else None, inside)
        if monotonic() - told > TOLD:
            told = monotonic()
            if not commands.note_progress(ROBOT, archive=row.pk, done=n):
                depot.drop_parts(row.pk)
                return
    _deliver(row, _allowed(row, actor))


def _allowed(row: Archive, actor: Actor) -> set[int]:
    return set(taking.permitted_among(actor, act_of(row.scope["kind"]), row.cards))


def _part(archive: int, n: int, card: int, actor: Actor | None, inside: frozenset[int]) -> None:
    with depot.writing(depot.part(archive, n)) as file:
        try:
            if actor is not None:
                parts.write(file, actor, card, n, inside)
                return
        except NotFound:
            file.seek(0)
            file.truncate()
        parts.leave_out(file)


def _deliver(row: Archive, allowed: set[int]) -> None:
    name = f"{row.pk}-{secrets.token_hex(6)}.zip"
    target = depot.root() / name
    with depot.writing(target) as file:
        inside, sums = packing.pack(file, row, allowed, org.chart(), clock.now())
    size = target.stat().st_size
    with target.open("rb") as made:
        sha256 = hashlib.file_digest(made, "sha256").hexdigest()
    won = commands.deliver_evidence(
        ROBOT, archive=row.pk, file=name, size=size, sha256=sha256, sums=sums, inside=inside
    )
    if not won:
        depot.drop(name)
    depot.drop_parts(row.pk)
