"""Keeping what the newest proof of a route found, and telling whoever looks after routes of what is new."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from marshrut.definitions.rights import process_admin
from marshrut.jobs import effects
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.org import access
from marshrut.org import queries as org

from .. import rights
from ..models import Proof

NOTICE: Final = "proof_failed"


@command(rights.KEEP_PROOF)
def keep_proof(actor: Actor, *, pack: str, card_type: str, digest: str, flaws: Sequence[dict[str, Any]]) -> int:
    """Returns how many flaws are new; of those that refuse, administrators hear once."""
    access.require(actor, rights.KEEP_PROOF)
    before = Proof.objects.filter(pack=pack, card_type=card_type).values_list("flaws", flat=True).first() or []
    known = {_mark(one) for one in before}
    new = [one for one in flaws if _mark(one) not in known]
    values = {"at": clock.now(), "digest": digest, "flaws": list(flaws)}
    Proof.objects.update_or_create(pack=pack, card_type=card_type, defaults=values)
    bad = sorted(_mark(one) for one in new if not one["warning"])
    if bad:
        _tell(pack, card_type, hashlib.sha256("".join(bad).encode()).hexdigest()[:16])
    return len(new)


def _mark(flaw: dict[str, Any]) -> str:
    return f"{flaw['stage']}/{flaw['sentence']['ru']}"


def _tell(pack: str, card_type: str, mark: str) -> None:
    chart = org.chart()
    people = [one for one in chart.people if chart.active(one) and process_admin(Actor.person(one), chart, {})]
    about = {"notice": NOTICE, "pack": pack, "card_type": card_type}
    effects.enqueue(
        [
            effects.row("notify_house", f"{NOTICE}:{card_type}:{mark}:{one}", payload={"person": one, **about})
            for one in people
        ]
    )
