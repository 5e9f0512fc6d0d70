"""Along the route: create, start, edit, move, withdraw, restart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from marshrut.engine.happenings import Create, Edit, Move, Restart, Start, Withdraw
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Invalid

from .. import step, stepping_up
from . import reading, references, stale

Answer = dict[str, Any]


@command("card.create", own_transaction=True)
def create_card(
    actor: Actor,
    *,
    card_type: str,
    fields: Mapping[str, Any],
    start: bool = True,
    author: int | None = None,
    key: str | None = None,
) -> Answer:
    """Create a card with raw field values and send it on its route (S4.15); `start=False` keeps it as a draft.

    Programs name the `author`; for people it is always themselves. A formalised document among the files fills in the
    fields its type names (`reads`), where nothing was sent for them: even an empty value keeps a field empty.
    """
    person = actor.person_id or author
    if person is None:
        raise Invalid("A card needs an author.", code="no_author")
    whole = reading.completed(actor, fields)

    def check(seen: step.Seen) -> str:
        if start and actor.person_id is not None:
            draft = seen.definition.card_type.start.key
            step.require(actor, "card.start", replace(seen, facts=replace(seen.facts, participant=True, stage=draft)))
        return references.check(actor, whole(seen))(seen)

    def happening(seen: step.Seen) -> Create:
        return Create(dict(whole(seen)), start)

    return step.create(actor, card_type, person, Create(dict(fields), start), key=key, check=check, whole=happening)


@command("card.start", own_transaction=True)
def start_card(actor: Actor, *, card: int, key: str | None = None) -> Answer:
    """Send a draft on its route."""
    return step.run(actor, "card.start", Start(), card=card, key=key)


@command("card.edit", own_transaction=True)
def edit_card(
    actor: Actor, *, card: int, fields: Mapping[str, Any], edition: int | None = None, key: str | None = None
) -> Answer:
    """Change fields; refused when `edition` is not the present one or a field is locked (A4.13).

    A formalised document among new files fills in empty fields as it does for a new card.
    """
    whole = reading.completed(actor, fields)

    def check(seen: step.Seen) -> str:
        references.editable(actor, seen, fields)
        return references.check(actor, whole(seen))(seen)

    def happening(seen: step.Seen) -> Edit:
        return Edit(dict(whole(seen)), edition)

    sent = Edit(dict(fields), edition)
    with stale.told(actor, edition, card=card):
        return step.run(actor, "card.edit", sent, card=card, key=key, check=check, whole=happening)


@command("card.move", own_transaction=True)
def move_card(actor: Actor, *, card: int, to: str, edition: int | None = None, key: str | None = None) -> Answer:
    """Carry the card to a stage by hand, where the route or a plain outcome of the actor's task allows it.

    An outcome decides, so it is bound to the content the person saw: `edition`, and asks who it is like a decision.
    """
    proved = stepping_up.check(actor, {})

    def check(seen: step.Seen) -> str:
        restart = seen.definition.card_type.restart
        if seen.state.stage == seen.definition.card_type.start.key:
            step.require(actor, "card.start", seen)
        if restart and seen.state.stage in restart.from_ and to == restart.to:
            step.require(actor, "card.restart", seen)
        return proved(seen) if stepping_up.decides(seen, to) else ""

    with stale.told(actor, edition, card=card):
        return step.run(actor, "card.move", Move(to, edition), card=card, key=key, check=check)


@command("card.withdraw", own_transaction=True)
def withdraw_card(actor: Actor, *, card: int, reason: str = "", key: str | None = None) -> Answer:
    """The author takes the card back before the first decision (D11)."""
    return step.run(actor, "card.withdraw", Withdraw(reason), card=card, key=key)


@command("card.restart", own_transaction=True)
def restart_card(actor: Actor, *, card: int, key: str | None = None) -> Answer:
    """«Запустить заново»: a new round on the same card (S4.21, A4.11)."""
    return step.run(actor, "card.restart", Restart(), card=card, key=key)
