"""Who may do what with a card by the grants of its type: asked before the engine decides, as in production."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from marshrut.definitions.schema.access import Act, Grant

from ..decision import Refusal
from ..fields import BadValue, clean
from ..granting import Chart, Facts, allowed, editable
from ..happenings import Create, Edit, Happening, Move, Restart, Start, Withdraw
from .played import Played

#: what the grants must allow: one of these; for anything else to see the card is enough, the engine asks for the rest
NEEDED: Final[Mapping[type, tuple[Act, ...]]] = {
    Create: ("create",),
    Edit: ("edit",),
    Start: ("start",),
    Restart: ("restart",),
    Withdraw: ("withdraw", "manage"),
}


@dataclass(frozen=True)
class Reach:
    """`grants`: the company's own by card type; types not among them have their pack's."""

    chart: Chart
    grants: Mapping[str, tuple[Grant, ...]]

    def may(self, card: Played, act: Act, person: int, stage: str | None = None) -> bool:
        return allowed(self._grants(card), act, person, self.chart, self._facts(card, person, stage))

    def require(self, card: Played, happening: Happening, actor: int) -> None:
        """Raise Refusal when the grants do not let the actor try it."""
        if not isinstance(happening, Create) and not self.may(card, "view", actor):
            raise Refusal("not_found", "not_found")
        needed = NEEDED.get(type(happening), ())
        if needed and not any(self.may(card, act, actor) for act in needed):
            raise Refusal("forbidden", "forbidden")
        first = card.definition.card_type.start.key
        if isinstance(happening, Create) and happening.start and not self.may(card, "start", actor, first):
            raise Refusal("forbidden", "forbidden")
        if isinstance(happening, Edit):
            self._fields(card, happening, actor)
        elif isinstance(happening, Move):
            self._move(card, happening, actor)

    def _move(self, card: Played, what: Move, actor: int) -> None:
        card_type = card.definition.card_type
        act: Act | None = None
        if card.state.stage == card_type.start.key:
            act = "start"
        elif card_type.restart and card.state.stage in card_type.restart.from_ and what.to == card_type.restart.to:
            act = "restart"
        if act is not None and not self.may(card, act, actor):
            raise Refusal("forbidden", "forbidden")

    def _fields(self, card: Played, what: Edit, actor: int) -> None:
        """Grants may open some fields only."""
        mine = editable(self._grants(card), actor, self.chart, self._facts(card, actor))
        if mine is None:
            return
        foreign = [key for key, raw in what.fields.items() if key not in mine and self._changes(card, key, raw)]
        if foreign:
            raise Refusal("forbidden", "field_forbidden", fields=dict.fromkeys(foreign, "not_yours"))

    def _changes(self, card: Played, key: str, raw: object) -> bool:
        field = card.definition.card_type.fields.get(key)
        try:
            return field is None or clean(field, raw) != card.state.fields.get(key)
        except BadValue:
            return True

    def over_others(self, card: Played, actor: int) -> tuple[bool, bool]:
        """Whether the actor may decide tasks of others, and hand them on."""
        return self.may(card, "decide", actor), self.may(card, "manage", actor)

    def _grants(self, card: Played) -> tuple[Grant, ...]:
        return self.grants.get(card.card_type, card.definition.card_type.access)

    def _facts(self, card: Played, person: int, stage: str | None = None) -> Facts:
        author = card.state.author
        where = card.state.stage if stage is None else stage
        taking_part = stage is not None or person in card.participants
        return Facts(author, self.chart.department_of(author), taking_part, where)
